package history

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

func played(at time.Time, seconds float64) Entry {
	return Entry{ID: at.String(), Started: at, Regions: []string{"neck"}, Asked: 480, Played: seconds, Ended: Stopped}
}

// A session each day, at whatever hour the clocks then show, is a run of days,
// in every zone and through every change of its clocks. (Samoa had no 30th of
// December 2011.)
func TestDaysInARowAreOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "UTC"}).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		days := rapid.IntRange(1, 60).Draw(t, "days")
		y, m, d := 2013+rapid.IntRange(0, 15).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day")
		now := time.Date(y, m, d, rapid.IntRange(4, 23).Draw(t, "hour"), 0, 0, 0, zone)
		gap := rapid.IntRange(0, days).Draw(t, "gap")
		today := rapid.Bool().Draw(t, "today")
		p := &Past{}
		for i := range days {
			hour := rapid.IntRange(4, 23).Draw(t, "hour")
			if i == gap && i > 0 || i == 0 && !today {
				continue
			}
			p.Entries = append(p.Entries, played(time.Date(y, m, d-i, hour, 59, 0, 0, zone), 60))
		}
		want := days
		if gap > 0 && gap < days {
			want = gap
		}
		if !today {
			want--
		}
		if got := p.Run(now); got != want {
			t.Fatalf("a run of %d days, not %d", got, want)
		}
	})
}

// The day is that of the place where it was played, wherever it is read.
func TestTheDayIsThatOfThePlace(t *testing.T) {
	newYork := time.FixedZone("", -5*3600)
	e := played(time.Date(2026, 3, 1, 22, 0, 0, 0, newYork), 100)
	line, err := encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if e, err = decode(line); err != nil {
		t.Fatal(err)
	}
	if got := e.Day().Time().Format(time.DateOnly); got != "2026-03-01" {
		t.Errorf("it was played on %s", got)
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// The clocks go forward on Sunday, the 29th of March 2026.
	now := time.Date(2026, 3, 29, 23, 59, 0, 0, berlin)
	p := &Past{Entries: []Entry{
		played(time.Date(2026, 3, 22, 23, 59, 0, 0, berlin), 1),
		played(time.Date(2026, 3, 23, 0, 0, 0, 0, berlin), 2),
		played(time.Date(2026, 3, 28, 23, 59, 0, 0, berlin), 4),
		played(time.Date(2026, 3, 29, 0, 0, 0, 0, berlin), 8),
		played(time.Date(2026, 3, 29, 23, 0, 0, 0, berlin), 16),
		played(time.Date(2026, 3, 30, 0, 0, 0, 0, berlin), 32),
	}}
	want := [7]float64{2, 0, 0, 0, 0, 4, 24}
	for i, day := range p.Week(now) {
		if day.Seconds != want[i] || day.Day.Time().Day() != 23+i || day.Day.Time().Weekday() != time.Weekday((i+1)%7) {
			t.Errorf("%v: %v s, not %v", day.Day.Time(), day.Seconds, want[i])
		}
	}
	if got := p.Run(now); got != 0 {
		t.Errorf("seconds make a run of %d days", got)
	}
}

func TestRegionsTotalWhatWasPlayed(t *testing.T) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	p := &Past{Entries: []Entry{
		{Started: at, Regions: []string{"neck", "jaw"}, Played: 100, Seconds: map[string]float64{"neck": 70, "jaw": 30}},
		{Started: at, Regions: []string{"neck"}, Played: 50, Seconds: map[string]float64{"neck": 50}},
		{Started: at, Regions: []string{"jaw"}, Played: 49},
		{Started: at, Regions: []string{"lower-back"}, Played: 500},
		{Started: at, Regions: []string{"lower-back"}, Played: 100},
	}}
	want := []RegionTotal{{"lower-back", 600, 2}, {"neck", 120, 2}, {"jaw", 79, 2}}
	if got := p.Regions(); !slices.Equal(got, want) {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestHalfOfASessionCountsAsPlayed(t *testing.T) {
	for _, c := range []struct {
		entry Entry
		want  bool
	}{
		{Entry{Asked: 100, Played: 100, Ended: Finished}, true},
		{Entry{Asked: 100, Played: 40, Ended: Finished}, true}, // finished early
		{Entry{Asked: 100, Played: 50, Ended: Stopped}, true},
		{Entry{Asked: 100, Played: 49, Ended: CutOff}, false},
		{Entry{Played: 500, Rounds: 1, Ended: Stopped}, true}, // without an end
		{Entry{Played: 100, Ended: Stopped}, false},
	} {
		if got := c.entry.Half(); got != c.want {
			t.Errorf("%+v: %v", c.entry, got)
		}
	}
}
