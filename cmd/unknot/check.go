package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
)

func newCheckCommand(h *host) *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Check scripts and voices, and report every fault",
		Long: `Check script files, folders of scripts and folders of recordings: every fault at once, with its line,
its column and a hint. Without a FILE, what is built in is checked. Whether a
script can be fitted to every length depends on the voice, the breath and the
guidance, which are the ones that are set.`,
		Example: "  unknot check\n  unknot check my-neck.yaml my-voice/\n  unknot check --schema > region.schema.json",
		Args:    arguments(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if schema {
				return h.say("%s", strings.TrimSuffix(string(scripts.Schema()), "\n"))
			}
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return check(h, loaded.Settings, args)
		},
	}
	addSettings(cmd, "voice", "breath", "guidance", "side", "loop")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of script files")
	return cmd
}

// check checks files, or what is built in where none is named.
func check(h *host, s settings.Settings, args []string) error {
	c := checker{host: h, library: h.library(), settings: s}
	if len(args) == 0 {
		c.builtin()
	}
	for _, path := range args {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.fault(err)
		case info.IsDir() && !isVoice(path):
			c.folder(path)
		case info.IsDir():
			c.voice(path)
		default:
			c.script(path)
		}
	}
	switch {
	case c.failed != nil:
		return c.failed
	case c.faults > 0:
		return errFaults
	}
	return nil
}

// checker goes on after a fault, to report every one.
type checker struct {
	host     *host
	library  *player.Library
	settings settings.Settings
	speaker  *voice.Voice // the voice that is set, once it was needed
	faults   int
	failed   error // the result could not be written
}

func (c *checker) fault(err error) {
	c.faults++
	c.host.report(err)
}

// fine prints what has no fault.
func (c *checker) fine(format string, args ...any) {
	if err := c.host.say(format, args...); c.failed == nil {
		c.failed = err
	}
}

// builtin checks everything that the program brings along.
func (c *checker) builtin() {
	for _, name := range catalogue.New(catalogue.Builtin()).Names() {
		c.lengths(name, name)
	}
	if _, err := scripts.BuiltinPhrases(); err != nil {
		c.fault(err)
	}
	for _, name := range builtin.Names() {
		c.voice(name)
	}
}

// isVoice reports whether a folder is one of recordings rather than of scripts.
func isVoice(folder string) bool {
	if _, err := os.Stat(filepath.Join(folder, voice.ManifestFile)); err == nil {
		return true
	}
	scripts, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	return err != nil || len(scripts) == 0
}

// folder checks every script in a folder. A programme among them may name the
// others.
func (c *checker) folder(path string) {
	folder, _, err := paths{}.Open(path)
	if err != nil {
		c.fault(err)
		return
	}
	within := catalogue.New(catalogue.Source{Name: path, Folder: path, Files: folder})
	faults := within.Faults()
	c.host.faults(faults, nil)
	c.faults += len(faults)
	for _, name := range within.Names() {
		c.lengths(filepath.Join(path, name+".yaml"), asPath(path), name)
	}
}

// asPath is a path that is not taken for a region's name: a file without a
// folder or an ending would be.
func asPath(path string) string {
	if (paths{}).IsPath(path) {
		return path
	}
	return "." + string(os.PathSeparator) + path
}

// script checks a script file of the user's.
func (c *checker) script(path string) {
	c.lengths(path, asPath(path))
}

// lengths checks that a script has no fault and can be fitted, and to which
// lengths. Where the voice lacks clips, their lengths are guessed: that is the
// voice's fault, not the script's.
func (c *checker) lengths(name string, regions ...string) {
	p, err := prepare(c.host, player.Request{Regions: regions, Settings: c.settings, Voice: c.speaker})
	if err != nil {
		c.fault(err)
		return
	}
	c.speaker = p.Voice
	p.Plan.LeftOut = nil // the script is checked, not what its listener has left out
	limits, err := p.Limits()
	if unspoken := (*player.UnspokenError)(nil); errors.As(err, &unspoken) {
		c.host.note("%s: warning: %v", name, unspoken)
		p.Plan.Voice = guessing{p.Plan.Voice}
		limits, err = p.Limits()
	}
	if err != nil {
		c.fault(err)
		return
	}
	row := newRegionRow(p.Selection, limits)
	if row.Most == nil {
		c.fine("%s: no faults; from %s on without end", name, clockOf(row.Least))
		return
	}
	c.fine("%s: no faults; %s to %s, ideally %s", name, clockOf(row.Least), clockOf(*row.Most), clockOf(row.Ideal))
}

// guessing guesses the length of clips that a voice does not have.
type guessing struct{ plan.Lengths }

func (g guessing) Frames(text string) (int64, bool) {
	if n, ok := g.Lengths.Frames(text); ok {
		return n, true
	}
	// 120 words a minute, a word being some six characters with its space.
	const perCharacter = audio.SampleRate / 12
	return int64(len([]rune(text)))*perCharacter + audio.SampleRate/2, true
}

// voice checks a built-in voice, or a folder of recordings, against every line
// of the built-in scripts. What can be played all the same is a warning.
func (c *checker) voice(name string) {
	v, err := openVoice(name)
	if err != nil {
		c.fault(err)
		return
	}
	lines, err := player.EveryLine()
	if err != nil {
		c.fault(err)
		return
	}
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		c.fault(err)
		return
	}
	answers := map[string]bool{}
	for _, text := range phrases.Answers() {
		answers[voice.Key(text)] = true
	}
	before := c.faults
	var unsaid strings.Builder
	count := 0
	for _, f := range v.Check(lines) {
		switch {
		case f.Kind == voice.Missing && answers[f.Line]:
			count++
			fmt.Fprintf(&unsaid, "\n  %q", f.Line)
		case f.Warning():
			c.host.note("%s: warning: %v", name, f)
		default:
			c.faults++
			c.host.note("%s: error: %v", name, f)
		}
	}
	if count > 0 {
		c.host.note("%s: warning: the voice has no clip of %s, and answers in tones only there:%s", name, plural.Count(count, "answer"), &unsaid)
	}
	if c.faults == before {
		c.fine("%s: no faults; %d clips", name, len(v.Lines()))
	}
}
