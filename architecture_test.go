// Package unknot_test holds what ARCHITECTURE.md says of the project as a
// whole: who may know whom, what builds where, and that the documents name
// only what there is.
package unknot_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/unknot/unknot"

// pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	CgoFiles     []string
	Standard     bool
	Module       *struct{ Path string }
}

// within reports whether the package is path, or lies below it, in the module.
func (p pkg) within(path string) bool { return isWithin(p.ImportPath, module+"/"+path) }

func isWithin(importPath, path string) bool {
	return importPath == path || strings.HasPrefix(importPath, path+"/")
}

// list runs go list for a platform, without cgo.
func list(t *testing.T, platform string, args ...string) []pkg {
	t.Helper()
	system, processor, _ := strings.Cut(platform, "/")
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,TestImports,XTestImports,CgoFiles,Standard,Module"}, args...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+processor)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v for %s: %v\n%s", args, platform, err, stderr.String())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		t.Fatalf("go list %v for %s finds nothing", args, platform)
	}
	return pkgs
}

// ours are the packages of the module.
func ours(t *testing.T) []pkg { return list(t, "linux/amd64", "./...") }

// cmd → player → scripts, audio; scripts and audio do not know each other, and
// internal knows none of them. Tests of a package are held to it as well.
func TestOneDirection(t *testing.T) {
	forbidden := map[string][]string{
		"scripts":  {"cmd", "player", "audio"},
		"audio":    {"cmd", "player", "scripts"},
		"player":   {"cmd"},
		"internal": {"cmd", "player", "scripts", "audio"},
	}
	seen := map[string]bool{}
	for _, p := range ours(t) {
		for layer, above := range forbidden {
			if !p.within(layer) {
				continue
			}
			seen[layer] = true
			for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
				for _, other := range above {
					if isWithin(imported, module+"/"+other) {
						t.Errorf("%s imports %s: %s must not know %s", p.ImportPath, imported, layer, other)
					}
				}
			}
		}
	}
	for layer := range forbidden {
		if !seen[layer] {
			t.Errorf("there is no package in %s", layer)
		}
	}
}

// Libraries that reach outside are each known to one place.
func TestWhoKnowsWhat(t *testing.T) {
	for library, place := range map[string]string{
		"github.com/ebitengine/oto":  "audio/device",
		"github.com/jfreymuth/pulse": "audio/device",
		"github.com/spf13/viper":     "cmd/unknot/sources",
		"github.com/spf13/cobra":     "cmd/unknot",
		"github.com/spf13/pflag":     "cmd/unknot",
		"github.com/adrg/xdg":        "cmd/unknot/files",
		"github.com/gofrs/flock":     "cmd/unknot/files",
		"charm.land":                 "cmd/unknot",
		"charm.land/huh":             "cmd/unknot/chooser",
		"github.com/charmbracelet":   "cmd/unknot",
		"github.com/godbus/dbus":     "cmd/unknot/mpris",
		"os/signal":                  "cmd/unknot",
	} {
		for _, p := range ours(t) {
			for _, imported := range p.Imports {
				if isWithin(imported, library) && !p.within(place) {
					t.Errorf("%s imports %s, which only %s may know", p.ImportPath, imported, place)
				}
			}
		}
	}
	oto := 0
	for _, p := range ours(t) {
		if slices.ContainsFunc(p.Imports, func(i string) bool { return isWithin(i, "github.com/ebitengine/oto") }) {
			oto++
		}
	}
	if oto != 1 {
		t.Errorf("oto is imported by %d packages, not by one", oto)
	}
}

// Scripts and player are pure: no disk, no device, no net.
func TestPureCore(t *testing.T) {
	for _, p := range ours(t) {
		if !p.within("scripts") && !p.within("player") {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains([]string{"os", "net", "net/http", "os/exec", "syscall", "log", "math/rand", "math/rand/v2"}, imported) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// readsClock is a call that asks what time it is, or waits.
var readsClock = regexp.MustCompile(`\btime\.(Now|Since|Until|After|AfterFunc|NewTimer|NewTicker|Tick|Sleep)\(`)

// Time comes from frames: a clock is read only where sound is played, by the
// player, its queue, a session and the outputs; where presses of a button are
// counted; where a write is paced or a lock waited for; and by the command.
func TestClocks(t *testing.T) {
	may := []string{"player/session", "player/control", "player/history", "player/store", "player/playback", "player/queue",
		"audio/output", "audio/device", "cmd"}
	const top = "player" // its own files, none below
	may = append(may, top)
	found := map[string]bool{}
	for _, path := range tracked(t) {
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		call := readsClock.Find(data)
		if call == nil {
			continue
		}
		i := slices.IndexFunc(may, func(folder string) bool {
			return folder != top && isWithin(path, folder) || filepath.ToSlash(filepath.Dir(path)) == folder
		})
		if i < 0 {
			t.Errorf("%s calls %s)", path, call)
			continue
		}
		found[may[i]] = true
	}
	for _, folder := range may {
		if !found[folder] {
			t.Errorf("no clock is read in %s: take it off the list", folder)
		}
	}
}

// No package of ours, nor any that the program is built from, needs cgo.
func TestNoCgo(t *testing.T) {
	for _, platform := range []string{"linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"} {
		for _, p := range list(t, platform, "-deps", "./cmd/unknot") {
			if p.Standard {
				continue
			}
			if len(p.CgoFiles) > 0 || slices.Contains(p.Imports, "C") {
				t.Errorf("%s: %s needs cgo", platform, p.ImportPath)
			}
		}
	}
}

// Everything but the command and the device builds for a browser.
func TestBuildsForBrowser(t *testing.T) {
	var core []string
	for _, p := range ours(t) {
		if p.ImportPath != module && !p.within("cmd") && !p.within("audio/device") {
			core = append(core, p.ImportPath)
		}
	}
	if len(core) < 3 {
		t.Fatalf("the core is only %q", core)
	}
	for _, p := range list(t, "js/wasm", append([]string{"-deps"}, core...)...) {
		if isWithin(p.ImportPath, "github.com/ebitengine") || p.within("cmd") || p.within("audio/device") {
			t.Errorf("the core needs %s", p.ImportPath)
		}
	}
	cmd := exec.Command("go", append([]string{"build"}, core...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("building the core for js/wasm: %v\n%s", err, out)
	}
}

// The commands are wiring: what a type of package main needs more than a dozen
// methods for belongs below it.
func TestCommandsAreWiring(t *testing.T) {
	const most = 12
	paths, err := filepath.Glob("cmd/unknot/*.go")
	if err != nil {
		t.Fatal(err)
	}
	methods := map[string]int{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			on := f.Recv.List[0].Type
			if star, ok := on.(*ast.StarExpr); ok {
				on = star.X
			}
			methods[on.(*ast.Ident).Name]++
		}
	}
	if len(methods) < 5 {
		t.Errorf("only %d types have methods", len(methods))
	}
	for name, n := range methods {
		if n > most {
			t.Errorf("%s has %d methods", name, n)
		}
	}
}

// A folder names one idea.
func TestNoGrabBags(t *testing.T) {
	for _, p := range ours(t) {
		for _, name := range []string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "base"} {
			if slices.Contains(strings.Split(p.ImportPath, "/"), name) {
				t.Errorf("%s is a package named %s", p.ImportPath, name)
			}
		}
	}
}

// No file of ours is longer than can be read in one sitting.
func TestFilesAreShort(t *testing.T) {
	const most = 420
	for _, path := range tracked(t) {
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(data), "\n"); lines > most {
			t.Errorf("%s has %d lines: find the two ideas in it", path, lines)
		}
	}
}

// tracked is every file of the project, by a walk: a copy of the project need
// not be a checkout.
func tracked(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "dist" || d.Name() == "out" ||
			filepath.ToSlash(path) == "cmd/makevoice/environment"):
			return filepath.SkipDir
		case !d.IsDir():
			paths = append(paths, filepath.ToSlash(path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

var (
	inCode   = regexp.MustCompile("`([^`\n]+)`")
	linkedTo = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	aPath    = regexp.MustCompile(`^[\w.-]+(/[\w.*-]+)+/?$|^[\w-]+\.(md|go|mod|sum)$|^config\.yaml$|^Makefile$|^LICENSE$|^\.[\w-]+\.ya?ml$`)
)

// Every path that a document names is there. A path is what stands in code
// style and begins in one of our folders, or names a file of ours without its
// folder, and what a link leads to.
func TestDocumentsNameWhatIsThere(t *testing.T) {
	paths := tracked(t)
	there := map[string]bool{}
	for _, path := range paths {
		for p := path; p != "."; p = filepath.ToSlash(filepath.Dir(p)) {
			there[p] = true
		}
		there[filepath.Base(path)] = true
	}
	roots := map[string]bool{}
	for _, path := range paths {
		first, _, _ := strings.Cut(path, "/")
		roots[first] = true
	}
	documents := 0
	for _, doc := range paths {
		if filepath.Ext(doc) != ".md" || strings.Contains(doc, "testdata/") {
			continue
		}
		documents++
		data, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range linkedTo.FindAllStringSubmatch(string(data), -1) {
			if strings.Contains(m[1], ":") {
				continue // an address
			}
			target := filepath.ToSlash(filepath.Join(filepath.Dir(doc), m[1]))
			if !there[strings.TrimSuffix(target, "/")] {
				t.Errorf("%s links to %s, which is not there", doc, m[1])
			}
		}
		for _, m := range inCode.FindAllStringSubmatch(string(data), -1) {
			name := strings.TrimSuffix(strings.TrimPrefix(m[1], "./"), "/")
			first, _, nested := strings.Cut(name, "/")
			if !aPath.MatchString(name) || nested && !roots[first] {
				continue
			}
			if strings.Contains(name, "*") {
				if found, err := filepath.Glob(name); err != nil || len(found) == 0 {
					t.Errorf("%s names %s, and nothing is like it", doc, m[1])
				}
				continue
			}
			beside := filepath.ToSlash(filepath.Join(filepath.Dir(doc), name))
			if !there[name] && !there[beside] {
				t.Errorf("%s names %s, which is not there", doc, m[1])
			}
		}
	}
	if documents < 3 {
		t.Errorf("only %d documents were read", documents)
	}
}
