package settings

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/plan"
)

// Words that stand for values.
const (
	Ideal = "ideal" // a session as long as its script likes best, a loop until it is stopped
	Auto  = "auto"  // the buffer that the device finds right
	Off   = "off"   // a time that is never
)

// value is the place of a setting in Settings. Its type decides how it is read
// and written.
type value interface {
	// read reads text as the config file writes it. The error says what would
	// do, not where the text came from.
	read(row Setting, text string) error
	// write is the value as the config file writes it.
	write(row Setting) string
	// kind is how the value is written, in words: "a number".
	kind() string
	// take takes over the value of another place of the same setting.
	take(from value)
}

type (
	length time.Duration             // read by ParseLength, or Ideal
	buffer time.Duration             // read as Go writes durations, within bounds, or Auto
	wait   time.Duration             // the same, or a number of seconds, or Off
	onOff  bool                      // true or false
	level  float64                   // dB, within bounds
	text   string                    // one of the row's choices, where it has any
	breath struct{ at *plan.Breath } // read by plan.ParseBreath
)

// Set reads text into the setting's place in s. The error says what would do,
// not where the text came from.
func (t Setting) Set(s *Settings, text string) error { return t.field(s).read(t, text) }

// Format writes the setting's value in s as config.yaml would.
func (t Setting) Format(s Settings) string { return t.field(&s).write(t) }

// Kind is how a setting's value is written: "true or false", "a number", "a
// length", "a time", "keys" or "text".
func (t Setting) Kind() string { return t.field(&Settings{}).kind() }

// copy gives to the setting's value in from.
func (t Setting) copy(to, from *Settings) { t.field(to).take(t.field(from)) }

func (v *length) kind() string    { return "a length" }
func (v *length) take(from value) { *v = *from.(*length) }

func (v *length) read(_ Setting, text string) error {
	if text == Ideal {
		*v = 0
		return nil
	}
	d, err := ParseLength(text)
	if err == nil {
		*v = length(d)
	}
	return err
}

func (v *length) write(Setting) string {
	if *v == 0 {
		return Ideal
	}
	return FormatLength(time.Duration(*v))
}

func (v *onOff) kind() string         { return "true or false" }
func (v *onOff) take(from value)      { *v = *from.(*onOff) }
func (v *onOff) write(Setting) string { return strconv.FormatBool(bool(*v)) }

func (v *onOff) read(_ Setting, text string) error {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", text)
	}
	*v = onOff(on)
	return nil
}

func (v breath) kind() string         { return "text" }
func (v breath) take(from value)      { *v.at = *from.(breath).at }
func (v breath) write(Setting) string { return v.at.String() }

func (v breath) read(_ Setting, text string) error {
	b, err := plan.ParseBreath(text)
	if err == nil {
		*v.at = b
	}
	return err
}

func (v *level) kind() string         { return "a number" }
func (v *level) take(from value)      { *v = *from.(*level) }
func (v *level) write(Setting) string { return strconv.FormatFloat(float64(*v), 'f', -1, 64) }

func (v *level) read(row Setting, text string) error {
	x, err := strconv.ParseFloat(strings.TrimSuffix(text, "dB"), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return fmt.Errorf("%q is not a number of dB: give one from %g to %g", text, row.Least, row.Most)
	}
	if x < row.Least || x > row.Most {
		return fmt.Errorf("%g dB is out of bounds: give %g to %g", x, row.Least, row.Most)
	}
	*v = level(x)
	return nil
}

func (v *buffer) kind() string    { return "text" }
func (v *buffer) take(from value) { *v = *from.(*buffer) }

func (v *buffer) read(row Setting, text string) error {
	if text == Auto {
		*v = 0
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is not a time: give auto, or one such as 100ms or 2s", text)
	}
	if err := row.within(d, text, ""); err != nil {
		return err
	}
	*v = buffer(d)
	return nil
}

func (v *buffer) write(Setting) string {
	if *v == 0 {
		return Auto
	}
	return time.Duration(*v).String()
}

func (v *wait) kind() string    { return "a time" }
func (v *wait) take(from value) { *v = *from.(*wait) }

func (v *wait) read(row Setting, text string) error {
	off := ""
	if row.Off {
		if text == Off || text == "0" {
			*v = 0
			return nil
		}
		off = ", or " + Off
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		d, err = time.ParseDuration(text + "s")
	}
	if err != nil {
		return fmt.Errorf("%q is not a time: give one such as %s or 1m%s", text, row.Default, off)
	}
	if err := row.within(d, text, off); err != nil {
		return err
	}
	*v = wait(d)
	return nil
}

func (v *wait) write(row Setting) string {
	if *v == 0 && row.Off {
		return Off
	}
	return duration(time.Duration(*v))
}

func (v *text) kind() string         { return "text" }
func (v *text) take(from value)      { *v = *from.(*text) }
func (v *text) write(Setting) string { return string(*v) }

func (v *text) read(row Setting, given string) error {
	if row.Choices == nil && strings.TrimSpace(given) == "" {
		return errors.New("nothing is given")
	}
	if row.Choices != nil && !slices.Contains(row.Choices, given) {
		return fmt.Errorf("%q is none of %s%s", given, list(row.Choices, "and"), nearest.Suffix(given, row.Choices))
	}
	*v = text(given)
	return nil
}

// within refuses a time that is out of the row's bounds.
func (t Setting) within(d time.Duration, text, off string) error {
	if d.Seconds() < t.Least || d.Seconds() > t.Most {
		return fmt.Errorf("%s is out of bounds: give %s to %s%s", text, seconds(t.Least), seconds(t.Most), off)
	}
	return nil
}

func seconds(s float64) string { return duration(time.Duration(s * float64(time.Second))) }

// duration is as Go writes durations, without a tail of nothings.
func duration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// Defaults are the settings in force where nothing else is said.
func Defaults() Settings {
	var s Settings
	for _, t := range Table() {
		if err := t.Set(&s, t.Default); err != nil {
			panic("the default of " + t.Key + ": " + err.Error()) // a test reads them all
		}
	}
	return s
}
