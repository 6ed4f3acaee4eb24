// Package fit makes the elastic lengths of a session give, evenly, until their
// sum is exactly what was asked for.
//
// # Concept
//
// A session is fixed time plus elastic lengths. Some are continuous (a search,
// a rest), others come in whole breaths, and the number of satellites
// multiplies the lengths inside each. Every one has a least, an ideal and a
// most. Its departure is how far it was moved from its ideal, as a share of
// how far it could be: 0 at the ideal, 1 at a bound.
//
// [Solve] finds the lengths whose largest departure is as small as it can be,
// then the next largest, and so on (the leximin order of fair division, see
// Ogryczak and others, "Fair optimization and networks", 2014). [Reach] tells
// which totals are possible at all.
//
// Everything is an integer number of frames; the result is exact.
package fit

// Elastic is one length that can give, in its own units: frames for a
// continuous one, breaths or satellites for a counted one.
type Elastic struct {
	Least, Ideal, Most int64
	// Unit is how many frames one unit adds to the total: for a continuous
	// length how often it occurs (2 where it is played on both sides), for
	// breaths that number times the frames of a breath.
	Unit int64
	// Counted lengths move in whole units that matter; their units may not be
	// spread. A continuous length takes up remainders.
	Counted bool
	// Times is the index of a counted Elastic that multiplies this one, or -1.
	// A multiplier has no multiplier itself.
	Times int
}

// Departure is how far x lies from e's ideal, 0 to 1.
func (e Elastic) Departure(x int64) float64 {
	switch {
	case x > e.Ideal:
		return float64(x-e.Ideal) / float64(e.Most-e.Ideal)
	case x < e.Ideal:
		return float64(e.Ideal-x) / float64(e.Ideal-e.Least)
	}
	return 0
}

// Total is the frames that lengths xs of es take.
func Total(es []Elastic, xs []int64) int64 {
	var sum int64
	for i, e := range es {
		sum += e.Unit * xs[i] * times(es, xs, i)
	}
	return sum
}

func times(es []Elastic, xs []int64, i int) int64 {
	if t := es[i].Times; t >= 0 {
		return xs[t]
	}
	return 1
}

// Bounds is the total with every length at its least, its ideal and its most.
func Bounds(es []Elastic) (least, ideal, most int64) {
	for _, e := range es {
		l, i, m := int64(1), int64(1), int64(1)
		if e.Times >= 0 {
			l, i, m = es[e.Times].Least, es[e.Times].Ideal, es[e.Times].Most
		}
		least += e.Unit * e.Least * l
		ideal += e.Unit * e.Ideal * i
		most += e.Unit * e.Most * m
	}
	return least, ideal, most
}
