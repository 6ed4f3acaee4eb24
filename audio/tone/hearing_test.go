package tone_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

// At low volume in a room a breath is heard nearly all the time, and most of the time
// on a phone's speaker, which has nothing of its fundamental. A search, which comes and
// goes, and a bed are heard now and then at the least.
func TestTonesAreAudibleAtLowVolume(t *testing.T) {
	for _, d := range devices {
		breath, search, bed := 90.0, 70.0, 60.0
		if d.orders == 2 {
			breath, search, bed = 80, 50, 45
		}
		check := func(what string, want float64, heard, of int) {
			share := 100 * float64(heard) / float64(of)
			t.Logf("%s, %s: heard %.0f %% of the time", d.name, what, share)
			if share < want {
				t.Errorf("%s, %s: heard only %.0f %% of the time", d.name, what, share)
			}
		}
		for _, kind := range sounding {
			for i, phase := range phases {
				heard, of := 0, 0
				for n := range 12 {
					h, o := d.audible(toneAt(kind, phase, int64(n)*37*second, []int{4, 6}[i]*second), 0.4, 0.6)
					heard, of = heard+h, of+o
				}
				check(name(kind, phase), breath, heard, of)
			}
		}
		x := make([]float32, 300*second)
		tone.Search().Fill(x, 0, int64(len(x)))
		heard, of := d.audible(x, 1, 1)
		check("a search", search, heard, of)
		tone.Bed{At: 0, Frames: int64(len(x))}.Fill(x, 0)
		heard, of = d.audible(x, 1, 1)
		check("a bed", bed, heard, of)
	}
}

// Half a second near the start of a phase, at low volume in a room, is enough to tell
// in from out, even for a classifier that knows nothing but the levels of bands. It
// learns from breaths of other lengths.
func TestInhaleAndExhaleAreToldApartInHalfASecond(t *testing.T) {
	for _, d := range devices {
		for _, kind := range sounding {
			s := &sampler{device: d, kind: kind, random: rand.New(rand.NewPCG(3, 4))}
			train := append(append(s.draw(3, 5, 40), s.draw(5, 7, 40)...), s.draw(4, 4, 40)...)
			c := learn(train)
			right := 0
			test := s.draw(4, 6, 100)
			for _, e := range test {
				if c.isExhale(e.features) == e.exhale {
					right++
				}
			}
			share := 100 * float64(right) / float64(len(test))
			t.Logf("%s, %s: told apart in %.1f %%", d.name, kind, share)
			if share < 95 {
				t.Errorf("%s, %s: told apart in only %.1f %%", d.name, kind, share)
			}
		}
	}
}

// The classifier finds nothing where there is nothing to find.
func TestTheClassifierCannotTellLikeFromLike(t *testing.T) {
	s := &sampler{device: devices[0], kind: tone.None, random: rand.New(rand.NewPCG(3, 4))}
	c := learn(s.draw(3, 5, 100))
	right := 0
	test := s.draw(4, 6, 100)
	for _, e := range test {
		if c.isExhale(e.features) == e.exhale {
			right++
		}
	}
	if share := 100 * float64(right) / float64(len(test)); share > 65 {
		t.Errorf("silence in a room is told apart in %.0f %%", share)
	}
}

// The starts are told apart by pitch as well as by timbre: the strongest partials of
// the first half second are a third of an octave apart at least.
func TestPhasesStartAtDifferentPitches(t *testing.T) {
	for _, kind := range sounding {
		start := func(phase tone.Phase) float64 {
			return mean(several(kind, phase, 0, 5*second), func(x []float32) float64 { return centroid(x[:second/2]) })
		}
		in, out := start(tone.Inhale), start(tone.Exhale)
		if kind != tone.Air {
			in = pitchWithin(toneAt(kind, tone.Inhale, 0, 5*second)[:second/2], 80, 450)
			out = pitchWithin(toneAt(kind, tone.Exhale, 0, 5*second)[:second/2], 80, 450)
		}
		t.Logf("%s: %.0f and %.0f Hz", kind, in, out)
		if octaves := math.Log2(in / out); octaves < 1./3 {
			t.Errorf("%s: an inhale starts at %.0f Hz, an exhale at %.0f", kind, in, out)
		}
	}
}

// A phone's speaker and a leaky earbud lose what is under 400 Hz; partials over 1 kHz
// are no longer soft. Each quarter of each phase has a good part of what is heard of it
// in between.
func TestPhasesHavePartialsBetween400And1000Hz(t *testing.T) {
	for _, kind := range []tone.Kind{tone.Hum, tone.Bowl} {
		for i, phase := range phases {
			x := toneAt(kind, phase, 0, []int{4, 6}[i]*second)
			for q := range 4 {
				within, all := 0.0, 0.0
				quarter := part(x, float64(q)/4, float64(q+1)/4)
				n := len(short.window)
				for at := 0; at+n <= len(quarter); at += n / 2 {
					for k, p := range short.spectrum(quarter[at : at+n]) {
						p *= loudness.AWeight(short.hz(k))
						if hz := short.hz(k); hz >= 400 && hz <= 1000 {
							within += p
						}
						all += p
					}
				}
				t.Logf("%s, quarter %d: %.0f %%", name(kind, phase), q+1, 100*within/all)
				if within < 0.3*all {
					t.Errorf("%s, quarter %d: only %.0f %% of what is heard", name(kind, phase), q+1, 100*within/all)
				}
			}
		}
	}
}
