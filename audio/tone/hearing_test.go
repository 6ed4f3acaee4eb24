package tone_test

import (
	"math"
	"testing"

	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

// lowVolume is a listener in an ordinary room, with the volume low.
func lowVolume(d hearing.Device) *hearing.Ear {
	return hearing.NewEar(hearing.Room{Voice: 50, Noise: 40}, d)
}

// At low volume in a room a breath is heard nearly all the time, and most of the time
// on a phone's speaker, which has nothing of its fundamental. A search, which comes and
// goes, and a bed are heard now and then at the least.
func TestTonesAreAudibleAtLowVolume(t *testing.T) {
	for _, d := range hearing.Devices() {
		ear := lowVolume(d)
		breath, search, bed := 90.0, 70.0, 60.0
		if d.Orders == 2 {
			breath, search, bed = 80, 50, 45
		}
		check := func(what string, want, share float64) {
			t.Logf("%s, %s: heard %.0f %% of the time", d.Name, what, share)
			if share < want {
				t.Errorf("%s, %s: heard only %.0f %% of the time", d.Name, what, share)
			}
		}
		for _, kind := range sounding {
			for i, phase := range phases {
				check(name(kind, phase), breath, 100*ear.HeardBreath(kind, phase, []int{4, 6}[i]))
			}
		}
		x := make([]float32, 300*second)
		tone.Search().Fill(x, 0, int64(len(x)))
		heard, of := ear.Heard(x, 1, 1)
		check("a search", search, 100*float64(heard)/float64(of))
		tone.Bed{At: 0, Frames: int64(len(x))}.Fill(x, 0)
		heard, of = ear.Heard(x, 1, 1)
		check("a bed", bed, 100*float64(heard)/float64(of))
	}
}

// Half a second near the start of a phase, at low volume in a room, is enough to tell
// in from out, even for a classifier that knows nothing but the levels of bands.
func TestInhaleAndExhaleAreToldApartInHalfASecond(t *testing.T) {
	for _, d := range hearing.Devices() {
		for _, kind := range sounding {
			share := 100 * lowVolume(d).ToldApart(kind)
			t.Logf("%s, %s: told apart in %.1f %%", d.Name, kind, share)
			if share < 95 {
				t.Errorf("%s, %s: told apart in only %.1f %%", d.Name, kind, share)
			}
		}
	}
}

// The classifier finds nothing where there is nothing to find.
func TestTheClassifierCannotTellLikeFromLike(t *testing.T) {
	if share := 100 * lowVolume(hearing.Devices()[0]).ToldApart(tone.None); share > 65 {
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
				n := short.Size()
				for at := 0; at+n <= len(quarter); at += n / 2 {
					for k, p := range short.Spectrum(quarter[at : at+n]) {
						p *= loudness.AWeight(short.Hz(k))
						if hz := short.Hz(k); hz >= 400 && hz <= 1000 {
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
