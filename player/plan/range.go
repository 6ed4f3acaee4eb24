package plan

import (
	"fmt"
	"slices"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// MostFrames is the longest a session can be: a day.
const MostFrames = 24 * 3600 * timeline.Second

// Limits is which lengths a session can have: every one from Least to Most.
// Ideal is the length at which nothing gives. A loop with no length is Endless:
// it plays until stopped, a day at most.
type Limits struct {
	Least, Ideal, Most timeline.Frame
	Endless            bool
}

// Range is which lengths a request can be fitted to. Its errors are
// [MissingError], [ScriptError] and [AllLeftOutError].
func Range(r Request) (Limits, error) {
	p, err := prepare(r)
	if err != nil {
		return Limits{}, err
	}
	l := limitsOf(p.regions)
	if err := p.complete(); err != nil {
		return Limits{}, err
	}
	l.Endless = r.Loop && len(p.regions) == 1
	return l, nil
}

// limitsOf is the limits of regions played one after the other.
func limitsOf(regions []*regionSpec) (l Limits) {
	for _, r := range regions {
		l.Least += r.least
		l.Ideal += r.ideal
		l.Most += r.most
	}
	return l
}

func ceilSecond(f timeline.Frame) timeline.Frame {
	return (f + timeline.Second - 1) / timeline.Second * timeline.Second
}

// measure finds the unbroken range of one round. A range that breaks below the
// ideal is a fault of the script.
func (r *regionSpec) measure() {
	m := measure{regionSpec: r, set: fit.Set{{}}}
	for _, s := range slices.Concat(r.before, r.after) {
		m.fine += fit.Fine(s.elastic)
	}
	m.add(r.before...)
	m.add(r.after...)
	var this candidate
	var from timeline.Frame // lengths below are known to be possible
	none := true
	for next := range r.candidates() {
		if none {
			r.least, from = next.least, next.least
		} else {
			// This choice serves from where it was entered until the next enters.
			to := min(this.most, next.ideal-1)
			if !m.covers(from, to, this) {
				return
			}
			if from = max(to+1, r.least); from < next.least {
				if !r.leavesOutAny() {
					r.blameLatePoint(this, next)
					return
				}
				r.least, from = next.least, next.least
			}
		}
		for _, i := range r.order[this.entered:next.entered] {
			m.add(r.first[i])
		}
		r.ideal, r.most, this, none = next.ideal, next.most, next, false
		if next.entered == len(r.order) {
			break
		}
	}
	m.covers(from, this.most, this)
}

// measure is the lengths that some sections of a region can take.
type measure struct {
	*regionSpec
	set  fit.Set
	fine int64 // by how much opening and closing can give frame by frame
}

func (m *measure) add(sections ...*section) {
	for _, s := range sections {
		m.set = m.set.Plus(fit.ReachBeside(s.elastic, m.fine).Shift(int64(s.fixed)))
	}
}

// covers reports whether every length in a range is possible. Where one is not,
// the region's range ends there, or the script is at fault.
//
// Where the listener has left out points, the script is not at fault: lengths
// below a gap are given up instead, and the range starts after it.
func (m *measure) covers(from, to timeline.Frame, c candidate) bool {
	for {
		gap, ok := m.set.Covers(int64(from), int64(to))
		if ok {
			return true
		}
		after, more := m.set.AtLeast(gap)
		if !m.leavesOutAny() || timeline.Frame(gap) > m.idealOfAll() || !more || after > int64(to) {
			m.endAt(timeline.Frame(gap), c)
			return false
		}
		m.least, from = timeline.Frame(after), timeline.Frame(after)
	}
}

// leavesOutAny reports whether the listener has left out any of its points.
func (r *regionSpec) leavesOutAny() bool { return len(r.order) < len(r.script.Points) }

// idealOfAll is the ideal length with all points that are not left out.
func (r *regionSpec) idealOfAll() (ideal timeline.Frame) {
	for c := range r.candidates() {
		if ideal = c.ideal; c.entered == len(r.order) {
			break
		}
	}
	return ideal
}

// endAt ends the range below a gap. Below the ideal, the step that causes the
// gap is to blame.
func (r *regionSpec) endAt(gap timeline.Frame, c candidate) {
	r.ideal = r.idealOfAll()
	if r.most = gap - 1; gap > r.ideal {
		return
	}
	r.builder.script = r.script
	where, what := r.coarsest(c)
	r.builder.blame(where, fmt.Sprintf("no session of %s is possible: %s gives only in large steps, and the searches and rests cannot take them up", timeline.Clock(gap), what),
		"let searches and rests have wider bounds")
}

// blameLatePoint blames a point that can enter only in sessions longer than
// those without it can be.
func (r *regionSpec) blameLatePoint(this, next candidate) {
	p := r.script.Points[r.order[next.entered-1]]
	r.most = this.most
	r.builder.script = r.script
	r.builder.blame(p.At, fmt.Sprintf("no session between %s and %s is possible: the longest without %q is shorter than the shortest with it", timeline.Clock(this.most), timeline.Clock(next.least), p.Title),
		"let its least be less, or the other points' most be more")
}

// coarsest is the counted step with the largest unit among the points of c.
func (r *regionSpec) coarsest(c candidate) (where scripts.Range, what string) {
	var unit int64
	for _, i := range r.order[:c.entered] {
		for _, e := range r.first[i].elastic {
			if u := e.Unit * max(1, e.Ideal); e.Counted && u > unit {
				unit, where, what = u, r.script.Points[i].At, fmt.Sprintf("%q", r.script.Points[i].Title)
			}
		}
	}
	return where, what
}
