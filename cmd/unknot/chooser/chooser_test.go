package chooser

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// evenVoice speaks every line at 60 ms a letter.
type evenVoice struct{}

func (evenVoice) Frames(text string) (int64, bool) {
	return int64(len(text)) * audio.SampleRate * 60 / 1000, true
}

func request(t testing.TB, regions ...string) plan.Request {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := plan.Request{Phrases: phrases, Voice: evenVoice{}, Breath: plan.DefaultBreath,
		Guidance: plan.GuidanceFull, Work: plan.WorkBoth}
	for _, region := range regions {
		s, err := scripts.Builtin(region)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	return r
}

// fixed is an offer that does not depend on the scripts: a point every two
// minutes, up to seven in a region.
func fixed(regions []string) *Offer {
	n := time.Duration(len(regions))
	return &Offer{
		Least: n * 164 * time.Second, Ideal: n * 883 * time.Second, Most: n * 2422 * time.Second,
		Longest: max(n*2422*time.Second, 24*time.Hour*(2-min(n, 2))),
		Contents: func(d time.Duration, loop bool) string {
			points := min(max(int64(d/(2*time.Minute)), 1), int64(7*n))
			text := fmt.Sprintf("%s, 2 to %d breaths", plural.Count(int(points), "point"), 3+d/(n*30*time.Minute))
			if rounds := int64(d / (10 * time.Minute)); loop && n == 1 && rounds > 1 {
				text += ", " + plural.Count(int(rounds), "round")
			}
			return text
		},
	}
}

// choices is what a listener is asked after some weeks.
func choices(testing.TB) Choices {
	return Choices{
		Entries: []Entry{
			{Kind: Interrupted, Detail: "neck, 5:10 left"},
			{Kind: Last, Detail: "jaw, 8 minutes, once"},
			{Kind: Favourite, Name: "evening", Detail: "neck, 8 minutes, looping, brief"},
			{Kind: Region, Name: "neck", Detail: "Base of the skull and back of the neck", Regions: []string{"neck"}},
			{Kind: Region, Name: "jaw", Detail: "Inner edge of the jawbone", Regions: []string{"jaw"}},
			{Kind: Region, Name: "upper-back", Detail: "Top of the shoulder and shoulder blade", Regions: []string{"upper-back"}},
			{Kind: Region, Name: "lower-back", Detail: "Lower back and waist", Regions: []string{"lower-back"}},
			{Kind: Programme, Name: "full", Detail: "Neck, upper back and lower back", Regions: full()},
		},
		Offer: func(regions []string) (*Offer, error) {
			if slices.Equal(regions, []string{"jaw", "upper-back"}) {
				return nil, errors.New("jaw and upper-back do not go together here")
			}
			return fixed(regions), nil
		},
	}
}

// entry is the one of choices with this name, or of this kind.
func entry(t testing.TB, name string) Entry {
	t.Helper()
	all := choices(t).Entries
	return all[index(t, choices(t), name)]
}

func full() []string { return []string{"neck", "upper-back", "lower-back"} }

// newcomer is what is asked at the first start.
func newcomer(t testing.TB) Choices {
	c := choices(t)
	c.Entries = c.Entries[3:]
	c.Advice = `This is not medical advice. It eases tension, and promises no cure.

Ask a clinician first if any of these is yours:

- a neck injury
- a blood clot, or blood thinners
- new numbness or weakness

Never press on the front or the front sides of your neck. At sharp pain, let go and stop.
`
	c.Headphones = func() error { return nil }
	return c
}

func step(kind plan.StepKind, purpose timeline.Purpose, point string, round int, breaths int64) plan.Step {
	return plan.Step{Kind: kind, Purpose: purpose, Region: "neck", Point: point, Round: round, Frames: timeline.Frame(breaths) * 10 * timeline.Second}
}

func TestDescribe(t *testing.T) {
	hold := func(point string, round int, breaths int64) plan.Step {
		return step(plan.StepBreaths, timeline.Hold, point, round, breaths)
	}
	elsewhere := hold("a", 1, 4)
	elsewhere.Region = "jaw"
	for _, tc := range []struct {
		name  string
		steps []plan.Step
		want  string
	}{
		{"the same each", []plan.Step{hold("a", 1, 4), hold("a", 1, 4), hold("b", 1, 4)}, "2 points, 4 breaths each"},
		{"different", []plan.Step{hold("a", 1, 6), hold("b", 1, 4), hold("c", 1, 5)}, "3 points, 4 to 6 breaths each"},
		{"one", []plan.Step{hold("a", 1, 1)}, "1 point, 1 breath"},
		{"movements, satellites and stretches are no holds", []plan.Step{
			hold("a", 1, 3), step(plan.StepBreaths, timeline.Move, "a", 1, 9),
			step(plan.StepBreaths, timeline.Satellite, "a", 1, 2), step(plan.StepBreaths, timeline.Stretch, "", 1, 8),
			step(plan.StepSearch, "", "a", 1, 7),
		}, "1 point, 3 breaths"},
		{"further rounds count as rounds alone", []plan.Step{hold("a", 1, 3), hold("b", 1, 3), hold("a", 2, 2), hold("c", 3, 5)}, "2 points, 3 breaths each, 3 rounds"},
		{"the same title in two regions", []plan.Step{hold("a", 1, 4), elsewhere}, "2 points, 4 breaths each"},
		{"no hold", []plan.Step{step(plan.StepSearch, "", "a", 1, 3)}, "1 point"},
		{"nothing", nil, "0 points"},
	} {
		if got := Describe(&plan.Plan{Breath: plan.DefaultBreath, Steps: tc.steps}); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

// Every suggestion can be played, at that very length, and is described as it
// will be.
func TestSuggestionsCanBePlayed(t *testing.T) {
	for _, regions := range [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, {"neck", "jaw"}, {"neck", "upper-back", "lower-back"}} {
		r := request(t, regions...)
		o, err := NewOffer(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, remembered := range []time.Duration{0, 7*time.Minute + 77*time.Second, o.Least - time.Second, o.Longest, o.Longest + time.Second} {
			suggestions := o.Suggestions(remembered)
			ideals, found := 0, false
			for i, l := range suggestions {
				plan, err := plan.Fit(r, toFrames(l.Length))
				if err != nil {
					t.Fatalf("%v: %v is suggested, but: %v", regions, l.Length, err)
				}
				if want := Describe(plan); l.Contents != want || want == "" {
					t.Errorf("%v: %v has %q, and is said to have %q", regions, l.Length, want, l.Contents)
				}
				if i > 0 && l.Length <= suggestions[i-1].Length {
					t.Errorf("%v: %v comes after %v", regions, l.Length, suggestions[i-1].Length)
				}
				if l.Length%time.Minute != 0 && !l.Ideal && l.Length != remembered {
					t.Errorf("%v: %v is suggested", regions, l.Length)
				}
				if l.Ideal {
					ideals++
				}
				found = found || l.Length == remembered
			}
			if ideals != 1 || len(suggestions) < 5 || len(suggestions) > 16 {
				t.Errorf("%v: %d lengths, %d ideal", regions, len(suggestions), ideals)
			}
			if can := remembered >= o.Least && remembered <= o.Longest; found != can {
				t.Errorf("%v: %v was played before; suggested: %v, possible: %v", regions, remembered, found, can)
			}
			// From shortly above the least to shortly below the most.
			if first, last := suggestions[0].Length, suggestions[len(suggestions)-1].Length; first-o.Least >= time.Minute || remembered < o.Most && o.Most-last >= time.Minute {
				t.Errorf("%v: %v to %v of %v to %v", regions, first, last, o.Least, o.Most)
			}
		}
	}
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Minute: "1 minute", 8 * time.Minute: "8 minutes", 90 * time.Minute: "90 minutes",
		7*time.Minute + 30*time.Second: "7:30", 24 * time.Hour: "24 hours", 200 * time.Minute: "3:20:00", 30 * time.Second: "0:30",
	} {
		if got := InWords(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestLocaleDecidesCharset(t *testing.T) {
	for environ, want := range map[string]bool{
		"LANG=en_GB.UTF-8":                   false,
		"LANG=en_GB.UTF-8 LC_ALL=C":          true,
		"LC_CTYPE=C.utf8 LANG=C":             false,
		"LC_ALL= LANG=de_DE.utf8":            false,
		"LANG=de_DE@euro":                    true,
		"LANG=C LANG=C.UTF-8":                false,
		"TERM=xterm LC_MESSAGES=en_GB.UTF-8": true,
		"LC_ALL=POSIX LC_CTYPE=en_GB.UTF-8":  true,
	} {
		if got := (Terminal{Environ: strings.Fields(environ)}).ascii(); got != want {
			t.Errorf("%s: ASCII is %v", environ, got)
		}
	}
}
