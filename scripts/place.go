package scripts

import "slices"

// Place is a place on the body. Scripts choose one from a closed list.
type Place string

// PlaceInfo says how a place may be worked. language.Language has its title.
type PlaceInfo struct {
	Name    Place
	Region  string   // the built-in region that works it
	Sides   Sides    // how a point there is worked
	Hardest Pressure // that it bears
	Why     string   // the reason, if that is less than Moderate
}

const (
	whyGentle = "it lies over the spine, where a gentle press into the soft hollow under the skull is the most there may be"
	whyJaw    = "under the chin only a light press toward the inner edge of the jawbone is safe"
	whyFlank  = "the kidneys lie under the flanks"
)

var placeTable = [...]PlaceInfo{
	{"skull-base-centre", "neck", Centre, Gentle, whyGentle},
	{"skull-base-inner", "neck", Both, Moderate, ""},
	{"skull-base-middle", "neck", Both, Moderate, ""},
	{"skull-base-outer", "neck", Both, Moderate, ""},
	{"neck-back-upper", "neck", Both, Moderate, ""},
	{"neck-back-middle", "neck", Both, Moderate, ""},
	{"neck-back-lower", "neck", Both, Moderate, ""},

	{"jaw-edge-front", "jaw", Both, Light, whyJaw},
	{"jaw-edge-middle", "jaw", Both, Light, whyJaw},
	{"jaw-edge-back", "jaw", Both, Light, whyJaw},

	{"shoulder-top", "upper-back", Both, Moderate, ""},
	{"blade-top-edge", "upper-back", Both, Moderate, ""},
	{"blade-inner-upper", "upper-back", Both, Moderate, ""},
	{"blade-inner-middle", "upper-back", Both, Moderate, ""},
	{"blade-inner-lower", "upper-back", Both, Moderate, ""},

	{"waist-inner", "lower-back", Both, Moderate, ""},
	{"waist-middle", "lower-back", Both, Moderate, ""},
	{"waist-outer", "lower-back", Both, Moderate, ""},
	{"flank", "lower-back", Both, Light, whyFlank},
}

// Places returns the list of places, in the order in which the regions work them.
func Places() []PlaceInfo { return slices.Clone(placeTable[:]) }

// Info returns what is known about the place; ok is false if it is not on the
// list.
func (p Place) Info() (info PlaceInfo, ok bool) {
	for _, info := range placeTable {
		if info.Name == p {
			return info, true
		}
	}
	return PlaceInfo{}, false
}

// Harder reports whether p is harder than q: gentle is the softest, then light,
// then moderate.
func (p Pressure) Harder(q Pressure) bool { return p.hardness() > q.hardness() }

func (p Pressure) hardness() int { return slices.Index(pressures[:], p) }

var pressures = [...]Pressure{Gentle, Light, Moderate}
