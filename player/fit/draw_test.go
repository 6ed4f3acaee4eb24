package fit

import (
	"cmp"
	"slices"

	"pgregory.net/rapid"
)

// drawn collects elastic lengths as they are drawn.
type drawn struct {
	*rapid.T
	es []Elastic
}

func (d *drawn) span(least, most int64) Elastic {
	v := []int64{
		rapid.Int64Range(least, most).Draw(d.T, "span"),
		rapid.Int64Range(least, most).Draw(d.T, "span"),
		rapid.Int64Range(least, most).Draw(d.T, "span"),
	}
	slices.Sort(v)
	return Elastic{Least: v[0], Ideal: v[1], Most: v[2]}
}

func (d *drawn) continuous(unit, least, most int64) {
	e := d.span(least, most)
	e.Unit = unit
	d.es = append(d.es, e)
}

func (d *drawn) counted(unit, least, most int64) {
	e := d.span(least, most)
	e.Unit, e.Counted = unit, true
	d.es = append(d.es, e)
}

// multipliedBy makes the last length occur as often as the one at index i.
func (d *drawn) multipliedBy(i int) {
	e := &d.es[len(d.es)-1]
	e.Multiplied, e.Multiplier = true, i
}

// drawElastics draws some lengths like a script's: continuous ones, breaths,
// and satellites with what they multiply. One continuous length has unit 1.
func drawElastics(t *rapid.T, slack int64) []Elastic {
	d := &drawn{T: t}
	d.continuous(1, 0, slack)
	for range rapid.IntRange(0, 2).Draw(t, "continuous") {
		d.continuous(rapid.Int64Range(1, 2).Draw(t, "sides"), 0, slack)
	}
	for range rapid.IntRange(1, 4).Draw(t, "breaths") {
		d.counted(1000*rapid.Int64Range(1, 2).Draw(t, "sides"), 1, 6)
	}
	if rapid.Bool().Draw(t, "satellites") {
		k, sides := len(d.es), rapid.Int64Range(1, 2).Draw(t, "sides")
		d.counted(300*sides, 0, 3)
		d.continuous(sides, 100, 100+slack/2)
		d.multipliedBy(k)
		d.counted(1000*sides, 2, 4)
		d.multipliedBy(k)
	}
	return d.es
}

// drawSession draws lengths as sessions have them, and a total: breaths of ten
// seconds, and searches and rests that together give more than one of them.
func drawSession(t *rapid.T, satellites bool) (es []Elastic, target int64) {
	const breath = 480_000
	d := &drawn{T: t, es: []Elastic{{Ideal: rapid.Int64Range(0, 4*breath).Draw(t, "rest"), Most: 4 * breath, Unit: 1}}}
	d.continuous(2, breath/2, 3*breath)
	for range rapid.IntRange(1, 5).Draw(t, "holds") {
		d.counted(breath*rapid.Int64Range(1, 2).Draw(t, "sides"), 1, 6)
	}
	if satellites {
		k, sides := len(d.es), rapid.Int64Range(1, 2).Draw(t, "sides")
		d.counted(sides*breath/5, 0, 3)
		d.continuous(sides, breath/2, 3*breath/2)
		d.multipliedBy(k)
		d.counted(sides*breath, 2, 4)
		d.multipliedBy(k)
	}
	least, _, most := Bounds(d.es)
	return d.es, rapid.Int64Range(least, most).Draw(t, "target")
}

// ranking is the departures, largest first, with the continuous lengths all at
// the one departure that the counted ones leave for them. ok is false where
// that is beyond 1.
func ranking(es []Elastic, counted []int64, target int64) (departures []float64, ok bool) {
	xs := slices.Clone(counted)
	for i, e := range es {
		if !e.Counted {
			xs[i] = e.Ideal
		}
	}
	missing := target - Total(es, xs)
	var room int64
	for i, e := range es {
		if e.Counted {
			departures = append(departures, e.Departure(xs[i]))
			continue
		}
		bound := e.Most - e.Ideal
		if missing < 0 {
			bound = e.Ideal - e.Least
		}
		room += bound * e.Unit * times(es, xs, i)
	}
	c := 0.0
	if missing != 0 {
		if room < abs(missing) {
			return nil, false
		}
		c = float64(abs(missing)) / float64(room)
	}
	for i, e := range es {
		if e.Counted || times(es, xs, i) == 0 || missing > 0 && e.Most == e.Ideal || missing < 0 && e.Least == e.Ideal {
			continue
		}
		departures = append(departures, c)
	}
	slices.SortFunc(departures, func(a, b float64) int { return cmp.Compare(b, a) })
	return departures, true
}

// compareRankings is -1 where a departs less than b, 1 where it departs more.
func compareRankings(a, b []float64) int {
	for i := range max(len(a), len(b)) {
		x, y := 0.0, 0.0
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x < y-1e-5 {
			return -1
		}
		if x > y+1e-5 {
			return 1
		}
	}
	return 0
}

// bestOfAll is the least ranking there is, found by trying every choice of
// counted lengths.
func bestOfAll(es []Elastic, target int64) []float64 {
	var found []float64
	xs := make([]int64, len(es))
	var try func(i int)
	try = func(i int) {
		if i == len(es) {
			if r, ok := ranking(es, xs, target); ok && (found == nil || compareRankings(r, found) < 0) {
				found = r
			}
			return
		}
		if !es[i].Counted {
			try(i + 1)
			return
		}
		for x := es[i].Least; x <= es[i].Most; x++ {
			xs[i] = x
			try(i + 1)
		}
	}
	try(0)
	return found
}
