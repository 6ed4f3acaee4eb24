package scripts

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts/language"
)

var update = flag.Bool("update", false, "write what the files of testdata and docs are to hold")

// load parses a file of any of the three formats, which it tells apart by name.
func load(name string, src []byte) Diagnostics {
	if strings.HasPrefix(filepath.Base(name), "phrases") {
		_, ds := ParsePhrases(language.English(), name, src)
		return ds
	}
	mute := &language.Language{Tag: "zz"} // without a safety vocabulary
	_, ds := Reader{Languages: append(language.All(), mute)}.Load(name, src)
	return ds
}

// golden compares got with a file, or with -update writes the file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run go test -update, and look at what it writes)", err)
	}
	if got != string(want) {
		t.Errorf("%s is out of step (go test -update mends it)\n--- got\n%s--- want\n%s", file, got, want)
	}
}

func badFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d bad files, %v", len(files), err)
	}
	return files
}

// Each bad file has exactly the faults in the .want file beside it.
func TestFaultsOfBadFiles(t *testing.T) {
	for _, file := range badFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			ds := load(filepath.Base(file), src)
			if len(ds) == 0 {
				t.Fatal("nothing was found wrong")
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".want", ds.Text(src))
		})
	}
}

// Every rule is broken by a bad file, and every diagnostic has a rule of the
// tables.
func TestEveryRuleHasABadFile(t *testing.T) {
	shown := map[string]bool{}
	for _, file := range badFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range load(filepath.Base(file), src) {
			shown[d.Rule] = true
		}
	}
	for _, rule := range append(SafetyRules(), FormRules()...) {
		if !shown[rule.ID] {
			t.Errorf("no file of testdata/bad breaks %s", rule.ID)
		}
		delete(shown, rule.ID)
	}
	for id := range shown {
		t.Errorf("%q is in no table of rules", id)
	}
}
