package language

// Screen is what a session shows while it plays, beside its captions. A
// format's verbs are explained at its field; %s
// of a time is a clock, such as 4:05.
type Screen struct {
	// The headlines, drawn large: what to do now, in one word each.
	Paused, Done                                       string
	Search, Rest, Hold, Move, Stretch, Breathe, Listen string

	// BreatheIn and BreatheOut are the two halves of a breath. BreathOf says
	// which of how many it is: %[1]s is one of the two with a separator after
	// it, %[2]d the breath, %[3]d how many there are.
	BreatheIn, BreatheOut string
	BreathOf              string

	GoesOn     string // while paused: %s is a key
	PlaysAgain string // after the end: %s is a key
	NextRegion string // after the end: %s is a key

	Remaining    string // %s is a time
	Longer       string // added where the end has moved: %s is by how much
	Shorter      string
	SoFar        string // of a session without end: %s is the time played
	UntilYouStop string // the same in full
	Played       string // after the end: %s is the whole time

	Then     string // %s is the title of the chapter that follows
	Round    string // %d, from the second round on
	Looping  string // the region is played round after round
	Stopping string // the sound fades out

	Keys map[string]string // what a key does, in a word, by code
	Rows Rows
}

// Rows are the words of a session told in plain lines.
type Rows struct {
	// Kinds is the word a line begins with, by code: what a cue is or is for,
	// or what has happened. At most nine columns each.
	Kinds map[string]string

	// Sounds names the earcons, by code.
	Sounds map[string]string

	Breaths func(n int) string // such as 3 breaths
	Seconds string             // %d
	Round   string             // added to a point's title: %d, from the second round on
}
