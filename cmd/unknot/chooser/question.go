package chooser

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

// question is what is asked now. A question without options is a text to read,
// or a line to type.
type question struct {
	page    page
	title   string
	text    string
	options []option
	cursor  int // the option that enter alone chooses
}

// option is one answer to a question. Its texts are fit for a terminal.
type option struct {
	name, detail string
	markable     bool
	marked       bool
}

// question is what is asked now.
func (f *flow) question() question {
	q := question{page: f.page, cursor: f.cursor[f.page]}
	switch f.page {
	case pageAdvice:
		q.title, q.text = "Before you begin", f.choices.Advice
	case pageHeadphones:
		q.title = "Check your headphones first?"
		q.options = []option{
			{name: "Check them", detail: "left, right and the level, in a few seconds"},
			{name: "Not now", detail: "unknot headphones does it any time"},
		}
	case pageEntry:
		q.title, q.options = f.entryQuestion()
	case pageLength:
		q.title = "How long?"
		for _, s := range f.suggestions {
			o := option{name: InWords(s.Length), detail: s.Contents}
			if s.Ideal {
				o.name += ", ideal"
			}
			q.options = append(q.options, o)
		}
		q.options = append(q.options, option{name: "Another length", detail: f.possible()})
	case pageType:
		q.title = "How long?"
		q.text = f.possible()
	case pageLoop:
		q.title = "Once, or looping?"
		for _, r := range f.repeats {
			q.options = append(q.options, option{name: r.name, detail: cmp.Or(r.contents, "round after round, until you stop")})
		}
	case pageReady:
		q.title = f.chosen()
		q.text = f.contents
	}
	return q
}

func (f *flow) entryQuestion() (title string, options []option) {
	title = "What shall it be?"
	if marked := f.markedEntries(); len(marked) > 0 {
		var names []string
		for _, e := range marked {
			names = append(names, nameOf(e))
		}
		title += " " + strings.Join(names, ", ")
	}
	for i, e := range f.choices.Entries {
		options = append(options, option{
			name: nameOf(e), detail: terminal.Clean(e.Detail), markable: e.Kind == Region, marked: f.marked[i],
		})
	}
	return title, options
}

func nameOf(e Entry) string {
	switch e.Kind {
	case Interrupted:
		return "Go on where it stopped"
	case Last:
		return "The last one again"
	}
	return terminal.Clean(e.Name)
}

// possible says the range of lengths.
func (f *flow) possible() string {
	text := fmt.Sprintf("from %s to %s", InWords(f.offer.Least), InWords(f.offer.Most))
	if f.offer.Longest > f.offer.Most {
		text += fmt.Sprintf(", in further rounds up to %s", InWords(f.offer.Longest))
	}
	return text
}

// chosen is the session in words.
func (f *flow) chosen() string {
	e := f.choice.Entry
	if e.Kind.shortcut() {
		if detail := terminal.Clean(e.Detail); detail != "" {
			return nameOf(e) + ": " + detail
		}
		return nameOf(e)
	}
	name := strings.Join(e.Regions, ", ")
	if e.Kind == Programme {
		name = e.Name
	}
	name = terminal.Clean(name)
	switch {
	case f.choice.Loop && f.choice.Length == 0:
		return name + ", looping until you stop"
	case f.choice.Loop:
		return fmt.Sprintf("%s, looping for %s", name, InWords(f.choice.Length))
	}
	return fmt.Sprintf("%s, %s", name, InWords(f.choice.Length))
}
