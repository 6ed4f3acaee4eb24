package favourites

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/store"
)

// List is the favourites of a user, in the order they were added.
type List struct{ all []Favourite }

const fileName = "favourites.yaml"

// Open reads the user's favourites. Where there is no file there are none.
func Open(s store.Store) (*List, error) {
	data, err := s.Read(fileName, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the favourites: %w", err)
	}
	return Parse(s.Name(fileName), data)
}

// Change changes the user's favourites, as [store.Change] does. A file that
// cannot be read is left as it is, and nothing is written where change fails.
func Change(s store.Store, change func(*List) error) error {
	return store.Change(s, fileName, mostBytes, func(old []byte) ([]byte, error) {
		l, err := Parse(s.Name(fileName), old)
		if err != nil {
			return nil, err
		}
		if err := change(l); err != nil {
			return nil, err
		}
		return l.YAML()
	})
}

// All is every favourite.
func (l *List) All() []Favourite { return slices.Clone(l.all) }

// Names is the name of every favourite.
func (l *List) Names() []string {
	names := []string{}
	for _, f := range l.all {
		names = append(names, f.Name)
	}
	return names
}

// Find returns the favourite of that name, whatever its capitals.
func (l *List) Find(name string) (Favourite, bool) {
	if i := l.index(name); i >= 0 {
		return l.all[i], true
	}
	return Favourite{}, false
}

func (l *List) index(name string) int {
	return slices.IndexFunc(l.all, func(f Favourite) bool { return strings.EqualFold(f.Name, name) })
}

// Add adds a favourite. Where there is one of the same name already the new one
// takes its place if replace is set, and is refused otherwise.
func (l *List) Add(f Favourite, replace bool) error {
	if err := f.check(); err != nil {
		return err
	}
	i := l.index(f.Name)
	switch {
	case i >= 0 && !replace:
		return fmt.Errorf("there is a favourite %s already: take another name, or --replace it", l.all[i].Name)
	case i >= 0:
		l.all[i] = f
	case len(l.all) >= mostFavourites:
		return fmt.Errorf("there are %d favourites already, the most there can be: remove one first", mostFavourites)
	default:
		l.all = append(l.all, f)
	}
	return nil
}

// Remove removes the favourite of that name.
func (l *List) Remove(name string) error {
	i := l.index(name)
	if i < 0 {
		return l.unknown(name)
	}
	l.all = slices.Delete(l.all, i, i+1)
	return nil
}

// Rename gives a favourite another name.
func (l *List) Rename(old, name string) error {
	i := l.index(old)
	if i < 0 {
		return l.unknown(old)
	}
	if err := CheckName(name); err != nil {
		return err
	}
	if j := l.index(name); j >= 0 && j != i {
		return fmt.Errorf("there is a favourite %s already: take another name, or remove it first", l.all[j].Name)
	}
	l.all[i].Name = name
	return nil
}

func (l *List) unknown(name string) error {
	switch near := nearest.Word(name, l.Names()); {
	case near != "":
		return fmt.Errorf("there is no favourite %q: did you mean %q?", name, near)
	case len(l.all) == 0:
		return fmt.Errorf("there is no favourite %q, and no other yet", name)
	}
	return fmt.Errorf("there is no favourite %q: there are %s", name, strings.Join(l.Names(), ", "))
}
