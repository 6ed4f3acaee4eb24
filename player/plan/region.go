package plan

import (
	"iter"
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// regionSpec is one region of a session before its length is decided: what is
// always there, and the points in the order in which longer sessions add them.
type regionSpec struct {
	script  *scripts.Script
	builder *builder
	loop    bool
	before  []*section     // opening with position and cautions
	after   []*section     // stretch, closing
	first   []*section     // the points as said in the first round
	again   []*section     // and in further rounds; see prepareRounds
	between [2]*section    // before a further round, and before every third
	order   []int          // indices of the points that are not left out, the first to enter first
	always  int            // how many of them every session has
	least   timeline.Frame // the unbroken range of one round
	ideal   timeline.Frame
	most    timeline.Frame

	begun *begunRegion // set for what remains of a region that is being played
}

// begunRegion says what remains of a region that is being played.
type begunRegion struct {
	whole     *regionSpec
	round     int      // the round being played
	points    []int    // which of whole.order may still come in that round
	lastRound optional // the last round there may be; absent for no last
}

func (b *builder) regionSpec(s *scripts.Script, before, after []*section) *regionSpec {
	r := &regionSpec{script: s, builder: b, before: before, after: after}
	for i := range s.Points {
		r.first = append(r.first, b.point(s, i, 1))
		r.order = append(r.order, i)
	}
	slices.SortStableFunc(r.order, func(i, j int) int { return s.Points[i].Keep - s.Points[j].Keep })
	return r.without(b.Request)
}

// firstRound is the round that the region begins in.
func (r *regionSpec) firstRound() int {
	if r.begun != nil {
		return r.begun.round
	}
	return 1
}

// isUnderWay reports whether a round is the one being played.
func (r *regionSpec) isUnderWay(round int) bool { return r.begun != nil && round == r.begun.round }

// allowsRound reports whether there may be such a round.
func (r *regionSpec) allowsRound(round int) bool {
	return r.begun == nil || !r.begun.lastRound.present || round <= int(r.begun.lastRound.n)
}

// orderIn is which points may be in a round, the first to enter first.
func (r *regionSpec) orderIn(round int) []int {
	if r.isUnderWay(round) {
		return r.begun.points
	}
	return r.order
}

// alwaysIn is how many of a round's points every session has.
func (r *regionSpec) alwaysIn(round int) int {
	if !r.isUnderWay(round) {
		return r.always
	}
	n := 0
	for _, i := range r.begun.points {
		if r.script.Points[i].Keep == 0 {
			n++
		}
	}
	return n
}

// prepareRounds builds what further rounds are made of, where that was not
// done yet. A session of one round does without.
func (r *regionSpec) prepareRounds() {
	if r.again != nil {
		return
	}
	for i := range r.script.Points {
		r.again = append(r.again, r.builder.point(r.script, i, 2))
	}
	r.between = [2]*section{r.builder.betweenRounds(r.script, 2), r.builder.betweenRounds(r.script, 3)}
}

// betweenRounds is what comes before a further round.
func (r *regionSpec) betweenRounds(round int) *section {
	r.prepareRounds()
	if round%3 == 0 {
		return r.between[1]
	}
	return r.between[0]
}

func (r *regionSpec) points(round int) []*section {
	if round == 1 {
		return r.first
	}
	r.prepareRounds()
	return r.again
}

// candidate is one choice of points for a region: all rounds before round are
// complete, and in round the first so many of the order have entered.
type candidate struct {
	round, entered     int
	least, ideal, most timeline.Frame
}

// candidates is every choice there may be, each with one point more than the
// one before it; a round starts with all the points that every session has. It
// is endless where the number of rounds is.
func (r *regionSpec) candidates() iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		c := candidate{}
		add := func(sections ...*section) {
			for _, s := range sections {
				c.least += s.least
				c.ideal += s.ideal
				c.most += s.most
			}
		}
		add(r.before...)
		add(r.after...)
		for c.round = r.firstRound(); r.allowsRound(c.round); c.round++ {
			if c.round > r.firstRound() {
				add(r.betweenRounds(c.round))
			}
			order, always := r.orderIn(c.round), r.alwaysIn(c.round)
			mayHaveNone := r.isUnderWay(c.round) && always == 0 || len(r.order) == 0 && c.round == r.firstRound()
			if c.entered = 0; mayHaveNone && !yield(c) {
				return
			}
			for c.entered = 1; c.entered <= len(order); c.entered++ {
				add(r.points(c.round)[order[c.entered-1]])
				if c.entered >= always && !yield(c) {
					return
				}
			}
			if len(r.order) == 0 { // all are left out: no round follows
				return
			}
		}
	}
}

// sections is what a session with a choice of points has, in playing order.
func (r *regionSpec) sections(c candidate) []placed {
	var list []placed
	of := r
	if r.begun != nil {
		of = r.begun.whole
	}
	add := func(round int, sections ...*section) {
		for _, s := range sections {
			list = append(list, placed{s, of, round})
		}
	}
	add(r.firstRound(), r.before...)
	for round := r.firstRound(); round <= c.round; round++ {
		if round > r.firstRound() {
			add(round, r.betweenRounds(round))
		}
		for i, s := range r.points(round) {
			if k := slices.Index(r.orderIn(round), i); k >= 0 && (round < c.round || k < c.entered) {
				add(round, s)
			}
		}
	}
	add(c.round, r.after...)
	return list
}

// wholeRound is the choice of all points of the first round.
func (r *regionSpec) wholeRound() candidate { return candidate{round: 1, entered: len(r.order)} }

// prefers reports whether a session of a length has next rather than this: as
// soon as next fits at its ideal, or earlier where this cannot be as long. Only
// a loop starts a further round for its own sake.
func (r *regionSpec) prefers(next, this candidate, length timeline.Frame) bool {
	if length > this.most {
		return true
	}
	return length >= next.ideal && (r.loop || next.round == this.round)
}

// choose is the choice of points for a session of a length.
func (r *regionSpec) choose(length timeline.Frame) candidate {
	var chosen candidate
	none := true
	for next := range r.candidates() {
		if !none && !r.prefers(next, chosen, length) {
			break
		}
		chosen, none = next, false
		if chosen.entered == len(r.orderIn(chosen.round)) && !r.loop && length <= chosen.most {
			break // no further round is wanted
		}
	}
	return chosen
}
