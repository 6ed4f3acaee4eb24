package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

// words puts views into one language.
type words struct {
	*language.Language
	dot   string                       // between two parts of a row
	keyOf func(session.Command) string // the sign of a command's key, or ""
}

// headline is what to do now, in the few words that are drawn large.
func (w words) headline(v View) string {
	switch {
	case v.State == session.Paused:
		return w.Screen.Paused
	case v.State == session.Afterward, v.Activity == Finishing:
		return w.Screen.Done
	}
	text := ""
	switch {
	case v.Activity == Searching:
		text = w.Screen.Search
	case v.Activity == Resting:
		text = w.Screen.Rest
	case v.Activity.Breathing():
		text = w.purpose(v.Purpose)
	case w.side(v.Side) == "" && v.Speaking:
		text = w.Screen.Listen
	}
	return strings.TrimSpace(text + " " + strings.ToUpper(w.side(v.Side)))
}

// purpose is what to do while breathing.
func (w words) purpose(p timeline.Purpose) string {
	switch p {
	case timeline.Hold, timeline.Satellite:
		return w.Screen.Hold
	case timeline.Move:
		return w.Screen.Move
	case timeline.Stretch:
		return w.Screen.Stretch
	}
	return w.Screen.Breathe
}

// side names left and right, and no other.
func (w words) side(s scripts.Side) string {
	switch s {
	case scripts.Left:
		return w.Left
	case scripts.Right:
		return w.Right
	}
	return ""
}

// headlines are all that headline can give. Letters are as large as the widest
// of them allows, so that they never change their size.
func (w words) headlines() []string {
	s := w.Screen
	all := []string{s.Paused, s.Done, s.Listen}
	for _, side := range []string{"", w.Left, w.Right} {
		for _, text := range []string{"", s.Search, s.Rest, s.Hold, s.Move, s.Stretch, s.Breathe} {
			all = append(all, strings.TrimSpace(text+" "+strings.ToUpper(side)))
		}
	}
	return all
}

// label says which half of a breath it is, and which breath of how many; of a
// paused session, which key goes on.
func (w words) label(v View) string {
	switch {
	case v.State == session.Paused:
		return w.withKey(w.Screen.GoesOn, session.PlayPause)
	case v.State == session.Afterward || !v.Activity.Breathing():
		return ""
	}
	half := w.Screen.BreatheIn
	if v.Activity == Exhaling {
		half = w.Screen.BreatheOut
	}
	if v.Breaths > 1 {
		return fmt.Sprintf(w.Screen.BreathOf, half+" "+w.dot, v.Breath, v.Breaths)
	}
	return half
}

// choices says what can be done in the quiet seconds after the end.
func (w words) choices() string {
	parts := []string{w.withKey(w.Screen.PlaysAgain, session.PlayPause), w.withKey(w.Screen.NextRegion, session.MoveOn)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// withKey puts a command's key into a format; "" where no key gives it.
func (w words) withKey(format string, c session.Command) string {
	if key := w.keyOf(c); key != "" {
		return fmt.Sprintf(format, key)
	}
	return ""
}

// times is the time remaining, or what stands in its place, in full and then
// ever shorter.
func (w words) times(v View) []string {
	const worthSaying = 5 // seconds
	clock := func(seconds int64) string { return timeline.Clock(timeline.Frame(seconds) * timeline.Second) }
	in := func(format string, seconds int64) string { return fmt.Sprintf(format, clock(seconds)) }
	switch {
	case v.State == session.Afterward:
		return []string{in(w.Screen.Played, v.Length), clock(v.Length)}
	case v.Endless:
		return []string{in(w.Screen.UntilYouStop, v.Elapsed), in(w.Screen.SoFar, v.Elapsed), clock(v.Elapsed)}
	}
	remaining := in(w.Screen.Remaining, v.Remaining)
	short := []string{remaining, clock(v.Remaining)}
	switch {
	case v.EndMoved >= worthSaying:
		return append([]string{remaining + in(w.Screen.Longer, v.EndMoved)}, short...)
	case v.EndMoved <= -worthSaying:
		return append([]string{remaining + in(w.Screen.Shorter, -v.EndMoved)}, short...)
	}
	return short
}

// place is the side and the point.
func (w words) place(v View) string {
	if v.State == session.Afterward || v.Activity == Finishing {
		return ""
	}
	side := w.side(v.Side)
	if side == "" || v.Point == "" {
		return side + v.Point
	}
	return side + " " + w.dot + " " + v.Point
}

// heading is the title, and where the session has come to: which of several
// regions, and which round.
func (w words) heading(v View, title string, t *timeline.Timeline) string {
	parts := []string{title}
	if t != nil && len(t.Regions) > 1 && v.Region != "" {
		parts = append(parts, v.Region)
	}
	if v.Round > 1 {
		parts = append(parts, fmt.Sprintf(w.Screen.Round, v.Round))
	}
	if v.Loop && !v.Endless {
		parts = append(parts, w.Screen.Looping)
	}
	return strings.Join(parts, " "+w.dot+" ")
}

// keyHelp says what the keys do, those needed most first.
func keyHelp(l *language.Language, keys control.Keys) []string {
	var help []string
	for _, h := range []struct {
		word     string // in the language's Keys
		commands []session.Command
	}{
		{"pause", []session.Command{session.PlayPause}},
		{"next", []session.Command{session.MoveOn}},
		{"again", []session.Command{session.SayAgain}},
		{"stop", []session.Command{session.Stop}},
		{"longer", []session.Command{session.HoldLonger}},
		{"time-left", []session.Command{session.SayRemaining}},
		{"finish", []session.Command{session.Finish}},
		{"leave-out", []session.Command{session.LeaveOut}},
		{"satellite", []session.Command{session.Satellite}},
		{"loop", []session.Command{session.Loop}},
		{"voice", []session.Command{session.VoiceLouder, session.VoiceQuieter}},
		{"tones", []session.Command{session.TonesLouder, session.TonesQuieter}},
	} {
		var signs []string
		for _, c := range h.commands {
			if sign := keySign(keys, c); sign != "" {
				signs = append(signs, sign)
			}
		}
		if signs != nil {
			help = append(help, strings.Join(signs, " ")+" "+wordOf(l.Screen.Keys, h.word))
		}
	}
	return help
}

// keySign is a command's key as it is shown, or "".
func keySign(keys control.Keys, c session.Command) string {
	of := keys.Of(c)
	if len(of) == 0 {
		return ""
	}
	switch of[0] {
	case "left":
		return "←"
	case "right":
		return "→"
	case "up":
		return "↑"
	case "down":
		return "↓"
	}
	return of[0]
}

// wordOf is the word for a code; the code itself where a language has none, so
// that the fault shows.
func wordOf(words map[string]string, code string) string {
	if word, ok := words[code]; ok {
		return word
	}
	return code
}
