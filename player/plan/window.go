package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// windowAhead is how far a window reaches at least.
const windowAhead = 10 * 60 * timeline.Second

// Window is the session around a frame, laid out: every cue that is heard from
// a little before it until frame until, which lies some minutes ahead, or at
// the end. Its Frames and Chapters are those of the whole session, except that
// the chapters of an endless one stop with the window.
func (l *Live) Window(at timeline.Frame) (t *timeline.Timeline, until timeline.Frame) {
	o := layout{breath: l.programme.Breath}
	t = &timeline.Timeline{Frames: l.frames, Regions: l.programme.Regions()}
	title, round := "", 0 // of the chapter before
	var start timeline.Frame
	for i, p := range l.parts {
		if l.endless && start > at+windowAhead {
			break
		}
		for _, c := range p.chapters {
			if c.Title != title || p.round != round {
				t.Chapters = append(t.Chapters, timeline.Chapter{At: start + c.At, Title: c.Title})
			}
			title, round = c.Title, p.round
		}
		// From one part before, so that what rings on after it is included.
		end := start + p.frames
		near := end >= at || i+1 < len(l.parts) && end+l.parts[i+1].frames >= at
		if near && start <= at+windowAhead {
			o.at = start
			for _, s := range p.steps {
				s.Round = p.round
				o.add(&s)
			}
			until = end
		}
		start = end
	}
	t.Cues = o.cues
	for _, a := range l.announcements {
		if a.at < until {
			t.Cues = slices.Insert(t.Cues, indexAfter(t.Cues, a.at), l.cue(a))
		}
	}
	return t, until
}

// indexAfter is the index of the first cue that begins after a frame.
func indexAfter(cues []timeline.Cue, at timeline.Frame) int {
	i, _ := slices.BinarySearchFunc(cues, at+1, func(c timeline.Cue, t timeline.Frame) int { return int(max(-1, min(1, c.At-t))) })
	return i
}
