package session

import (
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
)

// wordsAfterEarcon is from an earcon to words after it.
const wordsAfterEarcon output.Frame = 15 * audio.SampleRate / 100

// transaction is a command being carried out at one moment. It works on copies:
// what comes of it is taken over as a whole, or not at all.
type transaction struct {
	*Session
	state
	arrangement *arrangement
	now         alignment
	changed     bool // the session sounds otherwise from now on
}

func (t *transaction) carryOut(c Command) {
	if t.now.output >= t.arrangement.over {
		t.carryOutAfterward(c)
	} else {
		t.carryOutInSession(c)
	}
	if t.changed {
		t.play()
	}
}

func (t *transaction) carryOutInSession(c Command) {
	switch c {
	case PlayPause, Play, Pause:
		if t.paused {
			t.goOn()
		} else {
			t.pause()
		}
	case MoveOn:
		t.movedFrom = t.live.SpotAt(t.now.session)
		t.edit(plan.MoveOn, tone.Yes, CodeMovedOn)
	case LeaveOut:
		t.leaveOut(t.live.SpotAt(t.now.session))
	case NextAgain:
		if t.movedFrom.IsZero() {
			t.movedFrom = t.live.SpotAt(t.now.session)
			t.edit(plan.MoveOn, tone.Yes, CodeMovedOn)
		} else {
			t.leaveOut(t.movedFrom)
		}
	case SayAgain:
		t.edit(plan.SayAgain, tone.Yes, CodeSaidAgain)
	case HoldLonger:
		if t.edit(plan.HoldLonger, tone.Yes, CodeLonger) {
			t.status.Extended++
		}
	case Satellite:
		t.edit(plan.OneMoreSatellite, tone.Yes, CodeSatellite)
	case Finish:
		t.edit(plan.Finish, tone.Yes, CodeFinishing)
	case SayRemaining:
		t.sayRemaining()
	case Loop, LoopOn, LoopOff:
		t.switchLoop(c == LoopOn || c == Loop && !t.live.Looping())
	case VoiceLouder, VoiceQuieter, TonesLouder, TonesQuieter:
		t.changeLevel(c)
	case Stop:
		t.stop()
	case Pressed:
		t.answer(tone.Tick, Answer{Code: CodePressed})
	}
}

// pause fades to silence. The session stands where it began to fade, and goes
// on from there.
func (t *transaction) pause() {
	t.layer(layer{fade: spliceFade})
	t.paused, t.pausedSince, t.stepBegun, t.stepSounds = true, time.Now(), false, false
	t.status.State = Paused
	t.answer(tone.Pause, Answer{Code: CodePaused})
	t.reconcile()
}

func (t *transaction) goOn() {
	stopped := time.Since(t.pausedSince)
	if t.live.LetsGo(t.now.session) || !t.stepBegun && stopped > t.repeatAfter() {
		live, answer := t.live.GoOn(t.now.session, stopped)
		if live != t.live {
			t.live, t.stepSounds = live, answer.Sounds
		}
	}
	t.breakOffWords()
	t.paused = false
	t.status.State = Playing
	earcon := tone.Resume
	if t.stepSounds {
		earcon = ""
	}
	t.answer(earcon, Answer{Code: CodeGoingOn})
	t.changed = true
}

// askAgain goes on after the sound has stopped for so long by itself.
func (t *transaction) askAgain(stopped time.Duration) {
	if live, _ := t.live.GoOn(t.now.session, stopped); live != t.live {
		t.live = live
		t.play()
	}
}

func (t *transaction) repeatAfter() time.Duration {
	if t.options.RepeatAfter > 0 {
		return t.options.RepeatAfter
	}
	return 3 * time.Second
}

// leaveOut leaves a spot out, in this session and, by the status, in later ones.
func (t *transaction) leaveOut(spot plan.Spot) {
	live, done := t.live.LeaveOut(spot, t.now.session)
	if t.take(live, done, tone.Yes, CodeLeftOut) {
		t.status.LeftOut = append(slices.Clip(t.status.LeftOut), spot)
	}
}

// edit changes what is still to come, and reports whether that was possible.
func (t *transaction) edit(e plan.Edit, earcon tone.Earcon, code Code) bool {
	live, done := t.live.Edit(e, t.now.session)
	return t.take(live, done, earcon, code)
}

// take takes over an edited session, and reports whether it was edited. It is
// answered by an earcon, unless the session sounds one.
func (t *transaction) take(live *plan.Live, done plan.Answer, earcon tone.Earcon, code Code) bool {
	endless := t.live.Endless()
	if done.Refusal != plan.NotRefused {
		t.refuse(Code(done.Refusal))
		if done.Refusal == plan.LongEnough {
			t.say(t.options.LongEnough)
		}
		return false
	}
	t.live = live
	if done.Sounds {
		if t.paused { // a step begins at this frame
			t.stepBegun, t.stepSounds = true, true
		} else {
			earcon = ""
		}
	}
	answer := Answer{Code: code}
	if !live.Endless() && !endless {
		answer.Moved = done.Moved
	}
	t.answer(earcon, answer)
	t.changed = true
	return true
}

func (t *transaction) switchLoop(on bool) {
	edit, earcon, code, words := plan.LoopOff, tone.LoopOff, CodeLastRound, t.options.LastRound
	if on {
		edit, earcon, code, words = plan.LoopOn, tone.LoopOn, CodeLooping, t.options.LoopOn
	}
	if t.edit(edit, earcon, code) {
		t.say(words)
	}
}

func (t *transaction) sayRemaining() {
	text := t.live.TimeRemaining(t.now.session)
	if text == "" {
		t.refuse(CodeNoEnd)
		return
	}
	t.answer(tone.Yes, Answer{Code: CodeRemaining, Spoken: text})
	t.say(text)
}

// say speaks a text beside the session; in a pause, when nothing else sounds,
// at once.
func (t *transaction) say(text string) {
	frames := t.clipLength(text)
	switch {
	case frames == 0:
	case t.paused:
		t.breakOffWords()
		t.overlay(t.spoken(text, frames, t.arrangement.quietFrom()+wordsAfterEarcon))
	default:
		if live := t.live.Say(text, t.now.session); live != t.live {
			t.live, t.changed = live, true
		}
	}
}

// stop fades out, and ends when that and its earcon were heard.
func (t *transaction) stop() {
	t.breakOffWords()
	t.layer(layer{fade: stopFade})
	t.end()
	t.status.Stopped = true
	t.arrangement.end = t.now.output + stopFade
	t.answer(tone.Stop, Answer{Code: CodeStopped})
	t.reconcile()
}

// end lets nothing more come.
func (t *transaction) end() { t.ending, t.endingSince = true, time.Now() }

// answer answers a command; without an earcon where the session sounds one.
func (t *transaction) answer(e tone.Earcon, a Answer) {
	t.status.Answer = a
	t.status.Answers++
	t.playEarcon(e)
}

// refuse answers a command that cannot be carried out.
func (t *transaction) refuse(code Code) { t.answer(tone.No, Answer{Code: code, Refused: true}) }

// playEarcon places an earcon. One that still sounds is broken off: keys that are
// held down must not pile them up.
func (t *transaction) playEarcon(e tone.Earcon) {
	for i := range t.arrangement.overlays {
		if o := &t.arrangement.overlays[i]; !o.words && !o.afterward {
			o.cut = min(o.cut, t.now.output)
		}
	}
	if e != "" {
		t.overlay(t.earcon(e, t.now.output))
	}
}

// earcon is an earcon over the layers.
func (t *transaction) earcon(e tone.Earcon, at output.Frame) overlay {
	sound := t.sound.Cache.Earcon(e)
	return overlay{at: at, frames: output.Frame(len(sound)), sound: sound, gain: float32(mix.Gain(t.sound.TonesLevel))}
}

// spoken is words over the layers.
func (t *transaction) spoken(text string, frames, at output.Frame) overlay {
	clip := t.options.Sound.Clip
	t.decodeSoon(text)
	return overlay{
		at: at, frames: frames, words: true, gain: float32(mix.Gain(t.sound.VoiceLevel)), sides: t.sound.Sides,
		sound: mix.Lazy(func() (mix.Sound, error) { return clip(text) }),
	}
}

// breakOffWords fades out words over the layers, where there are any.
func (t *transaction) breakOffWords() {
	t.arrangement.overlays = slices.DeleteFunc(t.arrangement.overlays, func(o overlay) bool { return o.words && o.at >= t.now.output })
	for i := range t.arrangement.overlays {
		if o := &t.arrangement.overlays[i]; o.words {
			o.cut = min(o.cut, t.now.output)
		}
	}
}

// overlay places a sound over the layers. It is heard to its end.
func (t *transaction) overlay(o overlay) {
	o.cut = never
	t.arrangement.overlays = append(t.arrangement.overlays, o)
	t.arrangement.end = max(t.arrangement.end, o.end())
}

// play makes the session sound as it stands now, from this frame on. In a pause
// only the status says so.
func (t *transaction) play() {
	if !t.paused {
		t.layer(layer{fade: spliceFade, live: t.live})
	}
	t.reconcile()
}

// layer lets a layer take over.
func (t *transaction) layer(l layer) {
	l.from, l.aligned = t.now.output, t.now
	if l.live != nil {
		l.sound, l.windows = t.sound, []window{newWindow(l.live, t.now.session, t.sound)}
	}
	t.arrangement.layers = append(t.arrangement.layers, l)
}

// reconcile makes the end of the sound, the announcement of the quiet seconds
// and the status agree with everything else.
func (t *transaction) reconcile() {
	a := t.arrangement
	top := a.top()
	t.dropAnnouncement()
	switch {
	case t.ending:
		a.over = never
	case t.paused:
		a.over, a.end = never, never
	default:
		a.over = top.aligned.toOutput(t.live.Frames())
		a.end = a.over + audio.Frames[output.Frame](t.options.Quiet)
		t.announceQuiet()
	}
	for i := range a.overlays {
		a.end = max(a.end, a.overlays[i].end())
	}
	s := &t.status
	s.live = t.live
	if top.live != nil {
		s.Timeline = top.lastWindow().timeline
	} else if t.paused {
		s.Timeline, _ = t.live.Window(t.now.session)
	}
	s.Endless, s.Loop = t.live.Endless(), t.live.Looping()
	s.VoiceLevel, s.TonesLevel = t.sound.VoiceLevel, t.sound.TonesLevel
	if !t.beganEndless && !s.Endless {
		s.Differs = t.live.Frames() - s.Asked
	}
}
