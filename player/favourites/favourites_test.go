package favourites

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts/regions"
)

func aFavourite(t *rapid.T) Favourite {
	f := Favourite{
		Name: rapid.OneOf(
			rapid.StringMatching(`[A-Za-z0-9äß日][A-Za-z0-9 _.'-]{0,20}[a-z]`),
			rapid.SampledFrom([]string{"true", "null", "1", "0x1f", "1e3", "no", "version", "日本", "é", "2026-01-01"}),
		).Filter(func(name string) bool { return CheckName(name) == nil }).Draw(t, "name"),
		Regions: rapid.SliceOfN(rapid.SampledFrom(append(regions.All(), "/home/me/my: #neck.yaml", `/a "b" 'c'.yml`)), 1, 4).Draw(t, "regions"),
	}
	values := map[string][]string{
		"length": {"8m", "12", "7:30", "ideal"}, "loop": {"true", "false"}, "side": {"left", "both"}, "guidance": {"brief"},
		"breath": {"4:6", "5:5"}, "voice": {"rowan", "/my/voice: of mine", "~/voice", "null", "7"}, "tones": {"none"}, "bed": {"true", "false"}, "voice-level": {"-3", "1.5", "-0.25"},
		"tones-level": {"-20"}, "side-cues": {"swapped"}, "keep": {"content"},
	}
	for _, key := range settings.SessionKeys() {
		if len(values[key]) == 0 {
			t.Fatalf("%s has no values here", key)
		}
		value := rapid.SampledFrom(values[key]).Draw(t, key)
		if !rapid.Bool().Draw(t, "given") {
			continue
		}
		if err := set(&f.Settings, key, value); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// What is written is read as it was, in its order.
func TestFavouritesAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &List{}
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			if f := aFavourite(t); l.index(f.Name) < 0 {
				if err := l.Add(f, false); err != nil {
					t.Fatal(err)
				}
			}
		}
		data, err := l.YAML()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse("f", data, nil)
		if err != nil {
			t.Fatalf("%s\n%v", data, err)
		}
		if len(got.all) != len(l.all) || len(l.all) > 0 && !reflect.DeepEqual(got, l) {
			t.Fatalf("%s\nis read as %+v, not %+v", data, got, l)
		}
	})
}

func TestNamesThatWouldBeTakenForSomethingElseAreRefused(t *testing.T) {
	for _, name := range []string{"evening", "Übung 2", "日本", "nach dem Sport", "neck 2", "7", "mum's", "v1.2", "e\u0301te\u0301"} {
		if err := CheckName(name); err != nil {
			t.Error(err)
		}
	}
	for name, why := range map[string]string{
		"neck": "is a region", "Neck": "is a region", "full": "is a region", "UPPER-BACK": "is a region",
		"": "needs a name", "  ": "needs a name", "-x": "a flag", "--loop": "a flag", "a/b": "a script file", `a\b`: "a script file",
		"my.yaml": "a script file", "my.YML": "a script file", " x": "is no name", "x ": "ends in a space", "a\nb": "is no name",
		"a\x1b[31m": "is no name", "a+b": "is no name", ".hidden": "is no name", "\u202eevil": "is no name", "\u0301": "is no name",
		strings.Repeat("x", 41): "too long", "\xff": "too long", "a\u200bb": "is no name", "~": "is no name", "a:b": "is no name",
	} {
		if err := CheckName(name); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, not %q", name, err, why)
		}
	}
}

func TestAListHasEachNameOnce(t *testing.T) {
	l := &List{}
	add := func(name, region string, replace bool) error {
		return l.Add(Favourite{Name: name, Regions: []string{region}}, replace)
	}
	for _, name := range []string{"a", "b", "c"} {
		if err := add(name, "neck", false); err != nil {
			t.Fatal(err)
		}
	}
	if err := add("B", "jaw", false); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Error(err)
	}
	if err := add("B", "jaw", true); err != nil {
		t.Error(err)
	}
	if f, ok := l.Find("b"); !ok || f.Regions[0] != "jaw" {
		t.Errorf("%+v", f)
	}
	for _, err := range []error{l.Rename("a", "c"), l.Rename("a", "neck"), l.Rename("x", "y"), l.Remove("x"),
		add("x", "./my.yaml", false), add("x", "Neck!", false), l.Add(Favourite{Name: "x"}, false)} {
		if err == nil {
			t.Error("it was done")
		}
	}
	if err := errors.Join(l.Rename("a", "A"), l.Rename("c", "d"), l.Remove("b")); err != nil {
		t.Error(err)
	}
	if got := l.Names(); !slices.Equal(got, []string{"A", "d"}) {
		t.Errorf("%q", got)
	}
	for i := range mostFavourites {
		if err := l.Add(Favourite{Name: "f" + strings.Repeat("x", i%30) + string(rune('a'+i/30)), Regions: []string{"neck"}}, false); err != nil {
			if i < mostFavourites-2 {
				t.Fatal(err)
			}
			return
		}
	}
	t.Error("there is no end to it")
}

func TestOnlySettingsOfASessionAreTaken(t *testing.T) {
	var o settings.Override
	if err := set(&o, "guidance", "brieff"); err == nil || !strings.Contains(err.Error(), `did you mean "brief"?`) {
		t.Error(err)
	}
	for key, text := range map[string]string{"output": "sound", "lenght": "8m", "voice": "a\x1b[31m", "length": ""} {
		if err := set(&o, key, text); err == nil {
			t.Errorf("%s: %q is taken", key, text)
		}
	}
	if keys := o.Keys(); len(keys) > 0 {
		t.Errorf("%q were set", keys)
	}
	f := Favourite{Name: "x", Regions: []string{"neck"}, Settings: settings.Of(settings.Defaults(), "output")}
	if err := (&List{}).Add(f, false); err == nil {
		t.Error("a favourite has an output")
	}
}

func TestABrokenFileIsLeftAsItIs(t *testing.T) {
	s := &store.Memory{}
	for _, text := range []string{"favourites:\n  a:\n    regions: [neck]\n", "version: 2\nfavourites: 7\n", "\tx"} {
		if err := s.Write(fileName, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(s); err == nil {
			t.Errorf("%q is taken", text)
		}
		if err := Change(s, func(l *List) error { return nil }); err == nil {
			t.Errorf("%q is changed", text)
		}
		if data, err := s.Read(fileName, mostBytes); err != nil || string(data) != text {
			t.Errorf("%q became %q, %v", text, data, err)
		}
	}
	var newer *store.NewerError
	if _, err := Parse("f", []byte("new: 1\nversion: 2\n"), nil); !errors.As(err, &newer) {
		t.Error(err)
	}
}

func TestTooMuchTextIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("[", 60000): "nested too deeply", strings.Repeat("{a: ", 1001): "nested too deeply",
		strings.Repeat("#", mostBytes+1): "larger than 64 KiB",
	} {
		if _, err := Parse("f", []byte("version: 1\nfavourites: "+text), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.10s: %v", text, err)
		}
	}
}

// Every folder testdata/bad holds a file of favourites and, beside it, the
// exact text of its faults.
func TestEachFaultHasItsPlace(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(paths) < 6 {
		t.Fatalf("only %d bad files: %v", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(filepath.Base(path), data, regions.All())
		if err == nil {
			t.Errorf("%s is taken for a good file", path)
			continue
		}
		want, readErr := os.ReadFile(strings.TrimSuffix(path, ".yaml") + ".txt")
		if readErr != nil || err.Error()+"\n" != string(want) {
			t.Errorf("%s gives\n%v\nwant\n%s", path, err, want)
		}
	}
}

func FuzzFavourites(f *testing.F) {
	f.Add([]byte("version: 1\nfavourites:\n  evening:\n    regions:\n      - neck\n    length: 8m\n    loop: true\n"))
	f.Add([]byte("version: 1\nfavourites: {a: {regions: [&x neck, *x], <<: {length: 1}}}\n"))
	f.Add([]byte("version: 2\n"))
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse("f", data, nil)
		if err != nil {
			return
		}
		for _, f := range l.All() {
			if err := f.check(); err != nil {
				t.Fatalf("%q holds %+v: %v", data, f, err)
			}
		}
		out, err := l.YAML()
		if err != nil {
			return // over the bounds
		}
		again, err := Parse("f", out, nil)
		if err != nil {
			t.Fatalf("%q is written as %q: %v", data, out, err)
		}
		if out2, err := again.YAML(); err != nil || !bytes.Equal(out, out2) {
			t.Fatalf("%q, then %q, %v", out, out2, err)
		}
	})
}
