package tone

import "github.com/unknot/unknot/audio"

// smooth rises from 0 at 0 to 1 at 1 with neither slope nor curvature at its ends
// (6x^5 - 15x^4 + 10x^3), so that fading by it adds nothing audible to the spectrum.
// Outside it stays at 0 and 1.
func smooth(x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	return x * x * x * (10 + x*(6*x-15))
}

// swell is the envelope of a breath tone. Its fades take a part of the phase, within
// bounds; between them the level changes evenly, so that there is sound to follow
// throughout.
type swell struct {
	from, to                  float64 // level at the start and the end
	attack                    float64 // part of the phase
	attackLeast               float64 // seconds
	attackMost                float64
	release                   float64
	releaseLeast, releaseMost float64
}

// An inhale grows towards its end; an exhale starts sooner and dies away slowly.
var swells = [2]swell{
	Inhale: {from: 0.35, to: 1, attack: 0.15, attackLeast: 0.3, attackMost: 1, release: 0.1, releaseLeast: 0.23, releaseMost: 0.6},
	Exhale: {from: 1, to: 0.35, attack: 0.1, attackLeast: 0.3, attackMost: 0.5, release: 0.16, releaseLeast: 0.23, releaseMost: 1.2},
}

func (s swell) apply(out []float32) {
	last := float64(len(out) - 1)
	phase := float64(len(out))
	attack := min(max(s.attack*phase, s.attackLeast*audio.SampleRate), s.attackMost*audio.SampleRate)
	release := min(max(s.release*phase, s.releaseLeast*audio.SampleRate), s.releaseMost*audio.SampleRate, phase/2)
	if attack > phase-release { // shorter than any breath
		attack = phase - release
	}
	slope := (s.to - s.from) / max(last, 1)
	for i := range out {
		out[i] *= float32(s.from + slope*float64(i))
	}
	for i := 0; i < len(out) && float64(i) < attack; i++ {
		out[i] *= float32(smooth(float64(i) / attack))
	}
	for i := len(out) - 1; i >= 0 && last-float64(i) < release; i-- {
		out[i] *= float32(smooth((last - float64(i)) / release))
	}
}
