package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// State is what the program remembers of earlier runs, beside what was played.
// Its zero value is that of a first start.
type State struct {
	// CautionsSeen is that the page of cautions was shown, and read to its end.
	CautionsSeen bool `json:"cautions_seen"`
	// Last is what was chosen last: the defaults of the next choice.
	Last Choice `json:"last"`
	// Played is how many times each region was played, to its end or half.
	Played map[string]int `json:"played,omitempty"`
}

// Choice is a session as it was chosen.
type Choice struct {
	Favourite string            `json:"favourite,omitempty"` // its name, where one was chosen
	Regions   []string          `json:"regions,omitempty"`   // REGION arguments
	Settings  map[string]string `json:"settings,omitempty"`  // by key, as config.yaml writes them
}

const (
	stateVersion   = 1
	mostStateBytes = 1 << 16
)

func (s *Store) stateFile() string { return filepath.Join(s.state, "state.json") }

// State is what is remembered. Where it cannot be read, the error says why and
// the state is that of a first start.
func (s *Store) State() (State, error) {
	data, err := Read(s.stateFile(), mostStateBytes)
	if errors.Is(err, os.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("reading what was chosen last: %w", err)
	}
	return parseState(s.stateFile(), data)
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

// ChangeState changes what is remembered. A broken file is written anew; that
// of a newer version of the program stays, and the error says so.
func (s *Store) ChangeState(change func(*State)) error {
	err := s.Change(s.stateFile(), mostStateBytes, func(old []byte) ([]byte, error) {
		state := State{}
		if old != nil {
			var err error
			var newer *NewerError
			if state, err = parseState(s.stateFile(), old); errors.As(err, &newer) {
				return nil, err
			}
		}
		change(&state)
		data, err := json.MarshalIndent(struct {
			Version int `json:"version"`
			State
		}{stateVersion, state}, "", "  ")
		return append(data, '\n'), err
	})
	if err != nil {
		return fmt.Errorf("remembering what was chosen: %w", err)
	}
	return nil
}
