package sources

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/settings"
)

var update = flag.Bool("update", false, "write config.yaml and docs/settings.md anew from the table")

// The shipped config.yaml and the page of settings are made from the table, so
// neither can name a setting that is not there or leave one out.
func TestShippedFiles(t *testing.T) {
	for path, want := range map[string]string{
		"../../../config.yaml": ConfigFile(),
		"../../../docs/settings.md": "# Settings\n\n`go test ./cmd/unknot/sources -update` makes this page and `config.yaml` from the table in\n" +
			"`player/settings/table.go`. A flag comes before an environment variable, the variable before the\n" +
			"config file, and the file before the default. `unknot config` prints the values in force and where\n" +
			"each comes from.\n\n" + Reference(),
	} {
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the table makes: run go test ./cmd/unknot/sources -update", path)
		}
	}
}

// config.yaml decodes to exactly the defaults and names every setting.
func TestConfigFileIsTheDefaults(t *testing.T) {
	clearEnvironment(t)
	file, err := Open("../../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(pflag.NewFlagSet("", pflag.ContinueOnError), file)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Settings != settings.Defaults() {
		t.Errorf("config.yaml decodes to\n%+v, the defaults are\n%+v", loaded.Settings, settings.Defaults())
	}
	for _, s := range settings.Table() {
		if loaded.Sources[s.Key].Kind != FromFile {
			t.Errorf("config.yaml does not name %s", s.Key)
		}
	}
	// And by another reader's eyes: the same keys, whatever our own makes of them.
	data, err := os.ReadFile("../../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var raw yaml.MapSlice
	if err := yaml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, item := range raw {
		keys = append(keys, fmt.Sprint(item.Key))
	}
	if !slices.Equal(keys, settings.Names()) {
		t.Errorf("config.yaml names %q, the table %q", keys, settings.Names())
	}
}

// For every setting, each source in turn: the later one wins, and is named.
func TestPrecedence(t *testing.T) {
	values := map[string][3]string{ // file, environment, flag
		"length":      {"7:30", "8m", "9"},
		"loop":        {"true", "false", "true"},
		"side":        {"left", "right", "left"},
		"guidance":    {"brief", "tones", "brief"},
		"breath":      {"5:5", "3:5", "4:8"},
		"voice":       {"a", "b", "c"},
		"tones":       {string(tone.Kinds()[1]), "none", string(tone.Kinds()[1])},
		"bed":         {"false", "true", "false"},
		"voice-level": {"-3", "-4.5", "2"},
		"tones-level": {"-3", "-4.5", "12"},
		"side-cues":   {"off", "swapped", "mono"},
		"output":      {"captions", "sound", "auto"},
		"buffer":      {"1s", "200ms", "2s"},
		"plain":       {"true", "false", "true"},

		"keep":             {"content", "end", "content"},
		"quiet":            {"20", "off", "1m"},
		"repeat-after":     {"0s", "1m30s", "5"},
		"pause-when-moved": {"false", "true", "false"},
		"press-twice":      {"finish", "none", "stop"},
		"press-thrice":     {"loop-on", "next", "time-left"},
		"press-window":     {"0.3", "1s", "400ms"},
		"may-sleep":        {"true", "false", "true"},
	}
	for i, command := range settings.KeyCommandNames() {
		values[settings.KeySection+"."+command] = [3]string{fmt.Sprintf("[f%d, 1]", i%12+1), "é ctrl+x", ""}
	}
	for _, row := range settings.Table() {
		given, ok := values[row.Key]
		if !ok {
			t.Errorf("%s has no values here", row.Key)
			continue
		}
		t.Run(row.Key, func(t *testing.T) {
			clearEnvironment(t)
			flags := pflag.NewFlagSet("", pflag.ContinueOnError)
			AddFlags(flags)
			expect := func(file *File, text string, kind SourceKind) {
				t.Helper()
				loaded, err := Load(flags, file)
				if err != nil {
					t.Fatal(err)
				}
				var want settings.Settings
				if err := row.Set(&want, text); err != nil {
					t.Fatal(err)
				}
				if got := row.Format(loaded.Settings); got != row.Format(want) {
					t.Errorf("%s is %s, want %s", row.Key, got, row.Format(want))
				}
				if loaded.Sources[row.Key].Kind != kind {
					t.Errorf("%s comes from %v", row.Key, loaded.Sources[row.Key])
				}
			}
			expect(nil, row.Default, FromDefault)
			file, err := ParseFile("my.yaml", []byte(strings.Replace(row.Key, ".", ":\n  ", 1)+": "+given[0]+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			expect(file, strings.NewReplacer("[", "", "]", "", ",", "").Replace(given[0]), FromFile)
			t.Setenv(Env(row), given[1])
			expect(file, given[1], FromEnvironment)
			if Flag(row) == "" {
				return
			}
			if err := flags.Parse([]string{Flag(row) + "=" + given[2]}); err != nil {
				t.Fatal(err)
			}
			expect(file, given[2], FromFlag)
			t.Setenv(Env(row), "")
			expect(nil, given[2], FromFlag)
		})
	}
}

func TestWrongValues(t *testing.T) {
	wrong := map[string][]string{
		"length":      {"soon", "0", "-1", "25h", ""},
		"loop":        {"maybe", ""},
		"side":        {"top", "Left", ""},
		"guidance":    {"ful", ""},
		"breath":      {"", "4", "1:6", "11:2", "2:3", "9:9", "4:x", "4:6:2"},
		"voice":       {"", " "},
		"tones":       {"loud", ""},
		"bed":         {"2", ""},
		"voice-level": {"7", "-21", "NaN", "Inf", "x", ""},
		"tones-level": {"13", "-21", "x"},
		"side-cues":   {"true", "", "left"},
		"output":      {"speaker", ""},
		"buffer":      {"1ms", "2001ms", "100", "x", "-1s", ""},
		"plain":       {"2", ""},

		"keep":             {"both", ""},
		"quiet":            {"1s", "301s", "-1s", "x", "", "NaN"},
		"repeat-after":     {"-1s", "2h", "off", ""},
		"pause-when-moved": {"2", ""},
		"press-twice":      {"pause", "pressed", "nxt", ""},
		"press-thrice":     {"play", ""},
		"press-window":     {"100ms", "3", "off", ""},
		"may-sleep":        {"2", ""},
	}
	for _, command := range settings.KeyCommandNames() {
		wrong[settings.KeySection+"."+command] = []string{"spcae", "ctrl+c", "ctrl+z", "ctrl+m", "shift+a", "a a", "none a", "\x01", "\xff", "+ ++", "ctrl+", "esc+a"}
	}
	for _, row := range settings.Table() {
		if len(wrong[row.Key]) == 0 {
			t.Errorf("%s has no wrong values here", row.Key)
		}
		for _, text := range wrong[row.Key] {
			clearEnvironment(t)
			if Flag(row) != "" {
				flags := pflag.NewFlagSet("", pflag.ContinueOnError)
				AddFlags(flags)
				if err := flags.Parse([]string{Flag(row) + "=" + text}); err != nil {
					t.Fatal(err)
				}
				if _, err := Load(flags, nil); err == nil || !strings.HasPrefix(err.Error(), Flag(row)+": ") {
					t.Errorf("%s=%q: %v, want an error that begins with the flag", Flag(row), text, err)
				}
			}
			if text == "" {
				continue // an empty variable counts as unset
			}
			t.Setenv(Env(row), text)
			_, err := Load(pflag.NewFlagSet("", pflag.ContinueOnError), nil)
			if err == nil || !strings.HasPrefix(err.Error(), Env(row)+": ") {
				t.Errorf("%s=%q: %v, want an error that begins with the variable", Env(row), text, err)
			}
		}
	}
}

// Every folder testdata/bad holds a config file and, beside it, the exact text
// of its faults.
func TestBadFiles(t *testing.T) {
	clearEnvironment(t)
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(paths) < 10 {
		t.Fatalf("only %d bad files: %v", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := ParseFile(filepath.Base(path), data)
		if err == nil {
			_, err = Load(pflag.NewFlagSet("", pflag.ContinueOnError), file)
		}
		if err == nil {
			t.Errorf("%s is taken for a good file", path)
			continue
		}
		golden := strings.TrimSuffix(path, ".yaml") + ".txt"
		if *update {
			if err := os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, readErr := os.ReadFile(golden)
		if readErr != nil || err.Error()+"\n" != string(want) {
			t.Errorf("%s gives\n%v\nwant\n%s", path, err, want)
		}
	}
}

func TestOpen(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a file that was named and is not there is no error")
	}
	for _, text := range []string{"", "# nothing\n", "---\n", "---\n# nothing\n...\n", "null\n"} {
		file, err := ParseFile("f", []byte(text))
		if err != nil || file == nil || len(file.values) != 0 {
			t.Errorf("%q: %v, %v; want a file without settings", text, file, err)
		}
	}
}

func FuzzConfigFile(f *testing.F) {
	f.Add([]byte(ConfigFile()))
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
		file, err := ParseFile("f.yaml", data)
		if (file == nil) == (err == nil) {
			t.Fatalf("%q: %v, %v", data, file, err)
		}
		if err != nil {
			return
		}
		for key, v := range file.values {
			if !slices.ContainsFunc(settings.Table(), func(t settings.Setting) bool { return t.Key == key }) || v.at.Line < 1 {
				t.Fatalf("%q: %q at %v is taken", data, key, v.at)
			}
		}
		_, _ = Load(pflag.NewFlagSet("", pflag.ContinueOnError), file)
	})
}

func clearEnvironment(t *testing.T) {
	for _, row := range settings.Table() {
		t.Setenv(Env(row), "")
	}
}
