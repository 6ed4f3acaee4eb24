package catalogue_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/language/languagetest"
	"github.com/unknot/unknot/scripts/regions"
)

// region is a sound script: the built-in neck under another name and title.
func region(t testing.TB, name, title string) *fstest.MapFile {
	t.Helper()
	src, err := regions.Files().ReadFile("neck.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(src), "\n")
	found := 0
	for i, line := range lines {
		for _, key := range [][2]string{{"region: ", name}, {"title: ", title}} {
			if strings.HasPrefix(line, key[0]) {
				lines[i] = key[0] + key[1]
				found++
			}
		}
	}
	if found != 2 {
		t.Fatal("neck.yaml does not begin with its name and title")
	}
	return file(strings.Join(lines, "\n"))
}

func file(src string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(src)} }

func programme(name string, regions ...string) *fstest.MapFile {
	return file(fmt.Sprintf("programme: %s\ntitle: All of it\nregions: [%s]\n", name, strings.Join(regions, ", ")))
}

// user is a source of the user's files.
func user(files fstest.MapFS) catalogue.Source {
	return catalogue.Source{Name: "mine", Folder: "my/regions", Files: files}
}

func find(t testing.TB, c *catalogue.Catalogue, name string) catalogue.Entry {
	t.Helper()
	e, err := c.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func load(t testing.TB, c *catalogue.Catalogue, name string) *catalogue.Loaded {
	t.Helper()
	l, err := c.Load(find(t, c, name))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// faults is what is said of an entry that is refused.
func faults(t testing.TB, c *catalogue.Catalogue, name string) string {
	t.Helper()
	_, err := c.Load(find(t, c, name))
	var fault *catalogue.FaultError
	if !errors.As(err, &fault) {
		t.Fatalf("%s: %v", name, err)
	}
	return fault.Text()
}

func TestBuiltinsAreSound(t *testing.T) {
	c := catalogue.New(catalogue.Builtin())
	if want := []string{"neck", "jaw", "upper-back", "lower-back", "full"}; !slices.Equal(c.Names(), want) {
		t.Errorf("built in are %q, not %q", c.Names(), want)
	}
	for _, e := range c.List() {
		if !e.Builtin || e.Source != "built in" || e.Title() == "" || len(e.Covers) > 0 {
			t.Errorf("%+v", e)
		}
		if l := load(t, c, e.Name); len(l.Warnings) > 0 || len(l.Sources[e.File]) == 0 {
			t.Errorf("%s\n%s", e.Name, catalogue.Text(l.Warnings, l.Sources))
		}
	}
	if len(c.Faults()) > 0 {
		t.Error(c.Faults())
	}
}

func TestRegionsComeFirstThenProgrammesThenByName(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{
		"ankle.yaml": region(t, "ankle", "Ankle"), "all.yml": programme("all", "jaw", "ankle"), "jaw.yaml": region(t, "jaw", "My jaw"),
		"notes.txt": file("no script"), "more/knee.yaml": region(t, "knee", "Knee"),
	}))
	if want := []string{"neck", "jaw", "upper-back", "lower-back", "ankle", "full", "all"}; !slices.Equal(c.Names(), want) {
		t.Errorf("%q, not %q", c.Names(), want)
	}
	if len(c.Faults()) > 0 {
		t.Error(c.Faults())
	}
}

func TestUsersRegionStandsInAProgramme(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{
		"ankle.yaml": region(t, "ankle", "Ankle"), "all.yaml": programme("all", "jaw", "ankle"),
	}))
	l := load(t, c, "all")
	if l.Title() != "All of it" || len(l.Scripts) != 2 || l.Scripts[0].Region != "jaw" || l.Scripts[1].Title != "Ankle" {
		t.Errorf("%+v", l)
	}
	for _, file := range []string{"my/regions/all.yaml", "my/regions/ankle.yaml", "regions/jaw.yaml"} {
		if len(l.Sources[file]) == 0 {
			t.Errorf("the text of %s is missing", file)
		}
	}
}

func TestUsersRegionCoversABuiltinOne(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{"neck.yaml": region(t, "neck", "My neck")}))
	e := find(t, c, "neck")
	if e.Builtin || e.Source != "mine" || !slices.Equal(e.Covers, []string{"built in"}) || e.Title() != "My neck" {
		t.Errorf("%+v", e)
	}
	if got := load(t, c, "full").Scripts[0].Title; got != "My neck" {
		t.Errorf("full begins with %q", got)
	}
	c = c.With(catalogue.Source{Name: "a pack", Files: fstest.MapFS{"neck.yaml": region(t, "neck", "Their neck")}})
	if e := find(t, c, "neck"); e.Source != "a pack" || !slices.Equal(e.Covers, []string{"mine", "built in"}) {
		t.Errorf("%+v", e)
	}
	if c.Names()[0] != "neck" {
		t.Errorf("%q", c.Names())
	}
}

func TestAFileMayHaveAnyNameWhenItIsNamedItself(t *testing.T) {
	files := fstest.MapFS{"Try 2.yaml": region(t, "elbow", "Elbow"), "mine.yaml": programme("tour", "elbow", "neck"), "bad.yaml": file("regoin: x")}
	c, tour := catalogue.New(catalogue.Builtin()).WithFile("~/mine.yaml", files, "mine.yaml")
	c, elbow := c.WithFile("~/Try 2.yaml", files, "Try 2.yaml") // after the programme that names it
	if elbow.Name != "elbow" || tour.Name != "tour" {
		t.Errorf("%q, %q", elbow.Name, tour.Name)
	}
	if l := load(t, c, "tour"); len(l.Scripts) != 2 || l.Scripts[0].File != "~/Try 2.yaml" {
		t.Errorf("%+v", l)
	}
	c, bad := c.WithFile("bad.yaml", files, "bad.yaml")
	if _, err := c.Load(bad); err == nil || bad.Name != "bad.yaml" {
		t.Errorf("%+v, %v", bad, err)
	}
	c, none := c.WithFile("none.yaml", files, "none.yaml")
	if _, err := c.Load(none); err == nil || err.Error() != "none.yaml: the file cannot be read: file does not exist" {
		t.Error(err)
	}
}

func TestAFileIsCalledAsItsRegion(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{
		"knee.yaml": region(t, "ankle", "Ankle"), "My Foot.yaml": region(t, "foot", "Foot"),
		"toe.yaml": region(t, "toe", "Toe"), "toe.yml": region(t, "toe", "Another"),
	}))
	if got := faults(t, c, "knee"); !strings.Contains(got, `the region is called "ankle", but its file is called "knee"`) || !strings.Contains(got, "^~~~~") {
		t.Error(got)
	}
	if got := find(t, c, "toe").Title(); got != "Toe" {
		t.Errorf("%q", got)
	}
	var said []string
	for _, d := range c.Faults() {
		said = append(said, d.File+": "+d.Summary)
	}
	if want := []string{"my/regions/My Foot.yaml: a script cannot have this name", "my/regions/toe.yml: there is another script of the same name"}; !slices.Equal(said, want) {
		t.Errorf("%q, not %q", said, want)
	}
}

func TestUnknownNames(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{"ankle.yaml": region(t, "ankle", "Ankle"), "all.yaml": programme("all", "ankel", "full")}))
	var unknown *catalogue.UnknownError
	if _, err := c.Find("ankel"); !errors.As(err, &unknown) || unknown.Near != "ankle" || len(unknown.Known) != 7 {
		t.Error(err)
	}
	if _, err := c.Find("elbow"); err == nil || !strings.Contains(err.Error(), "one of: neck, jaw, upper-back, lower-back, ankle, full, all") {
		t.Error(err)
	}
	got := faults(t, c, "all")
	for _, want := range []string{`"ankel" is not a region`, `did you mean "ankle"?`, `"full" is not a region`} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %s in\n%s", want, got)
		}
	}
}

// Of a programme every fault is found, with those of all its regions.
func TestFaultsOfAProgrammeAndItsRegions(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{
		"all.yaml": programme("all", "ankle", "knee"), "ankle.yaml": file("region: ankle\n"), "knee.yaml": file("region: knee\ntitel: Knee\n"),
	}))
	got := faults(t, c, "all")
	for _, want := range []string{"my/regions/ankle.yaml:1:1", "my/regions/knee.yaml:2:1", `2 | titel: Knee`} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %s in\n%s", want, got)
		}
	}
}

func TestAProgrammeIsInOneLanguage(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{
		"neck.yaml": {Data: languagetest.Region("neck")}, "jaw.yaml": {Data: languagetest.Region("jaw")},
		"ours.yaml": programme("ours", "neck", "jaw"), "mixed.yaml": programme("mixed", "neck", "upper-back"),
	}))
	if got := faults(t, c, "ours"); !strings.Contains(got, `the language "qaa" is not known`) {
		t.Error(got)
	}
	c = c.WithLanguages(language.English(), languagetest.Language())
	if l := load(t, c, "ours"); l.Scripts[1].Language.Tag != languagetest.Tag {
		t.Errorf("%+v", l)
	}
	got := faults(t, c, "mixed")
	if !strings.Contains(got, "my/regions/mixed.yaml:3:17: error: upper-back is in the language en, but neck is in qaa [language]") {
		t.Error(got)
	}
}

// A region that is asked for is parsed, and no other.
func TestOnlyWhatIsAskedForIsRead(t *testing.T) {
	files := counting{fstest.MapFS{"ankle.yaml": region(t, "ankle", "Ankle"), "knee.yaml": region(t, "knee", "Knee")}, map[string]int{}}
	c := catalogue.New(catalogue.Source{Name: "mine", Files: files})
	load(t, c, "ankle")
	load(t, c, "ankle")
	if files.opened["ankle.yaml"] != 1 || files.opened["knee.yaml"] != 0 {
		t.Error(files.opened)
	}
}

type counting struct {
	fs.FS
	opened map[string]int
}

func (c counting) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.FS.Open(name)
}

func (c counting) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func TestFilesAreBoundedInNumberAndSize(t *testing.T) {
	files := fstest.MapFS{"0.yaml": file("#" + strings.Repeat("x", 10<<20))}
	for i := range 300 {
		files[fmt.Sprintf("r%03d.yaml", i)] = file("region: x")
	}
	c := catalogue.New(user(files))
	if n := len(c.Names()); n != 200 {
		t.Errorf("%d entries", n)
	}
	if ds := c.Faults(); len(ds) != 1 || !strings.Contains(ds[0].Summary, "more than 200 scripts") {
		t.Error(ds)
	}
	if got := faults(t, c, "0"); !strings.Contains(got, "larger than 256 KiB") {
		t.Errorf("%.300s", got)
	}
}

func TestNothingOutsideAFolderIsRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret.yaml"), region(t, "ankle", "Ankle").Data, 0o600); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "regions")
	if err := os.MkdirAll(filepath.Join(inside, "folder.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret.yaml", filepath.Join(inside, "ankle.yaml")); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	c := catalogue.New(catalogue.Source{Name: inside, Folder: "r", Files: root.FS()})
	if got := faults(t, c, "ankle"); !strings.Contains(got, "r/ankle.yaml: error: the file cannot be read") {
		t.Error(got)
	}
	if got := c.Names(); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func TestAFolderThatCannotBeRead(t *testing.T) {
	c := catalogue.New(catalogue.Builtin(), catalogue.Source{Name: "mine", Folder: "gone", Files: os.DirFS(filepath.Join(t.TempDir(), "gone"))})
	if ds := c.Faults(); len(ds) != 1 || ds.HasErrors() || !strings.HasPrefix(ds.Text(nil), "gone: warning: the folder cannot be read: ") {
		t.Error(ds.Text(nil))
	}
	if len(c.Names()) != 5 {
		t.Error(c.Names())
	}
}

func TestCatalogueMayBeUsedFromSeveralGoroutines(t *testing.T) {
	c := catalogue.New(catalogue.Builtin())
	done := make(chan error)
	for range 4 {
		go func() {
			e, err := c.Find("full")
			if err == nil {
				_, err = c.Load(e)
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// FuzzCatalogue: any files, called anything, are entries or faults.
func FuzzCatalogue(f *testing.F) {
	f.Add("ankle.yaml", []byte("region: ankle"))
	f.Add("a\x1b[31m.yaml", []byte("programme: a"))
	f.Add("x.yml", []byte("{programme: x, regions: [x]}"))
	f.Fuzz(func(t *testing.T, name string, src []byte) {
		if !fs.ValidPath(name) || strings.Contains(name, "/") || name == "." {
			return
		}
		c := catalogue.New(catalogue.Builtin(), user(fstest.MapFS{name: {Data: src}}))
		for _, e := range c.List() {
			if !scripts.IsName(e.Name) {
				t.Fatalf("an entry is called %q", e.Name)
			}
			if l, err := c.Load(e); err == nil && (len(l.Scripts) == 0 || e.Title() == "") {
				t.Fatalf("%+v", l)
			}
		}
		for _, c := range c.Faults().Text(nil) {
			if c < ' ' && c != '\n' {
				t.Fatalf("the text holds %U", c)
			}
		}
	})
}

func BenchmarkFindAndLoad(b *testing.B) {
	for _, name := range []string{"neck", "full"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				load(b, catalogue.New(catalogue.Builtin()), name)
			}
		})
	}
}
