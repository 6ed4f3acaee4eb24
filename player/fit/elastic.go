package fit

// Elastic is one length that can give, in its own units: frames for a
// continuous length, breaths or satellites for a counted one.
type Elastic struct {
	Least, Ideal, Most int64
	// Unit is how many frames one unit adds to the total. For a continuous
	// length that is how often it occurs (2 where it is played on both sides);
	// for breaths, that number times the frames of a breath.
	Unit int64
	// Counted lengths move in whole units that cannot be split. Continuous
	// lengths absorb what is left over between them.
	Counted bool
	// Multiplied says that the length occurs as many times as the counted
	// length at index Multiplier. A multiplier is not itself multiplied, and
	// what it multiplies comes directly after it.
	Multiplied bool
	Multiplier int
}

// Departure is how far x lies from e's ideal, from 0 to 1.
func (e Elastic) Departure(x int64) float64 {
	switch {
	case x > e.Ideal:
		return float64(x-e.Ideal) / float64(e.Most-e.Ideal)
	case x < e.Ideal:
		return float64(e.Ideal-x) / float64(e.Ideal-e.Least)
	}
	return 0
}

// Total is how many frames es take at lengths xs.
func Total(es []Elastic, xs []int64) int64 {
	var sum int64
	for i, e := range es {
		sum += e.Unit * xs[i] * times(es, xs, i)
	}
	return sum
}

// times is how often length i occurs.
func times(es []Elastic, xs []int64, i int) int64 {
	if es[i].Multiplied {
		return xs[es[i].Multiplier]
	}
	return 1
}

// Bounds is the total with every length at its least, at its ideal and at its
// most.
func Bounds(es []Elastic) (least, ideal, most int64) {
	for _, e := range es {
		m := Elastic{Least: 1, Ideal: 1, Most: 1}
		if e.Multiplied {
			m = es[e.Multiplier]
		}
		least += e.Unit * e.Least * m.Least
		ideal += e.Unit * e.Ideal * m.Ideal
		most += e.Unit * e.Most * m.Most
	}
	return least, ideal, most
}
