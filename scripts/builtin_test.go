package scripts

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

func TestBuiltinsAreSound(t *testing.T) {
	for _, name := range BuiltinNames() {
		file, src, ok := BuiltinSource(name)
		if !ok {
			t.Errorf("%s is not there", name)
			continue
		}
		doc, ds := Load(file, src)
		if len(ds) > 0 {
			t.Errorf("%s\n%s", name, ds.Text(src))
			continue
		}
		switch {
		case name == "full" && (doc.Programme == nil || doc.Programme.Name != name):
			t.Errorf("%s holds %+v", file, doc)
		case name != "full" && (doc.Script == nil || doc.Script.Region != name):
			t.Errorf("%s holds %+v", file, doc)
		}
	}
	for _, l := range language.All() {
		if _, ds := ParsePhrases(l, l.PhrasesFile, []byte(l.Phrases)); len(ds) > 0 {
			t.Errorf("%s", ds.Text([]byte(l.Phrases)))
		}
	}
}

func TestFullWorksItsRegionsInOrder(t *testing.T) {
	p, err := BuiltinProgramme("full")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"neck", "upper-back", "lower-back"}; !slices.Equal(p.Regions, want) {
		t.Errorf("full works %v, not %v", p.Regions, want)
	}
}

func TestUnknownNamesComeWithAHint(t *testing.T) {
	for name, hint := range map[string]string{"nek": `did you mean "neck"?`, "elbow": "one of: neck, jaw", "../neck": ""} {
		_, err := Builtin(name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := BuiltinProgramme("neck"); err == nil {
		t.Error("neck is a programme")
	}
}

func TestEveryPlaceIsWorkedByItsRegion(t *testing.T) {
	worked := map[Place]string{}
	for _, name := range regions.Names() {
		s, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Points {
			worked[p.Place] = name
		}
	}
	for _, p := range Places() {
		if worked[p.Name] != p.Region {
			t.Errorf("%s is worked by %q, not by %s", p.Name, worked[p.Name], p.Region)
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for _, name := range regions.Names() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Builtin(name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("phrases", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := BuiltinPhrases(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
