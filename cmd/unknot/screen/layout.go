package screen

import "github.com/unknot/unknot/player/session"

// layout is how much of a picture is drawn, and how large.
type layout struct {
	headline int  // 2 and 1: in letters, with so many columns to a dot; 0: in a row; beside: with the time
	time     bool // in letters
	letters  bool // the caption is in letters, where they fit
	breath   int  // rows
	gap      int  // empty rows between
	unnamed  bool // what to do with a breath is not said beside it
	place    bool
	answer   bool // has a row of its own
	bar      bool
	keys     bool
	cut      bool // a caption that was said may be cut
	cutAny   bool // any may
}

const beside = -1

// layouts are tried from roomy to cramped.
func layouts() []layout {
	return []layout{
		{headline: 2, time: true, letters: true, breath: 15, gap: 2, place: true, answer: true, bar: true, keys: true},
		{headline: 2, time: true, letters: true, breath: 11, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: 2, time: true, breath: 11, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: 1, breath: 9, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: 1, breath: 5, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: 1, breath: 3, gap: 1, place: true, answer: true, bar: true, keys: true},
		{headline: 1, breath: 3, place: true, answer: true, bar: true, keys: true},
		{breath: 3, gap: 1, place: true, answer: true, bar: true, keys: true},
		{breath: 3, place: true, answer: true, bar: true, keys: true},
		{breath: 1, place: true, bar: true, keys: true},
		{headline: beside, breath: 1, place: true, bar: true, keys: true},
		{headline: beside, breath: 1, bar: true, keys: true},
		{headline: beside, breath: 1, bar: true},
		{headline: beside, breath: 1},
		{headline: beside, breath: 1, cut: true},
		{headline: beside, breath: 1, unnamed: true},
		{headline: beside, breath: 1, unnamed: true, cut: true},
		{headline: beside, cut: true, cutAny: true},
	}
}

// cramped layouts keep no room for what is not shown at the moment.
func (l layout) cramped() bool { return l.headline == beside }

// named reports whether there is a row that says what to do with a breath, or
// which key goes on.
func (l layout) named(v picture) bool {
	return !l.unnamed && l.breath > 0 && (!l.cramped() || v.Doing.Breathing() || v.State == session.Paused)
}

// breathes reports whether rows are kept for a breath.
func (l layout) breathes(v picture) bool {
	return l.breath > 0 && (!l.cramped() || v.Doing.Breathing() && v.State != session.Afterward)
}

// rows is how many rows a layout takes besides the caption's.
func (l layout) rows(v picture, ascii bool) int {
	n := l.headlineRows(ascii) + l.topRows(ascii) + 3*l.gap
	if l.place {
		n += 1 + l.gap
	}
	if l.breathes(v) {
		n += l.breath
	}
	for _, shown := range []bool{l.named(v), l.answer, l.bar, l.keys} {
		if shown {
			n++
		}
	}
	return n
}

func (l layout) topRows(ascii bool) int {
	if l.time && !ascii {
		return (capitalRows + 1) / 2
	}
	return 1
}

func (l layout) headlineRows(ascii bool) int {
	switch {
	case l.headline == beside:
		return 0
	case l.headline == 0:
		return 1
	case l.headline == 1 && !ascii:
		return (capitalRows + 1) / 2
	}
	return capitalRows
}
