package plan_test

import (
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// A line that belongs to a hold, a movement or a stretch has ended a second
// before its first inhale.
func TestWordsComeBeforeTheBreath(t *testing.T) {
	for _, names := range everySession {
		checked := map[timeline.Purpose]int{}
		for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief} {
			r := request(t, names...)
			r.Guidance = guidance
			var said timeline.Cue
			var kind timeline.Kind
			for _, c := range fit(t, r, rangeOf(t, r).Most).LayOut().Cues {
				if c.Kind == timeline.KindInhale && kind == timeline.KindSay && said.Step == c.Step {
					checked[c.Step]++
					if c.At != said.End()+plan.PauseIntoBreath {
						t.Errorf("%q ends at %d, the inhale begins at %d", said.Text, said.End(), c.At)
					}
				}
				if kind = c.Kind; kind == timeline.KindSay {
					said = c
				}
			}
		}
		for _, purpose := range []timeline.Purpose{timeline.Hold, timeline.Move, timeline.Stretch, timeline.Breathe} {
			if checked[purpose] == 0 {
				t.Errorf("%v: no %s has words", names, purpose)
			}
		}
	}
}

// After a pause the last instruction comes first, then as many breaths as
// remained. So it is when the session is resumed.
func TestTheInstructionComesBeforeTheRemainingBreaths(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, 0, plan.AnchorEnd)
	breath := breathOf(r)
	checked := 0
	for _, from := range starts(live, func(s plan.Step) bool {
		return isHold(s) || s.Purpose == timeline.Satellite && s.Kind == plan.StepBreaths
	}) {
		s, _ := live.At(from)
		all := s.Breathing() / breath
		for _, c := range []struct{ at, remaining timeline.Frame }{
			{s.Words / 2, all},
			{s.FirstInhale(), all},
			{s.FirstInhale() + breath/2, all},
			{s.FirstInhale() + breath + breath/2, all - 1},
		} {
			at := from + max(c.at, 1)
			want := s.Text
			if want == "" { // a satellite is announced before it
				want = r.Phrases.PressHere.Text(scripts.Full, s.Side)
				if s.Side == scripts.Right {
					want = r.Phrases.PressHere.Text(scripts.Brief, s.Side)
				}
			}
			check := func(how string, got plan.Step) {
				checked++
				if got.Text != want || got.Words != clip(r, want) || got.FirstInhale() != got.Words+plan.PauseIntoBreath || got.Breathing() != c.remaining*breath {
					t.Errorf("%s %d frames into %+v: %+v, not %d breaths after %q", how, c.at, s, got, c.remaining, want)
				}
			}
			check("resumed", resumedStep(resume(t, live, at, plan.AnchorEnd), 0))
			on, _ := live.Edit(plan.GoOn, at)
			for begins, got := range on.Steps {
				if begins >= at && got.Kind == plan.StepBreaths {
					check("gone on with", got)
					break
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d were checked", checked)
	}
}

// What a listener asks for is spoken over an exhale, not over an inhale.
func TestTheTimeRemainingIsNotSaidOverAnInhale(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	over, asked := 0, 0
	for at := timeline.Frame(0); at < live.Frames()-20*second; at += 3*second + 7 {
		text := live.TimeRemaining(at)
		w, _ := live.Say(text, at).Window(at)
		for i, c := range w.Cues {
			if c.Kind != timeline.KindSay || c.At < at || c.Text != text {
				continue
			}
			asked++
			for _, in := range w.Cues[max(0, i-4):min(len(w.Cues), i+4)] {
				if in.Kind == timeline.KindInhale && in.At < c.End() && c.At < in.End() {
					over++
				}
			}
			break
		}
	}
	if asked < 50 || over > 0 {
		t.Errorf("asked %d times, %d were said over an inhale", asked, over)
	}
}
