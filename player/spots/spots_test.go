package spots_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/spots"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

const file = "spots.json"

var (
	noon  = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	inner = plan.Spot{Region: "neck", Place: "skull-base-inner", Title: "Just beside the centre"}
	top   = plan.Spot{Region: "upper-back", Place: "shoulder-top", Title: "The top of the shoulder"}
	outer = plan.Spot{Region: "neck", Place: "skull-base-outer", Title: "Toward the bone"}
	own   = plan.Spot{Region: "mine", Title: "Here"}
)

func open(t *testing.T, s store.Store) spots.List {
	t.Helper()
	l, err := spots.Open(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func withAll(t *testing.T) *store.Memory {
	t.Helper()
	s := &store.Memory{}
	if err := spots.Add(s, noon, inner, top, outer, own); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASpotIsKeptOnce(t *testing.T) {
	s := &store.Memory{}
	if l := open(t, s); len(l) > 0 {
		t.Errorf("at first %+v", l)
	}
	for i := range 3 {
		renamed := inner
		renamed.Title += strings.Repeat("!", i)
		if err := spots.Add(s, noon.Add(time.Duration(i)*time.Hour), renamed, top); err != nil {
			t.Fatal(err)
		}
	}
	if l := open(t, s); len(l) != 2 || l[0] != (spots.Spot{Spot: inner, Since: noon}) || l[1].Spot != top {
		t.Errorf("%+v", l)
	}
	if err := spots.Add(s, noon, plan.Spot{Region: "mine", Title: strings.Repeat("x", 5000)}); err != nil {
		t.Fatal(err)
	}
	if l := open(t, s); len(l) != 3 {
		t.Errorf("%+v", l)
	}
}

func TestASpotIsBroughtBackByAnyOfItsNames(t *testing.T) {
	for name, want := range map[string]plan.Spot{
		"skull-base-inner": inner, "neck/skull-base-outer": outer, "the top of the SHOULDER": top, "upper-back": top, "mine": own, "mine/here": own,
	} {
		s := withAll(t)
		back, err := spots.Restore(s, name, false)
		if err != nil || len(back) != 1 || back[0].Spot != want {
			t.Errorf("%q: %+v, %v", name, back, err)
		}
		if l := open(t, s); len(l) != 3 {
			t.Errorf("%q: there remain %+v", name, l)
		}
	}
	for name, n := range map[string]int{"neck": 2, "": 4, "mine": 1} {
		s := withAll(t)
		if back, err := spots.Restore(s, name, true); err != nil || len(back) != n || len(open(t, s)) != 4-n {
			t.Errorf("all of %q: %+v, %v", name, back, err)
		}
	}
	if back, err := spots.Restore(&store.Memory{}, "", true); err != nil || len(back) > 0 {
		t.Errorf("all of none: %+v, %v", back, err)
	}
}

func TestAWrongNameBringsNothingBack(t *testing.T) {
	s := withAll(t)
	for name, want := range map[string]string{
		"skull-base-iner": `did you mean "skull-base-inner"?`, "nothing like it": "unknot spots lists those that are",
		"neck": "is the name of 2 spots: name one, of neck/skull-base-inner, neck/skull-base-outer; or add --all",
	} {
		if back, err := spots.Restore(s, name, false); err == nil || !strings.Contains(err.Error(), want) || back != nil {
			t.Errorf("%q: %+v, %v", name, back, err)
		}
	}
	if l := open(t, s); len(l) != 4 {
		t.Errorf("there remain %+v", l)
	}
}

func TestABrokenFileIsLeftAsItIs(t *testing.T) {
	for text, want := range map[string]string{
		"": "broken", "{": "broken", `{"version":0,"spots":[]}`: "broken", `{"version":1,"spots":7}`: "broken",
		`{"version":1,"spots":[{"region":"../x","title":"a"}]}`:                             "broken",
		`{"version":1,"spots":[{"region":"neck"}]}`:                                         "broken",
		`{"version":1,"spots":[{"region":"a","title":"b"},{"region":"a","title":"b"}]}`:     "broken",
		`{"version":1,"spots":[{"region":"a","title":"` + strings.Repeat("x", 300) + `"}]}`: "broken",
		`{"version":2,"spots":{}}`:                                                          "newer", strings.Repeat("x", 1<<17+1): "over 128 KiB",
	} {
		s := &store.Memory{}
		if err := s.Write(file, []byte(text)); err != nil {
			t.Fatal(err)
		}
		_, opened := spots.Open(s)
		_, restored := spots.Restore(s, "neck", true)
		for _, err := range []error{opened, restored, spots.Add(s, noon, inner)} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%.40q: %v", text, err)
			}
		}
		if data, err := s.Read(file, 1<<20); err != nil || string(data) != text {
			t.Errorf("%.40q became %.40q, %v", text, data, err)
		}
	}
}

func TestThereIsAnEndToIt(t *testing.T) {
	s := &store.Memory{}
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		err = spots.Add(s, noon, plan.Spot{Region: "mine", Title: strings.Repeat("x", i/30+1) + string(rune('a'+i%30))})
	}
	if err == nil || !strings.Contains(err.Error(), "unknot spots restore") || len(open(t, s)) != 500 {
		t.Errorf("%d, %v", len(open(t, s)), err)
	}
}

// What is kept is what was left out and not brought back, in any order.
func TestSpotsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, kept := &store.Memory{}, map[plan.Spot]bool{}
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			spot := plan.Spot{
				Region: rapid.SampledFrom([]string{"neck", "jaw"}).Draw(t, "region"),
				Place:  scripts.Place(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "place")), Title: "The same",
			}
			if rapid.Bool().Draw(t, "back") {
				_, err := spots.Restore(s, spot.Region+"/"+string(spot.Place), false)
				if unknown := (*spots.UnknownError)(nil); errors.As(err, &unknown) == kept[spot] {
					t.Fatalf("%+v: %v", spot, err)
				}
				delete(kept, spot)
				continue
			}
			if err := spots.Add(s, noon, spot); err != nil {
				t.Fatal(err)
			}
			kept[spot] = true
		}
		l, err := spots.Open(s)
		if err != nil || len(l) != len(kept) {
			t.Fatalf("%+v, not %+v, %v", l, kept, err)
		}
		for _, spot := range l {
			if !kept[spot.Spot] {
				t.Fatalf("%+v is left out", spot)
			}
		}
	})
}

func FuzzSpots(f *testing.F) {
	f.Add([]byte(`{"version":1,"spots":[{"region":"neck","place":"skull-base-inner","title":"Beside","since":"2026-03-04T12:00:00Z"}]}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &store.Memory{}
		if err := s.Write(file, data); err != nil {
			t.Fatal(err)
		}
		l, err := spots.Open(s)
		if err != nil || len(l) == 500 {
			return
		}
		if err := spots.Add(s, noon, inner); err != nil {
			t.Fatalf("%q is read as %+v, and cannot be added to: %v", data, l, err)
		}
		for _, name := range l.Names() {
			if _, err := spots.Restore(s, name, true); err != nil {
				if unknown := (*spots.UnknownError)(nil); !errors.As(err, &unknown) {
					t.Fatalf("%q: restoring %q: %v", data, name, err)
				}
			}
		}
	})
}
