package history

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/store"
)

func anEntry(t *rapid.T) Entry {
	seconds := rapid.Map(rapid.IntRange(0, 1e9), func(ms int) float64 { return float64(ms) / 1000 })
	zone := rapid.IntRange(-14*60, 14*60).Draw(t, "zone")
	e := Entry{
		ID:        rapid.StringMatching(`[A-Z2-7]{26}`).Draw(t, "id"),
		Started:   time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "started"), 0).In(time.FixedZone("", zone*60)),
		Regions:   rapid.SliceOfN(rapid.SampledFrom([]string{"neck", "jaw", "upper-back", "mein Nacken\n\u2028"}), 1, 3).Draw(t, "regions"),
		Title:     rapid.String().Draw(t, "title"),
		Favourite: rapid.StringN(0, 20, -1).Draw(t, "favourite"),
		Asked:     seconds.Draw(t, "asked"),
		Played:    seconds.Draw(t, "played"),
		Differs:   -seconds.Draw(t, "differs"),
		Rounds:    rapid.IntRange(0, 9).Draw(t, "rounds"),
		Points:    rapid.IntRange(0, 9).Draw(t, "points"),
		Ended:     rapid.SampledFrom([]Ending{Finished, Stopped, CutOff}).Draw(t, "ended"),
	}
	for _, region := range e.Regions {
		if e.Seconds == nil {
			e.Seconds = map[string]float64{}
		}
		e.Seconds[region] = seconds.Draw(t, "seconds")
	}
	return e
}

// What is written is one line, and is read as it was.
func TestALineIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := anEntry(t)
		line, err := encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
			t.Fatalf("%q is not one line", line)
		}
		got, err := decode(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if !got.Started.Equal(e.Started) || got.Day() != e.Day() {
			t.Fatalf("it began at %v, not %v", got.Started, e.Started)
		}
		got.Started, e.Started = time.Time{}, time.Time{}
		if !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v became %+v", e, got)
		}
	})
}

func TestOddNumbersAreBounded(t *testing.T) {
	e := Entry{ID: "x", Started: time.Unix(1e9, 0), Asked: math.Inf(1), Played: math.NaN(), Differs: math.Inf(-1), Ended: Finished, Rounds: -1}
	line, err := encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decode(line); err != nil || got.Played != 0 || got.Asked != mostSeconds || got.Differs != -mostSeconds || got.Rounds != 0 {
		t.Errorf("%s is read as %+v, %v", line, got, err)
	}
}

// A broken line, a long one, one of a newer version and half a line hide none of
// the others; each is counted.
func TestALineThatCannotBeReadIsCounted(t *testing.T) {
	good := func(id string) string {
		line, err := encode(Entry{ID: id, Started: time.Unix(1e9, 0), Regions: []string{"neck"}, Ended: Finished})
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	text := good("a") + "what is this\n" + `{"version":2,"id":"b","new":true}` + "\n\n" + good("c") +
		strings.Repeat("x", 3*mostLineBytes) + "\n" + good("d") + good("a") + good("e")[:40]
	for _, c := range []struct {
		cut  bool
		want string
	}{{false, "[a c d]"}, {true, "[c d a]"}} {
		p := &Past{}
		p.parse("h", []byte(text), c.cut)
		var ids []string
		for _, e := range p.Entries {
			ids = append(ids, e.ID)
		}
		if got := fmt.Sprint(ids); got != c.want {
			t.Errorf("%s, not %s", got, c.want)
		}
		want := "h: 3 lines cannot be read and are left out\n" +
			"h: 1 line was written by a newer unknot: update unknot to see them (they stay as they are)"
		if got := errors.Join(p.Faults...).Error(); got != want {
			t.Errorf("%s\nnot\n%s", got, want)
		}
	}
}

func FuzzHistory(f *testing.F) {
	f.Add([]byte(`{"version":1,"id":"a","started":"2026-03-29T01:30:00+01:00","regions":["neck"],"asked":480,"played":480,` +
		`"differs":0,"rounds":1,"points":5,"extended":0,"seconds":{"neck":480},"ended":"finished"}` + "\n{\"version\":2}\nx\n"))
	f.Add([]byte(`{"version":1,"id":"a","started":"0000-01-01T00:00:00Z","ended":"stopped","played":1e300}`))
	f.Add([]byte(`{"version":1,"id":"a","started":"9999-12-31T23:59:59-23:59","ended":"stopped","seconds":{"":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &Past{}
		p.parse("h", data, false)
		for _, e := range p.Entries {
			if _, err := encode(e); err != nil {
				t.Fatalf("%+v is read, and cannot be written: %v", e, err)
			}
		}
		now := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
		if n := p.Run(now); n > len(p.Entries) {
			t.Fatalf("%d days of %d entries", n, len(p.Entries))
		}
		p.Week(now)
		for _, r := range p.Regions() {
			if r.Sessions < 1 || r.Seconds < 0 {
				t.Fatalf("%+v", r)
			}
		}
	})
}

func FuzzSnapshot(f *testing.F) {
	f.Add([]byte(`{"version":1,"saved":"2026-03-29T01:30:00+01:00","entry":{"id":"a","started":"2026-03-29T01:00:00+01:00",` +
		`"regions":["neck"],"asked":480,"played":48},"mark":{"at":1}}`))
	f.Add([]byte(`{"version":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseSnapshot("f", data)
		if err != nil {
			return
		}
		l := Open(&store.Memory{}, time.Now)
		if err := l.writeSnapshot(interruptedName, s); err != nil {
			t.Fatalf("%q is read, and cannot be written: %v", data, err)
		}
		again, err := l.readSnapshot(interruptedName)
		if err != nil || again.Entry.ID != s.Entry.ID || (again.Mark == nil) != (s.Mark == nil) {
			t.Fatalf("%+v became %+v, %v", s, again, err)
		}
	})
}
