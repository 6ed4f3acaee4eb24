package language

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryLanguageHasAllWords(t *testing.T) {
	english := English()
	for _, l := range All() {
		if l.Tag == "" || l.Left == "" || l.Right == "" || l.Left == l.Right || l.Phrases == "" || l.PhrasesFile == "" || l.Advice == "" || l.Safety == nil {
			t.Errorf("%q lacks something: %+v", l.Tag, l)
		}
		for name, words := range map[string][2]map[string]string{
			"refusals": {english.Refusals, l.Refusals}, "answers": {english.Answers.ByCode, l.Answers.ByCode},
			"keys": {english.Screen.Keys, l.Screen.Keys}, "kinds of rows": {english.Screen.Rows.Kinds, l.Screen.Rows.Kinds},
			"sounds": {english.Screen.Rows.Sounds, l.Screen.Rows.Sounds}, "places": {english.Places, l.Places},
		} {
			for code := range words[0] {
				if strings.TrimSpace(words[1][code]) == "" {
					t.Errorf("%s of %s: there are no words for %s", name, l.Tag, code)
				}
			}
			if len(words[1]) != len(words[0]) {
				t.Errorf("%s of %s: %d codes, not %d", name, l.Tag, len(words[1]), len(words[0]))
			}
		}
	}
}

func TestAmountsGrow(t *testing.T) {
	for _, l := range All() {
		for i, a := range l.Amounts {
			if a.Words == "" || i > 0 && a.Length <= l.Amounts[i-1].Length {
				t.Errorf("%s: %q is not longer than the amount before it", l.Tag, a.Words)
			}
		}
		if got := l.Amount(-time.Hour); got != l.Amounts[0].Words {
			t.Errorf("%s: less than nothing is %q", l.Tag, got)
		}
	}
}

// The checker compares whole words, lower-case and without apostrophes.
func TestSafetyWordsCanBeFound(t *testing.T) {
	for _, l := range All() {
		words := slices.Concat(l.Safety.Pressing, l.Safety.Denying, l.Safety.Curing, l.Safety.Beside, l.Safety.Joining)
		for _, f := range l.Safety.Forbidden {
			for _, name := range f.Names {
				parts := strings.Fields(name)
				words = append(words, parts...)
				if f.Close && len(parts) != 2 {
					t.Errorf("%s: %q is close, and not two words", l.Tag, name)
				}
			}
		}
		for _, word := range words {
			if word == "" || word != strings.ToLower(word) || strings.ContainsAny(word, " '\u2019-") {
				t.Errorf("%s: %q is never found", l.Tag, word)
			}
		}
	}
}

func TestWhatIsGivenIsNotShared(t *testing.T) {
	a := English()
	a.Refusals["fault"], a.Amounts[0].Words, a.Safety.Pressing[0] = "", "", ""
	if b := English(); b.Refusals["fault"] == "" || b.Amounts[0].Words == "" || b.Safety.Pressing[0] == "" {
		t.Error("one caller can change the words of another")
	}
}

func TestSidesAndTags(t *testing.T) {
	l := English()
	if l.Side("left") != "left" || l.Side("right") != "right" || l.Side("centre") != "centre" {
		t.Error(l.Side("left"), l.Side("right"), l.Side("centre"))
	}
	if Find(All(), Default) == nil || Find(All(), "zz") != nil || !slices.Equal(Tags(All()), []string{"en"}) {
		t.Error(Tags(All()))
	}
	if l.Of("paused") != "paused" || l.Of("no-hold") != "nothing is held now" || l.Of("?") != "?" {
		t.Error(l.Of("paused"), l.Of("no-hold"), l.Of("?"))
	}
}
