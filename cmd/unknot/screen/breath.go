package screen

import (
	"math"
	"strings"
)

const (
	smallest  = 0.12 // of a breath's full size, when all is breathed out
	widest    = 60   // columns of a breath in one row
	narrowest = 18   // columns to each side of the middle, of one in several rows
	rounder   = 1.5  // how much wider than high it is drawn
)

// disc draws a breath in an odd number of rows, of at most width columns: a
// round shape about the middle, larger as it swells.
func (m marks) disc(swell, rows, width int) []string {
	size := smallest + (1-smallest)*float64(swell)/SwellSteps
	if rows == 1 {
		return []string{m.oval(size, min(width, widest))}
	}
	// A character is about twice as high as wide, so half a row equals a column.
	high := math.Max(float64(rows)*size, 0.8)
	across := math.Min(float64(width/2), math.Max(rounder*float64(rows), narrowest)) * size
	reach := func(y float64) int { // columns to each side of the middle, at a half row
		part := 1 - y*y/(high*high)
		if part <= 0 {
			return 0
		}
		return int(math.Round(across * math.Sqrt(part)))
	}
	drawn := make([]string, rows)
	for row := range drawn {
		y := float64(2*row - rows) // of the upper edge, in half rows from the middle
		if m.ascii {
			drawn[row] = strings.Repeat(m.full, 2*reach(y+1))
		} else {
			drawn[row] = halfRow(reach(y+0.5), reach(y+1.5))
		}
	}
	return drawn
}

// halfRow is a row of a disc that reaches upper columns to each side in its
// upper half, and lower in its lower half.
func halfRow(upper, lower int) string {
	var b strings.Builder
	reach := max(upper, lower)
	for x := -reach; x < reach; x++ {
		b.WriteString(half(x >= -upper && x < upper, x >= -lower && x < lower))
	}
	return b.String()
}

// oval is a breath in one row, to half a column.
func (m marks) oval(size float64, width int) string {
	if m.ascii {
		width -= 2
	}
	width = width / 2 * 2
	if width <= 0 {
		return ""
	}
	reach := max(int(math.Round(size*float64(width))), 1) // to each side, in half columns
	inner := strings.Repeat(m.full, reach/2*2)
	if reach%2 == 0 && !m.ascii {
		return inner
	}
	return m.leftEnd + inner + m.rightEnd
}
