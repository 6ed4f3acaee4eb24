package player

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

// Regions finds what can be played.
type Regions interface {
	// Regions and Programmes are the names of all there are, in the order they
	// are shown.
	Regions() []string
	Programmes() []string
	// Find is the region or programme of that name or, where scripts may be
	// named by their file, at that path. Its errors are UnknownRegionError,
	// FaultyScriptError, or what kept a file from being read.
	Find(name string) (Selection, error)
	// Absolute is a name that means the same region wherever it is used: the
	// whole path of a file.
	Absolute(name string) string
}

// Selection is a region, or a programme's regions in playing order.
type Selection struct {
	Name, Title string
	Scripts     []*scripts.Script
	Sources     map[string][]byte   // the text of each script, by its file's name
	Warnings    scripts.Diagnostics // what is doubtful in the scripts, and no fault
}

// Library is what sessions are made of. It is not changed once it is in use.
type Library struct {
	Regions Regions
	Voice   func(name string) (*voice.Voice, error) // by a built-in voice's name or a folder
	Store   store.Store
	Now     func() time.Time
}

// Request is a session as it was asked for.
type Request struct {
	Regions   []string // names, or paths of script files
	Favourite string   // the name of the favourite that they come from, if any
	Settings  settings.Settings
	Voice     *voice.Voice // where it is open already; nil opens that of the settings
}

// Prepared is a session whose regions and voice are found, before it is fitted
// to its length.
type Prepared struct {
	Selection
	Request Request
	Voice   *voice.Voice
	Plan    plan.Request
}

// Prepare finds the scripts and the words of a session, and its voice. The
// faults of every script are reported, not only the first's.
func (l *Library) Prepare(r Request) (*Prepared, error) {
	selection, err := l.Select(r.Regions)
	if err != nil {
		return nil, err
	}
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, err
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
		},
	}
	if !v.Info().Prepared {
		// The clips of a folder are decoded to learn their lengths: on all cores
		// now, rather than one by one as fitting asks for them.
		v.Measure(p.Plan.Texts())
	}
	return p, nil
}

// Select finds the scripts of several regions as one session.
func (l *Library) Select(regions []string) (Selection, error) {
	all := Selection{Sources: map[string][]byte{}}
	var names, titles []string
	var faults scriptFaults
	for _, name := range regions {
		s, err := l.Regions.Find(name)
		if err != nil {
			if !faults.add(err) {
				return Selection{}, err
			}
			continue
		}
		names, titles = append(names, s.Name), append(titles, s.Title)
		all.Scripts = append(all.Scripts, s.Scripts...)
		all.Warnings = append(all.Warnings, s.Warnings...)
		for file, text := range s.Sources {
			all.Sources[file] = text
		}
	}
	if err := faults.err(); err != nil {
		return Selection{}, err
	}
	all.Name, all.Title = strings.Join(names, "+"), strings.Join(names, ", ")
	if len(titles) == 1 {
		all.Title = titles[0]
	}
	for i, s := range all.Scripts {
		if slices.ContainsFunc(all.Scripts[:i], func(t *scripts.Script) bool { return t.Region == s.Region }) {
			return Selection{}, &TwiceError{Region: s.Region}
		}
	}
	return all, nil
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

// EveryLine is every line that a voice is to say in the sessions of the named
// regions, each once: the working words first.
func (l *Library) EveryLine(regions []string) ([]string, error) {
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, err
	}
	texts := phrases.Lines()
	seen := map[string]bool{}
	for _, text := range texts {
		seen[text] = true
	}
	for _, name := range regions {
		s, err := l.Regions.Find(name)
		if err != nil {
			return nil, fmt.Errorf("reading the script of %s: %w", name, err)
		}
		for _, script := range s.Scripts {
			for _, text := range script.Lines() {
				if !seen[text] {
					seen[text] = true
					texts = append(texts, text)
				}
			}
		}
	}
	return texts, nil
}

// scriptFaults gathers what is wrong with several scripts.
type scriptFaults struct {
	script *FaultyScriptError
	others []error
}

// add takes in an error; false where it is no reason to look at further
// scripts.
func (f *scriptFaults) add(err error) bool {
	faulty, unknown := (*FaultyScriptError)(nil), (*UnknownRegionError)(nil)
	switch {
	case errors.As(err, &faulty):
		if f.script == nil {
			f.script = &FaultyScriptError{Sources: map[string][]byte{}}
		}
		f.script.Faults = append(f.script.Faults, faulty.Faults...)
		for file, text := range faulty.Sources {
			f.script.Sources[file] = text
		}
	case errors.As(err, &unknown):
		f.others = append(f.others, err)
	default:
		return false
	}
	return true
}

func (f *scriptFaults) err() error {
	if f.script == nil {
		return errors.Join(f.others...)
	}
	return errors.Join(append([]error{f.script}, f.others...)...)
}
