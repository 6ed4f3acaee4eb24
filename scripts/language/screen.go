package language

// Screen is what the screen shows while a session plays, beside the captions. In
// formats, a time is %s, such as 4:05.
type Screen struct {
	// Headlines, drawn large: one word for what to do now.
	Paused, Done                                       string
	Search, Rest, Hold, Move, Stretch, Breathe, Listen string

	// BreatheIn and BreatheOut are the two halves of a breath. BreathOf counts
	// the breaths of a step: %[1]s is one of the two with a separator after it,
	// %[2]d the number of the breath, %[3]d how many there are.
	BreatheIn, BreatheOut string
	BreathOf              string

	GoesOn     string // while paused: %s is a key
	PlaysAgain string // after the end: %s is a key
	NextRegion string // after the end: %s is a key

	Remaining    string // %s is a time
	Longer       string // appended if the end has moved: %s is by how much
	Shorter      string
	SoFar        string // in a session without end: %s is the time played
	UntilYouStop string // SoFar, if there is room for more
	Played       string // after the end: %s is the time played

	Then     string // %s is the title of the next chapter
	Round    string // %d, from the second round on
	Looping  string // the region is repeated
	Stopping string // the sound is fading out

	Keys map[string]string // what keys do, in a word or two, by command
	Rows Rows
}

// Rows are the words of a session shown as lines.
type Rows struct {
	// Kinds are the words at the start of a line, at most nine columns wide, by
	// the kind or purpose of a cue, or by what has happened.
	Kinds map[string]string

	// Sounds are the names of earcons, by earcon.
	Sounds map[string]string

	Breaths func(n int) string // such as 3 breaths
	Seconds string             // %d
	Round   string             // appended to a point's title from the second round on: %d
}
