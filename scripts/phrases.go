package scripts

// Phrases are the working words: what is said in every session whatever the
// region, in the same words each time. They are read from phrases.yaml.
type Phrases struct {
	Safety      Line // once in every session's opening, at every guidance level
	SafetyAgain Line // before every third round, and in a resumed session
	OtherSide   Line // before the second side of a point: "Now the {side} side."
	PressHere   Line // before each satellite is held
	Release     Line // after every stretch of unbroken pressure
	NextRound   Line // before a further round of the region
	LastPoint   Line // before the last point of the last round
	LeftEar     Line // unknot headphones
	RightEar    Line
	Level       Line // a sentence to set the level by
}
