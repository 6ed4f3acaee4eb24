package player

// Keep is what holds when a listener changes a running session.
type Keep string

const (
	KeepEnd     Keep = "end"     // the rest is fitted to the time that is left
	KeepContent Keep = "content" // the rest stays as it is, and the end moves
)

// Edit is a change that a listener makes to what is still to come.
type Edit string

const (
	MoveOn           Edit = "move-on"            // to the next step
	SayAgain         Edit = "say-again"          // this step once more, from its start
	HoldLonger       Edit = "hold-longer"        // one more breath
	OneMoreSatellite Edit = "one-more-satellite" // one more sore spot near this one
	Finish           Edit = "finish"             // to the stretch and the closing
	LoopOn           Edit = "loop-on"            // this region round after round, until told otherwise
	LoopOff          Edit = "loop-off"           // this round is the last
	GoOn             Edit = "go-on"              // after a long pause: the last instruction again, from an inhale
)

// Refusal is why an edit cannot be; "" where it was done.
type Refusal string

const (
	NothingFollows Refusal = "nothing follows"
	ForSafety      Refusal = "a caution is said to its end"
	NoHold         Refusal = "nothing is held now"
	LongEnough     Refusal = "no spot is pressed for longer"
	NoSatellites   Refusal = "this point has no spots around it"
	TooLate        Refusal = "it is too late for that"
	Already        Refusal = "it is so already"
)

// Answer is what became of an edit.
type Answer struct {
	Refused Refusal
	// Differs is how many frames later the session ends than it did before
	// the edit; below 0 it ends earlier. It is said to the listener, where it
	// is more than a few seconds.
	Differs int64
	// Sounds tells that the edited session answers by itself, with an earcon
	// at the very frame of the edit.
	Sounds bool
}

// Live is a plan while it is played: what was played as it was played, and the
// rest fitted to the time that is left. Its frames count what was played, not
// the pauses. It is a value: an edit makes another one, and those before it
// stay as they were.
type Live struct {
	plan     *Plan
	timeline *Timeline
	request  Request
	endless  bool
	loop     bool
}

// Begin fits a session to a length, as [Fit] does, to be played live.
func Begin(r Request, length int64, keep Keep) (*Live, error) {
	plan, err := Fit(r, length)
	if err != nil {
		return nil, err
	}
	return &Live{plan: plan, timeline: plan.LayOut(), request: r, endless: r.Loop && length == 0, loop: r.Loop}, nil
}

// Edit changes what is still to come from a frame on. What is before it stays
// as it is, to the frame. A refused edit gives back the same Live.
func (l *Live) Edit(e Edit, at int64) (*Live, Answer) { return l, Answer{Refused: TooLate} }

// Say has a text spoken beside the session, in the first free moment behind a
// frame: over a search, a rest or breaths, while no other words are heard.
// Where there soon is none, the line being said is broken off and said again
// behind it. A text the voice has no clip of is not said.
func (l *Live) Say(text string, at int64) *Live { return l }

// TimeLeft is the words that tell how long is left at a frame.
func (l *Live) TimeLeft(at int64) string { return "" }

// Frames is where the session ends: for an endless one, a day after it began.
func (l *Live) Frames() int64 { return l.plan.Frames }

// Endless reports whether the session goes on until it is told not to.
func (l *Live) Endless() bool { return l.endless }

// Looping reports whether the region being played goes on in further rounds.
func (l *Live) Looping() bool { return l.loop }

// Window is the session around a frame, laid out: every cue that is heard from
// a little before it until frame until, which lies some minutes ahead, or at the
// end. Its Frames and Chapters are those of the whole session.
func (l *Live) Window(at int64) (t *Timeline, until int64) { return l.timeline, l.plan.Frames }

// At is the step that is played at a frame, and the frame it began at.
func (l *Live) At(frame int64) (s Step, from int64) {
	for _, s := range l.plan.Steps {
		if frame < from+s.Frames {
			return s, from
		}
		from += s.Frames
	}
	return Step{}, from
}
