// Package settings is what can be set, in one table: the type of each value,
// how it is written and read, its bounds and its default. Where a value comes
// from (a flag, a file, a favourite, a page) is for others to know; what they
// set for one session is an [Override].
package settings

import (
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/session"
)

// Output is where a session goes.
type Output string

const (
	OutputAuto     Output = "auto"     // sound; captions where there is no device
	OutputSound    Output = "sound"    // sound, or not at all
	OutputCaptions Output = "captions" // captions alone, in silence and on time
)

// Settings are the values in force for one session.
type Settings struct {
	Length     time.Duration // 0: the ideal length, or no end to a loop
	Loop       bool
	Side       plan.Work
	Guidance   plan.Guidance
	Breath     plan.Breath
	Voice      string // a built-in voice's name, or a folder
	Tones      tone.Kind
	VoiceLevel float64 // dB
	TonesLevel float64 // dB
	SideCues   score.SideCues
	Output     Output
	Buffer     time.Duration // 0: as the device finds right
	Plain      bool

	Keep           plan.Keep
	Quiet          time.Duration // 0: off
	RepeatAfter    time.Duration
	PauseWhenMoved bool
	PressTwice     session.Command // or control.None
	PressThrice    session.Command
	PressWindow    time.Duration
	MaySleep       bool
	Keys           control.Keys
}

// Setting is one row of the table that flags, environment, config.yaml, its
// check, `unknot config`, a page and the documentation are made from.
type Setting struct {
	Key     string   // its name in the config file; after a dot, within a section
	Default string   // as config.yaml writes it
	Help    string   // one line, for --help; the `quoted` word names the value
	About   []string // further lines for config.yaml
	Choices []string // the only values, where there is a closed list
	Least   float64  // bounds of a number, or of seconds
	Most    float64
	Off     bool // a time that can also be off
	Live    bool // of use only while a session is played
	Session bool // makes the session: a favourite and a bookmark keep it; the rest belongs to the machine

	field func(*Settings) any // where the value goes; its type decides how it is read
}

// IsSwitch reports whether the setting is either on or off.
func (s Setting) IsSwitch() bool {
	_, is := s.field(&Settings{}).(*bool)
	return is
}

// InSection reports whether the setting stands in a section of the config
// file, and which.
func (s Setting) InSection() (section string, in bool) {
	section, _, in = strings.Cut(s.Key, ".")
	return section, in
}

// Table is every setting, in the order they are shown.
func Table() []Setting { return slices.Concat(sessionRows(), playingRows(), keyRows()) }

// DefaultVoice is the built-in voice that speaks where none is set.
const DefaultVoice = "willow"

// sessionRows are the settings of what is played, and where.
func sessionRows() []Setting {
	kinds := toneKinds()
	return []Setting{
		{
			Key: "length", Session: true, Default: Ideal,
			Help: "`length` of the session: 12m, 12 (minutes), 7:30, 450s, 1h",
			About: []string{
				"How long a session lasts: 12m, 12 (minutes), 7:30, 450s, 1h or 1h30m. With",
				"`ideal` it lasts as long as its script likes best, and a loop never ends.",
			},
			field: func(s *Settings) any { return (*length)(&s.Length) },
		},
		{
			Key: "loop", Session: true, Default: "false",
			Help: "play further rounds, to the length or until stopped",
			About: []string{
				"Play further rounds of the region in brief words, to the length asked for, or",
				"with no length until stopped.",
			},
			field: func(s *Settings) any { return &s.Loop },
		},
		{
			Key: "side", Session: true, Default: "both", Choices: []string{"both", "left", "right"},
			Help:  "`side` to work: both, left or right",
			About: []string{"The side to work: both, left or right."},
			field: func(s *Settings) any { return (*string)(&s.Side) },
		},
		{
			Key: "guidance", Session: true, Default: "auto", Choices: []string{"auto", "full", "brief", "tones"},
			Help: "how `much` is said: auto, full, brief, or tones alone",
			About: []string{
				"How much is said: full; brief; tones alone; or auto, full the first three times",
				"that a region is played and brief from then on. Cautions and the safety line are",
				"always said.",
			},
			field: func(s *Settings) any { return (*string)(&s.Guidance) },
		},
		{
			Key: "breath", Session: true, Default: "4:6",
			Help: "seconds of one inhale and one exhale, as `in:out`",
			About: []string{
				"Seconds of one inhale and one exhale: each 2 to 10, together 6 to 15.",
			},
			field: func(s *Settings) any { return &s.Breath },
		},
		{
			Key: "voice", Session: true, Default: DefaultVoice,
			Help: "`voice` that speaks: a built-in one's name, or a folder of recordings",
			About: []string{
				"The voice that speaks: the name of a built-in one, or the path of a folder of",
				"recordings with a manifest.",
			},
			field: func(s *Settings) any { return &s.Voice },
		},
		{
			Key: "tones", Session: true, Default: kinds[0], Choices: kinds,
			Help: "`kind` of breath tones: " + list(kinds, "or"),
			About: []string{
				"The kind of tone that leads the breath: " + list(kinds, "or") + ".",
			},
			field: func(s *Settings) any { return (*string)(&s.Tones) },
		},
		{
			Key: "voice-level", Session: true, Default: "0", Least: session.LeastLevel, Most: session.MostVoice,
			Help:  "loudness of the voice in `dB`: -20 to 6",
			About: []string{"Loudness of the voice in dB against the usual: -20 to 6."},
			field: func(s *Settings) any { return &s.VoiceLevel },
		},
		{
			Key: "tones-level", Session: true, Default: "0", Least: session.LeastLevel, Most: session.MostTones,
			Help: "loudness of tones and searches in `dB`: -20 to 12",
			About: []string{
				"Loudness of everything but the voice, in dB against the usual: -20 to 12. While",
				"the voice speaks, what is under it stays 20 dB below it all the same.",
			},
			field: func(s *Settings) any { return &s.TonesLevel },
		},
		{
			Key: "side-cues", Session: true, Default: "on", Choices: []string{"on", "off", "swapped", "mono"},
			Help: "where sound comes from: on, off, swapped or mono (`way`)",
			About: []string{
				"Work on the left is heard a little to the left: on, off, swapped (for earbuds in",
				"the wrong ears), or mono.",
			},
			field: func(s *Settings) any { return (*string)(&s.SideCues) },
		},
		{
			Key: "output", Default: "auto", Choices: []string{"auto", "sound", "captions"},
			Help: "`where` the session goes: auto, sound or captions",
			About: []string{
				"Where a session goes: sound; captions alone, in silence and on time; or auto,",
				"sound where there is a device and captions where there is none.",
			},
			field: func(s *Settings) any { return (*string)(&s.Output) },
		},
		{
			Key: "buffer", Default: Auto, Least: 0.02, Most: 2,
			Help: "how much sound the device holds ready (`time`): auto, or 20ms to 2s",
			About: []string{
				"How much sound the device holds ready: 20ms to 2s; or auto: two seconds where they",
				"can be taken back (PulseAudio, PipeWire), half a second elsewhere. More survives",
				"a busy machine, less stops sooner.",
			},
			field: func(s *Settings) any { return (*buffer)(&s.Buffer) },
		},
		{
			Key: "plain", Default: "false",
			Help: "show the session as plain lines, one for each cue",
			About: []string{
				"Show a session as plain lines, one for each cue, rather than in place; for screen",
				"readers and logs. Always so where the output is no terminal.",
			},
			field: func(s *Settings) any { return &s.Plain },
		},
	}
}

// Names is what the config file can name at its top: every setting, and the
// section of keys.
func Names() []string {
	var all []string
	for _, s := range Table() {
		if _, in := s.InSection(); in {
			return append(all, KeySection)
		}
		all = append(all, s.Key)
	}
	return all
}

func toneKinds() []string {
	var names []string
	for _, k := range tone.Kinds() {
		names = append(names, string(k))
	}
	return names
}

// list writes "a, b or c"; without a last word "a, b, c".
func list(words []string, and string) string {
	if len(words) < 2 || and == "" {
		return strings.Join(words, ", ")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}
