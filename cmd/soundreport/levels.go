package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// rooms are listening volumes: a very low one in a quiet room, and two in an ordinary one.
func rooms() []hearing.Room {
	return []hearing.Room{{Voice: 40, Noise: 35}, {Voice: 50, Noise: 40}, {Voice: 60, Noise: 40}}
}

// lowVolume is the room in which everything must do.
func lowVolume() hearing.Room { return rooms()[1] }

func roomName(r hearing.Room) string {
	return fmt.Sprintf("voice %.0f, room %.0f", r.Voice, r.Noise)
}

// sample is a sound other than the voice, of a usual length.
type sample struct {
	name        string
	left, right []float32
	from, to    float64 // what does not count at its ends, in seconds
}

// breathOf is a phase of a breath of the default length, at a frame of a session.
func breathOf(kind tone.Kind, phase tone.Phase, at int64) []float32 {
	x := make([]float32, breathSeconds(phase)*audio.SampleRate)
	tone.NewBreath(kind, phase, at, int64(len(x))).Fill(x, 0)
	return x
}

func breathSeconds(phase tone.Phase) int {
	if phase == tone.Inhale {
		return 4
	}
	return 6
}

func phaseName(p tone.Phase) string {
	if p == tone.Inhale {
		return "inhale"
	}
	return "exhale"
}

func phases() []tone.Phase { return []tone.Phase{tone.Inhale, tone.Exhale} }

// soundingKinds is every kind of breath tone but none.
func soundingKinds() []tone.Kind {
	kinds := tone.Kinds()
	return kinds[:len(kinds)-1]
}

// lastingSounds are a search and a bed of some minutes.
func lastingSounds() []sample {
	search, bed := make([]float32, 300*audio.SampleRate), make([]float32, 300*audio.SampleRate)
	tone.Search().Fill(search, 0, int64(len(search)))
	tone.Bed{At: 0, Frames: int64(len(bed))}.Fill(bed, 0)
	return []sample{{"search", search, search, 1, 1}, {"bed", bed, bed, 1, 1}}
}

// levelTable is how loud every sound is, as heard.
func levelTable(s *studio) (table, error) {
	t := table{head: []string{"sound", "dB A-weighted", "LUFS"}}
	for _, r := range rooms() {
		t.head = append(t.head, fmt.Sprintf("dB(A), voice at %.0f", r.Voice))
	}
	add := func(name string, left, right []float32) {
		a := loudness.AWeighted(left, right)
		cells := []string{name, number(a, 1), number(loudness.Integrated(left, right), 1)}
		for _, r := range rooms() {
			cells = append(cells, number(a+r.ToEar(), 0))
		}
		t.add(cells...)
	}
	for _, name := range builtin.Names() {
		x, err := s.speech(name)
		if err != nil {
			return table{}, err
		}
		add(name, x, x)
	}
	for _, kind := range soundingKinds() {
		for _, phase := range phases() {
			var x []float32
			for n := range int64(12) {
				x = append(x, breathOf(kind, phase, n*37*audio.SampleRate)...)
			}
			add(fmt.Sprintf("%s, %s", kind, phaseName(phase)), x, x)
		}
	}
	for _, s := range lastingSounds() {
		add(s.name, s.left, s.right)
	}
	left, right := ears(tone.StartBell())
	add("start bell", left, right)
	left, right = ears(tone.Chime())
	add("end chime", left, right)
	var softest, loudest span
	for _, e := range tone.Earcons() {
		x := append(e.Sound(), make([]float32, audio.SampleRate*4/10)...)[:audio.SampleRate*4/10]
		softest.see(loudness.AWeighted(x))
		loudest.see(loudness.AWeighted(x) + lowVolume().ToEar())
	}
	t.add("earcons, over 400 ms", softest.text(1), "", "", loudest.text(0), "")
	return t, nil
}

func ears(x [][2]float32) (left, right []float32) {
	left, right = make([]float32, len(x)), make([]float32, len(x))
	for i, f := range x {
		left[i], right[i] = f[0], f[1]
	}
	return left, right
}

// heardTable is in which part of the time each sound is heard, in each of rooms.
func heardTable() table {
	var volumes []string
	for _, r := range rooms() {
		volumes = append(volumes, fmt.Sprintf("%.0f", r.Voice))
	}
	t := table{head: []string{"% of the time, the voice at " + strings.Join(volumes, " / ") + " dB(A)"}}
	var listeners []*hearing.Ear
	for _, d := range hearing.Devices() {
		t.head = append(t.head, d.Name)
		for _, r := range rooms() {
			listeners = append(listeners, hearing.NewEar(r, d))
		}
	}
	type row struct {
		name  string
		share func(*hearing.Ear) float64
	}
	var rows []row
	for _, kind := range soundingKinds() {
		for _, phase := range phases() {
			rows = append(rows, row{fmt.Sprintf("%s, %s", kind, phaseName(phase)), func(e *hearing.Ear) float64 {
				return e.HeardBreath(kind, phase, breathSeconds(phase))
			}})
		}
	}
	for _, s := range lastingSounds() {
		rows = append(rows, row{s.name, func(e *hearing.Ear) float64 {
			heard, of := e.Heard(s.left[:60*audio.SampleRate], s.from, s.to)
			return float64(heard) / float64(of)
		}})
	}
	cells := make([][]string, len(rows))
	for i := range cells {
		cells[i] = make([]string, len(listeners))
	}
	_ = sideBySide(runtime.GOMAXPROCS(0), len(rows)*len(listeners), func(n int) error {
		r, l := n/len(listeners), n%len(listeners)
		cells[r][l] = number(100*rows[r].share(listeners[l]), 0)
		return nil
	})
	for i, r := range rows {
		line := []string{r.name}
		for c := range slices.Chunk(cells[i], len(volumes)) {
			line = append(line, strings.Join(c, " / "))
		}
		t.add(line...)
	}
	return t
}

// apartTable is how often in is told from out by half a second, at low volume.
func apartTable() table {
	t := table{head: []string{"% right, " + roomName(lowVolume())}}
	devices, kinds := hearing.Devices(), soundingKinds()
	for _, d := range devices {
		t.head = append(t.head, d.Name)
	}
	cells := make([]string, len(kinds)*len(devices))
	_ = sideBySide(runtime.GOMAXPROCS(0), len(cells), func(n int) error {
		ear := hearing.NewEar(lowVolume(), devices[n%len(devices)])
		cells[n] = number(100*ear.ToldApart(kinds[n/len(devices)]), 1)
		return nil
	})
	for i, k := range kinds {
		t.add(append([]string{string(k)}, cells[i*len(devices):(i+1)*len(devices)]...)...)
	}
	return t
}
