package nearest

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMisspeltWordsAreRecognised(t *testing.T) {
	names := []string{"neck", "jaw", "upper-back", "lower-back", "full", "waist-inner"}
	for word, want := range map[string]string{
		"nekc": "neck", "neck": "neck", "NECK": "neck", "jwa": "jaw", "upperback": "upper-back", "lower-bak": "lower-back",
		"ful": "full", "knee": "", "": "", "x": "", "foot": "", "waist-iner": "waist-inner", strings.Repeat("neck", 30): "",
	} {
		if got := Word(word, names); got != want {
			t.Errorf("%q is near %q, not %q", word, got, want)
		}
	}
}

func TestHints(t *testing.T) {
	known := []string{"neck", "jaw"}
	for word, want := range map[string][2]string{
		"nekc":  {`did you mean "neck"?`, ` (did you mean "neck"?)`},
		"elbow": {"one of: neck, jaw", ""},
	} {
		if got := [2]string{Hint(word, known), Suffix(word, known)}; got != want {
			t.Errorf("%s: %q, not %q", word, got, want)
		}
	}
}

// FuzzWord: what is near is known, and a known word is its own nearest.
func FuzzWord(f *testing.F) {
	f.Add("nekc", "neck", "jaw")
	f.Add("", "a", "")
	f.Add("\xff", "\xff\xfe", "ab")
	f.Fuzz(func(t *testing.T, word, a, b string) {
		if near := Word(word, []string{a, b}); near != "" && near != a && near != b {
			t.Fatalf("%q is near %q, which is not known", near, word)
		}
		if n := utf8.RuneCountInString(word); n > 0 && n <= 64 && Word(word, []string{"zzzz", word}) != word && word != "zzzz" {
			if !strings.EqualFold(Word(word, []string{"zzzz", word}), word) {
				t.Fatalf("%q is not its own nearest", word)
			}
		}
	})
}
