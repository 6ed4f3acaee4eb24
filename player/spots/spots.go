// Package spots keeps the spots that a listener has left out, so that later
// sessions do without them until they are brought back.
package spots

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

// Spot is a spot that is left out, and since when.
type Spot struct {
	plan.Spot
	Since time.Time `json:"since"`
}

// Name names one spot among all: its region and its place, such as
// neck/skull-base-inner; or its title, where its script gives it no place.
func (s Spot) Name() string {
	if s.Place == "" {
		return s.Region + "/" + s.Title
	}
	return s.Region + "/" + string(s.Place)
}

// answersTo reports whether a name is the spot's: whole, or its region, its place
// or its title, whatever the capitals.
func (s Spot) answersTo(name string) bool {
	return slices.ContainsFunc(s.names(), func(own string) bool { return own != "" && strings.EqualFold(own, name) })
}

func (s Spot) names() []string { return []string{s.Name(), s.Region, string(s.Place), s.Title} }

// List is the spots that are left out, in the order in which that was done.
type List []Spot

const (
	fileName = "spots.json"
	version  = 1

	// Bounds of what is taken from a file.
	mostBytes = 1 << 17
	mostSpots = 500
	mostName  = 200 // characters
)

// Open reads the spots that are left out. Where there is no file there are none.
// Where it cannot be read the error says so and what to do: to play on as if
// nothing were left out could press what is tender.
func Open(s store.Store) (List, error) {
	data, err := s.Read(fileName, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading which spots are left out: %w", err)
	}
	return parse(s.Name(fileName), data)
}

func parse(path string, data []byte) (List, error) {
	if data == nil {
		return nil, nil
	}
	var format struct {
		Version int `json:"version"`
	}
	err := json.Unmarshal(data, &format)
	if err == nil && format.Version > version {
		return nil, &store.NewerError{Name: path}
	}
	var file struct {
		Spots List `json:"spots"`
	}
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil || format.Version < 1 || !file.Spots.isSound() {
		return nil, fmt.Errorf("%s is broken, so it is not known which spots are left out: remove it, and leave them out again", path)
	}
	return file.Spots, nil
}

// isSound reports whether a list is one that this package would write.
func (l List) isSound() bool {
	for i, s := range l {
		for _, text := range []string{string(s.Place), s.Title} {
			if !utf8.ValidString(text) || utf8.RuneCountInString(text) > mostName {
				return false
			}
		}
		twice := slices.ContainsFunc(l[:i], func(t Spot) bool { return t.Is(s.Spot) })
		if twice || !scripts.IsName(s.Region) || s.Place == "" && s.Title == "" {
			return false
		}
	}
	return len(l) <= mostSpots
}

// Spots is the spots without since when.
func (l List) Spots() []plan.Spot {
	var list []plan.Spot
	for _, s := range l {
		list = append(list, s.Spot)
	}
	return list
}

// Names is every name that [Restore] takes, each once: for completion.
func (l List) Names() []string {
	var names []string
	for _, s := range l {
		for _, name := range s.names() {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Add leaves spots out from a time on. One that is left out already stays as it
// is.
func Add(s store.Store, since time.Time, more ...plan.Spot) error {
	err := change(s, func(l List) (List, error) {
		for _, spot := range more {
			spot.Title = cut(spot.Title)
			if slices.ContainsFunc(l, func(t Spot) bool { return t.Is(spot) }) {
				continue
			}
			if len(l) == mostSpots {
				return nil, fmt.Errorf("there are %d already, the most there can be: bring one back with unknot spots restore", mostSpots)
			}
			l = append(l, Spot{spot, since.Round(time.Second)})
		}
		return l, nil
	})
	if err != nil {
		return fmt.Errorf("keeping that a spot is left out: %w", err)
	}
	return nil
}

// cut is the beginning of a text that is kept.
func cut(text string) string {
	if r := []rune(text); len(r) > mostName {
		return string(r[:mostName])
	}
	return text
}

// Restore brings back the spot of that name, and says which: a region, a place,
// a title, or region/place. All brings back every spot that answers to it, with
// no name every one there is. The errors of wrong names are [UnknownError] and
// [AmbiguousError].
func Restore(s store.Store, name string, all bool) (back []Spot, err error) {
	err = change(s, func(l List) (List, error) {
		back = nil
		for _, spot := range l {
			if spot.answersTo(name) || name == "" && all {
				back = append(back, spot)
			}
		}
		switch {
		case len(back) == 0 && name != "":
			return nil, &UnknownError{Name: name, Near: nearest.Word(name, l.Names())}
		case len(back) > 1 && !all:
			return nil, &AmbiguousError{Name: name, Spots: back}
		}
		return slices.DeleteFunc(slices.Clone(l), func(t Spot) bool {
			return slices.ContainsFunc(back, func(b Spot) bool { return b.Is(t.Spot) })
		}), nil
	})
	if err != nil {
		return nil, err
	}
	return back, nil
}

// change changes the list, as [store.Change] does. A file that cannot be read is
// left as it is.
func change(s store.Store, make func(List) (List, error)) error {
	return store.Change(s, fileName, mostBytes, func(old []byte) ([]byte, error) {
		l, err := parse(s.Name(fileName), old)
		if err != nil {
			return nil, err
		}
		next, err := make(l)
		if err != nil || slices.Equal(next, l) {
			return nil, err
		}
		if next == nil {
			next = List{}
		}
		data, err := json.MarshalIndent(struct {
			Version int  `json:"version"`
			Spots   List `json:"spots"`
		}{version, next}, "", "  ")
		if err != nil {
			return nil, err
		}
		return append(data, '\n'), nil
	})
}

// UnknownError is a name that no spot that is left out has.
type UnknownError struct{ Name, Near string }

func (e *UnknownError) Error() string {
	hint := ""
	if e.Near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", e.Near)
	}
	return fmt.Sprintf("no spot %q is left out%s: unknot spots lists those that are", e.Name, hint)
}

// AmbiguousError is a name that several spots have.
type AmbiguousError struct {
	Name  string
	Spots []Spot
}

func (e *AmbiguousError) Error() string {
	names := make([]string, len(e.Spots))
	for i, s := range e.Spots {
		names[i] = s.Name()
	}
	return fmt.Sprintf("%q is the name of %d spots: name one, of %s; or add --all for all of them", e.Name, len(names), strings.Join(names, ", "))
}
