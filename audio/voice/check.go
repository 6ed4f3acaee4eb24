package voice

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice/recording"
)

// Kind is a kind of fault in a clip.
type Kind string

const (
	Missing    Kind = "missing"    // the manifest has no clip of the line
	Unreadable Kind = "unreadable" // it cannot be decoded
	Silent     Kind = "silent"
	CutStart   Kind = "cut-start" // it begins in the middle of speech
	CutEnd     Kind = "cut-end"   // it ends in the middle of speech
	TooSlow    Kind = "too-slow"  // four words or more at less than LeastPace
	TooFast    Kind = "too-fast"  // four words or more at more than MostPace
	Stale      Kind = "stale"     // no script says its line
)

// How fast a line should be spoken, in words a minute.
const (
	LeastPace  = 80
	MostPace   = 190
	PacedWords = 4 // a line of fewer words is too short to have a pace
)

// Fault is something that is wrong with one clip.
type Fault struct {
	Kind Kind
	Line string
	File string // empty where the clip is missing
	Pace int    // words a minute, with TooSlow and TooFast
	Err  error  // with Unreadable
}

// Warning reports whether the clip can be played nevertheless.
func (f Fault) Warning() bool {
	switch f.Kind {
	case Missing, Unreadable, Silent:
		return false
	}
	return true
}

// Error returns what is wrong. Lines and files in it are quoted, so that it can be
// shown on a terminal.
func (f Fault) Error() string {
	clip := fmt.Sprintf("%q (%q)", f.Line, f.File)
	switch f.Kind {
	case Missing:
		return fmt.Sprintf("%q: the voice has no clip of it", f.Line)
	case Unreadable:
		return fmt.Sprintf("%s: %v", clip, f.Err)
	case Silent:
		return clip + ": it is silent"
	case CutStart:
		return clip + ": it begins in the middle of speech: leave a moment of silence before it"
	case CutEnd:
		return clip + ": it ends in the middle of speech: leave a moment of silence after it"
	case TooSlow:
		return fmt.Sprintf("%s: it is spoken at %d words a minute, slower than %d", clip, f.Pace, LeastPace)
	case TooFast:
		return fmt.Sprintf("%s: it is spoken at %d words a minute, faster than %d", clip, f.Pace, MostPace)
	}
	return clip + ": no script says this line"
}

// Unwrap returns why an Unreadable clip cannot be read.
func (f Fault) Unwrap() error { return f.Err }

// Measure finds the lengths of the clips of these lines, on all cores, so that
// Frames need not decode them one by one. A prepared voice knows them already.
func (v *Voice) Measure(lines []string) {
	if v.prepared {
		return
	}
	var wanted []string
	v.mu.Lock()
	for _, line := range lines {
		if e, ok := v.entry(line); ok {
			if _, known := v.lengths[e.Line]; !known {
				wanted = append(wanted, e.Line)
			}
		}
	}
	v.mu.Unlock()
	each(len(wanted), func(i int) { v.Frames(wanted[i]) })
}

// Check returns every fault in the clips of these lines, in the order of the
// lines, then the clips that none of the lines uses. It decodes all of them, on
// all cores.
func (v *Voice) Check(lines []string) []Fault {
	found := make([][]Fault, len(lines))
	each(len(lines), func(i int) { found[i] = v.check(lines[i]) })
	var faults []Fault
	used := map[string]bool{}
	for i, f := range found {
		faults = append(faults, f...)
		used[Key(lines[i])] = true
	}
	for _, e := range v.entries {
		if !used[e.Line] {
			faults = append(faults, Fault{Kind: Stale, Line: e.Line, File: e.File})
		}
	}
	return faults
}

func (v *Voice) check(line string) []Fault {
	e, ok := v.entry(line)
	if !ok {
		return []Fault{{Kind: Missing, Line: Key(line)}}
	}
	fault := Fault{Line: e.Line, File: e.File}
	r, err := v.decode(e)
	var clip *Clip
	if err == nil {
		edges := cut(r)
		if clip, err = v.finish(e, r); err == nil {
			v.learn(e.Line, int64(clip.Frames()))
			return append(paced(fault, clip), edges.faults(fault)...)
		}
	}
	v.learn(e.Line, 0)
	fault.Kind, fault.Err = Unreadable, err
	if errors.Is(err, loudness.ErrSilent) {
		fault.Kind = Silent
	}
	return []Fault{fault}
}

// paced returns a fault if the clip is spoken too slowly or too fast.
func paced(fault Fault, c *Clip) []Fault {
	words := len(strings.Fields(fault.Line))
	if words < PacedWords {
		return nil
	}
	pace := float64(words) * 60 * audio.SampleRate / float64(c.Frames())
	fault.Pace = int(math.Round(pace))
	switch {
	case pace < LeastPace:
		fault.Kind = TooSlow
	case pace > MostPace:
		fault.Kind = TooFast
	default:
		return nil
	}
	return []Fault{fault}
}

type edges struct{ start, end bool }

func (e edges) faults(fault Fault) (faults []Fault) {
	if e.start {
		fault.Kind = CutStart
		faults = append(faults, fault)
	}
	if e.end {
		fault.Kind = CutEnd
		faults = append(faults, fault)
	}
	return faults
}

// cut reports whether the first or the last 5 ms are about as loud as the speech:
// less than 20 dB below the mean of everything within 30 dB of the loudest.
func cut(r *recording.Recording) edges {
	n := min(r.Frames(), r.Rate/200)
	most := 0.0
	for i := 0; i+n <= r.Frames(); i += n {
		most = max(most, power(r, i, n))
	}
	loud, blocks := 0.0, 0
	for i := 0; i+n <= r.Frames(); i += n {
		if p := power(r, i, n); p > most/1000 {
			loud += p
			blocks++
		}
	}
	threshold := loud / float64(max(1, blocks)) / 100
	return edges{
		start: power(r, 0, n) > threshold,
		end:   power(r, r.Frames()-n, n) > threshold,
	}
}

func power(r *recording.Recording, from, n int) float64 {
	sum := 0.0
	for _, x := range r.Channels {
		for _, s := range x[from : from+n] {
			sum += float64(s) * float64(s)
		}
	}
	return sum / float64(n)
}

// each calls do with 0 to n-1, on all cores.
func each(n int, do func(i int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
}
