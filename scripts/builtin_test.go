package scripts

import (
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

func TestBuiltinsAreSound(t *testing.T) {
	for _, name := range regions.All() {
		file, src := regions.Source(name)
		doc, ds := Reader{Name: name}.Load(file, src)
		if len(ds) > 0 {
			t.Errorf("%s\n%s", name, ds.Text(src))
			continue
		}
		if programme := slices.Contains(regions.Programmes(), name); programme != (doc.Programme != nil) {
			t.Errorf("%s has %+v", file, doc)
		}
	}
	for _, l := range language.All() {
		if _, ds := ParsePhrases(l, l.PhrasesFile, []byte(l.Phrases)); len(ds) > 0 {
			t.Errorf("%s", ds.Text([]byte(l.Phrases)))
		}
	}
}

func TestFullWorksItsRegionsInOrder(t *testing.T) {
	file, src := regions.Source("full")
	p, ds := ParseProgramme(file, src)
	if p == nil {
		t.Fatal(ds)
	}
	if want := []string{"neck", "upper-back", "lower-back"}; !slices.Equal(p.Regions, want) {
		t.Errorf("full works %v, not %v", p.Regions, want)
	}
}

func TestUnknownNamesComeWithAHint(t *testing.T) {
	for name, hint := range map[string]string{"nek": `did you mean "neck"?`, "elbow": "one of: neck, jaw", "../neck": "", "full": ""} {
		if _, err := Builtin(name); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v", name, err)
		}
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
