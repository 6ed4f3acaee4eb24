package history

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Day is a day of the calendar, in days since the first of January 1970. Days
// are whole whatever the clocks do in them.
type Day int

// DayOf is the day that t falls on, in t's zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is the day's beginning in UTC, for its date and weekday.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Monday is the first day of the day's week.
func (d Day) Monday() Day { return d - Day((int(d.Time().Weekday())+6)%7) }

// Day is the day on which the session began, where it was played.
func (e Entry) Day() Day { return DayOf(e.Started) }

// DayTotal is the seconds that were played on a day.
type DayTotal struct {
	Day     Day
	Seconds float64
}

// Week is the week of now, by day, Monday first.
func (p *Past) Week(now time.Time) [7]DayTotal {
	var week [7]DayTotal
	monday := DayOf(now).Monday()
	for i := range week {
		week[i].Day = monday + Day(i)
	}
	for _, e := range p.Entries {
		if i := int(e.Day() - monday); i >= 0 && i < len(week) {
			week[i].Seconds += e.Played
		}
	}
	return week
}

// RegionTotal is how long a region was played, in seconds, and how often.
type RegionTotal struct {
	Region   string
	Seconds  float64
	Sessions int
}

// Regions is every region that was played, the one played longest first.
func (p *Past) Regions() []RegionTotal {
	totals := map[string]RegionTotal{}
	for _, e := range p.Entries {
		for region, seconds := range e.seconds() {
			t := totals[region]
			totals[region] = RegionTotal{region, t.Seconds + seconds, t.Sessions + 1}
		}
	}
	return slices.SortedFunc(maps.Values(totals), func(a, b RegionTotal) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(a.Region, b.Region))
	})
}

// seconds is how long each region was played.
func (e Entry) seconds() map[string]float64 {
	if len(e.Seconds) == 0 && len(e.Regions) == 1 {
		return map[string]float64{e.Regions[0]: e.Played}
	}
	return e.Seconds
}

// enough is the least number of seconds that make a day part of a run.
const enough = 60

// Run is how many days in a row something was played, up to today, or to
// yesterday while nothing was played today yet. A session that was not finished
// counts from a minute on.
func (p *Past) Run(now time.Time) int {
	days := map[Day]bool{}
	for _, e := range p.Entries {
		if e.Ended == Finished || e.Played >= enough {
			days[e.Day()] = true
		}
	}
	last := DayOf(now)
	if !days[last] {
		last--
	}
	run := 0
	for days[last-Day(run)] {
		run++
	}
	return run
}
