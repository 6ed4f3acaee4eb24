package scripts

import (
	"slices"
	"strings"
	"unicode"
)

// Place is a place on the body, from a closed list: see Places.
type Place string

// PlaceInfo says what a place is and how it may be pressed.
type PlaceInfo struct {
	Name    Place
	Title   string   // in words, as it follows "at"
	Region  string   // the built-in region that works it
	Sides   Sides    // Centre, or Both: the only way it can be worked
	Hardest Pressure // no point there may be pressed harder
	Why     string   // why no harder, where that is less than Moderate
}

const (
	whyGentle = "it lies over the spine, where a gentle press into the soft hollow under the skull is the most there may be"
	whyJaw    = "under the chin only a light press toward the inner edge of the jawbone is safe"
	whyFlank  = "the kidneys lie under the flanks"
)

var placeTable = [...]PlaceInfo{
	{"skull-base-centre", "the hollow at the centre of the skull base", "neck", Centre, Gentle, whyGentle},
	{"skull-base-inner", "the skull base, just beside its centre", "neck", Both, Moderate, ""},
	{"skull-base-middle", "the skull base, halfway to the ear", "neck", Both, Moderate, ""},
	{"skull-base-outer", "the skull base, at the bone behind the ear", "neck", Both, Moderate, ""},
	{"neck-back-upper", "the back of the neck, high, beside the spine", "neck", Both, Moderate, ""},
	{"neck-back-middle", "the back of the neck, halfway down, beside the spine", "neck", Both, Moderate, ""},
	{"neck-back-lower", "the back of the neck, low, beside the spine", "neck", Both, Moderate, ""},

	{"jaw-edge-front", "the inner edge of the jawbone, near the chin", "jaw", Both, Light, whyJaw},
	{"jaw-edge-middle", "the inner edge of the jawbone, halfway back", "jaw", Both, Light, whyJaw},
	{"jaw-edge-back", "the inner edge of the jawbone, just before its angle", "jaw", Both, Light, whyJaw},

	{"shoulder-top", "the top of the shoulder, near the neck", "upper-back", Both, Moderate, ""},
	{"blade-top-edge", "the top edge of the shoulder blade", "upper-back", Both, Moderate, ""},
	{"blade-inner-upper", "the inner edge of the shoulder blade, high", "upper-back", Both, Moderate, ""},
	{"blade-inner-middle", "the inner edge of the shoulder blade, halfway down", "upper-back", Both, Moderate, ""},
	{"blade-inner-lower", "the inner edge of the shoulder blade, low", "upper-back", Both, Moderate, ""},

	{"waist-inner", "the waist, just beside the spine", "lower-back", Both, Moderate, ""},
	{"waist-middle", "the waist, a hand's breadth from the spine", "lower-back", Both, Moderate, ""},
	{"waist-outer", "the waist, toward the side", "lower-back", Both, Moderate, ""},
	{"flank", "the flank, below the last rib", "lower-back", Both, Light, whyFlank},
}

// Places is the closed list of places, in the order the regions work them.
func Places() []PlaceInfo { return slices.Clone(placeTable[:]) }

// Info tells about the place; ok is false where it is not on the list.
func (p Place) Info() (info PlaceInfo, ok bool) {
	for _, info := range placeTable {
		if info.Name == p {
			return info, true
		}
	}
	return PlaceInfo{}, false
}

// Harder reports whether p presses harder than q: gentle is the softest, then
// light, then moderate.
func (p Pressure) Harder(q Pressure) bool { return p.hardness() > q.hardness() }

func (p Pressure) hardness() int { return slices.Index(pressures[:], p) }

var pressures = [...]Pressure{Gentle, Light, Moderate}

// A forbidden place is known, so that it can be refused with its reason and
// not as a misspelt word.
type forbiddenPlace struct {
	rule  string // the safety rule that forbids it
	words string // all of them in a name, in any order, make it this place
}

const (
	ruleFront    = "front-of-neck"
	ruleSpine    = "spine"
	ruleJawAngle = "jaw-angle"
)

var forbiddenPlaces = [...]forbiddenPlace{
	{ruleFront, "neck front"}, {ruleFront, "neck anterior"}, {ruleFront, "throat"}, {ruleFront, "gullet"},
	{ruleFront, "carotid"}, {ruleFront, "carotids"}, {ruleFront, "jugular"}, {ruleFront, "thyroid"},
	{ruleFront, "larynx"}, {ruleFront, "windpipe"}, {ruleFront, "trachea"}, {ruleFront, "hyoid"},
	{ruleFront, "adams apple"}, {ruleFront, "adam apple"}, {ruleFront, "cervical cartilage"},
	{ruleFront, "sternocleidomastoid"}, {ruleFront, "scm"}, {ruleFront, "scalene"}, {ruleFront, "scalenes"},

	{ruleSpine, "spine"}, {ruleSpine, "spinal"}, {ruleSpine, "backbone"}, {ruleSpine, "vertebra"},
	{ruleSpine, "vertebrae"}, {ruleSpine, "tailbone"}, {ruleSpine, "coccyx"}, {ruleSpine, "sacrum"},
	{ruleSpine, "neck centre"}, {ruleSpine, "back centre"}, {ruleSpine, "waist centre"},
	{ruleSpine, "neck center"}, {ruleSpine, "back center"}, {ruleSpine, "waist center"},

	{ruleJawAngle, "jaw angle"}, {ruleJawAngle, "jaw corner"}, {ruleJawAngle, "behind jaw"},
}

// forbidden is the safety rule that forbids a place of that name, or "".
func forbidden(name string) (rule string) { return forbiddenWords(wordsOf(name)) }

func forbiddenWords(have []string) (rule string) {
	for _, f := range forbiddenPlaces {
		all := true
		for word := range strings.FieldsSeq(f.words) {
			if all = slices.Contains(have, word); !all {
				break
			}
		}
		if all {
			return f.rule
		}
	}
	return ""
}

// wordsOf is the words of a text in lower case, without apostrophes.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(apostrophes.Replace(text)), func(r rune) bool { return !unicode.IsLetter(r) })
}

var apostrophes = strings.NewReplacer("'", "", "\u2019", "")
