package player

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/spots"
)

// A spot that is left out is kept while the session plays, and does not come in
// what is played again or later.
func TestASpotThatIsLeftOutIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := playOn(t, output.NewSilent(), nil, "jaw")
		title := ""
		for e.at(10 * time.Second); title == ""; time.Sleep(time.Second) {
			_, mark, _ := e.player.Current().session.Progress()
			title = mark.Point
		}
		e.press("x")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		kept, err := spots.Open(e.library.Store) // a kill would leave it
		if err != nil || len(kept) != 1 || kept[0].Title != title || kept[0].Region != "jaw" {
			t.Fatalf("%q is kept as %+v, %v", title, kept, err)
		}
		spot := kept[0].Spot
		for e.player.Current().Status().State != session.Afterward {
			time.Sleep(time.Second)
		}
		e.press("space") // once more
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := e.player.Current().prepared.Plan.LeftOut; e.number() != 2 || len(got) != 1 || got[0] != spot {
			t.Errorf("track %d leaves out %+v", e.number(), got)
		}
		e.press("q")
		e.end()
		p, err := e.library.Prepare(Request{Regions: []string{"jaw"}, Settings: settings.Defaults()})
		if err != nil || !slices.Equal(p.Plan.LeftOutSpots(), []plan.Spot{spot}) {
			t.Errorf("later %+v, %v", p.Plan.LeftOut, err)
		}
	})
}
