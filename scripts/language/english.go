package language

// English is the language of the built-in regions.
func English() *Language { return &english }

var english = Language{
	Tag:   "en",
	Left:  "left",
	Right: "right",
	Chapters: Chapters{
		Opening: "Opening", NextRound: "Next round", Stretch: "Stretch", Closing: "Closing",
		OnSide: "%[1]s, %[2]s", InRegion: "%[1]s: %[2]s",
	},
	Answers: Answers{
		ByCode: map[string]string{
			"paused":       "paused",
			"going-on":     "going on",
			"moved-on":     "on to the next step",
			"said-again":   "once more",
			"longer":       "one breath longer",
			"satellite":    "one more spot",
			"finishing":    "on to the stretch and the closing",
			"looping":      "round after round, until you stop it",
			"last-round":   "this round is the last",
			"stopped":      "stopped",
			"pressed":      "pressed",
			"next-region":  "the next region",
			"played-again": "once more",
		},
		Later: ", ends %s later", Sooner: ", ends %s sooner",
		VoiceLevel: "the voice at %+.0f dB", TonesLevel: "the tones at %+.0f dB",
	},
	Refusals: map[string]string{
		"nothing-follows": "nothing follows",
		"for-safety":      "a caution is said to its end",
		"no-hold":         "nothing is held now",
		"long-enough":     "no spot is pressed for longer",
		"no-satellites":   "this point has no spots around it",
		"too-late":        "it is too late for that",
		"already":         "it is so already",
		"no-words":        "this voice cannot tell of further rounds",
		"no-end":          "there is no end to tell of",
		"session-over":    "the session is over",
		"voice-loudest":   "the voice cannot be louder",
		"voice-quietest":  "the voice cannot be quieter",
		"tones-loudest":   "the tones cannot be louder",
		"tones-quietest":  "the tones cannot be quieter",
		"fault":           "a fault of the program",
	},
}
