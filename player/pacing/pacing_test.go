package pacing_test

import (
	"slices"
	"testing"

	"github.com/unknot/unknot/player/pacing"
	"github.com/unknot/unknot/player/timeline"
)

const second = timeline.Second

// cue is a cue of whole seconds.
func cue(kind timeline.Kind, at, length timeline.Frame) timeline.Cue {
	return timeline.Cue{At: at * second, Frames: length * second, Kind: kind}
}

func TestWordsOverABreathAreFound(t *testing.T) {
	line := &timeline.Timeline{Frames: 40 * second, Cues: []timeline.Cue{
		cue(timeline.KindSay, 0, 4),
		cue(timeline.KindInhale, 4, 4), // begins as the words end
		cue(timeline.KindExhale, 8, 6),
		cue(timeline.KindSay, 12, 4), // the last two seconds of the exhale, two of the inhale
		cue(timeline.KindInhale, 14, 4),
		cue(timeline.KindSay, 17, 2),
		cue(timeline.KindExhale, 18, 6),
	}}
	in, out := pacing.SpokenOver(line, timeline.KindInhale), pacing.SpokenOver(line, timeline.KindExhale)
	if len(in) != 1 || in[0].By != 3*second || in[0].Words.At != 12*second {
		t.Errorf("inhales: %+v", in)
	}
	if len(out) != 2 || out[0].By != 2*second || out[1].By != second {
		t.Errorf("exhales: %+v", out)
	}
}

func TestQuietIsWhatOnlyARestFills(t *testing.T) {
	line := &timeline.Timeline{Frames: 60 * second, Cues: []timeline.Cue{
		cue(timeline.KindEarcon, 2, 0),
		cue(timeline.KindSay, 5, 3),
		cue(timeline.KindRest, 8, 12),
		cue(timeline.KindSearch, 20, 10),
		cue(timeline.KindSay, 22, 3), // the search outlasts it
		cue(timeline.KindRest, 30, 5),
		cue(timeline.KindRest, 35, 5),
		cue(timeline.KindChime, 40, 20),
	}}
	want := []pacing.Stretch{{From: 0, To: 2 * second}, {From: 2*second + second/20, To: 5 * second}, {From: 8 * second, To: 20 * second}, {From: 30 * second, To: 40 * second}}
	if got := pacing.Quiet(line); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTheFullestWindowIsFound(t *testing.T) {
	all := []pacing.Stretch{{From: 0, To: 10 * second}, {From: 29 * second, To: 39 * second}, {From: 45 * second, To: 57 * second}}
	// From 29 to 59 s, or from 27 to 57.
	if most := pacing.MostIn(all, pacing.Window); most != 22*second {
		t.Errorf("%d in the fullest", most/second)
	}
	want := []pacing.Stretch{{From: 29 * second, To: 59 * second}, {From: 27 * second, To: 57 * second}}
	if got := pacing.Dense(all, pacing.Window, pacing.MostTalk); !slices.Equal(got, want) {
		t.Errorf("dense are %v, not %v", got, want)
	}
	if sum := pacing.Total(all); sum != 32*second {
		t.Errorf("%d in all", sum/second)
	}
}

func TestHoldsAreCountedOnce(t *testing.T) {
	breath := func(step timeline.Purpose, n, of int) timeline.Cue {
		return timeline.Cue{Kind: timeline.KindInhale, Step: step, Breath: n, Breaths: of}
	}
	line := &timeline.Timeline{Cues: []timeline.Cue{
		breath(timeline.Hold, 1, 2), breath(timeline.Hold, 2, 2), breath(timeline.Move, 1, 4), breath(timeline.Satellite, 1, 3),
	}}
	if got := pacing.Holds(line); len(got) != 2 || got[0].Breaths != 2 || got[1].Breaths != 3 {
		t.Errorf("%+v", got)
	}
}
