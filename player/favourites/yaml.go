package favourites

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
)

const version = 1

const header = `# Favourite sessions of unknot: a name, its regions, and the settings that differ
# from yours. They can be changed here, and are checked when they are read.
`

// YAML writes the favourites as [Parse] reads them.
func (l *List) YAML() ([]byte, error) {
	all := yaml.MapSlice{}
	for _, f := range l.all {
		body := yaml.MapSlice{{Key: "regions", Value: f.Regions}}
		for _, key := range f.Settings.Keys() {
			text, _ := f.Settings.Text(key)
			body = append(body, yaml.MapItem{Key: key, Value: scalar(text)})
		}
		all = append(all, yaml.MapItem{Key: f.Name, Value: body})
	}
	data, err := yaml.MarshalWithOptions(yaml.MapSlice{{Key: "version", Value: version}, {Key: "favourites", Value: all}}, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("writing the favourites: %w", err)
	}
	if len(header)+len(data) > mostBytes {
		return nil, fmt.Errorf("the favourites are over %d KiB: remove some first", mostBytes>>10)
	}
	return append([]byte(header), data...), nil
}

// scalar is a value of the type that a person would write: true, -3, else
// text.
func scalar(text string) any {
	if text == "true" || text == "false" {
		return text == "true"
	}
	if n, err := strconv.Atoi(text); err == nil && strconv.Itoa(n) == text {
		return n
	}
	return text
}

// Parse reads favourites from YAML; name is what faults call it. Every fault is
// reported, with its line and column. Known is the names that regions may have;
// nil for any. Whether the scripts and the voice are there, and whether the
// length is possible, is not known here. A file of a later format is a
// [store.NewerError].
func Parse(name string, data []byte, known []string) (l *List, err error) {
	if len(data) > mostBytes {
		return nil, fmt.Errorf("%s is over %d KiB: those are no favourites", name, mostBytes>>10)
	}
	if bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) > mostBrackets {
		return nil, fmt.Errorf("%s holds over %d brackets: those are no favourites", name, mostBrackets)
	}
	defer func() {
		if recover() != nil { // a fault of the YAML reader's, met on broken text
			l, err = nil, fmt.Errorf("%s cannot be read as YAML", name)
		}
	}()
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	docs := slices.DeleteFunc(tree.Docs, func(d *ast.DocumentNode) bool { return isEmpty(d.Body) })
	if len(docs) == 0 {
		return &List{}, nil
	}
	top, ok := docs[0].Body.(ast.MapNode)
	if !ok || len(docs) > 1 {
		return nil, fmt.Errorf("%s: those are no favourites: they begin with `version: %d`", name, version)
	}
	r := &reader{name: name, known: known, list: &List{}}
	if err := r.version(top); err != nil {
		return nil, err
	}
	r.top(top)
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return r.list, nil
}

// mostBrackets bounds how deeply the text can be nested: the time that the YAML
// reader takes grows with its square.
const mostBrackets = 1000

type reader struct {
	name   string
	known  []string // names of regions; nil for any
	list   *List
	faults []error
}

const mostFaults = 20

func (r *reader) fault(n ast.Node, format string, args ...any) {
	if len(r.faults) >= mostFaults {
		return
	}
	at := r.name
	if tok := n.GetToken(); tok != nil && tok.Position != nil {
		at = place(r.name, tok.Position)
	}
	r.faults = append(r.faults, fmt.Errorf("%s: %w", at, fmt.Errorf(format, args...)))
}

func place(name string, p *token.Position) string {
	return fmt.Sprintf("%s:%d:%d", name, p.Line, p.Column)
}

// version is checked before everything else: a later format may have other
// keys.
func (r *reader) version(top ast.MapNode) error {
	for entries := top.MapRange(); entries.Next(); {
		if entries.Key().GetToken().Value != "version" {
			continue
		}
		text, _ := scalarText(entries.Value())
		n, err := strconv.Atoi(text)
		switch {
		case err == nil && n > version:
			return &store.NewerError{Name: r.name}
		case err != nil || n < 1:
			r.fault(entries.Key(), "the version is %d", version)
		}
		return nil
	}
	return fmt.Errorf("%s: there is no `version: %d`: those are no favourites", r.name, version)
}

func (r *reader) top(top ast.MapNode) {
	for entries := top.MapRange(); entries.Next(); { // the YAML reader refuses a key given twice
		switch key := entries.Key().GetToken().Value; key {
		case "version":
		case "favourites":
			r.favourites(entries.Value())
		default:
			r.fault(entries.Key(), "%q means nothing here%s", key, nearest.Suffix(key, []string{"version", "favourites"}))
		}
	}
}

func (r *reader) favourites(n ast.Node) {
	if isEmpty(n) {
		return
	}
	all, ok := n.(ast.MapNode)
	if !ok {
		r.fault(n, "favourites are a list of `name:` with its regions and settings below")
		return
	}
	for entries := all.MapRange(); entries.Next(); {
		key, ok := entries.Key().(ast.Node)
		if !ok || len(r.faults) >= mostFaults {
			return
		}
		f := Favourite{Name: entries.Key().GetToken().Value}
		if err := CheckName(f.Name); err != nil {
			r.fault(key, "%w", err)
			continue
		}
		before := len(r.faults)
		r.favourite(&f, key, entries.Value())
		if len(r.faults) > before {
			continue
		}
		if _, twice := r.list.Find(f.Name); twice {
			r.fault(key, "the favourite %s is given twice", f.Name)
		} else if err := r.list.Add(f, false); err != nil {
			r.fault(key, "%w", err)
		}
	}
}

func (r *reader) favourite(f *Favourite, key, value ast.Node) {
	body, ok := value.(ast.MapNode)
	if !ok {
		r.fault(key, "%s has nothing below it: give its regions, as in `regions: [neck]`", f.Name)
		return
	}
	given := false
	for entries := body.MapRange(); entries.Next(); {
		key := entries.Key().GetToken().Value
		if key == "regions" {
			given = true
			r.regions(f, entries.Value())
			continue
		}
		text, ok := scalarText(entries.Value())
		if !slices.Contains(settings.SessionKeys(), key) {
			r.fault(entries.Key(), "a favourite has no setting %q%s", key, nearest.Suffix(key, settings.SessionKeys()))
		} else if !ok {
			r.fault(entries.Value(), "%s wants a plain value", key)
		} else if err := set(&f.Settings, key, text); err != nil {
			r.fault(entries.Value(), "%w", err)
		}
	}
	if !given {
		r.fault(key, "%s has no regions: give them, as in `regions: [neck]`", f.Name)
	}
}

func (r *reader) regions(f *Favourite, n ast.Node) {
	list, ok := n.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 || len(list.Values) > mostRegions {
		r.fault(n, "regions are a list of one or more, up to %d: [neck, jaw]", mostRegions)
		return
	}
	for _, v := range list.Values {
		text, ok := v.(*ast.StringNode)
		if !ok {
			r.fault(v, "a region is a name, such as neck")
			continue
		}
		if err := checkRegion(text.Value, r.known); err != nil {
			r.fault(v, "%w", err)
			continue
		}
		f.Regions = append(f.Regions, text.Value)
	}
}

func scalarText(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode:
		return n.Token.Value, true
	case *ast.FloatNode:
		return n.Token.Value, true
	case *ast.BoolNode:
		return fmt.Sprint(n.Value), true
	}
	return "", false
}

func isEmpty(n ast.Node) bool {
	switch n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return true
	}
	return false
}

func syntaxError(name string, err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil && syntax.Token.Position != nil {
		return fmt.Errorf("%s: %s", place(name, syntax.Token.Position), syntax.Message)
	}
	return fmt.Errorf("%s cannot be read as YAML: %w", name, err)
}
