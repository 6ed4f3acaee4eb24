package scripts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/yamltree"
)

func (d *decoder) region(root *yamltree.Node) *Script {
	d.Keys(root, "a region", regionKeys)
	d.language = d.readLanguage(root.Get("language"))
	s := &Script{File: d.File, Language: d.language, Weight: 1}
	s.Region = d.name(d.Need(root, "region", "the script", "begin with region: and a name, such as region: neck"), "the region")
	s.Title = d.text(d.Need(root, "title", "the script", "say in a few words what it is about"), "the title", maxTitle)
	if n := root.Get("weight"); n != nil {
		s.Weight = max(d.Whole(n, "weight", 1, maxWeight), 1)
	}
	// Missing lists of steps are reported by the rules, which give the reason.
	s.Position = d.steps(root.Get("position"), inPosition, false)
	s.Opening = d.steps(root.Get("opening"), inOpening, false)
	for _, step := range d.steps(root.Get("cautions"), inCautions, false) {
		if say, ok := step.(Say); ok {
			s.Cautions = append(s.Cautions, say)
		}
	}
	points := d.Need(root, "points", "the script", "list the points in the order in which they are worked")
	for _, n := range d.items(points, "points") {
		p, ok := d.point(n)
		if !ok {
			d.unread[points] = true
		}
		s.Points = append(s.Points, p) // even if faulty: rules find its place by its index
	}
	s.Stretch = d.steps(root.Get("stretch"), inStretch, false)
	s.Closing = d.steps(root.Get("closing"), inClosing, false)
	checkRules(&subject{Script: s, decoder: d, root: root, words: vocabulary{s.Language.Safety}})
	return s
}

func (d *decoder) point(n *yamltree.Node) (p Point, ok bool) {
	p = Point{At: n.At, Side: Both, Pressure: Moderate}
	if !d.Map(n, "a point") {
		return p, false
	}
	d.Keys(n, "a point", pointKeys)
	if title := d.Need(n, "point", "the point", "name it: point: Top of the shoulder"); title != nil {
		p.Title = d.text(title, "a point's title", maxTitle)
		p.At = stepRange(n, "point")
	}
	if place := d.Need(n, "place", "the point", "say where it lies; docs/script-format.md lists the places"); place != nil {
		if place.Kind == yamltree.Text {
			p.Place = Place(place.Text) // checked by the safety rules
		} else {
			d.Word(place, "place", placeNames())
		}
	}
	// A faulty side is taken as both, so that {side} is not reported as well.
	if side := d.Word(d.Need(n, "side", "the point", "both, or centre"), "side", sideWords); side != "" {
		p.Side = Sides(side)
	}
	if pressure := n.Get("pressure"); pressure != nil {
		p.Pressure = Pressure(d.Word(pressure, "pressure", pressureWords))
	}
	p.Keep = d.keep(n.Get("keep"))
	p.Steps = d.steps(d.Need(n, "steps", "the point", "say, search, hold, move, satellites, rest"), inPoint, p.Side == Both)
	return p, true
}

func (d *decoder) keep(n *yamltree.Node) int {
	if n == nil {
		return 0
	}
	if n.Kind != yamltree.Number {
		d.Word(n, "value of keep", []string{"always", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
		return 0
	}
	return d.Whole(n, "keep", 1, maxKeep)
}

func (d *decoder) programme(root *yamltree.Node) *Programme {
	d.Keys(root, "a programme", programmeKeys)
	p := &Programme{File: d.File}
	p.Name = d.name(d.Need(root, "programme", "the file", "begin with programme: and a name, such as programme: full"), "the programme")
	p.Title = d.text(d.Need(root, "title", "the programme", "say in a few words what it is about"), "the title", maxTitle)
	list := d.Need(root, "regions", "the programme", "list the regions in playing order: [neck, upper-back]")
	items := d.items(list, "regions")
	if list != nil && list.Kind == yamltree.List && len(items) == 0 {
		d.Fault(ruleMissingKey, list.At, "the programme has no region", "list the regions in playing order: [neck, upper-back]")
	}
	for _, n := range items {
		name := d.Word(n, "region", d.known.Regions)
		if name != "" && slices.Contains(p.Regions, name) {
			d.Fault(ruleDuplicate, n.At, diagnostic.Quoted(name)+" is in the programme twice", "a programme plays each region once")
			continue
		}
		p.Regions = append(p.Regions, name)
		p.Places = append(p.Places, n.At)
	}
	return p
}

func (d *decoder) phrases(root *yamltree.Node) *Phrases {
	p := &Phrases{Language: d.language}
	ids := p.byID()
	var known []string
	for _, id := range ids {
		known = append(known, id.name)
	}
	d.Keys(root, "the file", known)
	for _, id := range ids {
		n := d.Need(root, id.name, "the file", "every session needs it")
		if n == nil || !d.Map(n, id.name) {
			continue
		}
		if id.timed != nil {
			*id.timed = d.timed(n, id.name)
			continue
		}
		d.Keys(n, id.name, []string{"say", "brief"})
		if n.Get("say") == nil && n.Get("brief") == nil {
			d.Fault(ruleMissingKey, n.At, id.name+" has no say", "write what is said")
		}
		*id.line = d.line(n, id.sided)
		if id.sided && !namesSide(*id.line) && !id.line.IsZero() {
			d.Fault(ruleBraces, id.line.At, fmt.Sprintf("%s does not name the side", id.name), "say {side} in both wordings")
		}
	}
	return p
}

// timed reads a phrase with a time in it.
func (d *decoder) timed(n *yamltree.Node, name string) Timed {
	d.Keys(n, name, []string{"say"})
	say := d.Need(n, "say", name, "write what is said, with {time} for the time")
	if say == nil {
		return Timed{}
	}
	t := Timed{Full: d.text(say, "a line", maxLine), At: say.At, Language: d.language}
	d.braces(say, t.Full, timePlaceholders, true)
	if t.Full != "" && !strings.ContainsAny(t.Full, "{}") {
		d.Fault(ruleBraces, t.At, name+" does not name the time", "put {time} where the amount belongs, such as about four minutes")
	}
	return t
}
