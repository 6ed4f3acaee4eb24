package chooser

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// index is where the entry with this name, or of this kind, stands.
func index(t testing.TB, c Choices, name string) int {
	t.Helper()
	i := slices.IndexFunc(c.Entries, func(e Entry) bool { return e.Name == name || e.Kind == Kind(name) })
	if i < 0 {
		t.Fatalf("there is no entry %q", name)
	}
	return i
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// enterOnly answers with enter alone to the end, and counts how often.
func enterOnly(t testing.TB, f *flow) (Choice, int) {
	t.Helper()
	for n := 0; n < 10; n++ {
		if f.page == pageDone {
			return f.choice, n
		}
		if q := f.question(); len(q.options) > 0 {
			must(t, f.choose(q.cursor))
			continue
		}
		f.goOn()
	}
	t.Fatalf("it is still at page %d", f.page)
	return Choice{}, 0
}

func TestEnterAloneChoosesTheLikeliest(t *testing.T) {
	for name, tc := range map[string]struct {
		of      func(*Choices)
		want    Choice
		presses int
	}{
		"the interrupted session": {func(*Choices) {}, Choice{Entry: entry(t, "interrupted")}, 2},
		"the last one":            {func(c *Choices) { c.Entries = c.Entries[1:] }, Choice{Entry: entry(t, "last")}, 2},
		"a region at its ideal": {func(c *Choices) { c.Entries = c.Entries[3:] },
			Choice{Entry: entry(t, "neck"), Length: ideal("neck")}, 4},
		"the region remembered, as it was": {func(c *Choices) {
			c.Entries, c.Regions, c.Length = c.Entries[2:], []string{"jaw"}, 8*time.Minute
		}, Choice{Entry: entry(t, "jaw"), Length: 8 * time.Minute}, 4},
		"a length that was typed": {func(c *Choices) {
			c.Entries, c.Regions, c.Length = c.Entries[3:], []string{"neck"}, 5*time.Minute+30*time.Second
		}, Choice{Entry: entry(t, "neck"), Length: 5*time.Minute + 30*time.Second}, 4},
		"looping without end": {func(c *Choices) {
			c.Entries, c.Regions, c.Loop = c.Entries[3:], []string{"jaw"}, true
		}, Choice{Entry: entry(t, "jaw"), Loop: true}, 4},
		"looping for a length": {func(c *Choices) {
			c.Entries, c.Regions, c.Loop, c.Length = c.Entries[3:], []string{"jaw"}, true, 20*time.Minute
		}, Choice{Entry: entry(t, "jaw"), Loop: true, Length: 20 * time.Minute}, 4},
		"several regions": {func(c *Choices) {
			c.Entries, c.Regions, c.Length = c.Entries[3:], []string{"neck", "lower-back"}, 20*time.Minute
		}, Choice{Entry: Entry{Kind: Region, Regions: []string{"neck", "lower-back"}}, Length: 20 * time.Minute}, 4},
		"the programme": {func(c *Choices) {
			c.Entries, c.Regions = c.Entries[3:], full()
		}, Choice{Entry: entry(t, "full"), Length: ideal(full()...)}, 4},
		"a region that no longer exists": {func(c *Choices) {
			c.Entries, c.Regions = c.Entries[3:], []string{"elbow"}
		}, Choice{Entry: entry(t, "neck"), Length: ideal("neck")}, 4},
		"a length below the least": {func(c *Choices) {
			c.Entries, c.Regions, c.Length = c.Entries[3:], []string{"neck"}, time.Minute
		}, Choice{Entry: entry(t, "neck"), Length: fixed([]string{"neck"}).Least}, 4},
		"the usual length": {func(c *Choices) {
			c.Entries, c.Usual = c.Entries[3:], 10*time.Minute
		}, Choice{Entry: entry(t, "neck"), Length: 10 * time.Minute}, 4},
		"the usual length below the least": {func(c *Choices) {
			c.Entries, c.Regions, c.Usual = c.Entries[3:], full(), time.Minute
			c.Loop = true
		}, Choice{Entry: entry(t, "full"), Loop: true}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			c := choices(t)
			tc.of(&c)
			got, presses := enterOnly(t, newFlow(c))
			if !reflect.DeepEqual(got, tc.want) || presses != tc.presses {
				t.Errorf("enter %d times chooses %+v\nwant %d, %+v", presses, got, tc.presses, tc.want)
			}
		})
	}
}

func ideal(regions ...string) time.Duration { return fixed(regions).Ideal }

func TestFirstStartAsksForMore(t *testing.T) {
	c := newcomer(t)
	f := newFlow(c)
	var pages []page
	for f.page != pageDone {
		pages = append(pages, f.page)
		if q := f.question(); len(q.options) > 0 {
			must(t, f.choose(q.cursor))
			continue
		}
		f.goOn()
	}
	if want := []page{pageAdvice, pageHeadphones, pageEntry, pageLength, pageLoop, pageReady}; !slices.Equal(pages, want) {
		t.Errorf("pages %v, want %v", pages, want)
	}
	if !f.choice.Advised {
		t.Error("the advice was read, and that is not reported")
	}
	c.Headphones = nil
	f = newFlow(c)
	f.goOn()
	if f.page != pageEntry {
		t.Errorf("without a check of the headphones page %d follows the advice", f.page)
	}
}

// Several regions are played in the order of the list, in whatever order they
// were marked. Once something is marked, the cursor does not matter.
func TestMarkedRegions(t *testing.T) {
	c := choices(t)
	f := newFlow(c)
	for _, id := range []string{"lower-back", "neck", "interrupted", "full", "jaw", "jaw"} {
		f.mark(index(t, c, id))
	}
	must(t, f.choose(index(t, c, "jaw")))
	if want := []string{"neck", "lower-back"}; !slices.Equal(f.choice.Entry.Regions, want) || f.choice.Entry.Name != "" {
		t.Errorf("chosen are %+v, want %v", f.choice, want)
	}
	f.back()
	f.mark(index(t, c, "lower-back"))
	must(t, f.choose(index(t, c, "jaw")))
	if want := []string{"neck"}; !slices.Equal(f.choice.Entry.Regions, want) || f.choice.Entry.Name != "neck" {
		t.Errorf("chosen is %+v, want %v", f.choice, want)
	}
	f.back()
	must(t, f.choose(index(t, c, "evening")))
	if f.choice.Entry.Name != "evening" || f.page != pageReady {
		t.Errorf("a favourite gives %+v, at page %d", f.choice, f.page)
	}
	f.back()
	f.mark(index(t, c, "neck"))
	f.mark(index(t, c, "jaw"))
	f.mark(index(t, c, "upper-back"))
	if err := f.choose(index(t, c, "jaw")); err == nil || f.page != pageEntry {
		t.Errorf("regions that do not go together lead to page %d: %v", f.page, err)
	}
}

func TestTypedLengths(t *testing.T) {
	c := choices(t)
	f := newFlow(c)
	must(t, f.choose(index(t, c, "neck")))
	must(t, f.choose(len(f.suggestions)))
	if f.page != pageType {
		t.Fatalf("page %d", f.page)
	}
	for _, text := range []string{"", "soon", "1m", "25h", "-5", "12:99", "\x1b[31m"} {
		if err := f.typed(text); err == nil || f.page != pageType {
			t.Errorf("%q is taken: %+v", text, f.choice)
		}
	}
	must(t, f.typed("7:30"))
	must(t, f.choose(0))
	if f.choice.Length != 7*time.Minute+30*time.Second || f.choice.Loop || f.page != pageReady {
		t.Errorf("chosen is %+v, at page %d", f.choice, f.page)
	}
}

// Whatever is answered, in whatever order, nothing panics, what is chosen can
// be played, and going back leads to where it began.
func TestAnyAnswers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := choices(t)
		if rapid.Bool().Draw(rt, "first start") {
			c = newcomer(t)
		}
		f := newFlow(c)
		start := f.page
		for range rapid.IntRange(0, 25).Draw(rt, "answers") {
			q := f.question()
			switch act := rapid.IntRange(0, 9).Draw(rt, "act"); {
			case f.page == pageDone:
			case act == 0:
				f.back()
			case q.page == pageType:
				_ = f.typed(rapid.SampledFrom([]string{"7m", "3:10", "x", "45m", "20h"}).Draw(rt, "text"))
			case len(q.options) == 0:
				f.goOn()
			case act < 3:
				f.mark(rapid.IntRange(0, len(q.options)-1).Draw(rt, "mark"))
			default:
				_ = f.choose(rapid.IntRange(0, len(q.options)-1).Draw(rt, "option"))
			}
			if q := f.question(); len(q.options) > 0 && (q.cursor < 0 || q.cursor >= len(q.options)) {
				rt.Fatalf("page %d is at %d of %d", q.page, q.cursor, len(q.options))
			}
		}
		if f.page == pageReady || f.page == pageDone {
			if ch := f.choice; ch.Entry.Regions != nil && !(ch.Loop && ch.Length == 0) {
				if o, err := c.Offer(ch.Entry.Regions); err != nil || o.Contents(ch.Length, ch.Loop) == "" {
					rt.Fatalf("%+v was chosen, and cannot be: %v", ch, err)
				}
			} else if ch.Entry.Kind == "" {
				rt.Fatalf("nothing was chosen: %+v", ch)
			}
		}
		for f.back() {
		}
		if f.page != start {
			rt.Fatalf("back leads to page %d, not to %d", f.page, start)
		}
	})
}
