package plan_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
)

func TestMissingClipsAreAllListed(t *testing.T) {
	r := request(t, "jaw")
	all := r.Texts()
	r.Voice = deaf{}
	_, err := plan.Range(r)
	var missing *plan.MissingError
	if !errors.As(err, &missing) || len(all) == 0 || len(missing.Texts) != len(all) {
		t.Fatalf("got %v", err)
	}
}

type deaf struct{}

func (deaf) Frames(string) (int64, bool) { return 0, false }

func TestOneSideAloneIsWorkedAlone(t *testing.T) {
	for work, other := range map[plan.Work]scripts.Side{plan.WorkLeft: scripts.Right, plan.WorkRight: scripts.Left} {
		r := request(t, "upper-back")
		r.Work = work
		worked := 0
		for _, s := range fit(t, r, 0).Steps {
			if s.Side == other {
				t.Fatalf("--side %s works the %s", work, other)
			}
			if s.Side == other.Other() {
				worked++
			}
		}
		if worked == 0 {
			t.Errorf("--side %s works nothing", work)
		}
	}
}

func TestGuidanceIsBriefOfWhatIsKnown(t *testing.T) {
	r := request(t, "neck", "jaw")
	r.Guidance, r.Known = plan.GuidanceAuto, []string{"jaw"}
	p := fit(t, r, 0)
	for region, guidance := range map[string]plan.Guidance{"neck": plan.GuidanceFull, "jaw": plan.GuidanceBrief} {
		if r.GuidanceOf(region) != guidance {
			t.Errorf("%s is said in %s", region, r.GuidanceOf(region))
		}
		same := request(t, "neck", "jaw")
		same.Guidance = guidance
		said := func(p *plan.Plan) (texts []string) {
			for _, s := range p.Steps {
				if s.Region == region && s.Text != "" {
					texts = append(texts, s.Text)
				}
			}
			return texts
		}
		if got := said(p); len(got) == 0 || !slices.Equal(got, said(fit(t, same, 0))) {
			t.Errorf("%s is said in other words than in %s", region, guidance)
		}
	}
}
