package plan

import (
	"fmt"
	"iter"
	"slices"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// course is one region's part of a session: what is always there, and the
// points in the order in which a longer session takes them in.
type course struct {
	script      *scripts.Script
	loop        bool
	before      []*section // opening, position, cautions
	after       []*section // stretch, closing
	first       []*section // the points as told the first time
	again       []*section // and in further rounds; made when one is thought of
	leads       [2]*section
	b           *builder
	entry       []int          // indices of points, the first to enter first
	always      int            // how many of them every session keeps
	least, most timeline.Frame // the unbroken range of one round, frames
	ideal       timeline.Frame

	// What is left of a course that is being played.
	whole *course // the course it is left of; nil for one that is not begun
	round int     // the round being played
	left  []int   // which of entry may still come in it
	last  int     // the last round there may be; 0 for any
}

// base is the round a course begins in.
func (c *course) base() int { return max(1, c.round) }

// entries is which points may be in a round, the first to enter first.
func (c *course) entries(round int) []int {
	if c.whole != nil && round == c.round {
		return c.left
	}
	return c.entry
}

// keeps is how many of a round's points every session keeps.
func (c *course) keeps(round int) int {
	if c.whole == nil || round > c.round {
		return c.always
	}
	n := 0
	for _, i := range c.left {
		if c.script.Points[i].Keep == 0 {
			n++
		}
	}
	return n
}

// stage is how far the points have entered: all rounds before round are
// complete, kept points of entry are in it.
type stage struct {
	round, kept        int
	least, ideal, most timeline.Frame
}

func (b *builder) course(s *scripts.Script, before, after []*section) *course {
	c := &course{script: s, before: before, after: after, b: b}
	for i := range s.Points {
		c.first = append(c.first, b.point(s, i, 1))
		c.entry = append(c.entry, i)
		if s.Points[i].Keep == 0 {
			c.always++
		}
	}
	slices.SortStableFunc(c.entry, func(i, j int) int { return s.Points[i].Keep - s.Points[j].Keep })
	return c
}

// further makes what further rounds are made of.
func (c *course) further() {
	if c.again != nil {
		return
	}
	for i := range c.script.Points {
		c.again = append(c.again, c.b.point(c.script, i, 2))
	}
	// Every third round says the safety line.
	c.leads = [2]*section{c.b.lead(c.script, 2), c.b.lead(c.script, 3)}
}

// lead is what goes before a further round.
func (c *course) lead(round int) *section {
	c.further()
	if round%3 == 0 {
		return c.leads[1]
	}
	return c.leads[0]
}

func (c *course) points(round int) []*section {
	if round == 1 {
		return c.first
	}
	c.further()
	return c.again
}

// stages is every stage, each with one point more than the last, but that a
// round begins with all the points that are always kept. It does not end by
// itself.
func (c *course) stages() iter.Seq[stage] {
	return func(yield func(stage) bool) {
		s := stage{}
		add := func(sections ...*section) {
			for _, section := range sections {
				s.least += section.least
				s.ideal += section.ideal
				s.most += section.most
			}
		}
		add(c.before...)
		add(c.after...)
		for s.round = c.base(); c.last == 0 || s.round <= c.last; s.round++ {
			if s.round > c.base() {
				add(c.lead(s.round))
			}
			entry, always := c.entries(s.round), c.keeps(s.round)
			if s.kept = 0; c.whole != nil && s.round == c.round && always == 0 && !yield(s) {
				return
			}
			for s.kept = 1; s.kept <= len(entry); s.kept++ {
				add(c.points(s.round)[entry[s.kept-1]])
				if s.kept >= always && !yield(s) {
					return
				}
			}
		}
	}
}

// sections is what a session at a stage has, in playing order.
func (c *course) sections(at stage) []placed {
	var list []placed
	of := c
	if c.whole != nil {
		of = c.whole
	}
	add := func(round int, sections ...*section) {
		for _, s := range sections {
			list = append(list, placed{s, of, round})
		}
	}
	add(c.base(), c.before...)
	for round := c.base(); round <= at.round; round++ {
		if round > c.base() {
			add(round, c.lead(round))
		}
		for i, s := range c.points(round) {
			if k := slices.Index(c.entries(round), i); k >= 0 && (round < at.round || k < at.kept) {
				add(round, s)
			}
		}
	}
	add(at.round, c.after...)
	return list
}

// enters reports whether a session of a length goes on to the next stage: once
// that fits at its ideal, or earlier where this one cannot be as long. Only a
// loop begins a further round for its own sake.
func (c *course) enters(this, next stage, length timeline.Frame) bool {
	if length > this.most {
		return true
	}
	return length >= next.ideal && (c.loop || next.round == this.round)
}

// at is the stage of a session of a length.
func (c *course) at(length timeline.Frame) stage {
	var this stage
	for next := range c.stages() {
		if this.round > 0 && !c.enters(this, next, length) {
			break
		}
		this = next
		if this.kept == len(c.entries(this.round)) && !c.loop && length <= this.most {
			break // no further round is wanted
		}
	}
	return this
}

// measure finds the unbroken range of one round. A range that breaks below the
// ideal is a fault of the script.
func (c *course) measure(b *builder) {
	set, fine := fit.Set{{}}, int64(0)
	for _, s := range slices.Concat(c.before, c.after) {
		fine += fit.Fine(s.elastic)
	}
	with := func(sections ...*section) {
		for _, s := range sections {
			set = set.Plus(fit.ReachBeside(s.elastic, fine).Shift(int64(s.fixed)))
		}
	}
	with(c.before...)
	with(c.after...)
	var this stage
	from := timeline.Frame(0)
	for next := range c.stages() {
		if this.round == 0 {
			c.least, from = next.least, next.least
		} else {
			// This stage serves from where it was entered until the next enters.
			to := min(this.most, next.ideal-1)
			if gap, ok := set.Covers(int64(from), int64(to)); !ok {
				c.broken(b, this, timeline.Frame(gap))
				return
			}
			if from = to + 1; from < next.least {
				c.late(b, this, next)
				return
			}
		}
		for _, i := range c.entry[this.kept:next.kept] {
			with(c.first[i])
		}
		c.ideal, c.most, this = next.ideal, next.most, next
		if next.kept == len(c.entry) {
			break
		}
	}
	if gap, ok := set.Covers(int64(from), int64(this.most)); !ok {
		c.broken(b, this, timeline.Frame(gap))
	}
}

// broken ends the range at a gap, or blames the step that leaves it.
func (c *course) broken(b *builder, at stage, gap timeline.Frame) {
	for all := range c.stages() {
		if c.ideal = all.ideal; all.kept == len(c.entry) {
			break
		}
	}
	if c.most = gap - 1; gap > c.ideal {
		return
	}
	b.script = c.script
	where, what := c.coarsest(at)
	b.blame(where, fmt.Sprintf("no session of %s is possible: %s gives only in large steps, and the searches and rests cannot take them up", timeline.Clock(gap), what),
		"let searches and rests have wider bounds")
}

// late blames a point that can only enter when the session is longer than it
// can be without it.
func (c *course) late(b *builder, this, next stage) {
	p := c.script.Points[c.entry[next.kept-1]]
	c.most = this.most
	b.script = c.script
	b.blame(p.At, fmt.Sprintf("no session between %s and %s is possible: the longest without %q is shorter than the shortest with it", timeline.Clock(this.most), timeline.Clock(next.least), p.Title),
		"let its least be less, or the other points' most be more")
}

// coarsest is the counted step with the largest unit among the kept points.
func (c *course) coarsest(at stage) (where scripts.Range, what string) {
	var unit int64
	for _, i := range c.entry[:at.kept] {
		for _, e := range c.first[i].elastic {
			if u := e.Unit * max(1, e.Ideal); e.Counted && u > unit {
				unit, where, what = u, c.script.Points[i].At, fmt.Sprintf("%q", c.script.Points[i].Title)
			}
		}
	}
	return where, what
}
