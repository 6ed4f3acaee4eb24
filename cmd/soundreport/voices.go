package main

import (
	"math"
	"runtime"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/speech"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// eachLine is how many lines of a voice there are for one that is measured.
const eachLine = 4

// clip is a line and what a voice says.
type clip struct {
	line    string
	samples []float32
}

// clips is each so manieth line of a voice, decoded.
func (s *studio) clips(name string) ([]clip, error) {
	v := s.voices[name]
	var found []clip
	for i, line := range slices.Sorted(slices.Values(v.Lines())) {
		if i%eachLine != 0 {
			continue
		}
		c, err := v.Clip(line)
		if err != nil {
			return nil, err
		}
		found = append(found, clip{line, c.Samples[0]})
	}
	return found, nil
}

// speech is the clips of a voice in a row.
func (s *studio) speech(name string) ([]float32, error) {
	clips, err := s.clips(name)
	var all []float32
	for _, c := range clips {
		all = append(all, c.samples...)
	}
	return all, err
}

// spoken is what was measured of a voice.
type spoken struct {
	understood      [3]float64 // SII: at 50 and 60 dB(A), and at 50 by a phone
	lost            float64    // LU, by a phone
	toneToNoise     float64
	buzz            float64
	pitch, melody   float64 // Hz; semitones
	pause           float64
	pace            []float64 // words a minute of lines of four words or more
	middle, highest float64   // dB of the whole, 1 to 2 and 8 to 12 kHz
	clips           int
	seconds         float64
}

// listen measures a voice.
func (s *studio) listen(name string) (spoken, error) {
	clips, err := s.clips(name)
	if err != nil {
		return spoken{}, err
	}
	analysed := make([]*speech.Clip, len(clips))
	buzz := make([]float64, len(clips))
	_ = sideBySide(runtime.GOMAXPROCS(0), len(clips), func(i int) error {
		analysed[i] = speech.Analyse(clips[i].samples)
		buzz[i] = analysed[i].Buzz()
		return nil
	})
	m := spoken{clips: len(clips)}
	spectrum := speech.NewSpectrum()
	var all []float32
	var toneToNoise, melody, pitch, pauses []float64
	for i, c := range clips {
		all = append(all, c.samples...)
		spectrum.Add(analysed[i])
		pauses = append(pauses, analysed[i].Pauses()...)
		length := float64(len(c.samples)) / audio.SampleRate
		if words := len(strings.Fields(c.line)); words >= 4 {
			m.pace = append(m.pace, float64(words)/length*60)
		}
		if st := analysed[i].Semitones(); len(st) > 15 && length > 1.2 {
			toneToNoise = append(toneToNoise, analysed[i].ToneToNoise())
			melody = append(melody, speech.Spread(st))
			pitch = append(pitch, speech.Mean(st))
		}
	}
	phone := hearing.Devices()[2]
	ear := func(voice float64, d hearing.Device) float64 {
		return hearing.NewEar(hearing.Room{Voice: voice, Noise: 40}, d).Understood(all)
	}
	m.understood = [3]float64{ear(50, hearing.Devices()[0]), ear(60, hearing.Devices()[0]), ear(50, phone)}
	m.lost = loudness.Integrated(all) - loudness.Integrated(phone.Hear(all))
	m.toneToNoise, m.melody, m.pause = speech.Mean(toneToNoise), speech.Mean(melody), speech.Median(pauses)
	m.buzz = speech.Mean(slices.DeleteFunc(buzz, math.IsNaN))
	m.pitch = 100 * math.Exp2(speech.Mean(pitch)/12)
	m.middle, m.highest = spectrum.Between(1000, 2000), spectrum.Between(8000, 12000)
	m.seconds = float64(len(all)) / audio.SampleRate
	return m, nil
}

// Human speech beside ours, as it was measured for issue 10 by other programs: a narrator
// (LJ Speech), and recorded prompts (Allison).
var references = map[string][2]string{
	"sii50": {"0.74", "0.63"}, "lost": {"1.5", "7.1"}, "hnr": {"15.9", "19.8"}, "buzz": {"0.56", "0.43"},
	"melody": {"4.2", "3.7"}, "middle": {"-14", "-17"}, "pause": {"0.33", "0.20"},
}

// voiceTable is the built-in voices beside each other.
func voiceTable(s *studio) (table, error) {
	t := table{head: []string{"voice"}}
	var all []spoken
	for _, name := range builtin.Names() {
		m, err := s.listen(name)
		if err != nil {
			return table{}, err
		}
		all = append(all, m)
		t.head = append(t.head, name)
	}
	t.head = append(t.head, "a narrator", "recorded prompts")
	row := func(name, reference string, decimals int, of func(spoken) float64) {
		cells := []string{name}
		for _, m := range all {
			cells = append(cells, number(of(m), decimals))
		}
		r := references[reference]
		t.add(append(cells, r[0], r[1])...)
	}
	row("speech intelligibility index, voice at 50 dB(A), room 40", "sii50", 2, func(m spoken) float64 { return m.understood[0] })
	row("the same, voice at 60", "", 2, func(m spoken) float64 { return m.understood[1] })
	row("the same, voice at 50, a phone's speaker", "", 2, func(m spoken) float64 { return m.understood[2] })
	row("loudness lost on a phone's speaker, LU", "lost", 1, func(m spoken) float64 { return m.lost })
	row("tone to noise (HNR), dB", "hnr", 1, func(m spoken) float64 { return m.toneToNoise })
	row("buzz", "buzz", 2, func(m spoken) float64 { return m.buzz })
	row("pitch, Hz", "", 0, func(m spoken) float64 { return m.pitch })
	row("spread of the pitch, semitones", "melody", 1, func(m spoken) float64 { return m.melody })
	row("1 to 2 kHz, dB of the whole", "middle", 0, func(m spoken) float64 { return m.middle })
	row("8 to 12 kHz, dB of the whole", "", 0, func(m spoken) float64 { return m.highest })
	row("middle pause inside a line, s", "pause", 2, func(m spoken) float64 { return m.pause })
	pace := []string{"words a minute, middle (10th to 90th percentile)"}
	measured := []string{"measured: clips, seconds"}
	for _, m := range all {
		sorted := slices.Sorted(slices.Values(m.pace))
		at := func(p int) string { return number(sorted[len(sorted)*p/100], 0) }
		pace = append(pace, at(50)+" ("+at(10)+" to "+at(90)+")")
		measured = append(measured, number(float64(m.clips), 0)+", "+number(m.seconds, 0))
	}
	t.add(append(pace, "", "")...)
	t.add(append(measured, "", "")...)
	return t, nil
}
