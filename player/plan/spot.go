package plan

import (
	"slices"

	"github.com/unknot/unknot/scripts"
)

// Spot is a point that a listener may leave out, in this session and in later
// ones. It is known again by its region and its place, whatever its title has
// become; a point without a place by its title. The zero Spot is none.
type Spot struct {
	Region string        `json:"region"`
	Place  scripts.Place `json:"place,omitempty"`
	Title  string        `json:"title"` // for showing
}

// spotOf is a point of a script as a spot.
func spotOf(s *scripts.Script, index int) Spot {
	p := s.Points[index]
	return Spot{Region: s.Region, Place: p.Place, Title: p.Title}
}

// Is reports whether two spots are the same.
func (s Spot) Is(t Spot) bool {
	if s.Region != t.Region || s.Place != t.Place {
		return false
	}
	return s.Place != "" || s.Title == t.Title
}

// IsZero reports whether it is no spot.
func (s Spot) IsZero() bool { return s == Spot{} }

// leavesOut reports whether a point of a script is left out.
func (r Request) leavesOut(s *scripts.Script, index int) bool {
	return slices.ContainsFunc(r.LeftOut, spotOf(s, index).Is)
}

// LeftOutSpots is the spots of the request's regions that are left out, in the
// order in which they would be worked, as their scripts call them now.
func (r Request) LeftOutSpots() []Spot {
	var spots []Spot
	for _, s := range r.Scripts {
		for i := range s.Points {
			if r.leavesOut(s, i) {
				spots = append(spots, spotOf(s, i))
			}
		}
	}
	return spots
}

// checkLeftOut is an error where a region has no point that is not left out.
func (r Request) checkLeftOut() error {
	for _, s := range r.Scripts {
		left := 0
		for i := range s.Points {
			if r.leavesOut(s, i) {
				left++
			}
		}
		if left > 0 && left == len(s.Points) {
			return &AllLeftOutError{Region: s.Region}
		}
	}
	return nil
}

// without is the region without its points that a request leaves out. Of the
// points that every session has some may be among them; with none of them left,
// every session has the first of the others.
func (r *regionSpec) without(request Request) *regionSpec {
	next := *r
	next.order = slices.DeleteFunc(slices.Clone(r.order), func(i int) bool { return request.leavesOut(r.script, i) })
	next.always = 0
	for _, i := range next.order {
		if r.script.Points[i].Keep == 0 {
			next.always++
		}
	}
	return &next
}

// pointsToWork is the points of a round that are not left out, in the order in
// which they are worked.
func (r *regionSpec) pointsToWork(round int) []*section {
	var points []*section
	for i, s := range r.points(round) {
		if slices.Contains(r.order, i) {
			points = append(points, s)
		}
	}
	return points
}
