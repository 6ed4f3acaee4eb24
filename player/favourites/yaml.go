package favourites

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/internal/yamltree"
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
// reported, with its line and column, in a *diagnostic.FileError. Known is
// the names that regions may have; nil for any. Whether the
// scripts and the voice are there, and whether the length is possible, is not
// known here. A file of a later format is a [store.NewerError].
func Parse(name string, data []byte, known []string) (*List, error) {
	r := &reader{known: known, list: &List{}, Reader: yamltree.Reader{
		Report: &diagnostic.Report{File: name},
		Format: yamltree.Format{Name: "a list of favourites", Help: beginning, Empty: true, Loose: true, Bytes: mostBytes, Keys: 4 * mostFavourites},
	}}
	root := r.Reader.Parse(data)
	if root != nil {
		newer, sound := r.version(root)
		if newer {
			return nil, &store.NewerError{Name: name}
		}
		if sound {
			r.top(root)
		}
	}
	if faults := r.Diagnostics(); faults.HasErrors() {
		return nil, &diagnostic.FileError{Diagnostics: faults, Source: data}
	}
	return r.list, nil
}

// beginning is the hint for a file that is something else.
const beginning = "it begins with `version: 1`"

type reader struct {
	yamltree.Reader
	known []string // names of regions; nil for any
	list  *List
}

func (r *reader) fault(at diagnostic.Range, format string, args ...any) {
	r.Fault("", at, fmt.Sprintf(format, args...), "")
}

// version is checked before everything else: a later format may have other
// keys. sound is false where the file is something other than favourites.
func (r *reader) version(root *yamltree.Node) (newer, sound bool) {
	v := root.Get("version")
	if v == nil {
		r.Fault("", diagnostic.Range{}, "this is not a list of favourites", beginning)
		return false, false
	}
	n, err := strconv.Atoi(v.Text)
	if err == nil && n > version {
		return true, false
	}
	if err != nil || n < 1 {
		r.fault(root.Key("version").At, "the version is %d", version)
	}
	return false, true
}

func (r *reader) top(root *yamltree.Node) {
	for _, e := range root.Entries {
		switch e.Key.Text {
		case "version":
		case "favourites":
			r.favourites(e.Value)
		default:
			r.fault(e.Key.At, "%q means nothing here%s", e.Key.Text, nearest.Suffix(e.Key.Text, []string{"version", "favourites"}))
		}
	}
}

func (r *reader) favourites(n *yamltree.Node) {
	switch n.Kind {
	case yamltree.Nothing, yamltree.Refused: // none, or reported
		return
	case yamltree.Map:
	default:
		r.fault(n.At, "favourites are a list of `name:` with its regions and settings below")
		return
	}
	for _, e := range n.Entries {
		f := Favourite{Name: e.Key.Text}
		if err := CheckName(f.Name); err != nil {
			r.fault(e.Key.At, "%v", err)
			continue
		}
		if !r.favourite(&f, e.Key, e.Value) {
			continue
		}
		if _, twice := r.list.Find(f.Name); twice {
			r.fault(e.Key.At, "the favourite %s is given twice", f.Name)
		} else if err := r.list.Add(f, false); err != nil {
			r.fault(e.Key.At, "%v", err)
		}
	}
}

// favourite reads what is below a favourite's name, and reports whether it has
// no fault.
func (r *reader) favourite(f *Favourite, key, body *yamltree.Node) (sound bool) {
	if body.Kind != yamltree.Map {
		if body.Kind != yamltree.Refused {
			r.fault(key.At, "%s has nothing below it: give its regions, as in `regions: [neck]`", f.Name)
		}
		return false
	}
	sound = true
	for _, e := range body.Entries {
		if e.Key.Text == "regions" {
			sound = r.regions(f, e.Value) && sound
			continue
		}
		sound = r.setting(f, e.Key, e.Value) && sound
	}
	if body.Get("regions") == nil {
		r.fault(key.At, "%s has no regions: give them, as in `regions: [neck]`", f.Name)
		return false
	}
	return sound
}

func (r *reader) setting(f *Favourite, key, value *yamltree.Node) (sound bool) {
	if !slices.Contains(settings.SessionKeys(), key.Text) {
		r.fault(key.At, "a favourite has no setting %q%s", key.Text, nearest.Suffix(key.Text, settings.SessionKeys()))
		return false
	}
	switch value.Kind {
	case yamltree.Refused:
		return false
	case yamltree.Text, yamltree.Number, yamltree.Bool:
	default:
		r.fault(value.At, "%s needs a plain value", key.Text)
		return false
	}
	text := value.Text
	if value.Kind == yamltree.Bool {
		text = strings.ToLower(text)
	}
	if err := set(&f.Settings, key.Text, text); err != nil {
		r.fault(value.At, "%v", err)
		return false
	}
	return true
}

func (r *reader) regions(f *Favourite, n *yamltree.Node) (sound bool) {
	if n.Kind != yamltree.List || len(n.Items) == 0 || len(n.Items) > mostRegions {
		r.fault(n.At, "regions are a list of one or more, up to %d: [neck, jaw]", mostRegions)
		return false
	}
	sound = true
	for _, item := range n.Items {
		if item.Kind != yamltree.Text {
			if item.Kind != yamltree.Refused {
				r.fault(item.At, "a region is a name, such as neck")
			}
			sound = false
		} else if err := checkRegion(item.Text, r.known); err != nil {
			r.fault(item.At, "%v", err)
			sound = false
		} else {
			f.Regions = append(f.Regions, item.Text)
		}
	}
	return sound
}
