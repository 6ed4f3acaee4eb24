package player

import (
	"fmt"
	"time"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/spots"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
	"github.com/unknot/unknot/scripts/language"
)

// Library is what sessions are made of. It is not changed once it is in use.
type Library struct {
	Catalogue *catalogue.Catalogue
	Paths     Paths                                   // nil where scripts are not named by paths
	Voice     func(name string) (*voice.Voice, error) // by a built-in voice's name or a folder
	Store     store.Store
	Now       func() time.Time
}

// Request is a session as it was asked for.
type Request struct {
	Regions   []string // names in the catalogue, or paths of scripts
	Favourite string   // the name of the favourite that they come from, if any
	Settings  settings.Settings
	Voice     *voice.Voice // where it is open already; nil opens that of the settings
	// KeptLength says that the length was kept with the session, as a
	// favourite's is: where spots that were left out since do not allow it, the
	// session has the nearest that it can have.
	KeptLength bool
}

// Prepared is a session whose regions and voice are found, before it is fitted
// to its length.
type Prepared struct {
	Selection
	Request Request
	Voice   *voice.Voice
	Plan    plan.Request

	// Raised is the kept length that the session cannot have any more, once it
	// is fitted: the length in its Request is the nearest that it can. 0 for none.
	Raised time.Duration
}

// Prepare finds the scripts and the words of a session, and its voice. The
// faults of every script are reported, not only the first's.
func (l *Library) Prepare(r Request) (*Prepared, error) {
	selection, err := l.Select(r.Regions)
	if err != nil {
		return nil, err
	}
	phrases, err := scripts.PhrasesOf(selection.Scripts[0].Language)
	if err != nil {
		return nil, err
	}
	leftOut, err := spots.Open(l.Store)
	if err != nil {
		return nil, err
	}
	if r.Settings.Loop && r.Settings.LengthBy == settings.LengthSet {
		r.Settings.Length = 0
	}
	v := r.Voice
	if v == nil {
		if v, err = l.Voice(r.Settings.Voice); err != nil {
			return nil, err
		}
	}
	p := &Prepared{
		Selection: selection, Request: r, Voice: v,
		Plan: plan.Request{
			Scripts:  selection.Scripts,
			Phrases:  phrases,
			Voice:    v,
			Breath:   r.Settings.Breath,
			Guidance: r.Settings.Guidance,
			Known:    l.known(r.Settings.Guidance),
			Work:     r.Settings.Side,
			Loop:     r.Settings.Loop,
			LeftOut:  leftOut.Spots(),
		},
	}
	if !v.Info().Prepared {
		// The clips of a folder are decoded to learn their lengths: on all cores
		// now, rather than one by one as fitting asks for them.
		v.Measure(p.Plan.Texts())
	}
	if r.KeptLength && len(p.Plan.LeftOutSpots()) > 0 {
		p.settleLength()
	}
	return p, nil
}

// knownFrom is how often a region is played in full words before the listener
// knows it.
const knownFrom = 3

// known is the regions that the listener knows, where the guidance depends on
// it. Where that cannot be read, all is said in full.
func (l *Library) known(g plan.Guidance) []string {
	if g != plan.GuidanceAuto {
		return nil
	}
	state, err := store.ReadState(l.Store)
	if err != nil {
		return nil
	}
	var names []string
	for region, times := range state.Played {
		if times >= knownFrom {
			names = append(names, region)
		}
	}
	return names
}

// EveryLine is every line that a voice is to say in sessions of what is built
// in, each once: the phrases first.
func EveryLine() ([]string, error) {
	phrases, err := scripts.PhrasesOf(language.English())
	if err != nil {
		return nil, err
	}
	lines := phrases.Lines()
	seen := map[string]bool{}
	for _, line := range lines {
		seen[line] = true
	}
	builtin := catalogue.New(catalogue.Builtin())
	for _, entry := range builtin.List() {
		loaded, err := builtin.Load(entry)
		if err != nil {
			return nil, fmt.Errorf("reading the script of %s: %w", entry.Name, err)
		}
		for _, script := range loaded.Scripts {
			for _, line := range script.Lines() {
				if !seen[line] {
					seen[line] = true
					lines = append(lines, line)
				}
			}
		}
	}
	return lines, nil
}
