//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fence   = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	goRun   = regexp.MustCompile(`(^|[;&|]\s*)go run \./cmd/unknot\b`)
	invokes = regexp.MustCompile(`(^|[;&|=]\s*|\s)unknot( |$)`)
)

// commands is every command line with unknot in it that stands in a block of
// shell commands.
func commands(doc string) []string {
	var lines []string
	for _, block := range fence.FindAllStringSubmatch(doc, -1) {
		if !slices.Contains([]string{"sh", "console", "bash", "shell"}, block[1]) {
			continue
		}
		for line := range strings.Lines(strings.ReplaceAll(block[2], "\\\n", " ")) {
			line = strings.TrimSpace(line)
			if block[1] == "console" {
				prompted := false
				if line, prompted = strings.CutPrefix(line, "$ "); !prompted {
					continue // what it prints
				}
			}
			line = goRun.ReplaceAllString(line, "${1}unknot")
			if invokes.MatchString(line) && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

func TestCommandsOfABlock(t *testing.T) {
	doc := "Run `unknot no`.\n```sh\ngo run ./cmd/unknot play neck\nmake voices\n# unknot not\nUNKNOT_LOOP=true unknot \\\n  regions\n```\n" +
		"```console\n$ unknot show neck\nunknot says\n$ cd /tmp\n```\n```yaml\nunknot: no\n```\n"
	want := []string{"unknot play neck", "UNKNOT_LOOP=true unknot    regions", "unknot show neck"}
	if got := commands(doc); !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// Every command that the documents and the help show is run, in a folder with
// the files they speak of, and does what it should: exits with 0. A session is
// stopped after some seconds of sound, which take no time.
func TestDocumentedCommandsWork(t *testing.T) {
	paths, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := fixtures(dir); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	try := func(where, line string) {
		if line = strings.TrimSpace(line); line != "" && !found[line] {
			found[line] = true
			runDocumented(t, dir, where, line)
		}
	}
	for _, path := range append(paths, "../../README.md", "../../CONTRIBUTING.md") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range commands(string(data)) {
			try(path, line)
		}
	}
	root := newRootCommand(thisMachine())
	for _, cmd := range append(root.Commands(), root) {
		for line := range strings.Lines(cmd.Example) {
			try("the help of "+cmd.CommandPath(), line)
		}
	}
	if len(found) < 15 {
		t.Errorf("only %d commands were found", len(found))
	}
}

func runDocumented(t *testing.T, dir, where, line string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir+"/config", "XDG_STATE_HOME="+dir+"/state", "TEST_STOP=20", "TEST_DEVICE=fake")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %s: %v\n%s", where, line, err, out)
	}
}
