package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/cmd/unknot/chooser"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

// beginning asks what to play, and plays it.
type beginning struct {
	program    *program
	cmd        *cobra.Command
	settings   *config.Loaded
	voice      *voice.Voice
	state      store.State
	left       *left // nil where nothing was stopped or cut off
	favourites []favourites.Favourite
}

// begin asks what to play where there is a terminal to ask in, and plays it.
// Elsewhere it tells how to go on.
func (p *program) begin(cmd *cobra.Command) error {
	loaded, err := loadSettings(cmd)
	if err != nil {
		return err
	}
	if !loaded.Plain && !terminal.Is(p.stdin) {
		return cmd.Help()
	}
	b := &beginning{program: p, cmd: cmd, settings: loaded}
	if b.voice, err = openVoice(loaded.Voice); err != nil {
		return err
	}
	// What cannot be read is no reason not to play.
	if b.state, err = store.ReadState(p.store); err != nil {
		p.tell("unknot: %v", err)
	}
	if b.left, err = p.interrupted(); err != nil {
		p.tell("unknot: %v", err)
	}
	if list, err := favourites.Open(p.store); err != nil {
		p.tell("unknot: %v", favouritesError(err))
	} else {
		b.favourites = list.All()
	}
	ctx, release := p.stopped()
	chosen, err := chooser.Ask(ctx, b.choices(), chooser.Terminal{
		In: p.stdin, Out: p.questions(), Plain: loaded.Plain || p.screen == nil,
	})
	release()
	if chosen.Advised && !b.state.CautionsSeen {
		if err := store.ChangeState(p.store, func(s *store.State) { s.CautionsSeen = true }); err != nil {
			p.tell("unknot: %v", err)
		}
	}
	switch {
	case errors.Is(err, chooser.ErrCancelled):
		return nil
	case err != nil:
		return fmt.Errorf("asking what to play: %w", err)
	}
	return b.play(chosen)
}

// questions is where they are written.
func (p *program) questions() *os.File {
	if p.screen != nil {
		return p.screen
	}
	return os.Stdout
}

func (b *beginning) choices() chooser.Choices {
	c := chooser.Choices{Entries: b.entries(), Offer: b.offer, Regions: b.state.Last.Regions}
	last := b.state.Last.Settings.Over(settings.Settings{})
	c.Length, c.Loop = last.Length, last.Loop
	if !b.state.CautionsSeen {
		c.Advice = scripts.Advice()
		c.Headphones = func() error { return b.program.headphones(b.settings) }
	}
	return c
}

// entries is what can be played: first what was left, then what was played
// last, the favourites, and the regions.
func (b *beginning) entries() []chooser.Entry {
	var list []chooser.Entry
	if b.left != nil {
		list = append(list, chooser.Entry{
			Kind: chooser.Interrupted, ID: "interrupted",
			Detail: fmt.Sprintf("%s, %s", b.left, ago(b.left.Saved, b.program.now())),
		})
	}
	if last := b.state.Last; len(last.Regions) > 0 {
		list = append(list, chooser.Entry{Kind: chooser.Last, ID: "last", Detail: b.lastWords(last)})
	}
	for _, f := range b.favourites {
		list = append(list, chooser.Entry{Kind: chooser.Favourite, ID: "favourite " + f.Name, Name: f.Name, Detail: b.words(f.Regions, f.Settings)})
	}
	for _, name := range scripts.BuiltinNames() {
		if programme, err := scripts.BuiltinProgramme(name); err == nil {
			list = append(list, chooser.Entry{Kind: chooser.Programme, ID: name, Name: name, Detail: programme.Title, Regions: []string{name}})
			continue
		}
		if script, err := scripts.Builtin(name); err == nil {
			list = append(list, chooser.Entry{Kind: chooser.Region, ID: name, Name: name, Detail: script.Title, Regions: []string{name}})
		}
	}
	return list
}

// lastWords is what was played last, in a few words.
func (b *beginning) lastWords(c store.Choice) string {
	words := b.words(c.Regions, c.Settings)
	if c.Favourite != "" {
		return c.Favourite + ": " + words
	}
	return words
}

// words is a session in a few words: what of its settings is not as it would
// be anyway.
func (b *beginning) words(regions []string, of settings.Override) string {
	words := []string{regionWords(regions)}
	for _, row := range settings.Table() {
		value, given := of.Text(row.Key)
		if !given || value == row.Format(b.settings.Settings) {
			continue
		}
		switch row.Key {
		case "length":
			value = lengthWords(value)
		case "loop":
			if value == "true" {
				value = "looping"
			} else {
				value = "once"
			}
		case "side":
			if value == "both" {
				value += " sides"
			} else {
				value += " side"
			}
		case "guidance":
			value += " guidance"
		case "voice":
			value = "voice " + filepath.Base(value)
		case "tones":
			if value == string(tone.None) {
				value = "no"
			}
			value += " tones"
		case "voice-level", "tones-level":
			value = strings.TrimSuffix(row.Key, "-level") + " at " + strings.TrimSuffix(value, "dB") + " dB"
		default:
			value = strings.ReplaceAll(row.Key, "-", " ") + " " + value
		}
		words = append(words, value)
	}
	return strings.Join(words, ", ")
}

// lengthWords is the value of a length as it is read.
func lengthWords(value string) string {
	if d, err := settings.ParseLength(value); err == nil {
		return chooser.InWords(d)
	}
	return value + " length"
}

// regionWords is REGION arguments without the folders of files.
func regionWords(args []string) string {
	names := make([]string, len(args))
	for i, arg := range args {
		if names[i] = arg; isFile(arg) {
			names[i] = filepath.Base(arg)
		}
	}
	return strings.Join(names, ", ")
}

func (b *beginning) offer(regions []string) (*chooser.Offer, error) {
	a, err := b.program.prepare(b.settings, b.voice, named{args: regions})
	if err != nil {
		return nil, err
	}
	offer, err := chooser.NewOffer(a.request)
	if err != nil {
		return nil, b.program.explain(a, err)
	}
	return offer, nil
}

// play plays what was chosen, as `unknot play` would.
func (b *beginning) play(c chooser.Choice) error {
	flags := b.cmd.Flags()
	regions, favourite := c.Regions, ""
	switch c.Kind {
	case chooser.Interrupted:
		return b.program.resume(flags, b.left)
	case chooser.Last:
		last := b.state.Last
		regions, favourite = last.Regions, last.Favourite
		if err := under(flags, last.Settings); err != nil {
			return asWrong(err)
		}
	case chooser.Favourite:
		i := slices.IndexFunc(b.favourites, func(f favourites.Favourite) bool { return "favourite "+f.Name == c.Entry })
		f := b.favourites[i]
		regions, favourite = f.Regions, f.Name
		if err := under(flags, f.Settings); err != nil {
			return asWrong(err)
		}
	default:
		length := settings.Ideal
		if c.Length > 0 {
			length = settings.FormatLength(c.Length)
		}
		if err := errors.Join(flags.Set("length", length), flags.Set("loop", fmt.Sprint(c.Loop))); err != nil {
			return asWrong(err)
		}
	}
	loaded, err := loadSettings(b.cmd)
	if err != nil {
		return err
	}
	return b.program.play(loaded, named{regions, favourite})
}

// remember keeps what is played as what was chosen last. It does not wait.
func (p *program) remember(a *asked) (kept <-chan error) {
	b := a.bookmark()
	done := make(chan error, 1)
	go func() {
		done <- store.ChangeState(p.store, func(s *store.State) {
			s.Last = store.Choice{Favourite: a.named.favourite, Regions: b.Regions, Settings: b.Settings}
		})
	}()
	return done
}

// ago is how long ago something was, roughly.
func ago(then, now time.Time) string {
	plural := func(n int, what string) string {
		if n == 1 {
			return "one " + what + " ago"
		}
		return fmt.Sprintf("%d %ss ago", n, what)
	}
	switch d := now.Sub(then); {
	case d < 2*time.Minute:
		return "just now"
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute")
	case d < 24*time.Hour:
		return plural(int(d.Hours()), "hour")
	default:
		return plural(int(d.Hours()/24), "day")
	}
}
