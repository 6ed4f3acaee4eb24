package chooser

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/settings"
)

// page is one question.
type page int

const (
	pageAdvice page = iota
	pageHeadphones
	pageEntry
	pageLength
	pageType // a length, typed
	pageLoop
	pageReady
	pageDone
)

// option is one answer to a question. Its texts are fit for a terminal.
type option struct {
	name, detail string
	markable     bool
	marked       bool
}

// question is what is asked now. A question without options is a text to read,
// or a line to type.
type question struct {
	page    page
	title   string
	text    string
	options []option
	at      int // the option chosen where enter alone is pressed
}

// flow is the questions and what was answered so far: the same for the screen
// and for lines. It knows of neither.
type flow struct {
	choices Choices
	before  []page // those that lead here, to go back to
	page    page
	at      map[page]int // where the cursor was, or is to be
	marked  []bool       // of each entry
	offer   *Offer
	lengths []Length
	loops   []loop
	brings  string // what the chosen session holds
	choice  Choice
}

// loop is an answer to whether the session is played once.
type loop struct {
	name, brings string
	length       time.Duration
	loop         bool
}

func newFlow(c Choices) *flow {
	f := &flow{choices: c, at: map[page]int{}, marked: make([]bool, len(c.Entries)), page: pageEntry}
	f.at[pageEntry] = f.first()
	switch {
	case c.Advice != "":
		f.page = pageAdvice
	case c.Headphones != nil:
		f.page = pageHeadphones
	}
	return f
}

// first is the entry that enter alone chooses: the interrupted session or the
// last one, else the regions remembered, which are marked where they are
// several.
func (f *flow) first() int {
	entries := f.choices.Entries
	for _, kind := range []Kind{Interrupted, Last} {
		if i := slices.IndexFunc(entries, func(e Entry) bool { return e.Kind == kind }); i >= 0 {
			return i
		}
	}
	if i := slices.IndexFunc(entries, func(e Entry) bool {
		return !e.Kind.shortcut() && slices.Equal(e.Regions, f.choices.Regions)
	}); i >= 0 {
		return i
	}
	first := -1
	for i, e := range entries {
		if e.Kind == Region && len(e.Regions) == 1 && slices.Contains(f.choices.Regions, e.Regions[0]) {
			f.marked[i] = true
			if first < 0 {
				first = i
			}
		}
	}
	return max(first, 0)
}

// question is what is asked now.
func (f *flow) question() question {
	q := question{page: f.page, at: f.at[f.page]}
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
		q.title = "What shall it be?"
		if marked := f.markedEntries(); len(marked) > 0 {
			var names []string
			for _, e := range marked {
				names = append(names, nameOf(e))
			}
			q.title += " " + strings.Join(names, ", ")
		}
		for i, e := range f.choices.Entries {
			q.options = append(q.options, option{
				name: nameOf(e), detail: terminal.Clean(e.Detail), markable: e.Kind == Region, marked: f.marked[i],
			})
		}
	case pageLength:
		q.title = "How long?"
		for _, l := range f.lengths {
			o := option{name: InWords(l.Length), detail: l.Brings}
			if l.Ideal {
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
		for _, l := range f.loops {
			q.options = append(q.options, option{name: l.name, detail: cmp.Or(l.brings, "round after round, until you stop")})
		}
	case pageReady:
		q.title = f.chosen()
		q.text = f.brings
	}
	return q
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

// possible tells the range of lengths.
func (f *flow) possible() string {
	text := fmt.Sprintf("from %s to %s", InWords(f.offer.Least), InWords(f.offer.Most))
	if f.offer.Longest > f.offer.Most {
		text += fmt.Sprintf(", in further rounds up to %s", InWords(f.offer.Longest))
	}
	return text
}

// chosen is the session in words.
func (f *flow) chosen() string {
	if f.choice.Kind.shortcut() {
		e := f.entry(f.choice.Entry)
		if detail := terminal.Clean(e.Detail); detail != "" {
			return nameOf(e) + ": " + detail
		}
		return nameOf(e)
	}
	name := strings.Join(f.choice.Regions, ", ")
	if e := f.entry(f.choice.Entry); e.Kind == Programme {
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

func (f *flow) entry(id string) Entry {
	for _, e := range f.choices.Entries {
		if e.ID == id {
			return e
		}
	}
	return Entry{}
}

// choose answers with an option. Its error is to be shown, and the question
// stays.
func (f *flow) choose(i int) error {
	f.at[f.page] = i
	switch f.page {
	case pageEntry:
		return f.chooseEntry(i)
	case pageLength:
		if i >= len(f.lengths) {
			f.turn(pageType)
			return nil
		}
		f.setLength(f.lengths[i].Length, f.lengths[i].Brings)
	case pageLoop:
		l := f.loops[i]
		f.choice.Length, f.choice.Loop = l.length, l.loop
		f.brings = l.brings
		f.turn(pageReady)
	case pageHeadphones:
		f.turn(pageEntry)
	}
	return nil
}

// checks reports whether an option of the question asks for the headphones to
// be checked.
func (f *flow) checks(i int) bool { return f.page == pageHeadphones && i == 0 }

func (f *flow) chooseEntry(i int) error {
	e := f.choices.Entries[i]
	if e.Kind.shortcut() {
		f.choice = Choice{Kind: e.Kind, Entry: e.ID, Advised: f.choice.Advised}
		f.brings = ""
		f.turn(pageReady)
		return nil
	}
	regions, id, kind := e.Regions, e.ID, e.Kind
	if marked := f.markedEntries(); e.Kind == Region && len(marked) > 0 {
		regions, id, kind = nil, "", Region
		for _, e := range marked {
			regions = append(regions, e.Regions...)
		}
		if len(marked) == 1 {
			id = marked[0].ID
		}
	}
	offer, err := f.choices.Offer(regions)
	if err != nil {
		return err
	}
	remembered := f.choices.Length
	if !slices.Equal(regions, f.choices.Regions) {
		remembered = 0
	}
	lengths := offer.Lengths(remembered)
	if len(lengths) == 0 {
		return errors.New("no session of this is possible")
	}
	f.choice = Choice{Kind: kind, Entry: id, Regions: slices.Clone(regions), Advised: f.choice.Advised}
	f.offer, f.lengths = offer, lengths
	f.at[pageLength] = max(slices.IndexFunc(lengths, func(l Length) bool { return l.Ideal }), 0)
	if i := slices.IndexFunc(lengths, func(l Length) bool { return l.Length == remembered }); i >= 0 {
		f.at[pageLength] = i
	}
	f.turn(pageLength)
	return nil
}

func (f *flow) markedEntries() []Entry {
	var list []Entry
	for i, e := range f.choices.Entries {
		if f.marked[i] {
			list = append(list, e)
		}
	}
	return list
}

// mark marks a region, or takes its mark away; others cannot be marked.
func (f *flow) mark(i int) {
	if f.page == pageEntry && f.choices.Entries[i].Kind == Region {
		f.marked[i] = !f.marked[i]
	}
}

// typed answers with a length as a person writes it.
func (f *flow) typed(text string) error {
	d, err := settings.ParseLength(text)
	if err != nil {
		return err
	}
	brings := ""
	if d >= f.offer.Least && d <= f.offer.Longest {
		brings = f.offer.Brings(d, false)
	}
	if brings == "" {
		return fmt.Errorf("%s cannot be: %s", InWords(d), f.possible())
	}
	f.setLength(d, brings)
	return nil
}

func (f *flow) setLength(d time.Duration, brings string) {
	f.loops = []loop{{name: "Once, " + InWords(d), brings: brings, length: d}}
	if looped := f.offer.Brings(d, true); looped != "" && looped != brings {
		f.loops = append(f.loops, loop{name: "Looping, " + InWords(d), brings: looped, length: d, loop: true})
	}
	f.loops = append(f.loops, loop{name: "Looping, no end", loop: true})
	f.at[pageLoop] = 0
	switch {
	case f.choices.Loop && f.choices.Length > 0:
		f.at[pageLoop] = 1 // for a length, where that is offered
	case f.choices.Loop:
		f.at[pageLoop] = len(f.loops) - 1
	}
	f.turn(pageLoop)
}

// goOn leaves a text that was read.
func (f *flow) goOn() {
	switch {
	case f.page == pageAdvice && f.choices.Headphones != nil:
		f.choice.Advised = true
		f.turn(pageHeadphones)
	case f.page == pageAdvice:
		f.choice.Advised = true
		f.turn(pageEntry)
	case f.page == pageReady:
		f.turn(pageDone)
	}
}

func (f *flow) turn(to page) {
	f.before = append(f.before, f.page)
	f.page = to
}

// back goes to the question before, and reports whether there is one.
func (f *flow) back() bool {
	if len(f.before) == 0 {
		return false
	}
	f.page = f.before[len(f.before)-1]
	f.before = f.before[:len(f.before)-1]
	return true
}
