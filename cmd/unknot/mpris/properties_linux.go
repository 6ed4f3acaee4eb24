package mpris

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/godbus/dbus/v5"
)

// longestText is how many characters of a title are sent.
const longestText = 500

// rootProperties describe the program; they never change.
func rootProperties() map[string]dbus.Variant {
	return map[string]dbus.Variant{
		"CanQuit":             dbus.MakeVariant(true),
		"CanRaise":            dbus.MakeVariant(false),
		"HasTrackList":        dbus.MakeVariant(false),
		"Identity":            dbus.MakeVariant("unknot"),
		"DesktopEntry":        dbus.MakeVariant("unknot"),
		"SupportedUriSchemes": dbus.MakeVariant([]string{}),
		"SupportedMimeTypes":  dbus.MakeVariant([]string{}),
	}
}

// playProperties describe what is played. Shuffle, which is optional, is not
// among them. The rate is fixed and there is no seeking: a session is fitted to
// its length while it plays.
func playProperties(st Status) map[string]dbus.Variant {
	state := st.State
	if state != Playing && state != Paused {
		state = Stopped
	}
	loop := "None"
	if st.Loop {
		loop = "Track"
	}
	return map[string]dbus.Variant{
		"PlaybackStatus": dbus.MakeVariant(string(state)),
		"LoopStatus":     dbus.MakeVariant(loop),
		"Rate":           dbus.MakeVariant(1.0),
		"MinimumRate":    dbus.MakeVariant(1.0),
		"MaximumRate":    dbus.MakeVariant(1.0),
		"Metadata":       dbus.MakeVariant(metadata(st)),
		"Volume":         dbus.MakeVariant(clampVolume(st.Volume)),
		"Position":       dbus.MakeVariant(micros(st.Position)),
		"CanGoNext":      dbus.MakeVariant(st.CanNext),
		"CanGoPrevious":  dbus.MakeVariant(st.CanPrevious),
		"CanPlay":        dbus.MakeVariant(true),
		"CanPause":       dbus.MakeVariant(true),
		"CanSeek":        dbus.MakeVariant(false),
		"CanControl":     dbus.MakeVariant(true),
	}
}

func metadata(st Status) map[string]dbus.Variant {
	m := map[string]dbus.Variant{
		"mpris:trackid": dbus.MakeVariant(dbus.ObjectPath(fmt.Sprintf("/org/unknot/track/%d", st.TrackID))),
		"mpris:length":  dbus.MakeVariant(micros(st.Length)),
		"xesam:title":   dbus.MakeVariant(clean(st.Title)),
	}
	if region := clean(st.Region); region != "" {
		m["xesam:album"] = dbus.MakeVariant(region)
	}
	if voice := clean(st.Voice); voice != "" {
		m["xesam:artist"] = dbus.MakeVariant([]string{voice})
	}
	return m
}

func micros(d time.Duration) int64 { return max(0, d).Microseconds() }

// clean makes text from a script fit for the bus, which disconnects senders of
// invalid UTF-8, and for a line on a lock screen.
func clean(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case n == longestText:
			return b.String()
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

func clampVolume(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(max(v, 0), 1)
}

// jump is how far the position may be off from what clients expect before they
// are told.
const jump = 500 * time.Millisecond

// report is what clients know.
type report struct {
	properties map[string]dbus.Variant
	track      uint64
	state      State
	// The position that clients expect: it was at at the time since, and has
	// moved on from there while playing.
	at    time.Duration
	since time.Time
}

func newReport(now time.Time, st Status) *report {
	return &report{properties: playProperties(st), track: st.TrackID, state: st.State, at: st.Position, since: now}
}

// update takes in a status and returns what to signal: the properties that
// changed, those in again in any case, and the position in microseconds where
// it is not what clients expect.
func (r *report) update(now time.Time, st Status, again map[string]bool) (changed map[string]dbus.Variant, jumped *int64) {
	changed = map[string]dbus.Variant{}
	properties := playProperties(st)
	delete(properties, "Position") // the specification forbids to signal it
	for name, value := range properties {
		if again[name] || !reflect.DeepEqual(value, r.properties[name]) {
			changed[name] = value
		}
	}
	r.properties = properties

	if st.TrackID != r.track {
		r.track, r.at = st.TrackID, 0
	} else if r.state == Playing {
		r.at += now.Sub(r.since)
	}
	r.state, r.since = st.State, now
	if off := st.Position - r.at; off > jump || off < -jump {
		r.at = max(0, st.Position)
		position := micros(st.Position)
		jumped = &position
	}
	return changed, jumped
}
