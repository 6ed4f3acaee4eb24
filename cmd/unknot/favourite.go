package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/store"
)

// favouriteFlags writes the settings of a favourite as flags: "--length 8m
// --loop".
func favouriteFlags(f favourites.Favourite) string {
	var words []string
	for _, key := range f.Settings.Keys() {
		switch value, _ := f.Settings.Text(key); {
		case value == "true":
			words = append(words, "--"+key)
		case value == "false":
			words = append(words, "--"+key+"=false")
		case strings.ContainsRune(value, ' '):
			words = append(words, fmt.Sprintf("--%s %q", key, value))
		default:
			words = append(words, "--"+key+" "+value)
		}
	}
	return strings.Join(words, " ")
}

// favouriteWords is a favourite's session as it would be asked for.
func favouriteWords(f favourites.Favourite) string {
	return strings.TrimSpace(strings.Join(f.Regions, " ") + " " + favouriteFlags(f))
}

// notARegion refuses a favourite's name that is a region's: the region would be
// played.
func notARegion(h *host, name string) error {
	for _, region := range h.library().Catalogue.Names() {
		if strings.EqualFold(region, name) {
			return wrong("%q is a region: take another name, such as %q", name, "my "+region)
		}
	}
	return nil
}

// favouritesError has wrong favourites exit as a wrong request, and a disk that
// fails as what could not be done.
func favouritesError(err error) error {
	if disk := (*fs.PathError)(nil); errors.As(err, &disk) || errors.Is(err, store.ErrBusy) {
		return fmt.Errorf("keeping the favourites: %w", err)
	}
	return asWrong(err)
}

// quoted is a name as it is given in a shell.
func quoted(name string) string {
	switch {
	case !strings.ContainsAny(name, " '"):
		return name
	case strings.Contains(name, "'"):
		return `"` + name + `"`
	}
	return "'" + name + "'"
}
