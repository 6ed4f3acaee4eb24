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
	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

// choosing asks what to play, and plays it.
type choosing struct {
	host       *host
	loaded     *sources.Loaded
	voice      *voice.Voice
	state      store.State
	last       *player.Interrupted // nil where nothing was stopped or cut off
	favourites []favourites.Favourite
}

// choose asks what to play where there is a terminal to ask on, and plays it.
// Elsewhere it shows the help.
func choose(h *host, cmd *cobra.Command) error {
	loaded, err := loadSettings(cmd)
	if err != nil {
		return err
	}
	if !loaded.Plain && !terminal.Is(h.stdin) {
		return cmd.Help()
	}
	c := &choosing{host: h, loaded: loaded}
	if c.voice, err = openVoice(loaded.Voice); err != nil {
		return err
	}
	c.read()
	ctx, release := h.stopped()
	chosen, err := chooser.Ask(ctx, c.choices(), chooser.Terminal{
		In: h.stdin, Out: c.questions(), Plain: loaded.Plain || h.screen == nil,
	})
	release()
	if chosen.Advised && !c.state.CautionsSeen {
		cautionsSeen(h)
	}
	switch {
	case errors.Is(err, chooser.ErrCancelled):
		return nil
	case err != nil:
		return fmt.Errorf("asking what to play: %w", err)
	}
	return c.play(chosen)
}

// read reads what was kept. What cannot be read is no reason not to play.
func (c *choosing) read() {
	var err error
	if c.state, err = store.ReadState(c.host.store); err != nil {
		c.host.warn(err)
	}
	if c.last, err = c.host.library().Interrupted(); err != nil {
		c.host.warn(err)
	}
	list, err := favourites.Open(c.host.store)
	if err != nil {
		c.host.warn(favouritesError(err))
		return
	}
	c.favourites = list.All()
}

// questions is where they are written.
func (c *choosing) questions() *os.File {
	if c.host.screen != nil {
		return c.host.screen
	}
	return os.Stdout
}

func (c *choosing) choices() chooser.Choices {
	last := c.state.Last.Settings.Over(settings.Settings{})
	choices := chooser.Choices{
		Entries: c.entries(), Offer: c.offer, Regions: c.state.Last.Regions, Length: last.Length, Loop: last.Loop,
		Usual: c.loaded.Length,
	}
	if !c.state.CautionsSeen {
		choices.Advice = scripts.Advice()
		choices.Headphones = func() error { return checkHeadphones(c.host, c.loaded.Settings) }
	}
	return choices
}

// entries is what can be played: first what was interrupted, then what was
// played last, the favourites, and the regions.
func (c *choosing) entries() []chooser.Entry {
	var list []chooser.Entry
	if c.last != nil {
		list = append(list, chooser.Entry{
			Kind:   chooser.Interrupted,
			Detail: fmt.Sprintf("%s, %s", interruptedWords(c.last), ago(c.last.Saved, c.host.now())),
		})
	}
	if last := c.state.Last; len(last.Regions) > 0 {
		words := sessionWords(c.loaded.Settings, last.Regions, last.Settings)
		if last.Favourite != "" {
			words = last.Favourite + ": " + words
		}
		list = append(list, chooser.Entry{Kind: chooser.Last, Detail: words})
	}
	for _, f := range c.favourites {
		list = append(list, chooser.Entry{Kind: chooser.Favourite, Name: f.Name,
			Detail: sessionWords(c.loaded.Settings, f.Regions, f.Settings)})
	}
	for _, e := range c.host.library().Catalogue.List() {
		kind := chooser.Region
		if e.IsProgramme() {
			kind = chooser.Programme
		}
		if title := e.Title(); title != "" { // else its file has faults
			list = append(list, chooser.Entry{Kind: kind, Name: e.Name, Detail: title, Regions: []string{e.Name}})
		}
	}
	return list
}

// offer gives the lengths that a session of regions can have.
func (c *choosing) offer(regions []string) (*chooser.Offer, error) {
	p, err := prepare(c.host, player.Request{Regions: regions, Settings: c.loaded.Settings, Voice: c.voice})
	if err != nil {
		return nil, err
	}
	offer, err := chooser.NewOffer(p.Plan)
	if err != nil {
		return nil, p.Explain(err)
	}
	return offer, nil
}

// play plays what was chosen.
func (c *choosing) play(chosen chooser.Choice) error {
	var t target
	switch chosen.Entry.Kind {
	case chooser.Interrupted:
		return resume(c.host, c.loaded, c.last)
	case chooser.Last:
		last := c.state.Last
		t = target{last.Regions, last.Favourite, last.Settings}
	case chooser.Favourite:
		i := slices.IndexFunc(c.favourites, func(f favourites.Favourite) bool { return f.Name == chosen.Entry.Name })
		f := c.favourites[i]
		t = target{f.Regions, f.Name, f.Settings}
	default: // what was answered comes before everything, flags included
		s := c.loaded.WithLength(chosen.Length)
		s.Loop = chosen.Loop
		return play(c.host, player.Request{Regions: chosen.Entry.Regions, Settings: s})
	}
	return play(c.host, t.with(c.loaded))
}

// sessionWords is a session in a few words: its regions, and those of its
// settings that differ from the ones in force.
func sessionWords(inForce settings.Settings, regions []string, of settings.Override) string {
	words := []string{regionWords(regions)}
	for _, row := range settings.Table() {
		value, given := of.Text(row.Key)
		if !given || value == row.Format(inForce) {
			continue
		}
		words = append(words, settingWords(row.Key, value, of.Over(inForce)))
	}
	return strings.Join(words, ", ")
}

// settingWords is one setting in a few words.
func settingWords(key, value string, s settings.Settings) string {
	switch key {
	case "length":
		if s.Length == 0 {
			return value + " length"
		}
		return chooser.InWords(s.Length)
	case "loop":
		if s.Loop {
			return "looping"
		}
		return "once"
	case "side":
		if value == "both" {
			return "both sides"
		}
		return value + " side"
	case "guidance":
		return value + " guidance"
	case "voice":
		return "voice " + filepath.Base(value)
	case "tones":
		if s.Tones == tone.None {
			return "no tones"
		}
		return value + " tones"
	case "voice-level", "tones-level":
		return strings.TrimSuffix(key, "-level") + " at " + strings.TrimSuffix(value, "dB") + " dB"
	}
	return strings.ReplaceAll(key, "-", " ") + " " + value
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
