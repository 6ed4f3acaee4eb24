// Package settings is what can be set, in one table: the type of each value,
// how it is written and read, its bounds and its default. Where a value comes
// from (a flag, a file, a favourite, a page) is for others to know; what they
// set for one session is an [Override].
package settings

import (
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/session"
)

// Output is where a session goes.
type Output string

const (
	OutputAuto     Output = "auto"     // sound; captions where there is no device
	OutputSound    Output = "sound"    // sound, or not at all
	OutputCaptions Output = "captions" // captions alone, in silence and on time
)

// Settings are the values in force for one session.
type Settings struct {
	Length     time.Duration // 0: the ideal length, or no end to a loop
	LengthBy   LengthBy      // who gave it: no row of the table
	Loop       bool
	Side       plan.Work
	Guidance   plan.Guidance
	Breath     plan.Breath
	Voice      string // a built-in voice's name, or a folder
	Tones      tone.Kind
	Bed        bool
	VoiceLevel float64 // dB
	TonesLevel float64 // dB
	SideCues   score.SideCues
	Output     Output
	Buffer     time.Duration // 0: as the device finds right
	Plain      bool

	Keep           plan.Anchor
	Quiet          time.Duration // 0: off
	RepeatAfter    time.Duration
	PauseWhenMoved bool
	PressTwice     session.Command // or control.None
	PressThrice    session.Command
	PressWindow    time.Duration
	MaySleep       bool
	Keys           control.Keys
}

// LengthBy is who gave the length of a session. It decides what becomes of a
// length that the session cannot have, and whether a loop ends.
type LengthBy int

const (
	LengthSet   LengthBy = iota // nobody for this session: it is the usual one, and a loop has none
	LengthKept                  // a favourite, a bookmark or the last choice, some time ago
	LengthAsked                 // the listener, now
)

// WithLength is the settings with a length that the listener asks for.
func (s Settings) WithLength(d time.Duration) Settings {
	s.Length, s.LengthBy = d, LengthAsked
	return s
}

// Setting is one row of the table that flags, environment, config.yaml, its
// check, `unknot config`, a page and the documentation are made from.
type Setting struct {
	Key     string   // its name in the config file; after a dot, within a section
	Default string   // as config.yaml writes it
	Help    string   // one line, for --help; the `quoted` word names the value
	About   []string // further lines for config.yaml
	Choices []string // the only values, where there is a closed list
	Least   float64  // bounds of a number, or of seconds
	Most    float64
	Off     bool // a time that can also be off
	Live    bool // of use only while a session is played
	Session bool // makes the session: a favourite and a bookmark keep it; the rest belongs to the machine

	field func(*Settings) value // where the value goes; its type decides how it is read
}

// IsSwitch reports whether the setting is either on or off.
func (s Setting) IsSwitch() bool {
	_, is := s.field(&Settings{}).(*onOff)
	return is
}

// InSection reports whether the setting stands in a section of the config
// file, and which.
func (s Setting) InSection() (section string, in bool) {
	section, _, in = strings.Cut(s.Key, ".")
	return section, in
}

// Table is every setting, in the order they are shown.
func Table() []Setting {
	return slices.Concat(planRows(), soundRows(), outputRows(), liveRows(), buttonRows(), keyRows())
}

// DefaultVoice is the built-in voice that speaks where none is set.
const DefaultVoice = "willow"

// Names is what the config file can name at its top: every setting, and the
// section of keys.
func Names() []string {
	var all []string
	for _, s := range Table() {
		if _, in := s.InSection(); in {
			return append(all, KeySection)
		}
		all = append(all, s.Key)
	}
	return all
}

// list writes "a, b or c"; without a last word "a, b, c".
func list(words []string, and string) string {
	if len(words) < 2 || and == "" {
		return strings.Join(words, ", ")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}
