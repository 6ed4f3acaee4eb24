package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

func (p *program) checkCommand() *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Check scripts and voices, and tell of every fault",
		Long: `Check script files and folders of recordings: every fault at once, with its line,
its column and a hint. Without a FILE, what is built in is checked. Whether a
script can be fitted to every length depends on the voice, the breath and the
guidance, which are the ones that are set.`,
		Example: "  unknot check\n  unknot check my-neck.yaml my-voice/\n  unknot check --schema > region.schema.json",
		Args:    arguments(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if schema {
				return p.say("%s", strings.TrimSuffix(string(scripts.Schema()), "\n"))
			}
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return p.check(loaded, args)
		},
	}
	addSettings(cmd, "voice", "breath", "guidance", "side", "loop")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of script files")
	return cmd
}

func (p *program) check(loaded *config.Loaded, args []string) error {
	c := checker{program: p, settings: loaded}
	if len(args) == 0 {
		c.builtin()
	}
	for _, path := range args {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.fault("unknot: %v", err)
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
		return &toldError{wrong("there are faults")}
	}
	return nil
}

// checker goes on after a fault, to tell of every one.
type checker struct {
	*program
	settings *config.Loaded
	spoken   *voice.Voice // the voice that is set, once it was needed
	faults   int
	failed   error // the result could not be written
}

func (c *checker) fault(format string, args ...any) {
	c.faults++
	c.tell(format, args...)
}

func (c *checker) sound(format string, args ...any) {
	if err := c.say(format, args...); c.failed == nil {
		c.failed = err
	}
}

// builtin checks everything that the program brings along.
func (c *checker) builtin() {
	for _, name := range scripts.BuiltinNames() {
		file, src, _ := scripts.BuiltinSource(name)
		_, faults := scripts.Load(file, src)
		if c.told(faults, src); faults.HasErrors() {
			continue
		}
		c.lengths(name, name)
	}
	if _, err := scripts.BuiltinPhrases(); err != nil {
		c.fault("unknot: %v", err)
	}
	for _, name := range builtin.Names() {
		c.voice(name)
	}
}

// script checks a script file of the user's.
func (c *checker) script(path string) {
	src, err := readFile(path, mostScriptBytes)
	if err != nil {
		c.fault("unknot: reading the script: %v", err)
		return
	}
	_, faults := scripts.Load(path, src)
	if c.told(faults, src); faults.HasErrors() {
		return
	}
	// A file without a folder or an ending would be taken for a region's name.
	arg := path
	if !isFile(arg) {
		arg = "." + string(os.PathSeparator) + arg
	}
	c.lengths(path, arg)
}

func (c *checker) told(faults scripts.Diagnostics, src []byte) {
	if len(faults) == 0 {
		return
	}
	c.tell("%s", strings.TrimSuffix(faults.Text(src, nil), "\n"))
	if faults.HasErrors() {
		c.faults++
	}
}

// lengths checks that a sound script can be fitted, and to which lengths. Where
// the voice lacks clips, their lengths are guessed: they are the voice's fault.
func (c *checker) lengths(name, arg string) {
	s, err := c.prepare(c.settings, c.spoken, named{args: []string{arg}})
	if err != nil {
		c.faults++
		if told := (*toldError)(nil); !errors.As(err, &told) {
			c.tell("unknot: %v", err)
		}
		return
	}
	c.spoken = s.voice
	limits, err := plan.Range(s.request)
	if missing := (*plan.MissingError)(nil); errors.As(err, &missing) {
		c.tell("%s: warning: %v", name, unspoken(s.voice, missing))
		s.request.Voice = guessing{s.request.Voice}
		limits, err = plan.Range(s.request)
	}
	if err != nil {
		c.faults++
		if err := c.explain(s, err); !errors.As(err, new(*toldError)) {
			c.tell("unknot: %v", err)
		}
		return
	}
	row := newRegionRow(s.choice, limits)
	clock := func(seconds int64) string { return timeline.Clock(seconds * audio.SampleRate) }
	if row.Most == nil {
		c.sound("%s: no faults; from %s on without end", name, clock(row.Least))
		return
	}
	c.sound("%s: no faults; %s to %s, ideally %s", name, clock(row.Least), clock(*row.Most), clock(row.Ideal))
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

// everyLine is every line that a voice is to say in the built-in sessions.
func everyLine() ([]string, error) {
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, err
	}
	texts := phrases.Lines()
	for _, name := range scripts.BuiltinNames() {
		if _, err := scripts.BuiltinProgramme(name); err == nil {
			continue
		}
		s, err := scripts.Builtin(name)
		if err != nil {
			return nil, fmt.Errorf("reading the script of %s: %w", name, err)
		}
		texts = append(texts, s.Lines()...)
	}
	return texts, nil
}

// answerTexts is the lines of those that only answer the listener. A voice
// without them can be played all the same: what it cannot say is answered in
// tones only.
func answerTexts(p *scripts.Phrases) []string {
	return slices.Concat(
		p.TimeLeft.Texts(), p.RunsLonger.Texts(), p.EndsEarly.Texts(),
		p.LongEnough.Variants(), p.LoopOn.Variants(), p.LastRound.Variants(), p.NoEnd.Variants(), p.Afterward.Variants(),
	)
}
