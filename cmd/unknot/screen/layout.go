package screen

import "github.com/unknot/unknot/player/session"

// layout is how much of a picture is drawn, and how large.
type layout struct {
	headline    headline
	largeTime   bool
	largeWords  bool // the caption in large letters, where they fit
	breath      int  // rows
	gap         int  // empty rows between the sections
	hideLabel   bool // which half of a breath it is
	place       bool
	answer      bool // has a row of its own
	bar         bool
	keys        bool
	cutHeard    bool // a caption that was said may be cut
	cutSpeaking bool // so may one that is still being said
}

// headline is how the headline is drawn.
type headline int

const (
	beside headline = iota // the time, in its row
	inRow                  // of its own
	large                  // a dot of a letter is half a character
	huge                   // a dot is two characters
)

// columns is how many columns a dot of a headline takes; 0 where it is no
// large text.
func (h headline) columns() int { return max(int(h-inRow), 0) }

// layouts are tried in this order, from roomy to cramped.
func layouts() []layout {
	return []layout{
		{headline: huge, largeTime: true, largeWords: true, breath: 15, gap: 2, place: true, answer: true, bar: true, keys: true},
		{headline: huge, largeTime: true, largeWords: true, breath: 11, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: huge, largeTime: true, breath: 11, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: large, breath: 9, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: large, breath: 5, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: large, breath: 3, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: large, breath: 3, place: true, answer: true, bar: true, keys: true},
		{headline: inRow, breath: 3, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: inRow, breath: 3, place: true, answer: true, bar: true, keys: true},
		{headline: inRow, breath: 1, place: true, bar: true, keys: true},
		{breath: 1, place: true, bar: true, keys: true},
		{breath: 1, bar: true, keys: true},
		{breath: 1, bar: true},
		{breath: 1},
		{breath: 1, cutHeard: true},
		{breath: 1, hideLabel: true},
		{breath: 1, hideLabel: true, cutHeard: true},
		{breath: 1, hideLabel: true, cutHeard: true, cutSpeaking: true},
	}
}

// cramped layouts reserve no rows for what is not shown at the moment.
func (l layout) cramped() bool { return l.headline == beside }

// hasLabel reports whether there is a row for the half of a breath, or for the
// key that goes on.
func (l layout) hasLabel(v View) bool {
	return !l.hideLabel && l.breath > 0 && (!l.cramped() || v.Activity.Breathing() || v.State == session.Paused)
}

// hasBreath reports whether there are rows for a breath.
func (l layout) hasBreath(v View) bool {
	return l.breath > 0 && (!l.cramped() || v.Activity.Breathing() && v.State != session.Afterward)
}

// rows is how many rows a layout takes besides the caption's.
func (l layout) rows(v View, ascii bool) int {
	n := l.headlineRows(ascii) + l.topRows(ascii) + 3*l.gap
	if l.place {
		n += 1 + l.gap
	}
	if l.hasBreath(v) {
		n += l.breath
	}
	for _, shown := range []bool{l.hasLabel(v), l.answer, l.bar, l.keys} {
		if shown {
			n++
		}
	}
	return n
}

func (l layout) topRows(ascii bool) int {
	if l.largeTime && !ascii {
		return (capitalRows + 1) / 2
	}
	return 1
}

func (l layout) headlineRows(ascii bool) int {
	switch {
	case l.headline == beside:
		return 0
	case l.headline == inRow:
		return 1
	case l.headline == large && !ascii:
		return (capitalRows + 1) / 2
	}
	return capitalRows
}
