package session

import (
	"errors"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

const (
	mostWaiting = 256 // commands that may wait

	ahead   = 60 * audio.SampleRate // a session is laid out at least so far
	decoded = 12 * audio.SampleRate // and its clips decoded so far: about what a voice keeps

	soon      = 20 * time.Millisecond // an output that is about to play is asked again
	look      = 10 * time.Second      // the most between two looks at where the session is
	endWithin = 3 * time.Second       // a fade out on a device that has stalled would never end
)

// stand is how a session stands between two commands.
type stand struct {
	live          *plan.Live
	sound         score.Sound // at its present levels
	status        Status
	boundless     bool // it began without an end
	paused        bool
	since         time.Time // it is paused
	anew, sounded bool      // an edit in this pause begins a step, and sounds as it does
	leaving       bool      // nothing more is to come, and nothing more is answered
	leftAt        time.Time
}

// hand carries out commands, and sees to what comes with time. It belongs to
// one goroutine.
type hand struct {
	*Session
	stand
	at      *place         // that out was taken from
	out     output.Output  // nil where there is none, or it is done
	playing bool           // out is known to play
	corked  bool           // out is paused
	fetched timeline.Frame // clips are decoded up to this frame of the session
}

func newHand(s *Session, live *plan.Live) *hand {
	h := &hand{Session: s}
	h.stand = stand{live: live, sound: s.o.Sound, boundless: live.Endless(), status: Status{
		State:      Playing,
		VoiceLevel: s.o.Sound.VoiceLevel, TonesLevel: s.o.Sound.TonesLevel,
	}}
	if !h.boundless {
		h.status.Asked = live.Frames()
	}
	t := &turn{Session: s, stand: h.stand, piece: &piece{}}
	t.play()
	t.piece.layers[0].from = always
	h.stand = t.stand
	s.piece.Store(t.piece)
	s.publish(t.status)
	return h
}

// run carries out commands until the session has ended or is closed.
func (h *hand) run() {
	defer h.finish()
	for _, text := range []string{h.o.LongEnough, h.o.LoopOn, h.o.LastRound, h.o.Afterward} {
		if h.words(text) > 0 {
			h.fetch(text)
		}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	var waiting []Command
	for {
		commands := h.commands
		if len(waiting) >= mostWaiting {
			commands = nil
		}
		var done <-chan struct{}
		if h.out != nil {
			done = h.out.Done()
		}
		select {
		case <-h.quit:
			return
		case c := <-commands:
			waiting = append(waiting, c)
		case <-h.attached:
		case <-done:
		case <-timer.C:
		}
		if h.over() {
			return
		}
		for len(waiting) > 0 && h.carryOut(waiting[0]) {
			waiting = waiting[1:]
		}
		if h.out == nil && slices.Contains(waiting, Stop) { // there is nothing to fade
			h.status.Stopped = true
			return
		}
		wait := h.tend()
		if len(waiting) > 0 && h.out != nil {
			wait = min(wait, soon)
		}
		timer.Reset(wait)
	}
}

// over takes note of another output, and reports whether the session was heard
// to its end on the present one. Where that only went away, another may come.
func (h *hand) over() bool {
	if h.out != nil && isClosed(h.out.Done()) {
		err := h.out.Err()
		another := errors.Is(err, output.ErrDeviceLost) || errors.Is(err, output.ErrNoDevice) || errors.Is(err, output.ErrClosed)
		if h.leaving || !another {
			return true
		}
		h.out = nil
	}
	if at := h.place.Load(); at != h.at {
		h.at, h.out, h.playing, h.corked = at, at.out, false, false
	}
	return false
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// finish leaves the session ended: what asks for more sound gets none. A fault
// of the program's is an error of the sound's, rather than the program's end
// with the terminal in disarray.
func (h *hand) finish() {
	fault := recover()
	for {
		p := h.piece.Load()
		last := *p
		last.end = always
		if fault != nil {
			last.fault = faulted(fault)
		}
		if h.piece.CompareAndSwap(p, &last) {
			break
		}
	}
	h.status.State = Ended
	h.publish(h.status)
}

// carryOut carries a command out; false where there is no output to do it on.
func (h *hand) carryOut(c Command) bool {
	if h.leaving || h.paused && c == Pause || h.status.State == Playing && c == Play {
		return true
	}
	if h.out != nil && c == TimeLeft { // while sound is taken back there is no time to decode its clip
		if text := h.live.TimeRemaining(h.piece.Load().session(h.at.heard())); h.words(text) > 0 {
			h.decodeOne(text)
		}
	}
	if h.out == nil || !h.out.Retake(func(at output.Frame) { h.change(c, at) }) {
		return false
	}
	h.playing = true
	if h.corked {
		h.out.Resume()
		h.corked = false
	}
	h.fetched = 0
	h.publish(h.status)
	return true
}

// change carries a command out at an output's frame, while nothing renders. A
// fault of the program's refuses the command, and all stays as it was.
func (h *hand) change(c Command, at output.Frame) {
	defer func() {
		if fault := recover(); fault != nil {
			t := h.turn(at)
			t.no("a fault of the program")
			h.stand = t.stand
			h.piece.Store(t.piece)
		}
	}()
	t := h.turn(at)
	t.obey(c)
	h.stand = t.stand
	h.piece.Store(t.piece)
}

// turn is a change at an output's frame, or, where a device was lost before it
// had played the last one, at that one's.
func (h *hand) turn(at output.Frame) *turn {
	p := h.piece.Load()
	at = max(at, p.layers[len(p.layers)-1].from)
	return &turn{Session: h.Session, stand: h.stand, piece: p.before(at), at: at, frame: p.session(at)}
}

// tend sees to what is due by now, and says when to look again.
func (h *hand) tend() (wait time.Duration) {
	wait = look
	if h.at == nil {
		return wait
	}
	until := func(frames output.Frame) { wait = min(wait, max(audio.Duration(frames), 5*time.Millisecond)) }
	heard, p := h.at.heard(), h.piece.Load()
	switch {
	case h.leaving:
		left := endWithin - time.Since(h.leftAt)
		if left <= 0 && h.out != nil {
			_ = h.out.Close() // always nil
			left = soon
		}
		wait = min(wait, max(left, soon))
	case h.paused && h.out != nil && !h.corked:
		if !h.playing {
			h.playing = h.out.Retake(func(output.Frame) {})
			wait = soon
		}
		if quiet := p.quietFrom(); h.playing && heard >= quiet {
			h.out.Pause()
			h.corked = true
		} else if h.playing {
			until(quiet - heard)
		}
	case h.status.State == Playing && !h.paused:
		if heard >= p.over {
			h.status.State = Afterward
			h.publish(h.status)
			break
		}
		until(p.over - heard)
		h.layFurther(heard)
		h.fetchAhead(p.session(heard))
	}
	return wait
}

// layFurther lays the session out further where little of it is left.
func (h *hand) layFurther(heard output.Frame) {
	for {
		p := h.piece.Load()
		top := &p.layers[len(p.layers)-1]
		if top.covers(heard + ahead) {
			if now := top.sheets[len(top.sheets)-1].timeline; now != h.status.Timeline {
				h.status.Timeline = now
				h.publish(h.status)
			}
			return
		}
		h.piece.CompareAndSwap(p, p.extend(top.session(heard)))
	}
}

// fetchAhead has what is said soon decoded before it is heard.
func (h *hand) fetchAhead(frame timeline.Frame) {
	if frame+decoded/2 < h.fetched {
		return
	}
	for _, c := range h.status.Timeline.Cues {
		if c.Kind == timeline.KindSay && c.End() > max(frame, h.fetched) && c.At < frame+decoded {
			h.fetch(c.Text)
		}
	}
	h.fetched = frame + decoded
}

// fetch has a clip decoded.
func (s *Session) fetch(text string) {
	select {
	case s.clips <- text:
	default:
	}
}

// warm makes the sounds that commands need, beside the session's first sound: a
// command makes none.
func (s *Session) warm() {
	all := &timeline.Timeline{Frames: 1}
	for _, e := range tone.Earcons() {
		s.earcons[e]()
		all.Cues = append(all.Cues, timeline.Cue{Frames: 1, Kind: timeline.KindEarcon, Text: string(e)})
	}
	_, _ = score.New(all, s.o.Sound).Render(make([][2]float32, 1), 0) // an earcon has no errors
}

// decode has the voice's cache hold clips that are about to be heard.
func (s *Session) decode() {
	s.warm()
	for {
		select {
		case <-s.quit:
			return
		case text := <-s.clips:
			s.decodeOne(text)
		}
	}
}

// decodeOne leaves any fault to show where the clip is heard.
func (s *Session) decodeOne(text string) {
	defer func() { _ = recover() }()
	_, _ = s.o.Sound.Clip(text)
}

// words is how long a text's clip is; 0 where there is none.
func (s *Session) words(text string) output.Frame {
	if text == "" || s.o.Words == nil {
		return 0
	}
	frames, _ := s.o.Words.Frames(text)
	return output.Frame(frames)
}
