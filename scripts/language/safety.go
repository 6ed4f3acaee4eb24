package language

// Safety is the vocabulary by which the checker finds titles and lines that are
// not safe. Words are in lower case and without apostrophes.
type Safety struct {
	Pressing []string // ask for pressure
	Denying  []string // say not to do something
	Curing   []string // promise a cure
	Beside   []string // say that a point is near a place, not on it
	Joining  []string // join two words into a place, as in "front of the neck"

	// Forbidden places. The first name that fits a text decides which rule it
	// breaks.
	Forbidden []Forbidden
}

// Forbidden are places that are refused with a reason, rather than as unknown.
type Forbidden struct {
	Rule string // ID of the safety rule that forbids them

	// Names of one or more words. A text with all words of a name in it, in any
	// order, is about that place.
	Names []string

	// Close is for names of two words that often are in one sentence without
	// belonging together. In a sentence they count only if they are next to each
	// other, or joined in this order by a joining word.
	Close bool
}

// IDs of the safety rules that forbid places.
const (
	RuleFront    = "front-of-neck"
	RuleSpine    = "spine"
	RuleJawAngle = "jaw-angle"
)
