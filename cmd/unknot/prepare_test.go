package main

import (
	"testing"

	"github.com/spf13/pflag"

	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
)

// A flag that was given comes before a favourite, a favourite before a variable.
func TestAFavouriteComesAfterFlagsAndBeforeTheRest(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	sources.AddFlags(flags)
	if err := flags.Parse([]string{"--length=5m"}); err != nil {
		t.Fatal(err)
	}
	o, err := settings.ParseOverride(map[string]string{"length": "8m", "loop": "true", "guidance": "brief"})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("UNKNOT_GUIDANCE", "tones")
	loaded, err := sources.Load(flags, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := target{override: o}.with(loaded).Settings
	if got.Length.Minutes() != 5 || !got.Loop || got.Guidance != "brief" || got.Side != "both" {
		t.Errorf("%+v", got)
	}
	if got := favouriteFlags(favourites.Favourite{Settings: o}); got != "--length 8m --loop --guidance brief" {
		t.Error(got)
	}
}
