package voice

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/internal/yamltree"
)

// The files beside the clips in a voice's folder.
const (
	ManifestFile = "voice.yaml"
	IndexFile    = "index.tsv" // the same for prepared voices; see Index
)

// Manifest describes a voice, and names the line and the file of each clip.
type Manifest struct {
	Name      string  `yaml:"name"`
	Language  string  `yaml:"language"` // BCP 47, such as en-GB
	Gender    string  `yaml:"gender,omitempty"`
	Licence   string  `yaml:"licence"`
	Made      string  `yaml:"made"` // how and with what
	Synthetic bool    `yaml:"synthetic"`
	Clips     []Entry `yaml:"clips"`
}

// Entry is one clip.
type Entry struct {
	Line   string `yaml:"line"`             // the spoken text: the key
	File   string `yaml:"file"`             // a path inside the voice's folder, with forward slashes
	Frames int64  `yaml:"frames,omitempty"` // its length at 48 kHz, where it needs no preparing
}

// Limits of a manifest: more is a mistake or an attack.
const (
	mostManifest = 4 << 20 // bytes
	mostClips    = 20000
	mostFrames   = 1<<31 - 1
)

// ManifestError says everything that is wrong with a manifest. Its text has the
// line at fault and a hint for each, and is fit for a terminal.
type ManifestError struct {
	Faults diagnostic.Diagnostics
	source []byte
}

func (e *ManifestError) Error() string {
	return plural.Count(len(e.Faults), "fault") + ":\n" + strings.TrimSuffix(e.Faults.Text(e.source), "\n")
}

// Unwrap gives the faults without their text.
func (e *ManifestError) Unwrap() error { return e.Faults }

// ParseManifest reads a manifest. The error is a *ManifestError.
func ParseManifest(data []byte) (*Manifest, error) {
	r := manifestReader{yamltree.Reader{
		Report: &diagnostic.Report{},
		Format: yamltree.Format{Name: "a voice", Bytes: mostManifest, Items: mostClips, Loose: true, Help: "docs/voices.md says how a voice is described"},
	}}
	m := &Manifest{}
	if root := r.Parse(data); root != nil && r.Map(root, "a voice") {
		r.manifest(root, m)
	}
	if faults := r.Diagnostics(); faults.HasErrors() {
		return nil, &ManifestError{faults, data}
	}
	return m, nil
}

type manifestReader struct{ yamltree.Reader }

func (r manifestReader) manifest(root *yamltree.Node, m *Manifest) {
	r.Keys(root, "a voice", []string{"name", "language", "gender", "licence", "made", "synthetic", "clips"})
	m.Name = r.text(r.Need(root, "name", "the voice", "add a line such as `name: anna`"), "the name")
	m.Language = r.text(root.Get("language"), "the language")
	m.Gender = r.text(root.Get("gender"), "the gender")
	m.Licence = r.text(root.Get("licence"), "the licence")
	m.Made = r.text(root.Get("made"), "how it was made")
	m.Synthetic = r.Truth(root.Get("synthetic"), "synthetic")
	items, _ := r.List(root.Get("clips"), "the list of clips")
	m.Clips = make([]Entry, 0, len(items))
	seen := make(map[string]bool, len(items))
	for i, item := range items {
		clip := fmt.Sprintf("clip %d", i+1)
		if !r.Map(item, clip) {
			continue
		}
		e := r.clip(item, clip)
		if e.Line != "" && seen[e.Line] {
			r.Fault(yamltree.RuleDuplicate, item.Get("line").At, "there are two clips of "+diagnostic.Quoted(e.Line), "keep one of the two")
		}
		seen[e.Line] = true
		m.Clips = append(m.Clips, e)
	}
}

func (r manifestReader) clip(n *yamltree.Node, name string) Entry {
	r.Keys(n, "a clip", []string{"line", "file", "frames"})
	line := r.Need(n, "line", name, "write the words that are spoken in it")
	e := Entry{Line: Key(r.text(line, "a line")), File: r.Scalar(n.Get("file"), "a file", "write its path")}
	if line != nil && e.Line == "" {
		r.Fault(yamltree.RuleText, line.At, name+" has no line", "write the words that are spoken in it")
	}
	if !fs.ValidPath(e.File) || e.File == "." {
		r.Fault(yamltree.RuleText, n.Key("file").At, fmt.Sprintf("the clip of %s is in %s, which is not the name of a file in the voice's folder",
			diagnostic.Quoted(e.Line), diagnostic.Quoted(e.File)), "write the path from the folder, with slashes, such as clips/001.ogg")
	}
	e.Frames = int64(r.Whole(n.Get("frames"), "frames", 0, mostFrames))
	return e
}

// text is a text that may look like a number or a yes.
func (r manifestReader) text(n *yamltree.Node, what string) string {
	if n != nil && n.Kind == yamltree.Nothing {
		return ""
	}
	return r.Scalar(n, what, "write it after the colon")
}

// Key returns a line as it is looked up: each run of white space is one space.
func Key(line string) string { return strings.Join(strings.Fields(line), " ") }

// Index returns the manifest in the form that OpenPrepared reads: a row with the
// fields of the voice, then a row for each clip with its frames, file and line,
// all separated by tabs.
//
// The built-in voices are opened in the first milliseconds of every start, and
// parsing YAML of some hundred clips takes longer than the rest of a start.
func (m *Manifest) Index() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%t\n", m.Name, m.Language, m.Gender, m.Licence, m.Made, m.Synthetic)
	for _, e := range m.Clips {
		fmt.Fprintf(&b, "%d\t%s\t%s\n", e.Frames, e.File, e.Line)
	}
	return b.Bytes()
}

func parseIndex(data string) (*Manifest, error) {
	head, rows, _ := strings.Cut(data, "\n")
	f := strings.Split(head, "\t")
	if len(f) != 6 {
		return nil, errors.New("the index does not begin with the fields of a voice")
	}
	m := &Manifest{Name: f[0], Language: f[1], Gender: f[2], Licence: f[3], Made: f[4], Synthetic: f[5] == "true"}
	m.Clips = make([]Entry, 0, strings.Count(rows, "\n"))
	for rows != "" {
		var row string
		row, rows, _ = strings.Cut(rows, "\n")
		number, row, _ := strings.Cut(row, "\t")
		file, line, ok := strings.Cut(row, "\t")
		frames, err := strconv.ParseInt(number, 10, 64)
		if err != nil || !ok || frames <= 0 {
			return nil, fmt.Errorf("clip %d of the index is broken", len(m.Clips)+1)
		}
		m.Clips = append(m.Clips, Entry{Line: line, File: file, Frames: frames})
	}
	return m, nil
}
