package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// spoken is what is said from a frame on, as the window around it has it.
func spoken(l *plan.Live, at timeline.Frame) (texts []string) {
	t, _ := l.Window(at)
	for _, c := range t.Cues {
		if c.Kind == timeline.KindSay && c.At >= at {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

// duration is a length as time, as announcements take it.
func duration(f timeline.Frame) time.Duration { return audio.Duration(f).Truncate(time.Millisecond) }

// Where the end cannot hold, the listener is told at once.
func TestTheListenerIsToldOfALaterEnd(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, rangeOf(t, r).Least, plan.AnchorEnd) // nothing in it can be shorter
	at := startOf(t, live, isHold) + second
	longer, answer := live.Edit(plan.HoldLonger, at)
	// The second side is as the first really was: two breaths more in all.
	if want := 2 * breathOf(r); answer.Refusal != plan.NotRefused || answer.Moved != want {
		t.Fatalf("%+v, not %d frames later", answer, want)
	}
	text := r.Phrases.RunsLonger.Text(duration(answer.Moved))
	if said := slices.Index(spoken(longer, at), text); said < 0 || said > 1 {
		t.Errorf("%q is not said at once: %q", text, spoken(longer, at))
	}
	// Said once: what comes after it tells what has come since.
	again, answer := longer.Edit(plan.HoldLonger, at+20*second)
	if answer.Moved > 0 && slices.Index(spoken(again, at+20*second), r.Phrases.RunsLonger.Text(duration(answer.Moved))) < 0 {
		t.Errorf("the second breath is not told: %q", spoken(again, at+20*second))
	}
	// Broken off, it is said again, of all.
	both, next := longer.Edit(plan.HoldLonger, at+1)
	if sum := both.Frames() - live.Frames(); next.Refusal == plan.NotRefused && slices.Index(spoken(both, at+1), r.Phrases.RunsLonger.Text(duration(sum))) < 0 {
		t.Errorf("%d frames are not told: %q", sum, spoken(both, at+1))
	}
}

func TestTheListenerIsToldOfAnEarlyEnd(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, 0, plan.AnchorEnd)
	at := inSecondHold(t, live)
	short, answer := live.Edit(plan.Finish, at)
	text := r.Phrases.EndsEarly.Text(duration(-answer.Moved))
	if answer.Moved >= 0 || !slices.Contains(spoken(short, at)[:1], text) {
		t.Errorf("%+v, and %q is not what is said first: %q", answer, text, spoken(short, at))
	}
	if err := sound(live, short, at); err != nil {
		t.Error(err)
	}
}

// An end that comes early is told at once, under pressure as well.
func TestAnEarlyEndIsToldUnderPressure(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, 0, plan.AnchorContent)
	told := 0
	for _, at := range starts(live, func(s plan.Step) bool { _, pressed := s.Pressure(); return pressed && s.Kind == plan.StepBreaths }) {
		at += second
		next, answer := live.Edit(plan.MoveOn, at)
		if answer.Refusal != plan.NotRefused || answer.Moved > -2*plan.AnnounceFrom {
			continue
		}
		// The words themselves may have brought the end nearer.
		early := slices.ContainsFunc(spoken(next, at), func(text string) bool {
			return text == r.Phrases.EndsEarly.Text(duration(-answer.Moved)) || text == r.Phrases.EndsEarly.Text(duration(-answer.Moved-4*second))
		})
		if told++; !early {
			t.Errorf("at %s the end moves by %s, and nothing tells: %q", timeline.Clock(at), timeline.Clock(-answer.Moved), spoken(next, at)[:3])
		}
		if err := sound(live, next, at); err != nil {
			t.Error(err)
		}
	}
	if told < 5 {
		t.Errorf("only %d edits ended the session early", told)
	}
}

// How much time remains is said soon, whatever is being said.
func TestTheTimeRemainingIsSaidSoon(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	asked := 0
	for at := timeline.Frame(0); at < live.Frames()-20*second; at += 3*second + 7 {
		text := live.TimeRemaining(at)
		w, _ := live.Say(text, at).Window(at)
		i := slices.IndexFunc(w.Cues, func(c timeline.Cue) bool { return c.Kind == timeline.KindSay && c.At >= at && c.Text == text })
		if i < 0 || w.Cues[i].At > at+8*second {
			t.Errorf("at %s %q is not said within 8 s", timeline.Clock(at), text)
		}
		if !strings.HasSuffix(text, "left.") {
			t.Errorf("%q", text)
		}
		asked++
	}
	if asked < 50 {
		t.Errorf("asked only %d times", asked)
	}
}

// A key that is held down asks once.
func TestAHeldKeyAsksForTheTimeOnce(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	asked := 0
	for at := timeline.Frame(0); at < live.Frames()-60*second; at += 5*second + 11 {
		text := live.TimeRemaining(at)
		held, now := live, at
		for range 20 {
			held = held.Say(text, now)
			now += second / 30
		}
		n := 0
		for _, s := range spoken(held, at) {
			if s == text {
				n++
			}
		}
		if n != 1 {
			t.Errorf("asked at %s, and held: it is said %d times", timeline.Clock(at), n)
		}
		once := live.Say(text, at)
		if d := held.Frames() - once.Frames(); d > 5*second {
			t.Errorf("asked at %s, and held, it ends %s later than asked once", timeline.Clock(at), timeline.Clock(d))
		}
		asked++
	}
	if asked < 30 {
		t.Errorf("asked only %d times", asked)
	}
}
