package scripts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// reporter is what *testing.T and *rapid.T have in common.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkDiagnostics checks what is true for any file: it has a value or an error;
// diagnostics are within the file, sorted and unique; their text is safe for a
// terminal.
func checkDiagnostics(t reporter, src []byte, read bool, ds Diagnostics) {
	t.Helper()
	if read == ds.HasErrors() {
		t.Fatalf("read %v with errors %v", read, ds.HasErrors())
	}
	if ds.HasErrors() != (ds.Err() != nil) || ds.HasErrors() == (ds.Error() == "") {
		t.Fatalf("Err is %v of %v", ds.Err(), ds)
	}
	known := map[string]bool{}
	for _, rule := range slices.Concat(SafetyRules(), FormRules()) {
		known[rule.ID] = true
	}
	lines := strings.Split(strings.TrimPrefix(string(src), diagnostic.ByteOrderMark), "\n")
	for i, d := range ds {
		if !known[d.Rule] || d.Summary == "" {
			t.Fatalf("rule %q, summary %q", d.Rule, d.Summary)
		}
		if i > 0 && (d == ds[i-1] || d.Subject.Start.Compare(ds[i-1].Subject.Start) < 0) {
			t.Fatalf("%v after %v", d, ds[i-1])
		}
		if d.Subject == (Range{}) {
			continue
		}
		start, end := d.Subject.Start, d.Subject.End
		if start.Line < 1 || start.Line > len(lines) || start.Column < 1 || end.Compare(start) <= 0 || end.Line > len(lines) {
			t.Fatalf("%v lies outside of the file of %d lines", d, len(lines))
		}
		if wide := utf8.RuneCountInString(lines[start.Line-1]); start.Column > wide+1 || end.Line == start.Line && end.Column > wide+2 {
			t.Fatalf("%v lies outside of its line of %d characters", d, wide)
		}
	}
	if len(ds) > diagnostic.Most+1 {
		t.Fatalf("%d diagnostics", len(ds))
	}
	for _, r := range ds.Text(src) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("the text holds %U", r)
		}
	}
}

func seed(f *testing.F) {
	for _, name := range regions.All() {
		_, src := regions.Source(name)
		f.Add(src)
	}
	f.Add([]byte(language.English().Phrases))
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, s := range []string{"\xff", "\ufeffregion: a", "a: |\n b\n", "a: >-\n  b\n\n c", "- - - - a", "{a: [b, {c: d}]}", "a: 'b''c'", "? a\n: b",
		"%YAML 1.2\n---\na: b", "--- &a\n*a", "a:\r\n- b\r\n", "\"a\\\nb\": c", "a: \"b\n  c\"", "<<: *a", "!!map {a: b}", "a: b\n---\n---\n"} {
		f.Add([]byte(s))
	}
}

// FuzzLoad parses any bytes as a region or a programme.
func FuzzLoad(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, ds := Load("fuzz.yaml", src)
		checkDiagnostics(t, src, doc != (Document{}), ds)
		if doc.Script == nil {
			return
		}
		for _, text := range append(doc.Script.Lines(), Words(doc.Script, 60)) {
			if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
				t.Fatalf("a sound script says %q", text)
			}
			if strings.ContainsAny(strings.ReplaceAll(text, "\n", ""), "{}") {
				t.Fatalf("a sound script says %q", text)
			}
		}
	})
}

// FuzzParsePhrases parses any bytes as phrases.
func FuzzParsePhrases(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		p, ds := ParsePhrases(language.English(), "fuzz.yaml", src)
		checkDiagnostics(t, src, p != nil, ds)
	})
}

// FuzzWrap checks that no word is lost, and that no line of valid text is too
// wide, unless it is a single word.
func FuzzWrap(f *testing.F) {
	f.Add("- one two three\nfour", 10)
	f.Add("膝の 前 a", 3)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = min(width, 200)
		got := Wrap(text, width)
		if a, b := strings.Fields(text), strings.Fields(got); !slices.Equal(a, b) {
			t.Fatalf("%q became %q", text, got)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			words := strings.Fields(strings.TrimPrefix(line, "- "))
			if wide := displaywidth.String(line); width > 2 && wide > width && len(words) > 1 && utf8.ValidString(text) {
				t.Fatalf("%q is %d columns wide, not %d", line, wide, width)
			}
		}
	})
}
