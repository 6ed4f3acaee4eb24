package tone

import (
	"fmt"
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
)

// Earcon is a short sound with one meaning.
type Earcon string

const (
	Next      Earcon = "next"       // a new point, or a new step
	Press     Earcon = "press"      // press now
	Release   Earcon = "release"    // let go
	SideLeft  Earcon = "side-left"  // the left side comes now
	SideRight Earcon = "side-right" // the right side comes now
	Yes       Earcon = "yes"        // the command is done
	No        Earcon = "no"         // the command cannot be done
	Pause     Earcon = "pause"
	Resume    Earcon = "resume"
	Louder    Earcon = "louder"
	Quieter   Earcon = "quieter"
	LoopOn    Earcon = "loop-on"
	LoopOff   Earcon = "loop-off"
	Stop      Earcon = "stop"
	Tick      Earcon = "tick" // a press was counted
	Wait      Earcon = "wait" // a press is awaited
)

// note is one note of an earcon.
type note struct {
	at, ms   float64 // start and length in milliseconds
	from, to float64 // Hz; a glide where they differ
	gain     float64
}

// Pitches, in Hz.
const (
	g3, a3, b3, c4, e4, g4, a4 = 196.00, 220.00, 246.94, 261.63, 329.63, 392.00, 440.00
	c5, d5, e5, g5             = 523.25, 587.33, 659.26, 783.99
)

// They are told apart by the number of notes, then by how the pitch or the level
// moves, then by the register.
var earcons = []struct {
	name  Earcon
	notes []note
}{
	{Next, []note{{0, 110, c5, c5, 0.8}, {70, 110, e5, e5, 0.9}, {140, 150, g5, g5, 1}}},
	{Press, []note{{0, 320, e4, g3, 1}}},
	{Release, []note{{0, 320, a3, g4, 1}}},
	{SideLeft, []note{{0, 320, c4, c4, 1}}},
	{SideRight, []note{{0, 120, c5, c5, 1}, {150, 150, c5, c5, 1}}},
	{Yes, []note{{0, 120, a4, a4, 1}}},
	{No, []note{{0, 130, b3, b3, 1}, {140, 190, g3, g3, 1}}},
	{Pause, []note{{0, 150, e5, e5, 1}, {130, 210, a4, a4, 1}}},
	{Resume, []note{{0, 150, a4, a4, 1}, {130, 210, e5, e5, 1}}},
	{Louder, []note{{0, 100, d5, d5, 0.2}, {110, 100, d5, d5, 0.5}, {220, 140, d5, d5, 1}}},
	{Quieter, []note{{0, 100, d5, d5, 1}, {110, 100, d5, d5, 0.5}, {220, 140, d5, d5, 0.2}}},
	{LoopOn, []note{{0, 110, g4, g4, 1}, {110, 110, d5, d5, 1}, {220, 150, g4, g4, 1}}},
	{LoopOff, []note{{0, 110, d5, d5, 1}, {110, 110, g4, g4, 1}, {220, 150, d5, d5, 1}}},
	{Stop, []note{{0, 130, g4, g4, 1}, {120, 130, e4, e4, 1}, {240, 160, c4, c4, 1}}},
	{Tick, []note{{0, 80, g5, g5, 1}}},
	{Wait, []note{{0, 120, e4, e4, 0.6}, {120, 120, e4, e4, 0.7}, {240, 160, a4, a4, 1}}},
}

// Earcons returns every earcon.
func Earcons() []Earcon {
	names := make([]Earcon, len(earcons))
	for i, e := range earcons {
		names[i] = e.name
	}
	return names
}

// earconFrames is the time over which an earcon's level is measured, longer than any
// earcon.
const earconFrames = 4 * audio.SampleRate / 10

// Sound returns the sound of the earcon, mono, 80 to 400 ms long. It panics on an
// earcon that is not one of Earcons.
func (e Earcon) Sound() []float32 {
	i := slices.Index(Earcons(), e)
	if i < 0 {
		panic(fmt.Sprintf("tone: no earcon %q", e))
	}
	block := make([]float32, earconFrames)
	end := 0
	for _, n := range earcons[i].notes {
		end = max(end, n.add(block))
	}
	level(block, e.Level())
	return block[:end]
}

// Level returns the A-weighted level of the earcon over the 400 ms from its start, in
// dB.
func (e Earcon) Level() float64 {
	if e == Tick {
		return TickLevel
	}
	return EarconLevel
}

// add adds the note to out and returns the frame after its last one. It sounds like
// a soft mallet: at its level within 6 ms, ringing as long as the note lasts.
func (n note) add(out []float32) int {
	start, frames := int(n.at*audio.SampleRate/1000), int(n.ms*audio.SampleRate/1000)
	const attack = 6 * audio.SampleRate / 1000
	const decay = 1.2 // in e-foldings over the note
	glide := math.Log(n.to / n.from)
	// The lower a note, the more its overtones are what is heard of it.
	low := min(max(440/math.Sqrt(n.from*n.to), 1), 2)
	angle, ring, loss := 0.0, n.gain, math.Exp(-decay/float64(frames))
	for i := range frames {
		gain := ring * smooth(float64(i)/attack) * smooth(float64(frames-1-i)/(0.7*float64(frames)))
		ring *= loss
		// The note, with a little of its second and fourth harmonics.
		sin, cos := math.Sincos(angle)
		sin2, cos2 := 2*sin*cos, 1-2*sin*sin
		out[start+i] += float32(gain * (sin + low*(0.22*sin2+0.12*sin2*cos2)))
		turn := 2 * math.Pi * n.from / audio.SampleRate
		if glide != 0 {
			turn *= math.Exp(glide * smooth(float64(i)/float64(frames)))
		}
		angle += turn
	}
	return start + frames
}
