package plan_test

import (
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/language/languagetest"
)

// madeUpLanguage is a request in the language that has no Latin letter.
func madeUpLanguage(t testing.TB, names ...string) plan.Request {
	t.Helper()
	r := request(t)
	reader := scripts.Reader{Languages: []*language.Language{languagetest.Language()}}
	for _, name := range names {
		s, faults := reader.Parse(name+".yaml", languagetest.Region(name))
		if s == nil {
			t.Fatal(faults)
		}
		r.Scripts = append(r.Scripts, s)
	}
	p, err := scripts.PhrasesOf(languagetest.Language())
	if err != nil {
		t.Fatal(err)
	}
	r.Phrases = p
	return r
}

// All that is said, and every point that is named, is in the script's language,
// sides and working words included.
func TestNoEnglishIsLeftInAnotherLanguage(t *testing.T) {
	for _, names := range [][]string{{"neck"}, full} {
		for _, g := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones} {
			r := madeUpLanguage(t, names...)
			r.Guidance = g
			limits, err := plan.Range(r)
			if err != nil {
				t.Fatal(err)
			}
			length := limits.Ideal
			if len(names) == 1 {
				length *= 5 // further rounds have words of their own
			}
			fitted, err := plan.Fit(r, length)
			if err != nil {
				t.Fatal(err)
			}
			laid := fitted.LayOut()
			seen := map[string]bool{}
			for _, c := range laid.Chapters {
				seen[c.Title] = true
			}
			for _, c := range laid.Cues {
				if c.Kind == timeline.KindSay {
					seen[c.Text] = true
				}
				seen[c.Point] = true
			}
			for text := range seen {
				if word := languagetest.Latin(text); word != "" {
					t.Errorf("%v, %s: %q holds %q", names, g, text, word)
				}
			}
			if len(seen) < 10 {
				t.Errorf("%v, %s: only %d texts", names, g, len(seen))
			}
			for _, text := range r.Texts() {
				if word := languagetest.Latin(text); word != "" {
					t.Errorf("%v, %s may say %q: %q", names, g, text, word)
				}
			}
		}
	}
}
