package player

import (
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts"
)

// slow is a voice that takes its time: so many frames a word.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 20_000, true
}

func TestX(t *testing.T) {
	ph, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"neck", "jaw", "upper-back", "lower-back"} {
		s, err := scripts.Builtin(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range []Guidance{GuidanceFull, GuidanceBrief, GuidanceTones} {
			l, err := Range(Request{Scripts: []*scripts.Script{s}, Phrases: ph, Voice: slow(20000), Breath: DefaultBreath, Guidance: g, Work: WorkBoth})
			t.Log(n, g, Clock(l.Least), Clock(l.Ideal), Clock(l.Most), err)
		}
	}
}
