package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/chooser"
	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts/catalogue"
)

// library is what sessions are made of on a host.
func (h *host) library() *player.Library {
	if h.made == nil {
		found := catalogue.New(catalogue.Builtin())
		if h.regions != nil {
			found = found.With(*h.regions)
		}
		h.made = &player.Library{Catalogue: found, Paths: paths{}, Voice: openVoice, Store: h.store, Now: h.now}
	}
	return h.made
}

// prepare prepares a session, and reports what is doubtful in its scripts.
func prepare(h *host, r player.Request) (*player.Prepared, error) {
	p, err := h.library().Prepare(r)
	if err != nil {
		return nil, err
	}
	h.faults(p.Warnings, p.Sources)
	if s := p.Request.Settings; s.Length != r.Settings.Length {
		h.note("unknot: with the spots that are left out, %s is not possible: the nearest, %s, is taken",
			clockOf(int64(r.Settings.Length.Seconds())), clockOf(int64(s.Length.Seconds())))
	}
	return p, nil
}

// requested prepares the session that a command line asks for: the REGION
// arguments, or a favourite, with the settings in force.
func requested(h *host, cmd *cobra.Command, args []string) (*player.Prepared, error) {
	r, _, err := requestOf(h, cmd, args)
	if err != nil {
		return nil, err
	}
	return prepare(h, r)
}

// requestOf is what a command line asks for, and the settings without a
// favourite's.
func requestOf(h *host, cmd *cobra.Command, args []string) (player.Request, *sources.Loaded, error) {
	t, err := targetOf(h, args)
	if err != nil {
		return player.Request{}, nil, err
	}
	loaded, err := loadSettings(cmd)
	if err != nil {
		return player.Request{}, nil, err
	}
	return t.with(loaded), loaded, nil
}

// target is what REGION arguments stand for: where they are the name of a
// favourite, its regions and settings.
type target struct {
	regions   []string
	favourite string
	override  settings.Override
}

// with is the request for a target under the settings in force.
func (t target) with(loaded *sources.Loaded) player.Request {
	r := player.Request{Regions: t.regions, Favourite: t.favourite, Settings: loaded.With(t.override)}
	_, kept := t.override.Text("length")
	r.KeptLength = kept && loaded.Sources["length"].Kind != sources.FromFlag
	return r
}

// targetOf resolves REGION arguments.
func targetOf(h *host, args []string) (target, error) {
	known := h.library().Catalogue
	i := slices.IndexFunc(args, func(arg string) bool { return !(paths{}).IsPath(arg) && !known.Has(arg) })
	if i < 0 || slices.ContainsFunc(args[:i], (paths{}).IsPath) { // a folder may have the region
		return target{regions: args}, nil
	}
	list, err := favourites.Open(h.store)
	if err != nil {
		return target{}, favouritesError(err)
	}
	f, ok := list.Find(args[i])
	switch {
	case !ok:
		return target{}, unknownTarget(args[i], known.Names(), list.Names())
	case len(args) > 1:
		return target{}, wrong("%s is a favourite, and is played by itself: name it alone", f.Name)
	}
	return target{f.Regions, f.Name, f.Settings}, nil
}

// unknownTarget is the error of a name that is neither a region's nor a
// favourite's.
func unknownTarget(name string, regions, favourites []string) error {
	hint := ""
	if near := nearest.Word(name, slices.Concat(regions, favourites)); near != "" {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	return wrong("unknown region %q: %sthere are %s, your favourites (unknot favourites), and any script file by its path",
		name, hint, strings.Join(regions, ", "))
}

// noteLength says where a session is longer or shorter than the length that was
// kept of it.
func noteLength(h *host, p *player.Prepared) {
	if words := lengthWords(p); words != "" {
		h.note("unknot: %s", words)
	}
}

// lengthWords is that in words; "" where it has its length.
func lengthWords(p *player.Prepared) string {
	if p.Raised == 0 {
		return ""
	}
	name := p.Request.Favourite
	if name == "" {
		name = p.Name
	}
	now := p.Request.Settings.Length
	bound := "least"
	if now < p.Raised {
		bound = "most"
	}
	return fmt.Sprintf("%s was kept at %s, and now takes %s at %s: it plays at that",
		terminal.Clean(name), chooser.InWords(p.Raised), chooser.InWords(now), bound)
}

// tryFitting fits a session, to learn whether it can be. A length that comes
// with it is not made another one.
func tryFitting(h *host, regions []string, s settings.Settings) error {
	if s.LengthBy != settings.LengthSet {
		s = s.WithLength(s.Length)
	}
	p, err := prepare(h, player.Request{Regions: regions, Settings: s})
	if err != nil {
		return err
	}
	_, err = p.Timeline()
	return err
}
