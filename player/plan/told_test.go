package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// spoken is what is said from a frame on, beside the script's own lines.
func spoken(l *Live, at timeline.Frame) (texts []string) {
	t, _ := l.Window(at)
	for _, c := range t.Cues {
		if c.Kind == timeline.KindSay && c.At >= at {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

func firstHold(l *Live) (from timeline.Frame) {
	for _, s := range l.Plan().Steps {
		if s.Purpose == timeline.Hold {
			return from
		}
		from += s.Frames
	}
	return 0
}

// Where the end cannot hold, the listener is told at once.
func TestTheListenerIsToldOfTheEnd(t *testing.T) {
	r := request(t, "neck")
	limits, err := Range(r)
	if err != nil {
		t.Fatal(err)
	}
	live, err := Begin(r, limits.Least, KeepEnd) // nothing in it can be shorter
	if err != nil {
		t.Fatal(err)
	}
	at := firstHold(live) + timeline.Second
	longer, answer := live.Edit(HoldLonger, at)
	// The second side is as the first really was: two breaths more in all.
	if want := 2 * live.p.breath(); answer.Refused != "" || answer.Differs != want {
		t.Fatalf("%+v, not %d frames later", answer, want)
	}
	text := r.Phrases.RunsLonger.Text(duration(answer.Differs))
	said := slices.Index(spoken(longer, at), text)
	if said < 0 || said > 1 {
		t.Errorf("%q is not said at once: %q", text, spoken(longer, at))
	}
	// Said once: what comes behind it tells of what has come since.
	again, answer := longer.Edit(HoldLonger, at+20*timeline.Second)
	if answer.Differs > 0 && slices.Index(spoken(again, at+20*timeline.Second), r.Phrases.RunsLonger.Text(duration(answer.Differs))) < 0 {
		t.Errorf("the second breath is not told: %q", spoken(again, at+20*timeline.Second))
	}
	// Broken off, it is said again, of all.
	both, next := longer.Edit(HoldLonger, at+1)
	if sum := both.Frames() - live.Frames(); next.Refused == "" && slices.Index(spoken(both, at+1), r.Phrases.RunsLonger.Text(duration(sum))) < 0 {
		t.Errorf("%d frames are not told: %q", sum, spoken(both, at+1))
	}

	live, err = Begin(r, 0, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	at = held(live)
	short, answer := live.Edit(Finish, at)
	text = r.Phrases.EndsEarly.Text(duration(-answer.Differs))
	if answer.Differs >= 0 || !slices.Contains(spoken(short, at)[:1], text) {
		t.Errorf("%+v, and %q is not what is said first: %q", answer, text, spoken(short, at))
	}
	if err := sound(live, short, at); err != nil {
		t.Error(err)
	}
}

// How long is left is said soon, whatever is being said.
func TestTimeLeftIsSaidSoon(t *testing.T) {
	live, err := Begin(request(t, "neck"), 0, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	for at := timeline.Frame(0); at < live.Frames()-20*timeline.Second; at += 3*timeline.Second + 7 {
		text := live.TimeLeft(at)
		w, _ := live.Say(text, at).Window(at)
		i := slices.IndexFunc(w.Cues, func(c timeline.Cue) bool { return c.Kind == timeline.KindSay && c.At >= at && c.Text == text })
		if i < 0 || w.Cues[i].At > at+8*timeline.Second {
			t.Errorf("at %s %q is not said within 8 s", timeline.Clock(at), text)
		}
		if !strings.HasSuffix(text, "left.") {
			t.Errorf("%q", text)
		}
	}
}

// The end gives way only where it must: a session that runs over has nothing
// left that could be shorter, but for what whole breaths leave open.
func TestItRunsOverByTheLeastItCan(t *testing.T) {
	over := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := request(t, rapid.SampledFrom(regions).Draw(rt, "region"))
		limits, err := Range(r)
		if err != nil {
			rt.Fatal(err)
		}
		live, err := Begin(r, drawFrame(rt, "length", limits.Least, limits.Least+2*60*timeline.Second), KeepEnd)
		if err != nil {
			rt.Fatal(err)
		}
		var at timeline.Frame
		for range 12 {
			at += drawFrame(rt, "ahead", 0, 15*timeline.Second)
			e := rapid.SampledFrom([]Edit{SayAgain, HoldLonger, OneMoreSatellite, GoOn}).Draw(rt, "edit")
			next, answer := live.Edit(e, at)
			if answer.Differs > 0 {
				over++
				m, _ := next.moment(at)
				optional, loose := false, timeline.Frame(0)
				for _, p := range next.parts[m.number+1:] {
					loose += p.frames - p.section.least
					optional = optional || p.section.point >= 0 && r.Scripts[0].Points[p.section.point].Keep > 0
				}
				if (optional || loose > 0) && answer.Differs > 4*live.p.breath() {
					rt.Fatalf("%s at %s runs over by %d, where %d could be left out (%v)", e, timeline.Clock(at), answer.Differs, loose, optional)
				}
			}
			live = next
		}
	})
	if over < 20 {
		t.Errorf("only %d sessions ran over", over)
	}
}

// With room in what is to come, the end is where it was, to the frame.
func TestTheEndHolds(t *testing.T) {
	for _, names := range [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, full} {
		begun, err := Begin(request(t, names...), 0, KeepEnd)
		if err != nil {
			t.Fatal(err)
		}
		done := map[Edit]int{}
		for at := timeline.Frame(0); at < begun.Frames()/2; at += 7*timeline.Second + 13 {
			for _, e := range []Edit{MoveOn, SayAgain, HoldLonger, OneMoreSatellite, GoOn} {
				live, answer := begun.Edit(e, at)
				if answer.Differs != 0 || live.Frames() != begun.Frames() {
					t.Errorf("%v: %s at %s moves the end by %d", names, e, timeline.Clock(at), answer.Differs)
				}
				if answer.Refused == "" {
					done[e]++
				}
			}
		}
		for _, e := range []Edit{MoveOn, SayAgain, HoldLonger, GoOn} {
			if done[e] == 0 {
				t.Errorf("%v: %s was never done", names, e)
			}
		}
	}
}

// Where the content is to be kept, the end moves by what was changed.
func TestKeptContentMovesTheEnd(t *testing.T) {
	begun, err := Begin(request(t, "neck"), 0, KeepContent)
	if err != nil {
		t.Fatal(err)
	}
	at := held(begun)
	step, from := begun.At(at)
	if _, answer := begun.Edit(HoldLonger, at); answer.Differs < begun.p.breath() || answer.Differs%begun.p.breath() != 0 {
		t.Errorf("one breath longer: %+v", answer)
	}
	left := from + step.Frames - at
	if _, answer := begun.Edit(MoveOn, at); answer.Differs > -left+answerTime+10*timeline.Second || answer.Differs >= 0 {
		t.Errorf("on from a step with %d frames left: %+v", left, answer)
	}
}

// A caution is said to its end, pressure is never longer than its cap, and what
// cannot be says why.
func TestRefusals(t *testing.T) {
	live, err := Begin(request(t, "neck"), 0, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	find := func(is func(Step) bool) timeline.Frame {
		var from timeline.Frame
		for _, s := range live.Plan().Steps {
			if is(s) {
				return from + 1
			}
			from += s.Frames
		}
		t.Fatal("there is no such step")
		return 0
	}
	for _, c := range []struct {
		edit Edit
		at   timeline.Frame
		want Refusal
	}{
		{MoveOn, find(func(s Step) bool { return s.Part == timeline.PartCaution }), ForSafety},
		{MoveOn, find(func(s Step) bool { return s.Kind == StepChime }), NothingFollows},
		{SayAgain, find(func(s Step) bool { return s.Kind == StepChime }), TooLate},
		{HoldLonger, find(func(s Step) bool { return s.Kind == StepSearch }), NoHold},
		{HoldLonger, find(func(s Step) bool { return s.Purpose == timeline.Breathe }), NoHold},
		{OneMoreSatellite, find(func(s Step) bool { return s.Part == timeline.PartOpening }), NoSatellites},
		{OneMoreSatellite, find(func(s Step) bool { return s.Side == scripts.SideCentre }), NoSatellites},
		{Finish, find(func(s Step) bool { return s.Part == timeline.PartStretch }), Already},
		{Finish, find(func(s Step) bool { return s.Part == timeline.PartClosing }), TooLate},
		{LoopOn, find(func(s Step) bool { return s.Part == timeline.PartStretch }), TooLate},
		{LoopOff, 0, Already},
		{MoveOn, live.Frames(), TooLate},
	} {
		if same, answer := live.Edit(c.edit, c.at); answer.Refused != c.want || (c.want != "" && same != live) {
			t.Errorf("%s at %s: %+v, want %q", c.edit, timeline.Clock(c.at), answer, c.want)
		}
	}
	at := firstHold(live) + 1
	longer, breaths := live, 0
	for {
		next, answer := longer.Edit(HoldLonger, at)
		if answer.Refused != "" {
			if answer.Refused != LongEnough || breaths == 0 {
				t.Errorf("after %d breaths: %+v", breaths, answer)
			}
			break
		}
		longer = next
		if breaths++; breaths > 9 {
			t.Fatal("a hold can be made longer without end")
		}
	}
}
