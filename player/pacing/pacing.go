// Package pacing measures how a timeline treats who listens to it with closed
// eyes: whether words cover an inhale, how much is said at a stretch, how long
// nothing is heard, how long a place is held. It only looks at cues. Tests hold
// sessions to these measures, and cmd/soundreport prints them.
package pacing

import (
	"github.com/unknot/unknot/player/timeline"
)

// What every session keeps to. The reasons are in docs/sound.md.
const (
	// LongestQuiet is how long at most nothing is heard.
	LongestQuiet = 10 * timeline.Second

	// Any Window has at most MostTalk of words in it.
	Window   = 30 * timeline.Second
	MostTalk = 20 * timeline.Second

	// LeastHold is how many breaths a place is held at the least, in a session of
	// its ideal length.
	LeastHold = 3
)

// Stretch is the frames from From up to, but without, To.
type Stretch struct{ From, To timeline.Frame }

// Frames is its length; 0 for one that ends before it begins.
func (s Stretch) Frames() timeline.Frame { return max(0, s.To-s.From) }

// and is what two stretches share.
func (s Stretch) and(t Stretch) Stretch { return Stretch{max(s.From, t.From), min(s.To, t.To)} }

func stretchOf(c timeline.Cue) Stretch { return Stretch{c.At, c.End()} }

// Of is the stretches of the cues of one kind, in order.
func Of(t *timeline.Timeline, kind timeline.Kind) []Stretch {
	var all []Stretch
	for _, c := range t.Cues {
		if c.Kind == kind {
			all = append(all, stretchOf(c))
		}
	}
	return all
}

// Total is how long stretches are together. None of them may overlap.
func Total(all []Stretch) (sum timeline.Frame) {
	for _, s := range all {
		sum += s.Frames()
	}
	return sum
}

// Covered is a phase of a breath that words are heard over.
type Covered struct {
	Phase timeline.Cue // the inhale or the exhale
	Words timeline.Cue // the first words over it
	By    timeline.Frame
}

// SpokenOver is the breath phases of one kind that words cover, by any frame.
func SpokenOver(t *timeline.Timeline, phase timeline.Kind) []Covered {
	var found []Covered
	var words []timeline.Cue
	for _, c := range t.Cues {
		if c.Kind == timeline.KindSay {
			words = append(words, c)
		}
	}
	first := 0
	for _, c := range t.Cues {
		if c.Kind != phase {
			continue
		}
		for first < len(words) && words[first].End() <= c.At {
			first++
		}
		covered := Covered{Phase: c}
		for _, w := range words[first:] {
			if w.At >= c.End() {
				break
			}
			if by := stretchOf(w).and(stretchOf(c)).Frames(); by > 0 {
				if covered.By == 0 {
					covered.Words = w
				}
				covered.By += by
			}
		}
		if covered.By > 0 {
			found = append(found, covered)
		}
	}
	return found
}

// bells is how long what has no length of its own in a timeline is surely heard:
// the shortest earcon is longer.
const bells = timeline.Second / 20

// Quiet is the stretches in which nothing is heard but, it may be, the bed under
// a rest: no words, no breath, no search, no bell. With the bed switched off they
// are silent.
func Quiet(t *timeline.Timeline) []Stretch {
	var found []Stretch
	var heard timeline.Frame // up to where something was heard
	until := func(at timeline.Frame) {
		if at > heard {
			found = append(found, Stretch{heard, at})
		}
	}
	for _, c := range t.Cues {
		end := c.End()
		switch c.Kind {
		case timeline.KindRest:
			continue
		case timeline.KindEarcon:
			end = max(end, c.At+bells)
		}
		until(c.At)
		heard = max(heard, end)
	}
	until(t.Frames)
	return found
}

// Within is the parts of stretches that lie in a window.
func Within(all []Stretch, window Stretch) []Stretch {
	var inside []Stretch
	for _, s := range all {
		if s = s.and(window); s.Frames() > 0 {
			inside = append(inside, s)
		}
	}
	return inside
}

// MostIn is the most of some stretches that lies in any window of a length.
func MostIn(all []Stretch, window timeline.Frame) (most timeline.Frame) {
	for _, w := range windows(all, window) {
		most = max(most, Total(Within(all, w)))
	}
	return most
}

// Dense is the windows of a length in which more of some stretches lies than most:
// of those that begin with a stretch, or end with one, all.
func Dense(all []Stretch, window, most timeline.Frame) []Stretch {
	var found []Stretch
	for _, w := range windows(all, window) {
		if Total(Within(all, w)) > most {
			found = append(found, w)
		}
	}
	return found
}

// windows is the windows of a length among which is the one that some stretches fill
// most: it begins with a stretch or ends with one.
func windows(all []Stretch, length timeline.Frame) []Stretch {
	var found []Stretch
	for _, s := range all {
		found = append(found, Stretch{s.From, s.From + length})
		if s.To >= length {
			found = append(found, Stretch{s.To - length, s.To})
		}
	}
	return found
}

// Hold is a place that is pressed without moving, for so many breaths.
type Hold struct {
	At      timeline.Frame
	Region  string
	Point   string
	Purpose timeline.Purpose // hold, or a further point beside it
	Breaths int
}

// Holds is every hold of a timeline, those of further points as well.
func Holds(t *timeline.Timeline) []Hold {
	var found []Hold
	for _, c := range t.Cues {
		if c.Kind == timeline.KindInhale && c.Breath == 1 && (c.Step == timeline.Hold || c.Step == timeline.Satellite) {
			found = append(found, Hold{c.At, c.Region, c.Point, c.Step, c.Breaths})
		}
	}
	return found
}
