package diagnostic

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCaretStandsUnderTheFault(t *testing.T) {
	at := func(line, from, to int) Range { return Range{Position{line, from}, Position{line, to}} }
	for _, test := range []struct {
		name, src string
		at        Range
		want      string
	}{
		{"plain", "a: b\nkey: wrong # x", at(2, 6, 11), " 2 | key: wrong # x\n   |      ^~~~~\n"},
		{"tab before", "\tkey:\twrong", at(1, 7, 12), " 1 |     key:    wrong\n   |             ^~~~~\n"},
		{"tab within", "ab\tc", at(1, 2, 5), " 1 | ab  c\n   |  ^~~~\n"},
		{"wide before", "膝: wrong", at(1, 4, 9), " 1 | 膝: wrong\n   |     ^~~~~\n"},
		{"wide within", "a: 膝の", at(1, 4, 6), " 1 | a: 膝の\n   |    ^~~~\n"},
		{"combining", "e\u0301: wrong", at(1, 5, 10), " 1 | e\u0301: wrong\n   |    ^~~~~\n"},
		{"end of line", "key:", at(1, 5, 6), " 1 | key:\n   |     ^\n"},
		{"many lines", "a: 'b\n  c'", Range{Position{1, 4}, Position{2, 5}}, " 1 | a: 'b\n   |    ^~\n"},
		{"windows", "a: b\r\nc: d\r\n", at(2, 4, 5), " 2 | c: d\n   |    ^\n"},
		{"byte order mark", "\ufeffa: b", at(1, 4, 5), " 1 | a: b\n   |    ^\n"},
		{"escape code", "a: \x1b[31m", at(1, 4, 5), " 1 | a: \ufffd[31m\n   |    ^\n"},
		{"no such line", "a", at(7, 1, 2), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Diagnostic{Summary: "bad", Subject: test.at}
			want := fmt.Sprintf("%d:%d: error: bad\n", test.at.Start.Line, test.at.Start.Column) + test.want
			if got := d.Text([]byte(test.src)); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestLongLineIsCutAroundTheFault(t *testing.T) {
	src := strings.Repeat("x", 5000) + "FAULT" + strings.Repeat("y", 5000)
	text := Diagnostic{Summary: "bad", Subject: Range{Position{1, 5001}, Position{1, 5006}}}.Text([]byte(src))
	lines := strings.Split(text, "\n")
	fault, caret := strings.Index(strings.ReplaceAll(lines[1], "…", "."), "FAULT"), strings.Index(lines[2], "^~~~~")
	if fault < 0 || fault != caret || len(lines[1]) > 2*excerptWidth {
		t.Errorf("the caret is at %d, the fault at %d\n%s", caret, fault, text)
	}
}

func TestTextNamesFileSeverityAndRule(t *testing.T) {
	d := Diagnostic{Warning, "front-of-neck", "no", "say why", "a\x1b.yaml", Range{Position{1, 8}, Position{1, 14}}}
	want := "a\ufffd.yaml:1:8: warning: no [front-of-neck]\n 1 | place: throat\n   |        ^~~~~~\n hint: say why\n"
	if got := d.Text([]byte("place: throat")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFileErrorHasALineForEachError(t *testing.T) {
	err := &FileError{Diagnostics: Diagnostics{
		{Summary: "no\x1b", Hint: "say yes", File: "a.yaml", Subject: Char(2, 3)},
		{Severity: Warning, Summary: "perhaps", File: "a.yaml"},
		{Summary: "not at all", File: "a.yaml"},
	}}
	if got, want := err.Error(), "a.yaml:2:3: no\ufffd: say yes\na.yaml: not at all"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if ds := (Diagnostics)(nil); !errors.As(err, &ds) || len(ds) != 3 {
		t.Errorf("%v has no diagnostics", err)
	}
}

func TestOnlyErrorsAreAnError(t *testing.T) {
	warning, fault := Diagnostic{Severity: Warning, Summary: "w"}, Diagnostic{Summary: "f", File: "a.yaml"}
	if err := (Diagnostics{warning}).Err(); err != nil {
		t.Errorf("a warning is the error %v", err)
	}
	err := fmt.Errorf("loading: %w", Diagnostics{warning, fault, fault}.Err())
	if got := err.Error(); got != "loading: a.yaml: f (and 1 more)" {
		t.Error(got)
	}
	var ds Diagnostics
	if !errors.As(err, &ds) || len(ds) != 3 {
		t.Errorf("%v holds no diagnostics", err)
	}
}
