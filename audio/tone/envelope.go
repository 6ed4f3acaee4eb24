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

// swell is the shape of a breath tone's level. Its fades take a part of the phase,
// within bounds. Between them the level changes evenly, so there is always sound to
// follow.
type swell struct {
	from, to    float64 // level at the start and the end
	attack      float64 // part of the phase
	attackMost  float64 // seconds
	release     float64
	releaseMost float64
}

// The shortest fades of a breath tone, in seconds. With a longer attack the first half
// second would be too soft to tell in from out.
const attackLeast, releaseLeast = 0.25, 0.26

// An inhale grows towards its end; an exhale dies away slowly.
var swells = [2]swell{
	Inhale: {from: 0.5, to: 1, attack: 0.08, attackMost: 0.5, release: 0.1, releaseMost: 0.6},
	Exhale: {from: 1, to: 0.45, attack: 0.06, attackMost: 0.4, release: 0.12, releaseMost: 1},
}

// envelope is a swell over a sound of so many frames. It is 0 at the first and the last
// frame.
type envelope struct {
	from, slope     float64 // level, and how it moves each frame
	attack, release float64 // frames
	last            float64 // the last frame
}

func (s *swell) over(frames int64) envelope {
	n := float64(frames)
	e := envelope{from: s.from, slope: (s.to - s.from) / max(n-1, 1), last: n - 1}
	e.attack = min(max(s.attack*n, attackLeast*audio.SampleRate), s.attackMost*audio.SampleRate)
	e.release = min(max(s.release*n, releaseLeast*audio.SampleRate), s.releaseMost*audio.SampleRate, n/2)
	e.attack = min(e.attack, n-e.release) // shorter than any breath
	return e
}

// at returns the level at a frame.
func (e *envelope) at(frame float64) float64 {
	g := e.from + e.slope*frame
	if frame < e.attack {
		g *= smooth(frame / e.attack)
	}
	if left := e.last - frame; left < e.release {
		g *= smooth(left / e.release)
	}
	return g
}

// line returns the level at a frame, a multiple of step, and how it moves each frame
// until the next step, in a straight line.
func (e *envelope) line(frame int64) (level, slope float64) {
	a := float64(frame)
	b := min(a+step, e.last)
	level = e.at(a)
	return level, (e.at(b) - level) / max(b-a, 1)
}
