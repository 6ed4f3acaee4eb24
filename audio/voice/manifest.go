package voice

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
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
	mostDepth    = 16
)

// ParseManifest parses a manifest. An error in the YAML names its place and shows
// the line.
func ParseManifest(data []byte) (*Manifest, error) {
	if len(data) > mostManifest {
		return nil, fmt.Errorf("it is larger than %d MiB", mostManifest>>20)
	}
	m, err := decodeManifest(data)
	if err != nil {
		return nil, err
	}
	if m.Name == "" {
		return nil, errors.New("the voice has no name: add a line such as `name: anna`")
	}
	if len(m.Clips) > mostClips {
		return nil, fmt.Errorf("it lists %d clips; a voice has at most %d", len(m.Clips), mostClips)
	}
	seen := make(map[string]bool, len(m.Clips))
	for i := range m.Clips {
		e := &m.Clips[i]
		e.Line = Key(e.Line)
		switch {
		case e.Line == "":
			return nil, fmt.Errorf("clip %d has no line", i+1)
		case !fs.ValidPath(e.File) || e.File == ".":
			return nil, fmt.Errorf("the clip of %q is in %q, which is not the name of a file in the voice's folder", e.Line, e.File)
		case seen[e.Line]:
			return nil, fmt.Errorf("there are two clips of %q", e.Line)
		}
		seen[e.Line] = true
	}
	return m, nil
}

// decodeManifest is the part done by the YAML library. Nonsense that makes it
// panic is an error like any other.
func decodeManifest(data []byte) (m *Manifest, err error) {
	defer func() {
		if recover() != nil {
			m, err = nil, errors.New("it is not YAML")
		}
	}()
	if err := vet(lexer.Tokenize(string(data))); err != nil {
		return nil, err
	}
	m = new(Manifest)
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(m); err != nil {
		return nil, errors.New(clean(yaml.FormatError(err, false, true)))
	}
	return m, nil
}

// clean keeps text of a manifest from controlling the terminal that shows it.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}

// Key returns a line as it is looked up: each run of white space is one space.
func Key(line string) string { return strings.Join(strings.Fields(line), " ") }

// vet refuses input that would cost the parser too much: aliases, which can stand
// for more than memory holds, and deep nesting, which it recurses into.
func vet(tokens token.Tokens) error {
	depth, line, marks := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, marks = t.Position.Line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return fmt.Errorf("line %d: anchors and aliases are not allowed here", t.Position.Line)
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType:
			marks++
		}
		if depth+marks > mostDepth {
			return fmt.Errorf("line %d: it is nested too deeply", t.Position.Line)
		}
	}
	return nil
}

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
