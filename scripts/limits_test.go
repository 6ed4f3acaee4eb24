package scripts

import (
	"strings"
	"testing"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/scripts/regions"
)

// only parses a source that has exactly one fault.
func only(t *testing.T, src string) Diagnostic {
	t.Helper()
	s, ds := Parse("a.yaml", []byte(src))
	if s != nil || len(ds) != 1 {
		t.Fatalf("read %v, %d diagnostics\n%.2000s", s != nil, len(ds), ds.Text([]byte(src)))
	}
	return ds[0]
}

func TestLargeFilesAreRefused(t *testing.T) {
	if d := only(t, "# "+strings.Repeat("x", MostBytes)); d.Rule != ruleTooMuch || d.Subject != (Range{}) {
		t.Errorf("%+v", d)
	}
	if d := only(t, "#"+strings.Repeat("x", MostBytes-1)); d.Rule != ruleYAML { // the largest there may be: a comment
		t.Errorf("%+v", d)
	}
}

func TestDiagnosticsAreBounded(t *testing.T) {
	src := "region: a\nopening:\n" + strings.Repeat("  - say: \"\\e\"\n", 60) + "closing:\n" + strings.Repeat("  - hold: x\n", 60)
	s, ds := Parse("a.yaml", []byte(src))
	if s != nil || len(ds) != diagnostic.Most+1 {
		t.Fatalf("%d diagnostics", len(ds))
	}
	if last := ds[diagnostic.Most]; !strings.Contains(last.Summary, "are not shown") {
		t.Errorf("the last is %+v", last)
	}
}

func TestBytesThatAreNotUTF8AreReported(t *testing.T) {
	_, ds := Parse("a.yaml", []byte("region: a\ntitle: b\xffc\n"))
	if d := ds[len(ds)-1]; d.Rule != ruleControl || d.Subject != diagnostic.Char(2, 9) {
		t.Errorf("%+v", ds)
	}
}

func TestWindowsFilesHaveTheSamePlaces(t *testing.T) {
	_, src := regions.Source("neck")
	windows := []byte(diagnostic.ByteOrderMark + strings.ReplaceAll(string(src), "\n", "\r\n"))
	want, _ := Parse("neck.yaml", src)
	got, ds := Parse("neck.yaml", windows)
	if got == nil {
		t.Fatal(ds.Text(windows))
	}
	for i, p := range got.Points {
		if p.At != want.Points[i].At || p.At == (Range{}) {
			t.Errorf("%s is at %v, not at %v", p.Title, p.At, want.Points[i].At)
		}
	}
}

func TestOtherPartsOfYAMLAreRefused(t *testing.T) {
	for src, want := range map[string]string{
		"[a]: b\nregion: c":         "invalid key",
		"{a: b}: c\nregion: c":      "invalid key",
		"? a\n: b\n":                "question mark",
		"&a region: c":              "anchors",
		"%YAML 1.2\n---\nregion: c": "directives",
		"region: *a":                "references",
		"12: c\nregion: c":          `no key "12"`,
	} {
		_, ds := Parse("a.yaml", []byte(src))
		if text := ds.Text([]byte(src)); !strings.Contains(text, want) {
			t.Errorf("%q does not mention %s\n%s", src, want, text)
		}
	}
}

func TestWhatCanBeAName(t *testing.T) {
	for name, want := range map[string]bool{
		"neck": true, "upper-back": true, "a1-2": true, "": false, "-a": false, "a-": false, "a--b": false, "A": false, "a b": false,
		"a/b": false, "..": false, "é": false, strings.Repeat("a", maxName): true, strings.Repeat("a", maxName+1): false,
	} {
		if IsName(name) != want {
			t.Errorf("%q is a name: %v", name, !want)
		}
	}
}

func TestHowTimesAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"8s": "8s", "1m30s": "1m30s", "2.5s": "2.5s", "500ms": "500ms", "10m": "10m0s", "1ms": "1ms",
		"8": "has no unit", "": "is not a time", "8x": "is not a time", "-8s": "is not a time", "1h": "is too long", "10m1ms": "is too long",
		"0s": "is no time at all", "0.5ms": "is finer", "99999999999999h": "is not a time", "8 s": "is not a time", "s": "is not a time", "1e3s": "is not a time",
	} {
		got, fault, _ := parseTime(text)
		if fault != "" && !strings.HasPrefix(fault, want) || fault == "" && got.String() != want {
			t.Errorf("%q is %v, %q, not %s", text, got, fault, want)
		}
	}
}

// Lines has every text that can be spoken, and no other.
func TestLinesOfPhrasesAreWhatCanBeSpoken(t *testing.T) {
	p, err := BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	lines := p.Lines()
	seen := map[string]bool{}
	for _, text := range lines {
		if seen[text] || text == "" || strings.ContainsAny(text, "{}") {
			t.Errorf("%q", text)
		}
		seen[text] = true
	}
	for _, id := range p.byID() {
		for _, text := range id.texts() {
			if !seen[text] {
				t.Errorf("%q of %s is not among the lines", text, id.name)
			}
		}
		if id.timed != nil {
			continue
		}
		for _, side := range []Side{Left, Right} {
			if !seen[id.line.Text(Full, side)] || !seen[id.line.Text(Brief, side)] {
				t.Errorf("%s is not among the lines", id.name)
			}
		}
	}
}
