package plan_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// The marks in testdata are from bookmarks of the first version that had any:
// they are resumed, and written again as they were.
func TestMarksOfEarlierVersionsAreResumed(t *testing.T) {
	script := madeUp(scripts.Line{Full: "Press.", Brief: "Press."}, 4)
	point := &script.Points[0]
	point.Side = scripts.Both
	point.Steps = append(point.Steps, scripts.Satellites{
		Number: scripts.Count{Least: 0, Ideal: 1, Most: 3},
		Search: scripts.TimeSpan{Least: 5 * time.Second, Ideal: 8 * time.Second, Most: 15 * time.Second},
		Each:   scripts.Count{Least: 2, Ideal: 3, Most: 4},
	})
	r := request(t)
	r.Scripts = []*scripts.Script{script}
	for name, want := range map[string]plan.Step{
		"opening":   {Kind: plan.StepSay, Part: timeline.PartOpening, Text: "Lie down."},
		"satellite": {Kind: plan.StepBreaths, Part: timeline.PartPoints, Purpose: timeline.Satellite, Point: "Middle", Side: scripts.Left},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "marks", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var mark plan.Mark
			if err := json.Unmarshal(text, &mark); err != nil {
				t.Fatal(err)
			}
			live, exact, err := plan.Resume(r, mark, plan.AnchorEnd)
			if err != nil || !exact {
				t.Fatalf("exact %v, %v", exact, err)
			}
			got := resumedStep(live, 0)
			if got.Kind != want.Kind || got.Part != want.Part || got.Purpose != want.Purpose || got.Point != want.Point || got.Side != want.Side || want.Text != "" && got.Text != want.Text {
				t.Errorf("resumed at %+v, not %+v", got, want)
			}
			if live.Frames() < mark.Remaining { // longer, for the words that lead back into it
				t.Errorf("with %s to go it takes %s", timeline.Clock(mark.Remaining), timeline.Clock(live.Frames()))
			}
			if written, err := json.Marshal(mark); err != nil || string(written) != strings.TrimSpace(string(text)) {
				t.Errorf("%s\nis written as\n%s (%v)", text, written, err)
			}
		})
	}
}
