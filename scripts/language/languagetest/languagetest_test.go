package languagetest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/language/languagetest"
	"github.com/unknot/unknot/scripts/regions"
)

func reader() scripts.Reader {
	return scripts.Reader{Languages: append(language.All(), languagetest.Language())}
}

// walk visits every text in a value with the path to it.
func walk(path string, v reflect.Value, visit func(path, text string)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v.String())
	case reflect.Pointer:
		walk(path, v.Elem(), visit)
	case reflect.Struct:
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(path, v.Index(i), visit)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			walk(path+"."+entries.Key().String(), entries.Value(), visit)
		}
	}
}

// A new field of the language that is not translated would be found as English
// by every test.
func TestEveryWordIsMadeUp(t *testing.T) {
	verbs := strings.NewReplacer("%s", "", "%d", "", "%[1]s", "", "%[2]s", "", "%[2]d", "", "%[3]d", "", "%+.0f", "")
	seen := 0
	walk("Language", reflect.ValueOf(languagetest.Language()), func(path, text string) {
		switch path {
		case "Language.Tag", "Language.Phrases", "Language.PhrasesFile", "Language.Safety.Forbidden.Rule":
			return
		}
		seen++
		if word := languagetest.Latin(verbs.Replace(text)); word != "" {
			t.Errorf("%s is still English: %q", path, text)
		}
	})
	if seen < 200 {
		t.Errorf("only %d texts were seen", seen)
	}
	if got := languagetest.Language().Screen.Rows.Breaths(3); languagetest.Latin(got) != "" || !strings.HasPrefix(got, "3 ") {
		t.Errorf("%q", got)
	}
}

func TestVerbsAndPlaceholdersStay(t *testing.T) {
	for english, want := range map[string]string{
		"Now the {side} side.": "Ноц узд {side} тигд.", "%[1]s, %d of %+.0f": "%[1]s, %d ое %+.0f", "Go": "Жо", "then: %s": "уздн: %s",
	} {
		if got := languagetest.Say(english); got != want {
			t.Errorf("%q is %q, not %q", english, got, want)
		}
	}
}

// Translated scripts have no faults, and say nothing in English.
func TestRegionsSpeakTheLanguage(t *testing.T) {
	for _, name := range regions.Names() {
		src := languagetest.Region(name)
		s, ds := reader().Parse(name+".yaml", src)
		if len(ds) > 0 {
			t.Fatalf("%s\n%s", name, ds.Text(src))
		}
		lines := s.Lines()
		for _, text := range append(lines, s.Title) {
			if word := languagetest.Latin(text); word != "" {
				t.Errorf("%s says %q: %q", name, text, word)
			}
		}
		if english, err := scripts.Builtin(name); err != nil || len(english.Lines()) != len(lines) {
			t.Errorf("%s has %d lines, %v", name, len(lines), err)
		}
	}
}

func TestPhrasesSpeakTheLanguage(t *testing.T) {
	p, err := scripts.PhrasesOf(languagetest.Language())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Lines()) < 50 {
		t.Errorf("only %d lines", len(p.Lines()))
	}
	for _, text := range p.Lines() {
		if word := languagetest.Latin(text); word != "" {
			t.Errorf("%q: %q", text, word)
		}
	}
}

func TestSafetyRulesHoldInTheLanguage(t *testing.T) {
	for english, rule := range map[string]string{
		"Press your throat gently.":            "front-of-neck",
		"With your thumb, the front of a neck": "front-of-neck",
		"This heals every knot.":               "no-cure",
		"Never press your throat.":             "",
	} {
		src := strings.Replace(string(languagetest.Region("neck")), "    steps:\n", "    steps:\n      - say: "+languagetest.Say(english)+"\n", 1)
		_, ds := reader().Parse("neck.yaml", []byte(src))
		if rule == "" && len(ds) > 0 || rule != "" && (len(ds) != 1 || ds[0].Rule != rule) {
			t.Errorf("%s\n%s", english, ds.Text([]byte(src)))
		}
	}
	for title, rule := range map[string]string{"The spine": "spine", "The angle of the jaw": "jaw-angle", "Beside the spine": ""} {
		src := strings.Replace(string(languagetest.Region("upper-back")), "  - point: ", "  - point: "+languagetest.Say(title)+" # ", 1)
		_, ds := reader().Parse("upper-back.yaml", []byte(src))
		if rule == "" && len(ds) > 0 || rule != "" && (len(ds) != 1 || ds[0].Rule != rule) {
			t.Errorf("%s\n%s", title, ds.Text([]byte(src)))
		}
	}
}

func TestWordsNamePlacesInTheLanguage(t *testing.T) {
	s, _ := reader().Parse("neck.yaml", languagetest.Region("neck"))
	words := scripts.Words(s, 0)
	for _, english := range []string{"skull base", "medical advice", "left/right"} {
		if strings.Contains(words, english) || !strings.Contains(words, languagetest.Say(english)) {
			t.Errorf("%q is not in the language", english)
		}
	}
}
