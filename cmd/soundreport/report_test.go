package main

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const docs = "../../docs"

// The first table of the report is what today's scripts and voices give. It is the one
// that is cheap to make; when it is stale, so may be all others.
func TestTheReportIsNotStale(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docs, "sound.md"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := openStudio()
	if err != nil {
		t.Fatal(err)
	}
	want, err := sessionTable(s.subjects())
	if err != nil {
		t.Fatal(err)
	}
	begin, end := marks("sessions")
	_, rest, _ := strings.Cut(string(text), begin)
	got, _, _ := strings.Cut(rest, end)
	if got != want.markdown() {
		t.Errorf("docs/sound.md is stale: run `make sound-report`. The sessions are now\n%s", want.text())
	}
}

// Every table and every picture has its place in the document.
func TestTheDocumentHasAPlaceForEverything(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docs, "sound.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range chapters() {
		begin, end := marks(c.name)
		if from, to := strings.Index(string(text), begin), strings.Index(string(text), end); from < 0 || to < from {
			t.Errorf("there is no place for %s", c.name)
		}
	}
	for _, p := range pictures() {
		if path := "pictures/" + p.name + ".png"; !strings.Contains(string(text), "]("+path+")") {
			t.Errorf("%s is not shown", path)
		}
	}
}

func TestRewriteChangesOnlyItsTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	begin, end := marks("one")
	if err := os.WriteFile(path, []byte("before\n"+begin+"old\n"+end+"after\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	made := table{head: []string{"a", "b"}, rows: [][]string{{"1", "2"}}}
	if err := rewrite(path, "one", made.markdown()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if want := "before\n" + begin + "| a | b |\n|---|---|\n| 1 | 2 |\n" + end + "after\n"; err != nil || string(got) != want {
		t.Errorf("%v, %q", err, got)
	}
	if err := rewrite(path, "two", ""); err == nil {
		t.Error("a table without a place was written")
	}
}

// A picture is a PNG, and keeps the colours of what is drawn.
func TestPicturesKeepTheirColours(t *testing.T) {
	c, err := newCanvas(60, 40)
	if err != nil {
		t.Fatal(err)
	}
	c.text("Hz", 2, 20, small, fromLeft, ink)
	c.SetRGBA(50, 10, heat(0.5))
	c.SetRGBA(51, 10, inColour)
	path := filepath.Join(t.TempDir(), "a.png")
	if err := c.save(path); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range map[int]interface{ RGBA() (r, g, b, a uint32) }{50: heat(0.5), 51: inColour, 0: white} {
		r, g, b, _ := read.At(x, 10).RGBA()
		if wr, wg, wb, _ := want.RGBA(); r != wr || g != wg || b != wb {
			t.Errorf("column %d is %v", x, read.At(x, 10))
		}
	}
}
