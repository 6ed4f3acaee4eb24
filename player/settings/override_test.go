package settings

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"
)

func TestOverrideGivesOnlyWhatItWasGiven(t *testing.T) {
	o := Of(Settings{Length: 8 * time.Minute, Loop: true, Tones: "bowl"}, "length", "loop", "no-setting")
	got := o.Over(Defaults())
	want := Defaults()
	want.Length, want.LengthBy, want.Loop = 8*time.Minute, LengthKept, true
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if keys := o.Keys(); !slices.Equal(keys, []string{"length", "loop"}) {
		t.Errorf("it gives %q", keys)
	}
	if got := o.Except("length").Over(Defaults()); got.Length != Defaults().Length || !got.Loop {
		t.Errorf("without the length: %+v", got)
	}
	if got := (Override{}).Over(want); got != want {
		t.Errorf("the zero Override changes %+v", got)
	}
}

// Every setting can be given, written and read back.
func TestOverrideAsText(t *testing.T) {
	texts := map[string]string{}
	for _, row := range Table() {
		texts[row.Key] = row.Default
	}
	o, err := ParseOverride(texts)
	if err != nil {
		t.Fatal(err)
	}
	defaults := Defaults()
	defaults.LengthBy = LengthKept
	if got := o.Over(Settings{}); got != defaults {
		t.Errorf("got %+v", got)
	}
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var back Override
	if err := json.Unmarshal(data, &back); err != nil || !maps.Equal(back.Texts(), o.Texts()) || len(back.Texts()) != len(Table()) {
		t.Errorf("%s is read back as %v, %v", data, back.Texts(), err)
	}
}

// A file of another version loses only what this one cannot read.
func TestOverrideOfAnotherVersion(t *testing.T) {
	var o Override
	if err := json.Unmarshal([]byte(`{"length":"8m","side":"up","new":"1"}`), &o); err != nil {
		t.Fatal(err)
	}
	if keys := o.Keys(); !slices.Equal(keys, []string{"length"}) {
		t.Errorf("it gives %q", keys)
	}
	for _, texts := range []map[string]string{{"side": "up"}, {"new": "1"}} {
		if _, err := ParseOverride(texts); err == nil {
			t.Errorf("%v is taken", texts)
		}
	}
}
