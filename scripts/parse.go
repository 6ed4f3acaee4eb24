package scripts

import (
	"fmt"
	"slices"
	"strings"
)

// Document is what a file of the user's may hold: one of the two is set.
type Document struct {
	Script    *Script
	Programme *Programme
}

// Parse reads a region's script and checks it against every rule. name is the
// file's name, for the diagnostics. The script is nil where any diagnostic is
// an error. Parse never fails otherwise, and never panics.
func Parse(name string, src []byte) (*Script, Diagnostics) {
	doc, ds := parse(name, src, func(d *decoder, root *node) Document {
		return Document{Script: d.region(root)}
	})
	return doc.Script, ds
}

// ParseProgramme reads a programme file; see Parse.
func ParseProgramme(name string, src []byte) (*Programme, Diagnostics) {
	doc, ds := parse(name, src, func(d *decoder, root *node) Document {
		return Document{Programme: d.programme(root)}
	})
	return doc.Programme, ds
}

// Load reads a file that is a region's script or a programme; see Parse.
func Load(name string, src []byte) (Document, Diagnostics) {
	return parse(name, src, func(d *decoder, root *node) Document {
		if isProgramme(root) {
			return Document{Programme: d.programme(root)}
		}
		return Document{Script: d.region(root)}
	})
}

// isProgramme tells the two formats apart by their first key, misspelt or not.
func isProgramme(root *node) bool {
	if root.get("programme") != nil || root.get("region") != nil {
		return root.get("programme") != nil
	}
	for _, e := range root.entries {
		if Nearest(e.key.text, regionKeys) == "" && Nearest(e.key.text, programmeKeys[:1]) != "" {
			return true
		}
	}
	return false
}

// ParsePhrases reads the working words; see Parse.
func ParsePhrases(name string, src []byte) (*Phrases, Diagnostics) {
	var phrases *Phrases
	_, ds := parse(name, src, func(d *decoder, root *node) Document {
		phrases = d.phrases(root)
		return Document{}
	})
	if ds.HasErrors() {
		return nil, ds
	}
	return phrases, ds
}

func parse(name string, src []byte, read func(*decoder, *node) Document) (Document, Diagnostics) {
	r := &report{file: name}
	d := &decoder{r, map[*node]bool{}}
	var doc Document
	if root := readTree(src, r); root != nil && d.isMap(root, "a script") {
		doc = read(d, root)
	}
	ds := r.sorted()
	if ds.HasErrors() {
		return Document{}, ds
	}
	return doc, ds
}

func (d *decoder) region(root *node) *Script {
	d.keys(root, "a region", regionKeys)
	s := &Script{File: d.file, Weight: 1}
	s.Region = d.name(d.need(root, "region", "the script", "begin with region: and a name, such as region: neck"), "the region")
	s.Title = d.text(d.need(root, "title", "the script", "say in a few words what it is about"), "the title", maxTitle)
	if n := root.get("weight"); n != nil {
		s.Weight = max(d.whole(n, "weight", 1, maxWeight), 1)
	}
	// That a list of steps is missing is for the rules to say, which know why
	// it must be there.
	s.Position = d.steps(root.get("position"), inPosition, false)
	s.Opening = d.steps(root.get("opening"), inOpening, false)
	for _, step := range d.steps(root.get("cautions"), inCautions, false) {
		if say, ok := step.(Say); ok {
			s.Cautions = append(s.Cautions, say)
		}
	}
	points := d.need(root, "points", "the script", "list the points in the order they are worked")
	for _, n := range d.items(points, "points") {
		p, ok := d.point(n)
		if !ok {
			d.unread[points] = true
		}
		s.Points = append(s.Points, p) // read or not: rules go by its place in the list
	}
	s.Stretch = d.steps(root.get("stretch"), inStretch, false)
	s.Closing = d.steps(root.get("closing"), inClosing, false)
	checkRules(&subject{Script: s, decoder: d, root: root})
	return s
}

func (d *decoder) point(n *node) (p Point, ok bool) {
	p = Point{At: n.at, Side: Both, Pressure: Moderate}
	if !d.isMap(n, "a point") {
		return p, false
	}
	d.keys(n, "a point", pointKeys)
	if title := d.need(n, "point", "the point", "name it: point: Top of the shoulder"); title != nil {
		p.Title = d.text(title, "a point's title", maxTitle)
		p.At = stepRange(n, "point")
	}
	if place := d.need(n, "place", "the point", "say where it lies; docs/script-format.md lists the places"); place != nil {
		if place.kind == kindText {
			p.Place = Place(place.text) // the safety rules judge it
		} else {
			d.word(place, "place", placeNames())
		}
	}
	// A side that cannot be read is taken for both, where {side} may stand.
	if side := d.word(d.need(n, "side", "the point", "both, or centre"), "side", sideWords); side != "" {
		p.Side = Sides(side)
	}
	if pressure := n.get("pressure"); pressure != nil {
		p.Pressure = Pressure(d.word(pressure, "pressure", pressureWords))
	}
	p.Keep = d.keep(n.get("keep"))
	p.Steps = d.steps(d.need(n, "steps", "the point", "say, search, hold, move, satellites, rest"), inPoint, p.Side == Both)
	return p, true
}

func (d *decoder) keep(n *node) int {
	if n == nil {
		return 0
	}
	if n.kind != kindNumber {
		d.word(n, "value of keep", []string{"always", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
		return 0
	}
	return d.whole(n, "keep", 1, maxKeep)
}

func (d *decoder) programme(root *node) *Programme {
	d.keys(root, "a programme", programmeKeys)
	p := &Programme{File: d.file}
	p.Name = d.name(d.need(root, "programme", "the file", "begin with programme: and a name, such as programme: full"), "the programme")
	p.Title = d.text(d.need(root, "title", "the programme", "say in a few words what it is about"), "the title", maxTitle)
	list := d.need(root, "regions", "the programme", "list the regions in playing order: [neck, upper-back]")
	items := d.items(list, "regions")
	if list != nil && list.kind == kindList && len(items) == 0 {
		d.fault(ruleMissingKey, list.at, "the programme has no region", "list the regions in playing order: [neck, upper-back]")
	}
	for _, n := range items {
		name := d.word(n, "region", regionNames[:])
		if name != "" && slices.Contains(p.Regions, name) {
			d.fault(ruleDuplicate, n.at, quoted(name)+" stands in the programme twice", "a programme plays each region once")
			continue
		}
		p.Regions = append(p.Regions, name)
	}
	return p
}

func (d *decoder) phrases(root *node) *Phrases {
	p := &Phrases{}
	ids := p.byID()
	var known []string
	for _, id := range ids {
		known = append(known, id.name)
	}
	d.keys(root, "the working words", known)
	for _, id := range ids {
		n := d.need(root, id.name, "the file", "every session needs it")
		if n == nil || !d.isMap(n, id.name) {
			continue
		}
		if id.timed != nil {
			*id.timed = d.timed(n, id.name)
			continue
		}
		d.keys(n, id.name, []string{"say", "brief"})
		if n.get("say") == nil && n.get("brief") == nil {
			d.fault(ruleMissingKey, n.at, id.name+" has no say", "write what is said")
		}
		*id.line = d.line(n, id.sided)
		if id.sided && !namesSide(*id.line) && !id.line.IsZero() {
			d.fault(ruleBraces, id.line.At, fmt.Sprintf("%s does not name the side", id.name), "say {side} in both tellings")
		}
	}
	return p
}

// timed reads a phrase that names a time.
func (d *decoder) timed(n *node, name string) Timed {
	d.keys(n, name, []string{"say"})
	say := d.need(n, "say", name, "write what is said, with {time} where the time is named")
	if say == nil {
		return Timed{}
	}
	t := Timed{Full: d.text(say, "a line", maxLine), At: say.at}
	d.braces(say, t.Full, timePlaceholders, true)
	if t.Full != "" && !strings.ContainsAny(t.Full, "{}") {
		d.fault(ruleBraces, t.At, name+" does not name the time", "say {time} where an amount is to stand, such as about four minutes")
	}
	return t
}
