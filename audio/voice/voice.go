// Package voice reads voices: for each line of a script, by its text, the clip
// that speaks it, decoded, at 48 kHz and at one loudness.
//
// A voice is a folder of anybody's recordings with a manifest. Nothing in it is
// trusted: whatever is broken is an error or a Fault, never a panic, and no file
// outside the folder is opened if it is given as os.OpenRoot(dir).FS().
//
// The voices that come with the program are in package builtin, so that a
// program can use this package without carrying their clips.
package voice

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice/recording"
	"github.com/unknot/unknot/internal/bounded"
)

// Voice is a set of clips. Several goroutines may use it at once; no lock is held
// while one of them decodes.
type Voice struct {
	info     Info
	files    fs.FS
	entries  []Entry        // in the manifest's order
	byLine   map[string]int // index into entries
	prepared bool           // see Info.Prepared

	decoder  recording.Decoder
	preparer preparer

	mu      sync.Mutex
	lengths map[string]int64 // of lines measured, in frames; 0 if it cannot be played
	cache   cache
	loads   map[string]*load // under way
}

// Info is what a voice says about itself.
type Info struct {
	Name      string
	Language  string // BCP 47
	Gender    string // in the voice's own words; may be empty
	Licence   string
	Made      string // how and with what
	Synthetic bool
	Prepared  bool // clips are played as they are in the files; see OpenPrepared
}

// Clip is a line as it is played: at 48 kHz and -18 LUFS, its true peak below
// -1 dBTP, without a step at its ends. It is shared and must not be changed.
type Clip struct {
	// Samples holds one channel, heard in both ears, or left and right.
	Samples [][]float32
}

// Frames returns its length.
func (c *Clip) Frames() int { return len(c.Samples[0]) }

func (c *Clip) bytes() int64 { return int64(4 * len(c.Samples) * c.Frames()) }

// ErrNoClip is wrapped where a voice has no clip of a line.
var ErrNoClip = errors.New("the voice has no clip of it")

// Option is an option of Open and OpenPrepared.
type Option func(*Voice)

// DefaultCache is how many bytes of decoded clips a voice keeps.
const DefaultCache = 2 << 20

// CacheBytes sets how many bytes of decoded clips are kept: the most recently
// used ones, and the last one whatever its size. A clip in use is not counted.
func CacheBytes(n int64) Option { return func(v *Voice) { v.cache.most = n } }

// Open opens the voice in a folder by its manifest. The clips are not opened.
func Open(folder fs.FS, options ...Option) (*Voice, error) {
	data, err := bounded.ReadFS(folder, ManifestFile, mostManifest)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the folder holds no voice: there is no %s in it: %w", ManifestFile, err)
		}
		return nil, fmt.Errorf("reading %s: %w", ManifestFile, err)
	}
	m, err := ParseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	return newVoice(folder, m, false, options), nil
}

// OpenPrepared opens the voice in a folder by its index. Its clips were made to
// be played as they are: at 48 or 24 kHz, at their level, without a step at their
// ends, and, at 48 kHz, as long as the index says. The clips are not opened; one of another rate or
// length is an error when it is asked for.
func OpenPrepared(folder fs.FS, options ...Option) (*Voice, error) {
	data, err := bounded.ReadFS(folder, IndexFile, mostManifest)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", IndexFile, err)
	}
	m, err := parseIndex(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", IndexFile, err)
	}
	return newVoice(folder, m, true, options), nil
}

func newVoice(files fs.FS, m *Manifest, prepared bool, options []Option) *Voice {
	v := &Voice{
		info: Info{
			Name: m.Name, Language: m.Language, Gender: m.Gender, Licence: m.Licence,
			Made: m.Made, Synthetic: m.Synthetic, Prepared: prepared,
		},
		files:    files,
		entries:  m.Clips,
		byLine:   make(map[string]int, len(m.Clips)),
		prepared: prepared,
		lengths:  map[string]int64{},
		cache:    cache{most: DefaultCache},
		loads:    map[string]*load{},
	}
	for i, e := range m.Clips {
		v.byLine[e.Line] = i
	}
	for _, o := range options {
		o(v)
	}
	return v
}

// Info returns what the voice says about itself. It may come from outside: clean
// it before showing it on a terminal.
func (v *Voice) Info() Info { return v.info }

// Lines returns every line the voice has a clip of, in the manifest's order.
func (v *Voice) Lines() []string {
	lines := make([]string, len(v.entries))
	for i, e := range v.entries {
		lines[i] = e.Line
	}
	return lines
}

func (v *Voice) entry(line string) (Entry, bool) {
	i, ok := v.byLine[line]
	if !ok {
		i, ok = v.byLine[Key(line)]
	}
	if !ok {
		return Entry{}, false
	}
	return v.entries[i], true
}

// Frames returns the length of the clip of a line as it is played; false if there
// is no such clip, or it cannot be played. The length of a clip that needs
// preparing is found by decoding it, once: Measure does many of them together.
func (v *Voice) Frames(line string) (int64, bool) {
	e, ok := v.entry(line)
	if !ok {
		return 0, false
	}
	if v.prepared {
		return e.Frames, true
	}
	v.mu.Lock()
	n, ok := v.lengths[e.Line]
	v.mu.Unlock()
	if ok {
		return n, n > 0
	}
	if c, err := v.Clip(e.Line); err == nil {
		n = int64(c.Frames())
	}
	v.learn(e.Line, n)
	return n, n > 0
}

func (v *Voice) learn(line string, frames int64) {
	v.mu.Lock()
	v.lengths[line] = frames
	v.mu.Unlock()
}

// Clip returns the clip of a line. It is decoded and prepared once, however many
// ask for it at the same time, and kept while it is among the last used.
func (v *Voice) Clip(line string) (*Clip, error) {
	e, ok := v.entry(line)
	if !ok {
		return nil, fmt.Errorf("%q: %w", line, ErrNoClip)
	}
	v.mu.Lock()
	if c := v.cache.get(e.Line); c != nil {
		v.mu.Unlock()
		return c, nil
	}
	l, loading := v.loads[e.Line]
	if !loading {
		l = &load{done: make(chan struct{})}
		v.loads[e.Line] = l
	}
	v.mu.Unlock()
	if loading {
		<-l.done
		return l.clip, l.err
	}

	l.clip, l.err = v.load(e)
	v.mu.Lock()
	delete(v.loads, e.Line)
	if l.err == nil {
		v.cache.put(e.Line, l.clip)
	}
	v.mu.Unlock()
	close(l.done)
	return l.clip, l.err
}

// load is a clip being loaded. clip and err are set when done is closed.
type load struct {
	done chan struct{}
	clip *Clip
	err  error
}

func (v *Voice) load(e Entry) (*Clip, error) {
	r, err := v.decode(e)
	if err != nil {
		return nil, clipError(e, err)
	}
	c, err := v.finish(e, r)
	if err != nil {
		return nil, clipError(e, err)
	}
	return c, nil
}

func clipError(e Entry, err error) error {
	return fmt.Errorf("the clip of %q (%q): %w", e.Line, e.File, err)
}

// finish makes a clip of what was decoded. The recording must not be used
// afterwards.
func (v *Voice) finish(e Entry, r *recording.Recording) (*Clip, error) {
	if !v.prepared {
		return v.preparer.prepare(r)
	}
	if n := int64(r.Frames()); (r.Rate != audio.SampleRate || n != e.Frames) && (2*r.Rate != audio.SampleRate || 2*n != e.Frames) {
		return nil, fmt.Errorf("it has %d frames at %d Hz, where the index says %d at %d Hz", n, r.Rate, e.Frames, audio.SampleRate)
	}
	x, err := v.preparer.convert(r)
	if err != nil {
		return nil, err
	}
	return &Clip{Samples: x}, nil
}

func (v *Voice) decode(e Entry) (*recording.Recording, error) {
	data, err := bounded.ReadFS(v.files, e.File, recording.MostBytes)
	if err != nil {
		return nil, err
	}
	return v.decoder.Decode(data)
}
