package store_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
)

func TestAFirstStartRemembersNothing(t *testing.T) {
	state, err := store.ReadState(&store.Memory{})
	if err != nil || !reflect.DeepEqual(state, store.State{}) {
		t.Errorf("%+v, %v", state, err)
	}
}

func TestStateIsReadAsItWasChanged(t *testing.T) {
	s := &store.Memory{}
	chosen, err := settings.ParseOverride(map[string]string{"length": "8m", "loop": "true"})
	if err != nil {
		t.Fatal(err)
	}
	want := store.State{Last: store.Choice{Favourite: "evening", Regions: []string{"neck", "jaw"}, Settings: chosen}}
	if err := store.ChangeState(s, func(to *store.State) { *to = want }); err != nil {
		t.Fatal(err)
	}
	if err := store.ChangeState(s, func(to *store.State) { to.CautionsSeen = true }); err != nil {
		t.Fatal(err)
	}
	want.CautionsSeen = true
	if got, err := store.ReadState(s); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestABrokenStateIsReplacedAndANewerOneKept(t *testing.T) {
	s := &store.Memory{}
	for _, text := range []string{"", "{", "[]", `{"version":0}`, `{"version":1,"last":7}`, strings.Repeat("x", 1<<16)} {
		if err := s.Write("state.json", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if state, err := store.ReadState(s); err == nil || !reflect.DeepEqual(state, store.State{}) {
			t.Errorf("%.20q is read as %+v, %v", text, state, err)
		}
		if err := store.ChangeState(s, func(to *store.State) { to.CautionsSeen = true }); err != nil {
			t.Errorf("%.20q is not written anew: %v", text, err)
		}
		if state, err := store.ReadState(s); err != nil || !state.CautionsSeen {
			t.Errorf("%.20q: %+v, %v", text, state, err)
		}
	}
	newer := `{"version":2,"last":7}`
	if err := s.Write("state.json", []byte(newer)); err != nil {
		t.Fatal(err)
	}
	var refused *store.NewerError
	if _, err := store.ReadState(s); !errors.As(err, &refused) {
		t.Error(err)
	}
	if err := store.ChangeState(s, func(to *store.State) { to.CautionsSeen = true }); !errors.As(err, &refused) {
		t.Error(err)
	}
	if data, err := s.Read("state.json", 100); err != nil || string(data) != newer {
		t.Errorf("it became %q, %v", data, err)
	}
}
