// Package screen shows a session while it plays: in place on a terminal, or in
// plain lines. What it shows follows the frame that is heard, never a clock of
// its own; everything up to the drawing is a pure function of the session's
// status and that frame.
package screen

import (
	"math"
	"sort"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// View is everything that is shown of a session at one moment. Equal views are
// drawn alike, so nothing needs to be drawn until the view changes. Its texts
// are fit for a terminal.
type View struct {
	State    session.State
	Stopping bool
	Endless  bool
	Loop     bool

	Caption  string // the line said last
	Speaking bool   // it is still being said
	Point    string
	Side     scripts.Side
	Region   string
	Round    int
	Next     string // the title of the next chapter

	Activity        Activity
	Purpose         timeline.Purpose // of breaths: hold, move, satellite, stretch or breathe
	Swell           int              // how full the breath is, 0 to SwellSteps
	Breath, Breaths int              // which breath of the step, from 1, and of how many

	Remaining int64 // whole seconds to the end, rounded up; 0 in an endless session
	Elapsed   int64 // whole seconds played, in an endless session
	Length    int64 // seconds of the whole session
	EndMoved  int64 // seconds by which commands have moved the end; negative is earlier
	Progress  int   // how much of the session has passed, 0 to ProgressSteps
}

// Activity is what the listener does at one moment.
type Activity string

const (
	Nothing   Activity = ""
	Inhaling  Activity = "inhale"
	Exhaling  Activity = "exhale"
	Searching Activity = "search"
	Resting   Activity = "rest"
	Finishing Activity = "chime"
)

// Breathing reports whether it is one half of a breath.
func (a Activity) Breathing() bool { return a == Inhaling || a == Exhaling }

const (
	SwellSteps    = 20  // of a breath
	ProgressSteps = 400 // of a session
)

// ViewAt is what is shown of a session with this status at a frame. The
// timeline of the status may be a window of the session; a nil status has an
// empty view.
func ViewAt(s *session.Status, frame timeline.Frame) View {
	if s == nil || s.Timeline == nil {
		return View{}
	}
	v := View{State: s.State, Stopping: s.Stopped, Endless: s.Endless, Loop: s.Loop, EndMoved: int64(s.Differs / timeline.Second)}
	t := s.Timeline
	frame = max(0, min(frame, t.Frames))
	v.Length = int64((t.Frames + timeline.Second/2) / timeline.Second)
	if s.Endless {
		v.Elapsed = int64(frame / timeline.Second)
	} else {
		v.Remaining = int64((t.Frames - frame + timeline.Second - 1) / timeline.Second)
		if t.Frames > 0 {
			v.Progress = int(frame * ProgressSteps / t.Frames)
		}
	}
	if i := nextChapter(t, frame); i < len(t.Chapters) {
		v.Next = terminal.Clean(t.Chapters[i].Title)
	}
	i := latestCue(t, frame)
	if i < 0 {
		return v
	}
	latest := t.Cues[i]
	v.Point, v.Side, v.Round = terminal.Clean(latest.Point), latest.Side, latest.Round
	v.Region = terminal.Clean(latest.Region)
	for j := i; j >= 0 && i-j < lookBack; j-- {
		c := t.Cues[j]
		if v.Caption == "" && c.Kind == timeline.KindSay {
			v.Caption, v.Speaking = terminal.Clean(c.Text), frame < c.End()
		}
		if v.Activity == Nothing && frame < c.End() {
			v.Activity, v.Swell = activity(c, frame)
			if v.Activity.Breathing() {
				v.Purpose, v.Breath, v.Breaths = c.Step, c.Breath, c.Breaths
			}
		}
		if v.Caption != "" && v.Activity != Nothing {
			break
		}
	}
	return v
}

// NextChange is the first frame after frame at which the view may differ.
func NextChange(s *session.Status, frame timeline.Frame) timeline.Frame {
	frame = max(frame, 0)
	if s == nil || s.Timeline == nil || frame >= s.Timeline.Frames {
		return frame + timeline.Second
	}
	t := s.Timeline
	next := t.Frames
	if s.Endless {
		next = min(next, (frame/timeline.Second+1)*timeline.Second)
	} else {
		seconds := (t.Frames - frame - 1) / timeline.Second
		progress := frame * ProgressSteps / t.Frames
		next = min(next, t.Frames-seconds*timeline.Second, ((progress+1)*t.Frames+ProgressSteps-1)/ProgressSteps)
	}
	if i := nextChapter(t, frame); i < len(t.Chapters) {
		next = min(next, t.Chapters[i].At)
	}
	i := latestCue(t, frame)
	if i+1 < len(t.Cues) {
		next = min(next, t.Cues[i+1].At)
	}
	for j := i; j >= 0 && i-j < lookBack; j-- {
		c := t.Cues[j]
		if frame >= c.End() {
			continue
		}
		next = min(next, c.End())
		if a, swell := activity(c, frame); a.Breathing() {
			ahead := sort.Search(int(next-frame), func(n int) bool {
				_, then := activity(c, frame+timeline.Frame(n))
				return then != swell
			})
			next = min(next, frame+timeline.Frame(ahead))
		}
	}
	return max(next, frame+1)
}

// lookBack bounds the search for cues that have begun and are still heard. No
// cue lasts longer than a few others together; the longest hold, nine breaths,
// is eighteen cues.
const lookBack = 64

// latestCue is the index of the last cue that has begun by frame, or -1.
func latestCue(t *timeline.Timeline, frame timeline.Frame) int {
	return sort.Search(len(t.Cues), func(i int) bool { return t.Cues[i].At > frame }) - 1
}

// nextChapter is the index of the first chapter after frame.
func nextChapter(t *timeline.Timeline, frame timeline.Frame) int {
	return sort.Search(len(t.Chapters), func(i int) bool { return t.Chapters[i].At > frame })
}

// activity is what the listener does in a cue, and how full a breath is then.
func activity(c timeline.Cue, frame timeline.Frame) (Activity, int) {
	switch c.Kind {
	case timeline.KindInhale:
		return Inhaling, swell(frame-c.At, c.Frames)
	case timeline.KindExhale:
		return Exhaling, SwellSteps - swell(frame-c.At, c.Frames)
	case timeline.KindSearch:
		return Searching, 0
	case timeline.KindRest:
		return Resting, 0
	case timeline.KindChime:
		return Finishing, 0
	}
	return Nothing, 0
}

// swell is how far half a breath has come after some of its frames. It starts
// and ends gently, as a chest does.
func swell(passed, frames timeline.Frame) int {
	if frames <= 0 || passed >= frames {
		return SwellSteps
	}
	way := float64(max(passed, 0)) / float64(frames)
	return int(math.Round(SwellSteps * (1 - math.Cos(math.Pi*way)) / 2))
}
