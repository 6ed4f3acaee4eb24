package scripts

import (
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/yamltree"
)

// steps reads a list of steps. sided is whether they may have {side} in them.
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

// step reads one step, or returns nil if its kind is not clear.
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
			d.Fault(ruleSpan, v.At, "no satellites at all", "leave the step out, or allow one: 0 (0..1)")
		}
		if search := d.Need(n, "search", "the satellites step", "add the time to look for each: search: 8s (5s..15s)"); search != nil {
			s.Search = d.timeSpan(search)
		}
		if each := d.Need(n, "each", "the satellites step", "add the breaths to hold each: each: 3 (2..4)"); each != nil {
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

// stepKind finds the kind of a step by its keys and reports keys that do not
// belong to it.
func (d *decoder) stepKind(n *yamltree.Node, in list) (kind stepKind, ok bool) {
	here := kindsIn(in)
	if !slices.ContainsFunc(n.Entries, func(e yamltree.Entry) bool { _, known := kindOf(e.Key.Text); return known }) {
		// The key of its kind may be misspelt or missing.
		d.Keys(n, "a step", stepWords())
		if n.Get("brief") != nil && n.Get("say") == nil {
			d.Fault(ruleMissingKey, n.At, "brief without say", "add say: with the full wording; brief is said instead of it")
			return stepKind{}, false
		}
	}
	for _, e := range n.Entries {
		k, known := kindOf(e.Key.Text)
		switch {
		case !known:
		case !ok || kind.key == "say" || kind.key == "search" && k.key == "satellites":
			kind, ok = k, true // say goes with other kinds, too
		case slices.Contains(kind.keys(), k.key):
		default:
			d.Fault(ruleStep, e.Key.At, "two steps in one: "+kind.key+" and "+k.key, "begin each step with a dash")
			return kind, false
		}
	}
	if !ok {
		if n.Get("each") != nil || len(n.Entries) == 0 {
			d.Fault(ruleStep, n.At, "a step without a kind", "one of: "+strings.Join(here, ", "))
		}
		return kind, false
	}
	if kind.in&in == 0 {
		d.Fault(ruleStep, n.Key(kind.key).At, articled(kind.key)+" is not allowed in "+in.String(), "allowed here: "+strings.Join(here, ", "))
		return kind, false
	}
	d.Keys(n, articled(kind.key), kind.keys())
	return kind, true
}

// stepRange is the range of a key and its value, or of the key alone if the
// value begins on another line.
func stepRange(n *yamltree.Node, key string) Range {
	k, v := n.Key(key), n.Get(key)
	if v == nil || v.At.Start.Line != k.At.Start.Line || v.Kind == yamltree.List || v.Kind == yamltree.Map {
		return k.At
	}
	return Range{Start: k.At.Start, End: v.At.End}
}

// articled is a kind of step with its article.
func articled(key string) string {
	switch key {
	case "each-side":
		return "an each-side"
	case "satellites":
		return "a satellites step"
	}
	return "a " + key
}
