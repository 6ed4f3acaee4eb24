package screen

import (
	"fmt"
	"strings"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// headline is what to do now, in the few words that are drawn large.
func (g Glance) headline() string {
	switch {
	case g.State == session.Paused:
		return "PAUSED"
	case g.State == session.Afterward, g.Doing == RingOut:
		return "DONE"
	}
	words := ""
	switch {
	case g.Doing == SearchAbout:
		words = "SEARCH"
	case g.Doing == RestQuietly:
		words = "REST"
	case g.Doing.Breathing():
		words = map[timeline.Purpose]string{
			timeline.Hold: "HOLD", timeline.Satellite: "HOLD", timeline.Move: "MOVE", timeline.Stretch: "STRETCH",
		}[g.Under]
		if words == "" {
			words = "BREATHE"
		}
	case g.Side != scripts.Left && g.Side != scripts.Right && g.Speaking:
		words = "LISTEN"
	}
	if g.Side == scripts.Left || g.Side == scripts.Right {
		words += " " + strings.ToUpper(string(g.Side))
	}
	return strings.TrimSpace(words)
}

// longestHeadline is one of the widest that headline gives: letters are as
// large as leaves room for it, whatever is shown, so that they keep their size.
const longestHeadline = "STRETCH RIGHT"

// label says what to do with a breath, and which of how many it is; of a paused
// session, which key goes on.
func (g Glance) label(dot string, key func(session.Command) string) string {
	switch {
	case g.State == session.Paused:
		return key(session.PlayPause) + " goes on"
	case g.State == session.Afterward:
		return ""
	case g.Doing.Breathing() && g.Breaths > 1:
		return fmt.Sprintf("%s %s %d of %d", g.Doing, dot, g.Breath, g.Breaths)
	case g.Doing.Breathing():
		return string(g.Doing)
	}
	return ""
}

// afterwards says what can be done in the quiet seconds behind the end.
func (g Glance) afterwards(key func(session.Command) string) string {
	return key(session.PlayPause) + " plays it again, " + key(session.MoveOn) + " goes to the next region"
}

// times is the time left, or what is told instead, in full and ever shorter.
func (g Glance) times() []string {
	const worthTelling = 5 // seconds
	clock := func(seconds int64) string { return timeline.Clock(timeline.Frame(seconds) * timeline.Second) }
	switch {
	case g.State == session.Afterward:
		return []string{clock(g.Length) + " played", clock(g.Length)}
	case g.Endless:
		return []string{clock(g.Left) + " so far, until you stop", clock(g.Left) + " so far", clock(g.Left)}
	}
	left := []string{clock(g.Left) + " left", clock(g.Left)}
	switch {
	case g.Later >= worthTelling:
		return append([]string{left[0] + " (" + clock(g.Later) + " longer)"}, left...)
	case g.Later <= -worthTelling:
		return append([]string{left[0] + " (" + clock(-g.Later) + " shorter)"}, left...)
	}
	return left
}

// where is the point and its side.
func (g Glance) where(dot string) string {
	if g.State == session.Afterward || g.Doing == RingOut {
		return ""
	}
	if g.Side != scripts.Left && g.Side != scripts.Right {
		return g.Point
	}
	if g.Point == "" {
		return string(g.Side)
	}
	return string(g.Side) + " " + dot + " " + g.Point
}

// heading is where in the session it is: its title, of several regions which
// one, and of several rounds which one.
func (g Glance) heading(title string, t *timeline.Timeline, dot string) string {
	parts := []string{title}
	if t != nil && len(t.Regions) > 1 && g.Region != "" {
		parts = append(parts, g.Region)
	}
	if g.Round > 1 {
		parts = append(parts, fmt.Sprintf("round %d", g.Round))
	}
	if g.Loop && !g.Endless {
		parts = append(parts, "looping")
	}
	return strings.Join(parts, " "+dot+" ")
}
