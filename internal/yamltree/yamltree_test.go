package yamltree_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/yamltree"
)

// parse reads a text as a file of the format.
func parse(f yamltree.Format, src string) (*yamltree.Node, diagnostic.Diagnostics) {
	if f.Name == "" {
		f.Name = "a list"
	}
	r := yamltree.Reader{Report: &diagnostic.Report{File: "a.yaml"}, Format: f}
	root := r.Parse([]byte(src))
	return root, r.Diagnostics()
}

// show writes a tree on one line, each value with its place.
func show(n *yamltree.Node) string {
	at := fmt.Sprintf("@%d:%d", n.At.Start.Line, n.At.Start.Column)
	switch n.Kind {
	case yamltree.Map:
		var entries []string
		for _, e := range n.Entries {
			entries = append(entries, show(e.Key)+": "+show(e.Value))
		}
		return "{" + strings.Join(entries, ", ") + "}"
	case yamltree.List:
		var items []string
		for _, item := range n.Items {
			items = append(items, show(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case yamltree.Text:
		return fmt.Sprintf("%q%s", n.Text, at)
	}
	return fmt.Sprintf("<%s %s>%s", n.Kind, n.Text, at)
}

func TestTreeHasValuesWithTheirPlaces(t *testing.T) {
	for src, want := range map[string]string{
		"a: b":                         `{"a"@1:1: "b"@1:4}`,
		"a: 12\nb: true\nc: .inf\nd:":  `{"a"@1:1: <a number 12>@1:4, "b"@2:1: <true or false true>@2:4, "c"@3:1: <a value of another kind .inf>@3:4, "d"@4:1: <nothing >@4:1}`,
		"- a\n- - b\n  - 'c d'":        `["a"@1:3, ["b"@2:5, "c d"@3:5]]`,
		"a: {b: [c, 'ü', d]}":          `{"a"@1:1: {"b"@1:5: ["c"@1:9, "ü"@1:12, "d"@1:17]}}`,
		"a: |\n  b\n  c\n":             `{"a"@1:1: "b\nc\n"@1:4}`,
		"\ufeffa: b\r\nc: d\r\n":       `{"a"@1:1: "b"@1:4, "c"@2:1: "d"@2:4}`,
		"{a: \"x\\\"y\", b: 'it''s' }": `{"a"@1:2: "x\"y"@1:5, "b"@1:13: "it's"@1:16}`,
	} {
		root, faults := parse(yamltree.Format{}, src)
		if len(faults) > 0 {
			t.Errorf("%q\n%s", src, faults.Text([]byte(src)))
		} else if got := show(root); got != want {
			t.Errorf("%q is\n%s, not\n%s", src, got, want)
		}
	}
}

func TestQuotedScalarsEndAfterTheirQuote(t *testing.T) {
	for src, want := range map[string]diagnostic.Position{
		`a: "x\"y" # z`: {Line: 1, Column: 10},
		"a: 'it''s'":    {Line: 1, Column: 11},
		"a: \"b\n  c\"": {Line: 2, Column: 5},
		"a: 'ü\n\n  c'": {Line: 3, Column: 5},
		`a: "\\"`:       {Line: 1, Column: 8},
	} {
		root, faults := parse(yamltree.Format{}, src)
		if len(faults) > 0 {
			t.Errorf("%q\n%s", src, faults.Text([]byte(src)))
		} else if got := root.Get("a").At.End; got != want {
			t.Errorf("%q ends at %v, not at %v", src, got, want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	deep := strings.Repeat("[", 30) + strings.Repeat("]", 30)
	var keys strings.Builder
	for i := range 70 {
		fmt.Fprintf(&keys, "k%d: x\n", i)
	}
	for src, want := range map[string]string{
		"":                                "the file is empty",
		"# no more":                       "nothing but comments",
		"a: &x b\nc: *x":                  "anchors",
		"a: !t b":                         "tags",
		"a: *x":                           "references",
		"a:\n  <<: {b: c}":                "merged maps",
		"? a\n: b":                        "question mark",
		"%YAML 1.2\n---\na: b":            "directives",
		"a: b\n---\nc: d":                 "a second document",
		"a: b\na: c":                      "is given twice",
		"a: x\x1b[31m":                    "an invisible character (U+001B)",
		"a: b\u00a0c":                     "an unusual space (U+00A0)",
		"a: \xff":                         "not UTF-8",
		"a: " + deep:                      "nested too deeply",
		keys.String():                     "too many keys",
		"#" + strings.Repeat("x", 300000): "larger than 256 KiB",
		"a: [b":                           "not YAML",
		"a: b: c":                         "a colon and a space inside a text",
		"a:\n\tb: c":                      "a tab where a line begins",
	} {
		_, faults := parse(yamltree.Format{}, src)
		if text := faults.Text([]byte(src)); !strings.Contains(text, want) {
			t.Errorf("%.40q: nothing about %q in\n%.400s", src, want, text)
		}
	}
}

func TestEmptyFilesWhereTheyAreAllowed(t *testing.T) {
	for _, src := range []string{"", " \n", "# no more\n", "---\n"} {
		if root, faults := parse(yamltree.Format{Empty: true}, src); root != nil || len(faults) > 0 {
			t.Errorf("%q is %+v\n%s", src, root, faults.Text([]byte(src)))
		}
	}
}

func TestLooseTextsMayHoldSpacesAndJoiners(t *testing.T) {
	const src = "a: b\u00a0c\u200dd"
	root, faults := parse(yamltree.Format{Loose: true}, src)
	if len(faults) > 0 || root.Get("a").Text != "b\u00a0c\u200dd" {
		t.Errorf("%+v\n%s", root, faults.Text([]byte(src)))
	}
	if _, faults := parse(yamltree.Format{Loose: true}, "a: \x1b"); len(faults) != 1 {
		t.Error("an escape code passes")
	}
}

// A repaired colon lets the rest of the file be read.
func TestEveryFaultIsFoundAtOnce(t *testing.T) {
	const src = "a: one: two\nb: three: four\nc: \x07\nd: 1\nd: 2\n"
	_, faults := parse(yamltree.Format{}, src)
	var rules []string
	for _, d := range faults {
		rules = append(rules, fmt.Sprint(d.Subject.Start.Line, " ", d.Rule))
	}
	if want := []string{"1 yaml", "2 yaml", "3 control-character", "5 duplicate"}; !slices.Equal(rules, want) {
		t.Errorf("%q, not %q", rules, want)
	}
}

// What a file may hold at most is read in a moment, however it is arranged.
func TestTimeIsBounded(t *testing.T) {
	f := yamltree.Format{Bytes: 1 << 20, Items: 100_000}
	item, quoted := "{line: a, file: b}, ", "{line: \"é\", file: 'b'}, "
	for name, src := range map[string]string{
		"one long line":    "a: [" + strings.Repeat(item, 20_000) + "]",
		"quoted, one line": "a: [" + strings.Repeat(quoted, 20_000) + "]",
		"many lines":       "a:\n" + strings.Repeat("- line: a\n  file: b\n", 20_000),
	} {
		start := time.Now()
		root, faults := parse(f, src)
		if len(faults) > 0 || len(root.Get("a").Items) != 20_000 {
			t.Errorf("%s: %v", name, faults)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

func TestReaderReportsWhatIsMissingOrMistyped(t *testing.T) {
	const src = "nmae: anna\nage: old\nsize: 12\nwords: [a, b, c]\nshut: maybe\nkind: gren\n"
	report := &diagnostic.Report{File: "a.yaml"}
	r := yamltree.Reader{Report: report, Format: yamltree.Format{Name: "a list", Items: 2}}
	root := r.Parse([]byte(src))
	if !r.Map(root, "a list") {
		t.Fatal("no map")
	}
	r.Keys(root, "the list", []string{"name", "age", "size", "words", "shut", "kind", "more"})
	if got := r.String(r.Need(root, "name", "the list", ""), "the name", 10); got != "anna" {
		t.Errorf("the name is %q", got)
	}
	if got := r.Whole(root.Get("size"), "size", 1, 20); got != 12 {
		t.Errorf("the size is %d", got)
	}
	r.Whole(root.Get("age"), "age", 1, 9)
	r.Need(root, "more", "the list", "")
	if items, whole := r.List(root.Get("words"), "words"); len(items) != 2 || whole {
		t.Errorf("%d items, whole %v", len(items), whole)
	}
	r.Truth(root.Get("shut"), "shut")
	r.Word(root.Get("kind"), "kind", []string{"red", "green"})
	got := report.Diagnostics().Text([]byte(src))
	for _, want := range []string{
		`a.yaml:1:1: error: the list has no more`, `a.yaml:1:1: error: the list has no key "nmae"`, `hint: did you mean "name"?`,
		"a.yaml:2:6: error: age must be a whole number from 1 to 9", "a.yaml:4:15: error: words has more than 2 entries",
		"a.yaml:5:7: error: shut needs true or false, not a text", `a.yaml:6:7: error: "gren" is not a kind`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %s in\n%s", want, got)
		}
	}
}

// FuzzParse: any bytes give a tree or a fault, and every place lies in the file.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: b", "\xff", "\ufeffa: b", "a: |\n b\n", "a: >-\n  b\n\n c", "- - - - a", "{a: [b, {c: d}]}", "a: 'b''c'", "? a\n: b",
		"%YAML 1.2\n---\na: b", "--- &a\n*a", "a:\r\n- b\r\n", "\"a\\\nb\": c", "a: \"b\n  c\"", "<<: *a", "!!map {a: b}", "a: b\n---\n---\n", "a: 'ü"} {
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, src []byte, loose bool) {
		root, faults := parse(yamltree.Format{Loose: loose}, string(src))
		if root == nil && !faults.HasErrors() {
			t.Fatal("neither a tree nor a fault")
		}
		lines := strings.Split(strings.TrimPrefix(string(src), diagnostic.ByteOrderMark), "\n")
		inside := func(at diagnostic.Range) {
			if at != (diagnostic.Range{}) && (at.Start.Line < 1 || at.End.Line > len(lines) || at.Start.Column < 1 || at.End.Compare(at.Start) <= 0) {
				t.Fatalf("%v lies outside of %d lines", at, len(lines))
			}
		}
		for _, d := range faults {
			inside(d.Subject)
		}
		var walk func(n *yamltree.Node)
		walk = func(n *yamltree.Node) {
			inside(n.At)
			for _, e := range n.Entries {
				walk(e.Key)
				walk(e.Value)
			}
			for _, item := range n.Items {
				walk(item)
			}
		}
		if root != nil {
			walk(root)
		}
	})
}
