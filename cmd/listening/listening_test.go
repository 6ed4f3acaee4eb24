package main

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// made is the excerpts of a seed, with today's voices as those of before.
func made(t *testing.T, seed uint64, old bool) []excerpt {
	t.Helper()
	s, err := openStudio(seed)
	if err != nil {
		t.Fatal(err)
	}
	if old {
		s.old = map[string]*voice.Voice{}
		for _, name := range builtin.Names() {
			s.old[name] = s.voices[name]
		}
	}
	all, err := s.excerpts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The form has a place for each number; without voices of before, two of them are free.
func TestNumbersAreThoseOfTheForm(t *testing.T) {
	for old, want := range map[bool][]int{false: {1, 2, 5, 6, 7, 8, 9, 10}, true: {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}} {
		all := made(t, 1, old)
		var got []int
		for _, e := range all {
			got = append(got, e.number)
			if seconds := len(e.sound) / second; seconds < 20 || seconds > 100 {
				t.Errorf("excerpt %d takes %d s", e.number, seconds)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// A seed always makes the same, and another one another order.
func TestChanceFollowsFromTheSeed(t *testing.T) {
	a, b, c := made(t, 7, true), made(t, 7, true), made(t, 8, true)
	if keyOf(7, a) != keyOf(7, b) || !slices.EqualFunc(a, b, func(a, b excerpt) bool { return slices.Equal(a.sound, b.sound) }) {
		t.Error("the same seed makes other excerpts")
	}
	if keyOf(7, a) == keyOf(7, c) {
		t.Error("another seed makes the same order")
	}
}

// Both halves of a pair are equally loud, and no excerpt overloads.
func TestHalvesAreEquallyLoud(t *testing.T) {
	for _, e := range made(t, 3, true) {
		left := make([]float32, len(e.sound))
		for i, f := range e.sound {
			left[i] = f[0]
			if max(f[0], f[1], -f[0], -f[1]) > 1 {
				t.Fatalf("excerpt %d overloads", e.number)
			}
		}
		if e.number >= firstWords {
			continue
		}
		// The longest silence is between the halves.
		gap, from := 0, 0
		for i, silent := 0, 0; i < len(left); i++ {
			if silent++; left[i] != 0 {
				silent = 0
			}
			if silent > gap && i < len(left)-second {
				gap, from = silent, i-silent
			}
		}
		a, b := loudness.Integrated(left[:from]), loudness.Integrated(left[from+gap:])
		if gap < 2*second || math.Abs(a-b) > 0.3 || math.Abs(a-loudness.Target+headroom) > 0.3 {
			t.Errorf("excerpt %d: %.2f and %.2f LUFS, %d frames apart", e.number, a, b, gap)
		}
	}
}

// In the two pairs of the same voices each is once the first.
func TestBeingFirstHelpsNoVoice(t *testing.T) {
	for seed := range uint64(4) {
		s, err := openStudio(seed)
		if err != nil {
			t.Fatal(err)
		}
		pairs, err := s.pairs()
		if err != nil {
			t.Fatal(err)
		}
		first := map[string]int{}
		for _, e := range pairs {
			first[strings.Fields(e.what)[1]]++
		}
		if len(first) != 2 {
			t.Errorf("seed %d: first are %v", seed, first)
		}
	}
}

func TestTheNearestLineIsFound(t *testing.T) {
	v, err := builtin.Open(builtin.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range v.Lines()[:20] {
		if got := nearest(v, strings.ToUpper(line)); got != line {
			t.Errorf("the nearest to %q is %q", line, got)
		}
	}
}
