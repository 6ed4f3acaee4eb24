package scripts

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

func TestScriptInWords(t *testing.T) {
	src, err := os.ReadFile(formatDoc)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(src), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	s, ds := Parse("example.yaml", []byte(example))
	if s == nil {
		t.Fatal(ds.Text([]byte(example)))
	}
	golden(t, "testdata/words.txt", Words(s, 72))
}

func TestBuiltinsInWordsFitTheirWidth(t *testing.T) {
	for _, name := range regions.Names() {
		s, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		const width = 60
		text := Words(s, width)
		for line := range strings.Lines(text) {
			if wide := displaywidth.String(strings.TrimSuffix(line, "\n")); wide > width {
				t.Errorf("%s: a line of %d columns: %s", name, wide, line)
			}
		}
		if !strings.HasSuffix(text, Wrap(Advice(), width)) {
			t.Errorf("%s does not end with the advice", name)
		}
		joined := strings.Join(strings.Fields(text), " ")
		s.eachLine(func(l Line) {
			if !strings.Contains(joined, strings.Trim(spoken(l), `"`)) {
				t.Errorf("%s does not show %q", name, l.Full)
			}
		})
	}
}

func TestAdviceNamesEveryCondition(t *testing.T) {
	for _, word := range []string{"not medical advice", "neck injury", "osteoporosis", "inflammatory arthritis", "artery disease", "blood clot",
		"blood thinners", "pregnancy", "recent surgery", "broken skin", "fresh injury", "numbness", "weakness", "promises no cure", "let go and stop"} {
		if !strings.Contains(Advice(), word) {
			t.Errorf("the advice does not name %q", word)
		}
	}
}

func TestLinesAreWrapped(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three\n\nfour\n", 7, "one two\nthree\n\nfour\n"},
		{"- one two three\n", 9, "- one two\n  three\n"},
		{"extraordinary a b\n", 3, "extraordinary\na b\n"},
		{"膝の 前の\n", 5, "膝の\n前の\n"},
		{"as it is", 0, "as it is"},
	} {
		if got := Wrap(test.text, test.width); got != test.want {
			t.Errorf("%q in %d columns: %q, not %q", test.text, test.width, got, test.want)
		}
	}
}

func TestPlacesAreConsistent(t *testing.T) {
	english := language.English()
	words := vocabulary{english.Safety}
	seen := map[Place]bool{}
	for _, p := range Places() {
		if seen[p.Name] || !IsName(string(p.Name)) || words.place(string(p.Name)) != "" || english.Places[string(p.Name)] == "" {
			t.Errorf("%+v", p)
		}
		seen[p.Name] = true
		if (p.Hardest == Moderate) != (p.Why == "") || !slices.Contains(pressures[:], p.Hardest) {
			t.Errorf("%s bears %s pressure, why: %q", p.Name, p.Hardest, p.Why)
		}
		if !slices.Contains(regions.Names(), p.Region) || p.Sides != Both && p.Sides != Centre {
			t.Errorf("%+v", p)
		}
		if info, ok := p.Name.Info(); !ok || info != p {
			t.Errorf("%s is %+v", p.Name, info)
		}
	}
	if !Moderate.Harder(Light) || !Light.Harder(Gentle) || Gentle.Harder(Gentle) {
		t.Error("moderate presses harder than light, light harder than gentle")
	}
}

// Forbidden places are recognised however they are named, and warnings about them
// are not taken for requests.
func TestForbiddenPlacesAreRecognised(t *testing.T) {
	words := vocabulary{language.English().Safety}
	for name, want := range map[string]string{
		"front-of-neck": ruleFront, "neck-front": ruleFront, "Front_of_the_Neck": ruleFront, "throat": ruleFront, "adams-apple": ruleFront,
		"Adam's apple": ruleFront, "side-of-neck-front": ruleFront, "carotid": ruleFront, "left-carotid-artery": ruleFront, "thyroid": ruleFront,
		"spine": ruleSpine, "neck-back-centre": ruleSpine, "lumbar-vertebrae": ruleSpine, "jaw-angle": ruleJawAngle,
		"elbow": "", "jaw-edge-front": "", "neck-back-upper": "", "side-of-neck": "",
	} {
		if got := words.place(name); got != want {
			t.Errorf("%s is forbidden by %q, not by %q", name, got, want)
		}
	}
	for text, want := range map[string]bool{
		"Press into your throat.":                          true,
		"With your thumb, press the front of your neck.":   true,
		"Breathe. Press the left carotid lightly.":         true,
		"Never press on the front of your neck.":           false,
		"Let your throat go soft.":                         false,
		"Press in. Let your throat go soft.":               false,
		"Reach across in front, and press beside the neck": false,
		"Press the muscle, away from the throat.":          false,
	} {
		if got := words.asksFor(ruleFront, text); got != want {
			t.Errorf("%q asks for the front of the neck: %v", text, got)
		}
	}
}
