package plan

import (
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/timeline"
)

// Keep is what holds when a listener changes a running session.
type Keep string

const (
	KeepEnd     Keep = "end"     // the rest is fitted to the time that is left
	KeepContent Keep = "content" // the rest stays as it is, and the end moves
)

// Live is a plan while it is played: what was played as it was played, and the
// rest fitted to the time that is left. Its frames count what was played, not
// the pauses. It is a value: an edit makes another one, and those before it
// stay as they were.
type Live struct {
	p       *programme
	keep    Keep
	endless bool // until told otherwise
	loop    bool // further rounds of the region being played
	cycles  bool // rounds of several regions
	cycled  bool // some of its parts may be of such rounds
	closes  bool // the listener has asked for its end: no point comes any more

	parts  []part
	frames timeline.Frame
	asides []aside
	unsaid timeline.Frame // by how much the end has moved since the listener was told
}

// Begin fits a session to a length, as [Fit] does, to be played live.
func Begin(r Request, length timeline.Frame, keep Keep) (*Live, error) {
	p, err := prepare(r)
	if err != nil {
		return nil, err
	}
	parts, err := p.fit(length)
	if err != nil {
		return nil, err
	}
	endless, several := r.Loop && length == 0, len(p.courses) > 1
	return (&Live{
		p: p, keep: keep, endless: endless, loop: endless || r.Loop && !several,
		cycles: endless && several, cycled: endless && several,
	}).with(parts), nil
}

// with is the Live with these parts.
func (l *Live) with(parts []part) *Live {
	next := *l
	next.parts, next.frames = parts, sum(parts)
	return &next
}

func sum(parts []part) (frames timeline.Frame) {
	for _, p := range parts {
		frames += p.frames
	}
	return frames
}

// Frames is where the session ends: for an endless one, a day after it began.
func (l *Live) Frames() timeline.Frame { return l.frames }

// Endless reports whether the session goes on until it is told not to.
func (l *Live) Endless() bool { return l.endless }

// Looping reports whether the region being played goes on in further rounds.
func (l *Live) Looping() bool { return l.loop }

// Plan is the whole session as a plan.
func (l *Live) Plan() *Plan { return l.p.listed(l.parts) }

// At is the step that is played at a frame, and the frame it began at. Beyond
// the end it is none.
func (l *Live) At(frame timeline.Frame) (s Step, from timeline.Frame) {
	m, ok := l.moment(frame)
	if !ok {
		return Step{}, l.frames
	}
	s = m.steps[m.index]
	s.Round = m.round
	return s, m.from
}

// Played is what was done of a session.
type Played struct {
	Rounds  int                       // played to their end
	Points  int                       // pressed, each on all its sides
	Regions map[string]timeline.Frame // frames of each
}

// Played is what was done up to a frame. A point counts once its pressing was
// begun.
func (l *Live) Played(at timeline.Frame) Played {
	done := Played{Regions: map[string]timeline.Frame{}}
	var start timeline.Frame
	for i, p := range l.parts {
		if start >= at {
			break
		}
		end := start + p.frames
		done.Regions[p.course.script.Region] += min(end, at) - start
		from := start
		for _, s := range p.steps {
			if s.run > 0 && s.Kind == StepBreaths && from < at {
				done.Points++
				break
			}
			from += s.Frames
		}
		// A round ends with its last point.
		if next := i + 1; p.section.part == timeline.PartPoints && p.section.point >= 0 && end <= at &&
			(l.parts[next].round != p.round || l.parts[next].section.part != timeline.PartPoints) {
			done.Rounds++
		}
		start = end
	}
	return done
}

// moment is the step that is heard at a frame.
type moment struct {
	part
	number int            // of the part
	start  timeline.Frame // its first frame
	index  int            // of the step in the part
	from   timeline.Frame // its first frame
	at     timeline.Frame
}

// step is the step that is heard.
func (m *moment) step() Step { return m.steps[m.index] }

// played is how many frames of it were heard.
func (m *moment) played() timeline.Frame { return m.at - m.from }

func (l *Live) moment(at timeline.Frame) (*moment, bool) {
	at = max(at, 0)
	start := timeline.Frame(0)
	for n, p := range l.parts {
		if at >= start+p.frames {
			start += p.frames
			continue
		}
		from := start
		for i, s := range p.steps {
			if at < from+s.Frames {
				return &moment{part: p, number: n, start: start, index: i, from: from, at: at}, true
			}
			from += s.Frames
		}
	}
	return nil, false
}

// windowAhead is how far a window reaches at least.
const windowAhead = 10 * 60 * audio.SampleRate

// Window is the session around a frame, laid out: every cue that is heard from
// a little before it until frame until, which lies some minutes ahead, or at
// the end. Its Frames and Chapters are those of the whole session, save that of
// an endless one the chapters end with the window.
func (l *Live) Window(at timeline.Frame) (t *timeline.Timeline, until timeline.Frame) {
	o := layout{breath: l.p.Breath}
	t = &timeline.Timeline{Frames: l.frames, Regions: l.p.Regions()}
	last, lastRound := "", 0
	var start timeline.Frame
	for i, p := range l.parts {
		if l.endless && start > at+windowAhead {
			break
		}
		for _, m := range p.marks {
			if m.Title != last || p.round != lastRound {
				t.Mark(start+m.At, p.course.script.Region, m.Title)
			}
			last, lastRound = m.Title, p.round
		}
		// One part before, so that what rings on behind it is there.
		end := start + p.frames
		near := end >= at || i+1 < len(l.parts) && end+l.parts[i+1].frames >= at
		if near && start <= at+windowAhead {
			o.at = start
			for s := range p.all {
				o.add(s)
			}
			until = end
		}
		start = end
	}
	t.Cues = o.cues
	for _, a := range l.asides {
		if a.at < until {
			t.Cues = slices.Insert(t.Cues, l.behind(t.Cues, a.at), l.cue(a))
		}
	}
	return t, until
}

// behind is the index of the first cue that begins after a frame.
func (l *Live) behind(cues []timeline.Cue, at timeline.Frame) int {
	i, _ := slices.BinarySearchFunc(cues, at+1, func(c timeline.Cue, t timeline.Frame) int { return int(max(-1, min(1, c.At-t))) })
	return i
}

// TimeLeft is the words that tell how long is left at a frame.
func (l *Live) TimeLeft(at timeline.Frame) string {
	if l.endless {
		return l.p.Phrases.NoEnd.Full
	}
	return l.p.Phrases.TimeLeft.Text(duration(l.frames - at))
}

// duration is a time in frames, to the millisecond below.
func duration(frames timeline.Frame) time.Duration {
	return time.Duration(max(frames, 0)/(audio.SampleRate/1000)) * time.Millisecond
}
