package language

import (
	_ "embed"
	"time"

	"github.com/unknot/unknot/internal/plural"
)

//go:embed english.yaml
var englishPhrases string

// English is the language of the built-in regions. Each call makes a new value.
func English() *Language {
	return &Language{
		Tag:     "en",
		Left:    "left",
		Right:   "right",
		Amounts: englishAmounts(),
		Phrases: englishPhrases, PhrasesFile: "english.yaml",
		Chapters: Chapters{
			Opening: "Opening", NextRound: "Next round", Stretch: "Stretch", Closing: "Closing",
			OnSide: "%[1]s, %[2]s", InRegion: "%[1]s: %[2]s",
		},
		Answers:  englishAnswers(),
		Refusals: englishRefusals(),

		Screen: englishScreen(),
		Places: englishPlaces(),
		Safety: englishSafety(),
		Advice: englishAdvice,
	}
}

func englishAmounts() []Amount {
	return []Amount{
		{5 * time.Second, "a few seconds"},
		{30 * time.Second, "half a minute"},
		{time.Minute, "about one minute"},
		{2 * time.Minute, "about two minutes"},
		{3 * time.Minute, "about three minutes"},
		{4 * time.Minute, "about four minutes"},
		{5 * time.Minute, "about five minutes"},
		{6 * time.Minute, "about six minutes"},
		{7 * time.Minute, "about seven minutes"},
		{8 * time.Minute, "about eight minutes"},
		{9 * time.Minute, "about nine minutes"},
		{10 * time.Minute, "about ten minutes"},
		{11 * time.Minute, "about eleven minutes"},
		{12 * time.Minute, "about twelve minutes"},
		{13 * time.Minute, "about thirteen minutes"},
		{14 * time.Minute, "about fourteen minutes"},
		{15 * time.Minute, "about fifteen minutes"},
		{20 * time.Minute, "about twenty minutes"},
		{25 * time.Minute, "about twenty-five minutes"},
		{30 * time.Minute, "about thirty minutes"},
		{40 * time.Minute, "about forty minutes"},
		{50 * time.Minute, "about fifty minutes"},
		{60 * time.Minute, "about one hour"},
		{90 * time.Minute, "about ninety minutes"},
		{120 * time.Minute, "about two hours"},
		{150 * time.Minute, "more than two hours"}, // and all that is longer
	}
}

func englishAnswers() Answers {
	return Answers{
		ByCode: map[string]string{
			"paused":       "paused",
			"going-on":     "going on",
			"moved-on":     "on to the next step",
			"said-again":   "once more",
			"longer":       "one breath longer",
			"satellite":    "one more spot",
			"left-out":     "this spot is left out, from now on",
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
	}
}

func englishRefusals() map[string]string {
	return map[string]string{
		"nothing-follows": "nothing follows",
		"for-safety":      "a caution is always said to its end",
		"no-hold":         "nothing is held now",
		"long-enough":     "no spot is pressed for longer",
		"no-satellites":   "this point has no spots around it",
		"no-spot":         "no spot is worked now",
		"too-late":        "it is too late for that",
		"already":         "that is so already",
		"no-words":        "this voice has no words for further rounds",
		"no-end":          "this session has no end",
		"session-over":    "the session is over",
		"voice-loudest":   "the voice cannot be louder",
		"voice-quietest":  "the voice cannot be quieter",
		"tones-loudest":   "the tones cannot be louder",
		"tones-quietest":  "the tones cannot be quieter",
		"fault":           "a fault in the program",
	}
}

func englishScreen() Screen {
	return Screen{
		Paused: "PAUSED", Done: "DONE",
		Search: "SEARCH", Rest: "REST", Hold: "HOLD", Move: "MOVE", Stretch: "STRETCH", Breathe: "BREATHE", Listen: "LISTEN",
		BreatheIn: "breathe in", BreatheOut: "breathe out", BreathOf: "%[1]s %[2]d of %[3]d",
		GoesOn: "%s goes on", PlaysAgain: "%s plays it again", NextRegion: "%s goes to the next region",
		Remaining: "%s left", Longer: " (%s longer)", Shorter: " (%s shorter)",
		SoFar: "%s so far", UntilYouStop: "%s so far, until you stop", Played: "%s played",
		Then: "then: %s", Round: "round %d", Looping: "looping", Stopping: "stopping",
		Keys: map[string]string{
			"pause": "pause", "next": "next", "again": "again", "stop": "stop", "longer": "longer", "time-left": "time left",
			"finish": "finish", "satellite": "satellite", "leave-out": "leave out", "loop": "loop", "voice": "voice", "tones": "tones",
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
			Breaths: func(n int) string { return plural.Count(n, "breath") },
			Seconds: "%d s", Round: " (round %d)",
		},
	}
}

func englishPlaces() map[string]string {
	return map[string]string{
		"skull-base-centre":  "the hollow at the centre of the skull base",
		"skull-base-inner":   "the skull base, just beside its centre",
		"skull-base-middle":  "the skull base, halfway to the ear",
		"skull-base-outer":   "the skull base, at the bone behind the ear",
		"neck-back-upper":    "the back of the neck, high, beside the spine",
		"neck-back-middle":   "the back of the neck, halfway down, beside the spine",
		"neck-back-lower":    "the back of the neck, low, beside the spine",
		"jaw-edge-front":     "the inner edge of the jawbone, near the chin",
		"jaw-edge-middle":    "the inner edge of the jawbone, halfway back",
		"jaw-edge-back":      "the inner edge of the jawbone, just before its angle",
		"shoulder-top":       "the top of the shoulder, near the neck",
		"blade-top-edge":     "the top edge of the shoulder blade",
		"blade-inner-upper":  "the inner edge of the shoulder blade, high",
		"blade-inner-middle": "the inner edge of the shoulder blade, halfway down",
		"blade-inner-lower":  "the inner edge of the shoulder blade, low",
		"waist-inner":        "the waist, just beside the spine",
		"waist-middle":       "the waist, a hand's breadth from the spine",
		"waist-outer":        "the waist, toward the side",
		"flank":              "the flank, below the last rib",
	}
}

func englishSafety() *Safety {
	return &Safety{
		Pressing: []string{"press", "pressing", "pressure", "push", "squeeze", "dig", "rub", "knead", "massage", "hold", "pinch", "thumb", "thumbs", "fingertip", "fingertips", "knuckles"},
		Denying:  []string{"never", "not", "no", "dont", "without", "avoid", "away", "instead", "off"},
		Curing:   []string{"cure", "cures", "cured", "heal", "heals", "healed", "healing", "painless"},
		Beside:   []string{"beside", "next", "near", "before", "along", "off", "from", "between", "inner", "toward", "towards"},
		Joining:  []string{"of"},
		Forbidden: []Forbidden{
			{Rule: RuleFront, Close: true, Names: []string{"front neck"}},
			{Rule: RuleFront, Names: []string{
				"neck anterior", "throat", "gullet", "carotid", "carotids", "jugular", "thyroid", "larynx",
				"windpipe", "trachea", "hyoid", "adams apple", "adam apple", "cervical cartilage", "sternocleidomastoid",
				"scm", "scalene", "scalenes",
			}},
			{Rule: RuleSpine, Names: []string{
				"spine", "spinal", "backbone", "vertebra", "vertebrae", "tailbone", "coccyx", "sacrum", "neck centre",
				"back centre", "waist centre", "neck center", "back center", "waist center",
			}},
			{Rule: RuleJawAngle, Names: []string{"jaw angle", "jaw corner", "behind jaw"}},
		},
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
