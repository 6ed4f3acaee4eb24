package scripts

import (
	"slices"
	"strings"
)

// steps reads a list of steps; sided says whether {side} may stand in them.
func (d *decoder) steps(list *node, in list, sided bool) []Step {
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
func (d *decoder) step(n *node, in list, sided bool) Step {
	if !d.isMap(n, "a step") {
		return nil
	}
	kind, ok := d.stepKind(n, in)
	if !ok {
		return nil
	}
	at := stepRange(n, kind.key)
	v := n.get(kind.key)
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
		if s.Number == (Count{}) && v.kind != kindRefused && strings.Trim(v.text, "0") == "" && v.text != "" {
			d.fault(ruleSpan, v.at, "no satellites at all", "leave the step out, or let there be one: 0 (0..1)")
		}
		if search := d.need(n, "search", "the satellites step", "time to look for each: search: 8s (5s..15s)"); search != nil {
			s.Search = d.timeSpan(search)
		}
		if each := d.need(n, "each", "the satellites step", "breaths to hold each: each: 3 (2..4)"); each != nil {
			s.Each = d.count(each, "number of breaths", 1, maxBreaths)
		}
		return s
	case "each-side":
		if v.kind == kindList && len(v.items) == 0 {
			d.fault(ruleMissingKey, v.at, "an each-side has no steps", "say, rest, breathe")
		}
		return EachSide{d.steps(v, inEachSide, true), at}
	}
	return nil
}

// stepKind tells the kind of a step from its keys and reports what does not
// belong to it.
func (d *decoder) stepKind(n *node, in list) (kind stepKind, ok bool) {
	here := kindsIn(in)
	if !slices.ContainsFunc(n.entries, func(e entry) bool { _, known := kindOf(e.key.text); return known }) {
		// No kind at all: it may be misspelt, or left out.
		d.keys(n, "a step", stepWords())
		if n.get("brief") != nil && n.get("say") == nil {
			d.fault(ruleMissingKey, n.at, "a brief telling without a full one", "add say: with the full telling; brief is said instead of it")
			return stepKind{}, false
		}
	}
	for _, e := range n.entries {
		k, known := kindOf(e.key.text)
		switch {
		case !known:
		case !ok || kind.key == "say" || kind.key == "search" && k.key == "satellites":
			kind, ok = k, true // whatever goes with say is what the step is
		case slices.Contains(kind.keys(), k.key):
		default:
			d.fault(ruleStep, e.key.at, "two steps in one: "+kind.key+" and "+k.key, "begin each step with a dash")
			return kind, false
		}
	}
	if !ok {
		if n.get("each") != nil || len(n.entries) == 0 {
			d.fault(ruleStep, n.at, "a step of no kind", "one of: "+strings.Join(here, ", "))
		}
		return kind, false
	}
	if kind.in&in == 0 {
		d.fault(ruleStep, n.keyNode(kind.key).at, articled(kind.key)+" has no place in "+in.String(), "what may stand here: "+strings.Join(here, ", "))
		return kind, false
	}
	d.keys(n, articled(kind.key), kind.keys())
	return kind, true
}

// keyNode is the key itself, or the map where there is none.
func (n *node) keyNode(key string) *node {
	for _, e := range n.entries {
		if e.key.text == key {
			return e.key
		}
	}
	return n
}

// stepRange is from a key to the end of its value, or of the key alone where
// the value begins further down.
func stepRange(n *node, key string) Range {
	k, v := n.keyNode(key), n.get(key)
	if v == nil || v.at.Start.Line != k.at.Start.Line || v.kind == kindList || v.kind == kindMap {
		return k.at
	}
	return Range{k.at.Start, v.at.End}
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
