package plan

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// A session that is taken up says the safety line, then what was being done,
// and keeps the guarantees.
func TestResumeTakesUpWhereItWasLeft(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		live := drawLive(rt, t)
		if r := live.p.Request; len(r.Scripts) > 1 && r.Scripts[0].Region == r.Scripts[1].Region {
			return // no session has a region twice
		}
		at := timeline.Frame(0)
		for range rapid.IntRange(0, 5).Draw(rt, "edits") {
			at += drawFrame(rt, "ahead", 0, 90*timeline.Second)
			live, _ = live.Edit(rapid.SampledFrom(edits).Draw(rt, "edit"), at)
		}
		at = drawFrame(rt, "left", at, max(at, min(live.Frames()-1, at+400*timeline.Second)))
		mark, ok := live.Mark(at)
		step, _ := live.At(at)
		if !ok {
			if step.Part != timeline.PartClosing && step.Kind != "" && step.slot >= 0 {
				rt.Fatalf("nothing can be taken up in the %s", step.Part)
			}
			return
		}
		text, err := json.Marshal(mark)
		if err != nil {
			rt.Fatal(err)
		}
		var read Mark
		if err := json.Unmarshal(text, &read); err != nil {
			rt.Fatal(err)
		}
		r := live.p.Request
		again, exact, err := Resume(r, read, live.keep)
		if err != nil || !exact {
			rt.Fatalf("the same script is taken up exactly: %v, %v", exact, err)
		}
		for _, check := range []func(was, live *Live, at timeline.Frame) error{capped, spokenApart, windowed} {
			if err := check(again, again, 0); err != nil {
				rt.Fatal(err)
			}
		}
		steps := again.parts[0].steps
		if steps[1].Text != r.Phrases.SafetyAgain.Full || steps[1].Part != timeline.PartCaution {
			rt.Fatalf("it begins with %+v", steps[:2])
		}
		if s := steps[2]; step.slot >= 0 && (s.slot != step.slot || s.nth != step.nth || s.Side != step.Side || s.Point != step.Point || s.Kind != step.Kind) {
			rt.Fatalf("left at %+v, taken up at %+v", step, s)
		}
		if again.Endless() != live.Endless() || again.Looping() != live.Looping() {
			rt.Fatalf("the loop is another: %v %v", again.Endless(), again.Looping())
		}
		if live.closes {
			if err := closing(again, 0); err != nil {
				rt.Fatal(err)
			}
		}
		// And it can be steered like any other.
		at = 0
		for range 4 {
			at += drawFrame(rt, "on", 0, 60*timeline.Second)
			if at >= again.Frames() {
				break
			}
			was := again
			again, _ = again.Edit(rapid.SampledFrom(edits).Draw(rt, "further"), at)
			if err := past(was, again, at); err != nil {
				rt.Fatal(err)
			}
			if err := capped(was, again, at); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// A mark may come from a file that anyone has written, of a script that has
// changed: what is taken up is a session all the same.
func FuzzResume(f *testing.F) {
	live, err := Begin(request(f, "neck"), 0, KeepEnd)
	if err != nil {
		f.Fatal(err)
	}
	for at := timeline.Frame(0); at < live.Frames(); at += 31 * timeline.Second {
		if mark, ok := live.Mark(at); ok {
			text, err := json.Marshal(mark)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, false)
			f.Add(text, true)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, loop bool) {
		var mark Mark
		if json.Unmarshal(text, &mark) != nil {
			return
		}
		r := request(t, "neck")
		r.Loop = loop
		again, _, err := Resume(r, mark, KeepEnd)
		if err != nil {
			return
		}
		if err := capped(again, again, 0); err != nil {
			t.Fatal(err)
		}
		if last := again.parts[len(again.parts)-1].steps; last[len(last)-1].Kind != StepChime || again.Frames() > 2*MostFrames {
			t.Fatalf("%d frames, the last a %s", again.Frames(), last[len(last)-1].Kind)
		}
		again.Window(0)
	})
}

// Where there is room for the words that take it up, it ends when it would have.
func TestResumeEndsInTime(t *testing.T) {
	for _, names := range [][]string{{"neck"}, {"lower-back"}, full} {
		live, err := Begin(request(t, names...), 0, KeepEnd)
		if err != nil {
			t.Fatal(err)
		}
		for at := timeline.Frame(0); at < live.Frames()*2/3; at += 17*timeline.Second + 11 {
			mark, _ := live.Mark(at)
			again, exact, err := Resume(live.p.Request, mark, KeepEnd)
			if err != nil || !exact {
				t.Fatal(exact, err)
			}
			if again.Frames() != live.Frames()-at {
				t.Errorf("%v left at %s with %d frames to go is taken up for %d", names, timeline.Clock(at), live.Frames()-at, again.Frames())
			}
		}
	}
}

// Where the script has changed, it begins at the nearest step and says so.
func TestResumeOfAnotherScript(t *testing.T) {
	r := request(t, "neck")
	live, err := Begin(r, 0, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	at := held(live)
	mark, _ := live.Mark(at)
	changed := *r.Scripts[0]
	changed.Points = append([]scripts.Point(nil), changed.Points...)
	for i := range changed.Points {
		changed.Points[i].Title += ", anew"
	}
	r.Scripts = []*scripts.Script{&changed}
	again, exact, err := Resume(r, mark, KeepEnd)
	if err != nil || exact {
		t.Fatalf("exact %v, %v", exact, err)
	}
	// The cautions, which may be others now, are said before it goes on.
	for _, c := range changed.Cautions {
		if !slices.Contains(spoken(again, 0), c.Line.Full) {
			t.Errorf("%q is not said again", c.Line.Full)
		}
	}
	was, _ := live.At(at)
	is := again.parts[0].steps[2+len(changed.Cautions)]
	if is.Point != was.Point+", anew" {
		t.Errorf("left at %q, taken up at %q", was.Point, is.Point)
	}
	if _, _, err := Resume(request(t, "jaw"), mark, KeepEnd); err == nil {
		t.Error("a mark in the neck was taken up in the jaw")
	}
}
