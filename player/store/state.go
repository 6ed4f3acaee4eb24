package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/unknot/unknot/player/settings"
)

// State is what the program remembers of earlier runs, besides the history. The
// zero value is that of a first start.
type State struct {
	// CautionsSeen reports that the page of cautions was read to its end.
	CautionsSeen bool `json:"cautions_seen"`
	// Last is what was chosen last: the defaults of the next choice.
	Last Choice `json:"last"`
	// Played is how many times each region was played, to its end or at least
	// half of it.
	Played map[string]int `json:"played,omitempty"`
}

// Choice is a session as it was chosen.
type Choice struct {
	Favourite string            `json:"favourite,omitempty"` // its name, where one was chosen
	Regions   []string          `json:"regions,omitempty"`   // names, or the whole paths of scripts
	Settings  settings.Override `json:"settings,omitzero"`
}

const (
	stateName      = "state.json"
	stateVersion   = 1
	mostStateBytes = 1 << 16
)

// ReadState returns what is remembered. Where it cannot be read, the error says
// why and the state is that of a first start.
func ReadState(s Store) (State, error) {
	data, err := s.Read(stateName, mostStateBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("reading what was chosen last: %w", err)
	}
	return parseState(s.Name(stateName), data)
}

func parseState(path string, data []byte) (State, error) {
	var format struct {
		Version int `json:"version"`
	}
	err := json.Unmarshal(data, &format)
	switch {
	case err == nil && format.Version > stateVersion:
		return State{}, &NewerError{path}
	case err != nil || format.Version < 1:
		return State{}, fmt.Errorf("%s is broken: what was chosen last is forgotten", path)
	}
	var state State
	if json.Unmarshal(data, &state) != nil {
		return State{}, fmt.Errorf("%s is broken: what was chosen last is forgotten", path)
	}
	return state, nil
}

// ChangeState changes what is remembered, as [Change] does. A broken file is
// replaced; that of a newer version of the program stays, and the error is a
// [NewerError].
func ChangeState(s Store, change func(*State)) error {
	err := Change(s, stateName, mostStateBytes, func(old []byte) ([]byte, error) {
		state := State{}
		if old != nil {
			var err error
			var newer *NewerError
			if state, err = parseState(s.Name(stateName), old); errors.As(err, &newer) {
				return nil, err
			}
		}
		change(&state)
		data, err := json.MarshalIndent(struct {
			Version int `json:"version"`
			State
		}{stateVersion, state}, "", "  ")
		if err != nil {
			return nil, err
		}
		return append(data, '\n'), nil
	})
	if err != nil {
		return fmt.Errorf("remembering what was chosen: %w", err)
	}
	return nil
}
