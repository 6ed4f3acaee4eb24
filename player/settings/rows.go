package settings

import (
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/session"
)

// planRows are the settings of what is planned: how long, which rounds and sides, how much is said, at which breath.
func planRows() []Setting {
	return []Setting{
		{
			Key: "length", Session: true, Default: "10m",
			Help: "`length` of the session: 12m, 12 (minutes), 7:30, 450s, 1h, or ideal",
			About: []string{
				"How long a session lasts for which no length is given: 12m, 12 (minutes), 7:30,",
				"450s, 1h or 1h30m; or `ideal`, which is the ideal length of its script. One that",
				"cannot be so short has its least length. A loop without a length given never ends.",
			},
			field: func(s *Settings) value { return (*length)(&s.Length) },
		},
		{
			Key: "loop", Session: true, Default: "false",
			Help: "play further rounds, to the length or until stopped",
			About: []string{
				"Play further rounds of the region, in brief words: up to the length asked for or,",
				"without a length, until stopped.",
			},
			field: func(s *Settings) value { return (*onOff)(&s.Loop) },
		},
		{
			Key: "side", Session: true, Default: "both", Choices: []string{"both", "left", "right"},
			Help:  "`side` to work: both, left or right",
			About: []string{"The side to work: both, left or right."},
			field: func(s *Settings) value { return (*text)(&s.Side) },
		},
		{
			Key: "guidance", Session: true, Default: "auto", Choices: []string{"auto", "full", "brief", "tones"},
			Help: "how `much` is said: auto, full, brief, or tones alone",
			About: []string{
				"How much is said: full; brief; tones alone; or auto, which is full the first three",
				"times a region is played and brief after that. Cautions and the safety line are",
				"always said.",
			},
			field: func(s *Settings) value { return (*text)(&s.Guidance) },
		},
		{
			Key: "breath", Session: true, Default: "4:6",
			Help: "seconds of one inhale and one exhale, as `in:out`",
			About: []string{
				"Seconds of one inhale and one exhale: each 2 to 10, together 6 to 15.",
			},
			field: func(s *Settings) value { return breath{&s.Breath} },
		},
	}
}

// soundRows are the settings of how a session sounds.
func soundRows() []Setting {
	kinds := toneKinds()
	return []Setting{
		{
			Key: "voice", Session: true, Default: DefaultVoice,
			Help: "`voice` that speaks: a built-in one's name, or a folder of recordings",
			About: []string{
				"The voice that speaks: the name of a built-in one (synthetic), or the path of",
				"a folder of recordings with a manifest.",
			},
			field: func(s *Settings) value { return (*text)(&s.Voice) },
		},
		{
			Key: "tones", Session: true, Default: kinds[0], Choices: kinds,
			Help: "`kind` of breath tones: " + list(kinds, "or"),
			About: []string{
				"The kind of tone that leads the breath: " + list(kinds, "or") + ".",
			},
			field: func(s *Settings) value { return (*text)(&s.Tones) },
		},
		{
			Key: "bed", Session: true, Default: "true",
			Help: "a soft sound under rests, so that none is silent",
			About: []string{
				"A soft sound under rests, so that a session is never silent for long. With no tones",
				"there is none either.",
			},
			field: func(s *Settings) value { return (*onOff)(&s.Bed) },
		},
		{
			Key: "voice-level", Session: true, Default: "0", Least: session.LeastLevel, Most: session.MostVoice,
			Help:  "loudness of the voice in `dB`: -20 to 6",
			About: []string{"Loudness of the voice, in dB relative to the usual: -20 to 6."},
			field: func(s *Settings) value { return (*level)(&s.VoiceLevel) },
		},
		{
			Key: "tones-level", Session: true, Default: "0", Least: session.LeastLevel, Most: session.MostTones,
			Help: "loudness of tones and searches in `dB`: -20 to 12",
			About: []string{
				"Loudness of everything but the voice, in dB relative to the usual: -20 to 12.",
				"Whatever the level, everything under the voice is 20 dB below it while it speaks.",
			},
			field: func(s *Settings) value { return (*level)(&s.TonesLevel) },
		},
		{
			Key: "side-cues", Session: true, Default: "on", Choices: []string{"on", "off", "swapped", "mono"},
			Help: "where sound comes from: on, off, swapped or mono (`way`)",
			About: []string{
				"Work on the left is heard a little to the left: on, off, swapped (for earbuds in",
				"the wrong ears), or mono.",
			},
			field: func(s *Settings) value { return (*text)(&s.SideCues) },
		},
	}
}

// outputRows are the settings of where a session goes.
func outputRows() []Setting {
	return []Setting{
		{
			Key: "output", Default: "auto", Choices: []string{"auto", "sound", "captions"},
			Help: "`where` the session goes: auto, sound or captions",
			About: []string{
				"Where a session goes: sound; captions alone, in silence and on time; or auto,",
				"which is sound if there is a device and captions if there is none.",
			},
			field: func(s *Settings) value { return (*text)(&s.Output) },
		},
		{
			Key: "buffer", Default: Auto, Least: 0.02, Most: 2,
			Help: "how much sound the device holds ready (`time`): auto, or 20ms to 2s",
			About: []string{
				"How much sound the device holds ready: 20ms to 2s; or auto, which is two seconds",
				"where they can be taken back (PulseAudio, PipeWire) and half a second elsewhere.",
				"A longer buffer survives a busy machine, a shorter one answers sooner.",
			},
			field: func(s *Settings) value { return (*buffer)(&s.Buffer) },
		},
		{
			Key: "plain", Default: "false",
			Help: "show the session as plain lines, one for each cue",
			About: []string{
				"Show a session as plain lines, one for each cue, rather than drawn in place; for",
				"screen readers and logs. Always so if the output is not a terminal.",
			},
			field: func(s *Settings) value { return (*onOff)(&s.Plain) },
		},
	}
}

func toneKinds() []string {
	var names []string
	for _, k := range tone.Kinds() {
		names = append(names, string(k))
	}
	return names
}
