package settings

import (
	"strings"
	"time"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/plan"
)

// Settings are the values in force for one run of the program.
type Settings struct {
	Length     time.Duration // 0: the ideal length, or no end to a loop
	Loop       bool
	Side       string // both, left, right
	Guidance   string // full, brief, tones
	Breath     plan.Breath
	Voice      string        // a built-in voice's name, or a folder
	Tones      string        // a kind of breath tone, or none
	VoiceLevel float64       // dB
	TonesLevel float64       // dB
	SideCues   string        // on, off, swapped, mono
	Output     string        // auto, sound, captions
	Buffer     time.Duration // 0: as the device finds right
	Plain      bool

	Keep           string        // end, content
	Quiet          time.Duration // 0: off
	RepeatAfter    time.Duration
	PauseWhenMoved bool
	PressTwice     string // a command of a session, or none
	PressThrice    string
	PressWindow    time.Duration
	MaySleep       bool
	Keys           control.Keys
}

// Setting is one row of the table that flags, environment, config.yaml, its
// check, `unknot config` and the documentation are made from.
type Setting struct {
	Key     string   // its name in the config file; behind a dot, within a section
	Default string   // as config.yaml writes it
	Help    string   // one line, for --help; the `quoted` word names the value
	About   []string // further lines for config.yaml
	Choices []string // the only values, where there is a closed list
	Least   float64  // bounds of a number, or of seconds
	Most    float64
	Off     bool // a time that can also be off
	Live    bool // of use only while a session is played

	field func(*Settings) any // where the value goes; its type decides how it is read
}

// Flag is the setting's flag, with its dashes; empty for one in a section, which
// has none.
func (s Setting) Flag() string {
	if strings.Contains(s.Key, ".") {
		return ""
	}
	return "--" + s.Key
}

// Env is the setting's environment variable.
func (s Setting) Env() string { return envOf(s.Key) }

func envOf(key string) string {
	return "UNKNOT_" + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(key))
}

// Table is every setting, in the order they are shown.
func Table() []Setting {
	kinds := toneKinds()
	return append([]Setting{
		{
			Key: "length", Default: Ideal,
			Help: "`length` of the session: 12m, 12 (minutes), 7:30, 450s, 1h",
			About: []string{
				"How long a session lasts: 12m, 12 (minutes), 7:30, 450s, 1h or 1h30m. With",
				"`ideal` it lasts as long as its script likes best, and a loop never ends.",
			},
			field: func(s *Settings) any { return (*length)(&s.Length) },
		},
		{
			Key: "loop", Default: "false",
			Help: "play further rounds, to the length or until stopped",
			About: []string{
				"Play further rounds of the region in brief words, to the length asked for, or",
				"with no length until stopped.",
			},
			field: func(s *Settings) any { return &s.Loop },
		},
		{
			Key: "side", Default: "both", Choices: []string{"both", "left", "right"},
			Help:  "`side` to work: both, left or right",
			About: []string{"The side to work: both, left or right."},
			field: func(s *Settings) any { return &s.Side },
		},
		{
			Key: "guidance", Default: "auto", Choices: []string{"auto", "full", "brief", "tones"},
			Help: "how `much` is said: auto, full, brief, or tones alone",
			About: []string{
				"How much is said: full; brief; tones alone; or auto, full the first three times",
				"that a region is played and brief from then on. Cautions and the safety line are",
				"always said.",
			},
			field: func(s *Settings) any { return &s.Guidance },
		},
		{
			Key: "breath", Default: "4:6",
			Help: "seconds of one inhale and one exhale, as `in:out`",
			About: []string{
				"Seconds of one inhale and one exhale: each 2 to 10, together 6 to 15.",
			},
			field: func(s *Settings) any { return &s.Breath },
		},
		{
			Key: "voice", Default: voice.Default,
			Help: "`voice` that speaks: a built-in one's name, or a folder of recordings",
			About: []string{
				"The voice that speaks: the name of a built-in one, or the path of a folder of",
				"recordings with a manifest.",
			},
			field: func(s *Settings) any { return &s.Voice },
		},
		{
			Key: "tones", Default: kinds[0], Choices: kinds,
			Help: "`kind` of breath tones: " + list(kinds, "or"),
			About: []string{
				"The kind of tone that leads the breath: " + list(kinds, "or") + ".",
			},
			field: func(s *Settings) any { return &s.Tones },
		},
		{
			Key: "voice-level", Default: "0", Least: -20, Most: 6,
			Help:  "loudness of the voice in `dB`: -20 to 6",
			About: []string{"Loudness of the voice in dB against the usual: -20 to 6."},
			field: func(s *Settings) any { return &s.VoiceLevel },
		},
		{
			Key: "tones-level", Default: "0", Least: -20, Most: 12,
			Help: "loudness of tones and searches in `dB`: -20 to 12",
			About: []string{
				"Loudness of everything but the voice, in dB against the usual: -20 to 12. While",
				"the voice speaks, what is under it stays 20 dB below it all the same.",
			},
			field: func(s *Settings) any { return &s.TonesLevel },
		},
		{
			Key: "side-cues", Default: "on", Choices: []string{"on", "off", "swapped", "mono"},
			Help: "where sound comes from: on, off, swapped or mono (`way`)",
			About: []string{
				"Work on the left is heard a little to the left: on, off, swapped (for earbuds in",
				"the wrong ears), or mono.",
			},
			field: func(s *Settings) any { return &s.SideCues },
		},
		{
			Key: "output", Default: "auto", Choices: []string{"auto", "sound", "captions"},
			Help: "`where` the session goes: auto, sound or captions",
			About: []string{
				"Where a session goes: sound; captions alone, in silence and on time; or auto,",
				"sound where there is a device and captions where there is none.",
			},
			field: func(s *Settings) any { return &s.Output },
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
	}, playingRows()...)
}

// names is what the config file can name at its top: every setting, and the
// section of keys.
func names() []string {
	var all []string
	for _, s := range Table() {
		if strings.Contains(s.Key, ".") {
			return append(all, keySection)
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
