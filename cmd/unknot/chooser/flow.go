package chooser

import (
	"errors"
	"fmt"
	"slices"
	"time"

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

// flow is the questions and what was answered so far: the same for the screen
// and for lines, and free of both.
type flow struct {
	choices     Choices
	page        page
	earlier     []page       // the way here, to go back
	cursor      map[page]int // the option that enter alone chooses
	marked      []bool       // of each entry
	offer       *Offer
	suggestions []Suggestion
	repeats     []repeat
	contents    string // of the chosen session
	choice      Choice
}

// repeat is an answer to whether the session is played once.
type repeat struct {
	name, contents string
	length         time.Duration // 0: until stopped
	loop           bool
}

func newFlow(c Choices) *flow {
	f := &flow{choices: c, cursor: map[page]int{}, marked: make([]bool, len(c.Entries)), page: pageEntry}
	f.cursor[pageEntry] = f.preset()
	switch {
	case c.Advice != "":
		f.page = pageAdvice
	case c.Headphones != nil:
		f.page = pageHeadphones
	}
	return f
}

// preset is the entry that enter alone chooses: the interrupted session or the
// last one, else the remembered regions, which are marked where they are
// several entries.
func (f *flow) preset() int {
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

// choose answers with an option. Its error is to be shown, and the question
// stays.
func (f *flow) choose(i int) error {
	f.cursor[f.page] = i
	switch f.page {
	case pageEntry:
		return f.chooseEntry(i)
	case pageLength:
		if i >= len(f.suggestions) {
			f.open(pageType)
			return nil
		}
		f.setLength(f.suggestions[i].Length, f.suggestions[i].Contents)
	case pageLoop:
		r := f.repeats[i]
		f.choice.Length, f.choice.Loop, f.contents = r.length, r.loop, r.contents
		f.open(pageReady)
	case pageHeadphones:
		f.open(pageEntry)
	}
	return nil
}

// checks reports whether an option asks for the headphones to be checked.
func (f *flow) checks(i int) bool { return f.page == pageHeadphones && i == 0 }

func (f *flow) chooseEntry(i int) error {
	e := f.choices.Entries[i]
	if e.Kind.shortcut() {
		f.choice = Choice{Entry: e, Advised: f.choice.Advised}
		f.contents = ""
		f.open(pageReady)
		return nil
	}
	if marked := f.markedEntries(); e.Kind == Region && len(marked) > 0 {
		e = together(marked)
	}
	offer, err := f.choices.Offer(e.Regions)
	if err != nil {
		return err
	}
	remembered := f.choices.Usual
	if slices.Equal(e.Regions, f.choices.Regions) && (f.choices.Length > 0 || !f.choices.Loop) {
		remembered = f.choices.Length
	}
	if remembered > 0 {
		remembered = max(remembered, offer.Least)
	}
	suggestions := offer.Suggestions(remembered)
	if len(suggestions) == 0 {
		return errors.New("no session of this is possible")
	}
	f.choice = Choice{Entry: e, Advised: f.choice.Advised}
	f.offer, f.suggestions = offer, suggestions
	f.cursor[pageLength] = max(slices.IndexFunc(suggestions, func(s Suggestion) bool { return s.Ideal }), 0)
	if i := slices.IndexFunc(suggestions, func(s Suggestion) bool { return s.Length == remembered }); i >= 0 {
		f.cursor[pageLength] = i
	}
	f.open(pageLength)
	return nil
}

// together is several regions as one entry.
func together(marked []Entry) Entry {
	if len(marked) == 1 {
		return marked[0]
	}
	all := Entry{Kind: Region}
	for _, e := range marked {
		all.Regions = append(all.Regions, e.Regions...)
	}
	return all
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

// mark marks a region, or removes its mark; nothing else can be marked.
func (f *flow) mark(i int) {
	if f.page == pageEntry && f.choices.Entries[i].Kind == Region {
		f.marked[i] = !f.marked[i]
	}
}

// typed answers with a length as people write it.
func (f *flow) typed(text string) error {
	d, err := settings.ParseLength(text)
	if err != nil {
		return err
	}
	contents := ""
	if d >= f.offer.Least && d <= f.offer.Longest {
		contents = f.offer.Contents(d, false)
	}
	if contents == "" {
		return fmt.Errorf("%s cannot be: %s", InWords(d), f.possible())
	}
	f.setLength(d, contents)
	return nil
}

func (f *flow) setLength(d time.Duration, contents string) {
	f.repeats = []repeat{{name: "Once, " + InWords(d), contents: contents, length: d}}
	if looped := f.offer.Contents(d, true); looped != "" && looped != contents {
		f.repeats = append(f.repeats, repeat{name: "Looping, " + InWords(d), contents: looped, length: d, loop: true})
	}
	f.repeats = append(f.repeats, repeat{name: "Looping, no end", loop: true})
	f.cursor[pageLoop] = 0
	switch {
	case f.choices.Loop && f.choices.Length > 0:
		f.cursor[pageLoop] = 1 // for a length, where that is offered
	case f.choices.Loop:
		f.cursor[pageLoop] = len(f.repeats) - 1
	}
	f.open(pageLoop)
}

// goOn leaves a text that was read.
func (f *flow) goOn() {
	switch {
	case f.page == pageAdvice && f.choices.Headphones != nil:
		f.choice.Advised = true
		f.open(pageHeadphones)
	case f.page == pageAdvice:
		f.choice.Advised = true
		f.open(pageEntry)
	case f.page == pageReady:
		f.open(pageDone)
	}
}

func (f *flow) open(next page) {
	f.earlier = append(f.earlier, f.page)
	f.page = next
}

// back returns to the question before, and reports whether there is one.
func (f *flow) back() bool {
	if len(f.earlier) == 0 {
		return false
	}
	f.page = f.earlier[len(f.earlier)-1]
	f.earlier = f.earlier[:len(f.earlier)-1]
	return true
}
