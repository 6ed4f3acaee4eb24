package language

// Safety is the vocabulary by which the checker finds titles and lines that are
// not safe. All words are in lower case, without apostrophes.
type Safety struct {
	Pressing []string // in a sentence that asks for pressure
	Denying  []string // in a sentence that says not to
	Curing   []string // in a line that promises a cure
	Beside   []string // in a title of a point that lies near a place, not on it
	Joining  []string // between two words that make one place: "front of the neck"

	// Forbidden places; the first name that a text has decides which rule it
	// breaks.
	Forbidden []Forbidden
}

// Forbidden is places that are known so that they can be refused with a reason
// and not as misspelt words.
type Forbidden struct {
	Rule string // the ID of the safety rule that forbids them

	// Names are words with spaces between. A text with all words of a name, in
	// any order, is about that place.
	Names []string

	// Close is for names of two words that may well stand in one sentence
	// without belonging together. In prose they make the place only next to
	// each other, or the first before the second with a joining word between.
	Close bool
}

// The rules that forbid places by name.
const (
	RuleFront    = "front-of-neck"
	RuleSpine    = "spine"
	RuleJawAngle = "jaw-angle"
)
