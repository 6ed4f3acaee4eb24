package main

import (
	"math"
	"slices"
	"testing"
)

// sound is a second or so of tone where level is above zero, for so many windows each.
func sound(levels ...float64) []float32 {
	var x []float32
	for _, l := range levels {
		for range window {
			x = append(x, float32(l*math.Sin(float64(len(x))*2*math.Pi*500/modelRate)))
		}
	}
	return x
}

func repeat(level float64, windows int) []float64 { return slices.Repeat([]float64{level}, windows) }

func TestTrim(t *testing.T) {
	x := sound(slices.Concat(repeat(0, 100), repeat(0.5, 100), repeat(0, 200))...)
	y, cut := trim(x)
	if cut != 98*window || len(y) != 105*window {
		t.Errorf("%d frames are left, %d were cut at the start", len(y), cut)
	}
	if y[0] != 0 || y[len(y)-1] != 0 {
		t.Error("the ends are not faded")
	}
	if y, _ := trim(make([]float32, 10*window)); len(y) > 14*window {
		t.Errorf("silence: %d frames", len(y))
	}
}

// The pause at a comma is extended to its length, and what is around it is not changed.
func TestCommasBecomePauses(t *testing.T) {
	phonemes := "a, b."
	s := spoken{
		sound:   sound(slices.Concat(repeat(0, 20), repeat(0.5, 60), repeat(0, 20), repeat(0.5, 60), repeat(0, 40))...),
		lengths: []int{20 * window, 60 * window, 10 * window, 10 * window, 60 * window, 20 * window, 20 * window},
	}
	y := sentence(s, phonemes)
	plain, _ := trim(s.sound)
	if got, want := len(y)-len(plain), atComma-20*window; got != want {
		t.Errorf("the pause grew by %d frames, want %d", got, want)
	}
	if !slices.Equal(y[:60*window], plain[:60*window]) || !slices.Equal(y[len(y)-60*window:], plain[len(plain)-60*window:]) {
		t.Error("the speech was changed")
	}
	s.sound = sound(slices.Concat(repeat(0, 20), repeat(0.5, 140), repeat(0, 40))...)
	if y, plain := sentence(s, phonemes), sound(repeat(0.5, 140)...); len(y) > len(plain)+6*window {
		t.Errorf("speech that runs over a comma grew to %d frames", len(y))
	}
	s.lengths = s.lengths[1:]
	if got := commas(s, phonemes); got != nil {
		t.Errorf("lengths that do not fit the phonemes: %v", got)
	}
}

func TestUpTo(t *testing.T) {
	first, gap := 60, 30
	s := spoken{
		sound:   sound(slices.Concat(repeat(0, 20), repeat(0.5, first), repeat(0, gap), repeat(0.5, 80), repeat(0, 40))...),
		lengths: []int{20 * window, first * window, 20 * window, 10 * window, 80 * window, 40 * window},
	}
	cut := upTo(s, 2)
	if got, want := len(cut.sound), (20+first+gap/2)*window; got != want || len(cut.lengths) != 2+2 {
		t.Errorf("%d frames, want %d; lengths %v", got, want, cut.lengths)
	}
	s.sound = sound(slices.Concat(repeat(0, 20), repeat(0.5, first+gap+80), repeat(0, 40))...)
	if cut := upTo(s, 2); len(cut.sound) != 0 {
		t.Errorf("without a silence: %d frames", len(cut.sound))
	}
}

func TestLayOut(t *testing.T) {
	a, b := sound(repeat(0.5, 50)...), sound(repeat(0.5, 30)...)
	x := layOut([][]float32{a, b})
	if len(x) != lead+len(a)+atSentence+len(b)+tail {
		t.Errorf("%d frames", len(x))
	}
	if got := apart(x); len(got) != 2 || len(got[0]) < len(a)-window || len(got[0]) > len(a)+2*window {
		t.Errorf("it comes apart in %d", len(got))
	}
}

func TestEdges(t *testing.T) {
	speech := repeat(0.5, 80)
	still := func(n int) []float64 { return repeat(0, n) }
	blip := func(level float64, n int) []float64 { return repeat(level, n) }
	for _, c := range []struct {
		name, phonemes string
		levels         []float64
		want           []string
	}{
		{"clean", "lˈɛt ɡˌO.", speech, nil},
		{"a blip before l", "lˈɛt ɡˌO.", slices.Concat(blip(0.1, 8), still(6), speech), []string{falseStart}},
		{"a closure", "əbˈWt wˈʌn.", slices.Concat(blip(0.1, 8), still(6), speech), nil},
		{"s before a stop", "stˈA.", slices.Concat(blip(0.1, 16), still(6), speech), nil},
		{"voicing before g", "ɡˌO ˌɔn.", slices.Concat(blip(0.02, 8), still(3), speech), nil},
		{"a blip before g", "ɡˌO ˌɔn.", slices.Concat(blip(0.2, 8), still(3), speech), []string{falseStart}},
		{"a blip before ch", "ʧˈɪn.", slices.Concat(blip(0.1, 8), still(4), speech), []string{falseStart}},
		{"a pause of its own", "nˈW, ðə.", slices.Concat(repeat(0.5, 40), still(40), speech), nil},
		{"a final t", "lˈɛft.", slices.Concat(speech, still(16), blip(0.1, 10)), nil},
		{"a sound after n", "ˈIdᵊl mˈæn.", slices.Concat(speech, still(16), blip(0.1, 10)), []string{afterword}},
		{"a sound long after t", "lˈɛft.", slices.Concat(speech, still(50), blip(0.1, 10)), []string{afterword}},
	} {
		x := sound(slices.Concat(still(6), c.levels, still(20))...)
		if got := edges(x, c.phonemes); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestClicks(t *testing.T) {
	x := sound(slices.Concat(repeat(0, 20), repeat(0.5, 60), repeat(0, 60), repeat(0.5, 60), repeat(0, 20))...)
	for i := range x { // soft edges
		x[i] *= 0.9
	}
	const frames = modelRate / 1000
	if clicks(x, frames) {
		t.Error("a clean clip clicks")
	}
	y := slices.Clone(x)
	y[110*window] = 0.2
	if !clicks(y, frames) {
		t.Error("an impulse in a pause was not found")
	}
	if y = x[25*window+7:]; !clicks(y, frames) {
		t.Error("a step at the start was not found")
	}
}
