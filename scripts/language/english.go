package language

import "fmt"

// English returns the words of the built-in regions. Each call makes a value of
// its own.
func English() *Language {
	return &Language{
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

		Screen: Screen{
			Paused: "PAUSED", Done: "DONE",
			Search: "SEARCH", Rest: "REST", Hold: "HOLD", Move: "MOVE", Stretch: "STRETCH", Breathe: "BREATHE", Listen: "LISTEN",
			BreatheIn: "breathe in", BreatheOut: "breathe out", BreathOf: "%[1]s %[2]d of %[3]d",
			GoesOn: "%s goes on", PlaysAgain: "%s plays it again", NextRegion: "%s goes to the next region",
			Remaining: "%s left", Longer: " (%s longer)", Shorter: " (%s shorter)",
			SoFar: "%s so far", UntilYouStop: "%s so far, until you stop", Played: "%s played",
			Then: "then: %s", Round: "round %d", Looping: "looping", Stopping: "stopping",
			Keys: map[string]string{
				"pause": "pause", "next": "next", "again": "again", "stop": "stop", "longer": "longer", "time-left": "time left",
				"finish": "finish", "satellite": "satellite", "loop": "loop", "voice": "voice", "tones": "tones",
			},
			Rows: Rows{
				Kinds: map[string]string{
					"chapter": "chapter", "point": "point",
					"say": "say", "search": "search", "rest": "rest", "chime": "chime", "earcon": "earcon",
					"hold": "hold", "move": "move", "satellite": "satellite", "stretch": "stretch", "breathe": "breathe",
					"answer": "answer", "refused": "refused", "paused": "paused", "going-on": "going on", "afterward": "afterward",
				},
				Sounds: map[string]string{
					"start": "start", "next": "next", "press": "press", "release": "release",
					"side-left": "side-left", "side-right": "side-right",
				},
				Breaths: func(n int) string {
					if n == 1 {
						return "1 breath"
					}
					return fmt.Sprintf("%d breaths", n)
				},
				Seconds: "%d s", Round: " (round %d)",
			},
		},
		Advice: englishAdvice,
	}
}

const englishAdvice = `This is not medical advice. It eases tension, and promises no cure.

Ask a clinician first if any of these is yours:

- a neck injury
- osteoporosis
- inflammatory arthritis
- artery disease
- a blood clot, or blood thinners
- pregnancy
- recent surgery
- broken skin
- a fresh injury
- new numbness or weakness

Never press on the front or the front sides of your neck. Pressure is a good hurt that eases. At sharp pain, dizziness, numbness or tingling, let go and stop.
`
