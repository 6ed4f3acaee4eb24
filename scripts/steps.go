package scripts

import (
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/yamltree"
)

// steps reads a list of steps; sided says whether {side} may stand in them.
func (d *decoder) steps(list *yamltree.Node, in list, sided bool) []Step {
	if list == nil {
		return nil
	}
	var steps []Step
	for _, n := range d.items(list, in.String()) {
		step := d.step(n, in, sided)
		if step == nil {
			d.unread[list] = true
			continue
		}
		steps = append(steps, step)
	}
	return steps
}

// step reads one step; nil, reported, where its kind cannot be told.
func (d *decoder) step(n *yamltree.Node, in list, sided bool) Step {
	if !d.Map(n, "a step") {
		return nil
	}
	kind, ok := d.stepKind(n, in)
	if !ok {
		return nil
	}
	at := stepRange(n, kind.key)
	v := n.Get(kind.key)
	line := Line{}
	if kind.says {
		line = d.line(n, sided)
	}
	switch kind.key {
	case "say":
		return Say{line, at}
	case "rest":
		return Rest{d.timeSpan(v), at}
	case "search":
		return Search{d.timeSpan(v), line, at}
	case "hold":
		return Hold{d.count(v, "number of breaths", 1, maxBreaths), line, at}
	case "move":
		return Move{d.count(v, "number of breaths", 1, maxBreaths), line, at}
	case "breathe":
		return Breathe{d.count(v, "number of breaths", 1, maxBreaths), line, at}
	case "satellites":
		s := Satellites{Number: d.count(v, "number of satellites", 0, maxNumber), Line: line, At: at}
		if s.Number == (Count{}) && v.Kind != yamltree.Refused && strings.Trim(v.Text, "0") == "" && v.Text != "" {
			d.Fault(ruleSpan, v.At, "no satellites at all", "leave the step out, or let there be one: 0 (0..1)")
		}
		if search := d.Need(n, "search", "the satellites step", "time to look for each: search: 8s (5s..15s)"); search != nil {
			s.Search = d.timeSpan(search)
		}
		if each := d.Need(n, "each", "the satellites step", "breaths to hold each: each: 3 (2..4)"); each != nil {
			s.Each = d.count(each, "number of breaths", 1, maxBreaths)
		}
		return s
	case "each-side":
		if v.Kind == yamltree.List && len(v.Items) == 0 {
			d.Fault(ruleMissingKey, v.At, "an each-side has no steps", "say, rest, breathe")
		}
		return EachSide{d.steps(v, inEachSide, true), at}
	}
	return nil
}

// stepKind tells the kind of a step from its keys and reports what does not
// belong to it.
func (d *decoder) stepKind(n *yamltree.Node, in list) (kind stepKind, ok bool) {
	here := kindsIn(in)
	if !slices.ContainsFunc(n.Entries, func(e yamltree.Entry) bool { _, known := kindOf(e.Key.Text); return known }) {
		// No kind at all: it may be misspelt, or left out.
		d.Keys(n, "a step", stepWords())
		if n.Get("brief") != nil && n.Get("say") == nil {
			d.Fault(ruleMissingKey, n.At, "a brief telling without a full one", "add say: with the full telling; brief is said instead of it")
			return stepKind{}, false
		}
	}
	for _, e := range n.Entries {
		k, known := kindOf(e.Key.Text)
		switch {
		case !known:
		case !ok || kind.key == "say" || kind.key == "search" && k.key == "satellites":
			kind, ok = k, true // whatever goes with say is what the step is
		case slices.Contains(kind.keys(), k.key):
		default:
			d.Fault(ruleStep, e.Key.At, "two steps in one: "+kind.key+" and "+k.key, "begin each step with a dash")
			return kind, false
		}
	}
	if !ok {
		if n.Get("each") != nil || len(n.Entries) == 0 {
			d.Fault(ruleStep, n.At, "a step of no kind", "one of: "+strings.Join(here, ", "))
		}
		return kind, false
	}
	if kind.in&in == 0 {
		d.Fault(ruleStep, n.Key(kind.key).At, articled(kind.key)+" has no place in "+in.String(), "what may stand here: "+strings.Join(here, ", "))
		return kind, false
	}
	d.Keys(n, articled(kind.key), kind.keys())
	return kind, true
}

// stepRange is from a key to the end of its value, or of the key alone where
// the value begins further down.
func stepRange(n *yamltree.Node, key string) Range {
	k, v := n.Key(key), n.Get(key)
	if v == nil || v.At.Start.Line != k.At.Start.Line || v.Kind == yamltree.List || v.Kind == yamltree.Map {
		return k.At
	}
	return Range{Start: k.At.Start, End: v.At.End}
}

// articled is a kind of step as a sentence has it.
func articled(key string) string {
	switch key {
	case "each-side":
		return "an each-side"
	case "satellites":
		return "a satellites step"
	}
	return "a " + key
}
