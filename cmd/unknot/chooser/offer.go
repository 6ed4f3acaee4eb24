package chooser

import (
	"fmt"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// Offer is which lengths a session of some regions can have, in whole seconds.
type Offer struct {
	Least, Ideal time.Duration
	Most         time.Duration // of one round
	Longest      time.Duration // Most, or more where further rounds can follow
	// Contents says what a session of a length is made of: "5 points, 4 breaths
	// each". It is "" where there is no such session. A loop may begin further
	// rounds sooner.
	Contents func(length time.Duration, loop bool) string
}

// NewOffer finds the lengths that a request allows. Its errors are those of
// [plan.Range].
func NewOffer(r plan.Request) (*Offer, error) {
	r.Loop = false
	limits, err := plan.Range(r)
	if err != nil {
		return nil, err
	}
	o := &Offer{
		Least: audio.Duration(limits.Least + timeline.Second - 1).Truncate(time.Second),
		Ideal: audio.Duration(limits.Ideal).Round(time.Second),
		Most:  audio.Duration(limits.Most).Truncate(time.Second),
	}
	o.Ideal = min(max(o.Ideal, o.Least), o.Most)
	o.Longest = o.Most
	if len(r.Scripts) == 1 {
		o.Longest = max(o.Most, audio.Duration(plan.MostFrames))
	}
	o.Contents = func(length time.Duration, loop bool) string {
		request := r
		request.Loop = loop
		plan, err := plan.Fit(request, toFrames(length))
		if err != nil {
			return ""
		}
		return Describe(plan)
	}
	return o, nil
}

// toFrames is exact: lengths are whole milliseconds.
func toFrames(d time.Duration) timeline.Frame { return audio.Frames[timeline.Frame](d) }

// Suggestion is a length to choose.
type Suggestion struct {
	Length   time.Duration
	Contents string
	Ideal    bool
}

// Suggestions are the least and the most in whole minutes, the lengths between
// them that people ask for, the ideal one, and the remembered one (0 for none)
// where it is possible. They are in order, each once.
func (o *Offer) Suggestions(remembered time.Duration) []Suggestion {
	// So near the ideal, a rounder length would offer nothing new.
	const near = 30 * time.Second
	wanted := []time.Duration{o.Ideal}
	add := func(d time.Duration) {
		if d >= o.Least && d <= o.Most && (d-o.Ideal).Abs() > near {
			wanted = append(wanted, d)
		}
	}
	first := (o.Least + time.Minute - 1).Truncate(time.Minute)
	last := o.Most.Truncate(time.Minute)
	add(first)
	add(last)
	for _, minutes := range []time.Duration{5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120} {
		if d := minutes * time.Minute; d > first && d < last-last/10 {
			add(d)
		}
	}
	if remembered >= o.Least && remembered <= o.Longest {
		wanted = append(wanted, remembered)
	}
	slices.Sort(wanted)
	var suggestions []Suggestion
	for _, d := range slices.Compact(wanted) {
		if contents := o.Contents(d, false); contents != "" {
			suggestions = append(suggestions, Suggestion{d, contents, d == o.Ideal})
		}
	}
	return suggestions
}

// Describe says in a few words what a plan is made of: the points of its first
// round, the breaths of each hold there, and its rounds where there are more.
func Describe(p *plan.Plan) string {
	type place struct{ region, point string }
	points := map[place]bool{}
	var least, most int64
	rounds := 1
	breath := toFrames(p.Breath.In + p.Breath.Out)
	for _, s := range p.Steps {
		rounds = max(rounds, s.Round)
		if s.Point == "" || s.Round > 1 {
			continue
		}
		points[place{s.Region, s.Point}] = true
		if s.Kind == plan.StepBreaths && s.Purpose == timeline.Hold && breath > 0 {
			n := int64(s.Frames / breath)
			if least == 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
	}
	text := plural.Count(len(points), "point")
	if least < most {
		text += fmt.Sprintf(", %d to %s", least, plural.Count(int(most), "breath"))
	} else if most > 0 {
		text += ", " + plural.Count(int(most), "breath")
	}
	if len(points) > 1 && most > 0 {
		text += " each"
	}
	if rounds > 1 {
		text += ", " + plural.Count(rounds, "round")
	}
	return text
}

// InWords is a length as people read it: "8 minutes", "7:30", "3 hours".
func InWords(d time.Duration) string {
	switch {
	case d%time.Hour == 0 && d >= 3*time.Hour:
		return plural.Count(int(d/time.Hour), "hour")
	case d%time.Minute == 0 && d > 0 && d <= 3*time.Hour:
		return plural.Count(int(d/time.Minute), "minute")
	}
	return timeline.Clock(toFrames(d))
}
