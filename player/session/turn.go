package session

import (
	"fmt"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// Bounds of the levels, and the step of a command that changes one. In dB.
const (
	LeastLevel = -20.0
	MostVoice  = 6.0
	MostTones  = 12.0
	LevelStep  = 2.0
)

const (
	afterEnd    output.Frame = 7 * audio.SampleRate / 10   // from the end to what tells of the quiet seconds
	afterEarcon output.Frame = 15 * audio.SampleRate / 100 // from an earcon to words behind it
)

// secondPress is the frames in which a press may become two.
func (s *Session) secondPress() output.Frame {
	window := s.o.PressWindow
	if window <= 0 {
		window = 500 * time.Millisecond
	}
	return audio.Frames[output.Frame](window + 100*time.Millisecond)
}

// turn is a command being carried out at one frame. It works on copies: what
// comes of it is taken over as a whole, or not at all.
type turn struct {
	*Session
	stand
	piece   *piece
	at      output.Frame   // the output's frame
	frame   timeline.Frame // the session's
	changed bool           // the session sounds otherwise from here on
}

// obey carries a command out.
func (t *turn) obey(c Command) {
	t.carryOut(c)
	if t.changed {
		t.play()
	}
}

func (t *turn) carryOut(c Command) {
	if t.at >= t.piece.over {
		t.afterward(c)
		return
	}
	switch c {
	case PlayPause, Play, Pause:
		if t.paused {
			t.goOn()
		} else {
			t.pause()
		}
	case MoveOn:
		t.edit(plan.MoveOn, tone.Yes, "on to the next step", "")
	case SayAgain:
		t.edit(plan.SayAgain, tone.Yes, "once more", "")
	case HoldLonger:
		if t.edit(plan.HoldLonger, tone.Yes, "one breath longer", "") {
			t.status.Extended++
		}
	case Satellite:
		t.edit(plan.OneMoreSatellite, tone.Yes, "one more spot", "")
	case Finish:
		t.edit(plan.Finish, tone.Yes, "on to the stretch and the closing", "")
	case TimeLeft:
		t.timeLeft()
	case Loop:
		if t.live.Looping() {
			t.carryOut(LoopOff)
		} else {
			t.carryOut(LoopOn)
		}
	case LoopOn:
		t.edit(plan.LoopOn, tone.LoopOn, "round after round, until told otherwise", t.o.LoopOn)
	case LoopOff:
		t.edit(plan.LoopOff, tone.LoopOff, "this round is the last", t.o.LastRound)
	case VoiceLouder:
		t.level("the voice", &t.sound.VoiceLevel, LevelStep, MostVoice)
	case VoiceQuieter:
		t.level("the voice", &t.sound.VoiceLevel, -LevelStep, MostVoice)
	case TonesLouder:
		t.level("the tones", &t.sound.TonesLevel, LevelStep, MostTones)
	case TonesQuieter:
		t.level("the tones", &t.sound.TonesLevel, -LevelStep, MostTones)
	case Stop:
		t.stop()
	case Pressed:
		t.yes(t.earconOr("tick", tone.Yes), "pressed")
	}
}

// pause fades to silence. The session stands where it began to fade, and goes
// on from there.
func (t *turn) pause() {
	t.layer(layer{fade: spliceFade})
	t.paused, t.since, t.anew, t.sounded = true, time.Now(), false, false
	t.status.State = Paused
	t.yes(tone.Pause, "paused")
	t.settle()
}

func (t *turn) goOn() {
	if !t.anew && time.Since(t.since) > t.repeatAfter() {
		live, answer := t.live.Edit(plan.GoOn, t.frame)
		t.live, t.sounded = live, answer.Sounds
	}
	t.breakOff()
	t.paused = false
	t.status.State = Playing
	earcon := tone.Resume
	if t.sounded {
		earcon = ""
	}
	t.yes(earcon, "going on")
	t.changed = true
}

func (t *turn) repeatAfter() time.Duration {
	if t.o.RepeatAfter > 0 {
		return t.o.RepeatAfter
	}
	return 3 * time.Second
}

// edit changes what is still to come, and reports whether that could be. It is
// answered by an earcon, unless the session sounds one, and by words to say.
func (t *turn) edit(e plan.Edit, earcon tone.Earcon, words, say string) bool {
	endless := t.live.Endless()
	live, answer := t.live.Edit(e, t.frame)
	if answer.Refusal != plan.NotRefused {
		t.no(live.Request().Phrases.Language.Of(string(answer.Refusal)))
		if answer.Refusal == plan.LongEnough {
			t.say(t.o.LongEnough)
		}
		return false
	}
	t.live = live
	switch {
	case !t.paused && answer.Sounds:
		earcon = ""
	case t.paused && answer.Sounds: // a step begins at this frame
		t.anew, t.sounded = true, true
	}
	if !live.Endless() && !endless {
		words += differs(answer.Moved)
	}
	t.yes(earcon, words)
	t.say(say)
	t.changed = true
	return true
}

// differs tells how much the end has moved, where it is more than a few
// seconds.
func differs(frames timeline.Frame) string {
	const few = 3 * audio.SampleRate
	switch {
	case frames > few:
		return fmt.Sprintf(", ends %s later", timeline.Clock(frames))
	case frames < -few:
		return fmt.Sprintf(", ends %s sooner", timeline.Clock(-frames))
	}
	return ""
}

func (t *turn) timeLeft() {
	text := t.live.TimeRemaining(t.frame)
	if text == "" {
		t.no("there is no end to tell of")
		return
	}
	t.yes(tone.Yes, text)
	t.say(text)
}

// say has a text spoken beside the session; in a pause, when nothing else
// sounds, at once.
func (t *turn) say(text string) {
	frames := t.words(text)
	switch {
	case frames == 0:
	case t.paused:
		t.breakOff()
		t.speak(text, frames, t.piece.quietFrom()+afterEarcon, false)
	default:
		if live := t.live.Say(text, t.frame); live != t.live {
			t.live, t.changed = live, true
		}
	}
}

// speak places words over the layers.
func (t *turn) speak(text string, frames, at output.Frame, after bool) {
	clip := t.o.Sound.Clip
	t.item(item{
		at: at, frames: frames, words: true, after: after, gain: float32(mix.Gain(t.sound.VoiceLevel)), sides: t.sound.Sides,
		sound: mix.Lazy(func() (mix.Sound, error) { return clip(text) }),
	})
	t.fetch(text)
}

// breakOff fades out words over the layers, where there are any.
func (t *turn) breakOff() {
	t.piece.items = slices.DeleteFunc(t.piece.items, func(it item) bool { return it.words && it.at >= t.at })
	for i := range t.piece.items {
		if it := &t.piece.items[i]; it.words {
			it.cut = min(it.cut, t.at)
		}
	}
}

func (t *turn) level(what string, level *float64, step, most float64) {
	want := max(LeastLevel, min(most, *level+step))
	if step > 0 && *level >= most {
		t.no(what + " cannot be louder")
		return
	}
	if step < 0 && *level <= LeastLevel {
		t.no(what + " cannot be quieter")
		return
	}
	*level = want
	earcon := tone.Louder
	if step < 0 {
		earcon = tone.Quieter
	}
	t.yes(earcon, fmt.Sprintf("%s at %+.0f dB", what, want))
	t.changed = true
}

// stop fades out, and ends when that and its earcon were heard.
func (t *turn) stop() {
	t.breakOff()
	t.layer(layer{fade: stopFade})
	t.leave()
	t.status.Stopped = true
	t.piece.end = t.at + stopFade
	t.yes(tone.Stop, "stopped")
	t.settle()
}

func (t *turn) leave() { t.leaving, t.leftAt = true, time.Now() }

// afterward carries a command out in the quiet seconds. A second press, or what
// it stands for, means the next region.
func (t *turn) afterward(c Command) {
	if t.o.Quiet <= 0 {
		return
	}
	t.status.State = Afterward
	again := t.status.Outcome == Again
	switch {
	case c == MoveOn, again && c == PlayPause:
		t.endWith(Further, tone.Next, "the next region", 0)
		t.leave()
	case again && c != Stop && c != Pressed:
		return
	case c == PlayPause || c == Play:
		t.endWith(Again, tone.Resume, "once more", t.secondPress())
	case c == Stop:
		t.endWith(Over, tone.Stop, "stopped", 0)
		t.leave()
	case c == Pressed:
		t.yes(t.earconOr("tick", tone.Yes), "pressed")
		t.piece.end = max(t.piece.end, t.at+t.secondPress())
	default:
		t.no("the session is over")
	}
}

// endWith ends the quiet seconds.
func (t *turn) endWith(o Outcome, earcon tone.Earcon, words string, wait output.Frame) {
	t.breakOff()
	t.dropAfter()
	t.status.Outcome = o
	t.piece.end = t.at + wait
	for i := range t.piece.items {
		t.piece.end = max(t.piece.end, t.piece.items[i].end())
	}
	t.yes(earcon, words)
}

// yes answers a command that is done; without an earcon where the session
// sounds one.
func (t *turn) yes(e tone.Earcon, words string) {
	t.status.Answer, t.status.Refused = words, false
	t.status.Answers++
	t.sounds(e)
}

// no answers a command that cannot be.
func (t *turn) no(words string) {
	t.yes(tone.No, words)
	t.status.Refused = true
}

// sounds places an earcon. One that sounds still is broken off: keys that are
// held down must not pile them up.
func (t *turn) sounds(e tone.Earcon) {
	for i := range t.piece.items {
		if it := &t.piece.items[i]; !it.words && !it.after {
			it.cut = min(it.cut, t.at)
		}
	}
	if earcon := t.earcons[e]; earcon != nil {
		sound := earcon()
		t.item(item{at: t.at, frames: output.Frame(len(sound)), sound: sound, gain: float32(mix.Gain(t.sound.TonesLevel))})
	}
}

func (t *turn) earconOr(name, other tone.Earcon) tone.Earcon {
	if t.earcons[name] != nil {
		return name
	}
	return other
}

// item places a sound over the layers. It is heard to its end.
func (t *turn) item(it item) {
	it.cut = never
	t.piece.items = append(t.piece.items, it)
	t.piece.end = max(t.piece.end, it.end())
}

// play has the session sound as it stands now, from this frame on. In a pause
// only the status tells of it.
func (t *turn) play() {
	if !t.paused {
		t.layer(layer{fade: spliceFade, shift: t.at - output.Frame(t.frame), live: t.live})
	}
	t.settle()
}

// layer has a layer take over.
func (t *turn) layer(l layer) {
	l.from, l.hold = t.at, t.frame
	if l.live != nil {
		l.sound, l.sheets = t.sound, []sheet{newSheet(l.live, t.frame, t.sound)}
	}
	t.piece.layers = append(t.piece.layers, l)
}

// settle makes the end of the sound, what tells of the quiet seconds, and the
// status agree with the rest.
func (t *turn) settle() {
	p := t.piece
	top := &p.layers[len(p.layers)-1]
	t.dropAfter()
	switch {
	case t.leaving:
		p.over = never
	case t.paused:
		p.over, p.end = never, never
	default:
		p.over = output.Frame(t.live.Frames()) + top.shift
		p.end = p.over + audio.Frames[output.Frame](t.o.Quiet)
		t.announce()
	}
	for i := range p.items {
		p.end = max(p.end, p.items[i].end())
	}
	s := &t.status
	s.live = t.live
	if top.live != nil {
		s.Timeline = top.sheets[len(top.sheets)-1].timeline
	} else if t.paused {
		s.Timeline, _ = t.live.Window(t.frame)
	}
	s.Endless, s.Loop = t.live.Endless(), t.live.Looping()
	s.VoiceLevel, s.TonesLevel = t.sound.VoiceLevel, t.sound.TonesLevel
	if !t.boundless && !s.Endless {
		s.Differs = t.live.Frames() - s.Asked
	}
}

// announce tells of the quiet seconds, when they begin.
func (t *turn) announce() {
	if t.o.Quiet <= 0 {
		return
	}
	at := t.piece.over + afterEnd
	if frames := t.words(t.o.Afterward); t.o.AnnounceQuiet && frames > 0 {
		t.speak(t.o.Afterward, frames, at, true)
		return
	}
	sound := t.earcons[t.earconOr("wait", tone.Next)]()
	t.item(item{at: at, frames: output.Frame(len(sound)), sound: sound, gain: float32(mix.Gain(t.sound.TonesLevel)), after: true})
}

// dropAfter takes back what tells of the quiet seconds, where it was not begun.
func (t *turn) dropAfter() {
	t.piece.items = slices.DeleteFunc(t.piece.items, func(it item) bool { return it.after && it.at >= t.at })
}
