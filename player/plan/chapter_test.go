package plan_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts/language"
)

// inMadeUpLanguage is a request whose words beside the lines are of a made-up
// language.
func inMadeUpLanguage(r plan.Request) plan.Request {
	phrases := *r.Phrases
	phrases.Language = &language.Language{
		Tag: "x-made-up", Left: "izq", Right: "drx",
		Chapters: language.Chapters{
			Opening: "uno", NextRound: "dos", Stretch: "tres", Closing: "cuatro",
			OnSide: "%[2]s! %[1]s", InRegion: "%[2]s @ %[1]s",
		},
	}
	r.Phrases = &phrases
	return r
}

// Titles of chapters are words of the language, titles of points and of regions,
// and nothing else.
func TestChaptersAreOfTheLanguageAndTheScript(t *testing.T) {
	for _, names := range everySession {
		r := inMadeUpLanguage(request(t, names...))
		r.Loop = len(names) == 1
		parts := []string{"uno", "dos", "tres", "cuatro", "izq", "drx"}
		for _, s := range r.Scripts {
			for _, p := range s.Points {
				parts = append(parts, p.Title)
			}
		}
		if len(names) > 1 {
			for _, s := range r.Scripts {
				parts = append(parts, s.Title)
			}
		}
		slices.SortFunc(parts, func(a, b string) int { return len(b) - len(a) }) // a title may hold a shorter one
		length := rangeOf(t, r).Most
		if r.Loop {
			length = 60 * 60 * second
		}
		live := begin(t, r, length, plan.AnchorEnd)
		window, _ := live.Window(0)
		if laid := fit(t, r, length).LayOut(); !slices.Equal(laid.Chapters, window.Chapters) {
			t.Errorf("%v: chapters %v in the plan, %v live", names, laid.Chapters, window.Chapters)
		}
		resumed, _ := resume(t, live, length/2, plan.AnchorEnd).Window(0)
		chapters := slices.Concat(window.Chapters, resumed.Chapters)
		if len(window.Chapters) < 10 || len(resumed.Chapters) < 5 {
			t.Fatalf("%v: only %d chapters, and %d resumed", names, len(window.Chapters), len(resumed.Chapters))
		}
		seen := map[string]bool{}
		for _, c := range chapters {
			title := c.Title
			for _, part := range parts {
				if strings.Contains(c.Title, part) {
					seen[part] = true
				}
				title = strings.ReplaceAll(title, part, "")
			}
			if strings.ContainsFunc(title, unicode.IsLetter) {
				t.Errorf("%v: %q has other words", names, c.Title)
			}
		}
		for _, part := range parts {
			if !seen[part] && (part != "dos" || r.Loop) {
				t.Errorf("%v: no chapter names %q", names, part)
			}
		}
	}
}
