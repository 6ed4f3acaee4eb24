package player_test

import (
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/regions"
)

// In the built-in regions a place is held for three or four slow breaths and
// moved under the pressure for some more, and hands have time to find it first.
func TestBuiltinRegionsGiveTimeToFindAndToHold(t *testing.T) {
	for _, name := range regions.Names() {
		script, err := scripts.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range script.Points {
			var press scripts.Count // hold and movements together
			searched := false
			for _, step := range p.Steps {
				switch step := step.(type) {
				case scripts.Search:
					if !searched {
						findsTheirWay(t, p.Title, step)
					}
					searched = true
				case scripts.Hold:
					if b := step.Breaths; b.Least < 2 || b.Ideal < 3 || b.Ideal > 4 {
						t.Errorf("%s: held for %+v breaths", p.Title, b)
					}
					press.Least, press.Ideal = press.Least+step.Breaths.Least, press.Ideal+step.Breaths.Ideal
				case scripts.Move:
					press.Least, press.Ideal = press.Least+step.Breaths.Least, press.Ideal+step.Breaths.Ideal
				case scripts.Satellites:
					if b := step.Each; b.Least < 2 || b.Ideal < 3 || b.Ideal > 4 {
						t.Errorf("%s: further points are held for %+v breaths", p.Title, b)
					}
				}
			}
			if press.Least < 3 || press.Ideal < 4 || press.Ideal > 6 {
				t.Errorf("%s: pressed for %d breaths at least, %d ideally", p.Title, press.Least, press.Ideal)
			}
		}
	}
}

// findsTheirWay: the first search of a point leaves ten seconds free of words
// at its ideal, and five at its least, with every voice.
func findsTheirWay(t *testing.T, point string, s scripts.Search) {
	t.Helper()
	for _, name := range builtin.Names() {
		v, err := builtin.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []scripts.Side{scripts.Left, scripts.Right} {
			frames, ok := v.Frames(s.Line.Text(scripts.Full, side))
			if words := audio.Duration(frames); !ok || s.Time.Ideal < words+10*time.Second || s.Time.Least < words+5*time.Second {
				t.Errorf("%s: of a search of %s (%s at least) %s says for %s %q", point, s.Time.Ideal, s.Time.Least, name, words, s.Line.Full)
			}
		}
	}
}
