package settings

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
)

// Ideal is the length that stands for none: a session as long as its script
// likes best, a loop until it is stopped.
const Ideal = "ideal"

// Auto is the buffer that the device finds right.
const Auto = "auto"

type (
	length time.Duration // read by ParseLength, or Ideal
	buffer time.Duration // read as Go writes durations, within bounds, or Auto
	wait   time.Duration // the same, or a number of seconds, or Off
)

// Off is the time that stands for never.
const Off = "off"

// Set reads text into the setting's place in s. The error says what would do,
// not where the text came from.
func (t Setting) Set(s *Settings, text string) error {
	switch into := t.field(s).(type) {
	case *length:
		if text == Ideal {
			*into = 0
			return nil
		}
		d, err := ParseLength(text)
		if err != nil {
			return err
		}
		*into = length(d)
	case *bool:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		*into = on
	case *plan.Breath:
		b, err := plan.ParseBreath(text)
		if err != nil {
			return err
		}
		*into = b
	case *float64:
		x, err := strconv.ParseFloat(strings.TrimSuffix(text, "dB"), 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%q is no number of dB: give one from %g to %g", text, t.Least, t.Most)
		}
		if x < t.Least || x > t.Most {
			return fmt.Errorf("%g dB is out of bounds: give %g to %g", x, t.Least, t.Most)
		}
		*into = x
	case *buffer:
		if text == Auto {
			*into = 0
			return nil
		}
		d, err := time.ParseDuration(text)
		if err != nil {
			return fmt.Errorf("%q is no such time: give auto, or one such as 100ms or 2s", text)
		}
		if d.Seconds() < t.Least || d.Seconds() > t.Most {
			return fmt.Errorf("%s is out of bounds: give %s to %s", text, seconds(t.Least), seconds(t.Most))
		}
		*into = buffer(d)
	case *wait:
		d, err := t.parseWait(text)
		if err != nil {
			return err
		}
		*into = wait(d)
	case keysOf:
		return into.keys.Set(into.command, text)
	case *string:
		if t.Choices == nil && strings.TrimSpace(text) == "" {
			return fmt.Errorf("nothing is given")
		}
		if t.Choices != nil && !contains(t.Choices, text) {
			return fmt.Errorf("%q is none of %s%s", text, list(t.Choices, "and"), didYouMean(text, t.Choices))
		}
		*into = text
	}
	return nil
}

func (t Setting) parseWait(text string) (time.Duration, error) {
	off := ""
	if t.Off {
		if text == Off || text == "0" {
			return 0, nil
		}
		off = ", or " + Off
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		d, err = time.ParseDuration(text + "s")
	}
	if err != nil {
		return 0, fmt.Errorf("%q is no such time: give one such as %s or 1m%s", text, t.Default, off)
	}
	if d.Seconds() < t.Least || d.Seconds() > t.Most {
		return 0, fmt.Errorf("%s is out of bounds: give %s to %s%s", text, seconds(t.Least), seconds(t.Most), off)
	}
	return d, nil
}

// Kind is how a setting's value is written: "true or false", "a number", "a
// length", "a time", "keys" or "text".
func (t Setting) Kind() string {
	switch t.field(&Settings{}).(type) {
	case *bool:
		return "true or false"
	case *float64:
		return "a number"
	case *length:
		return "a length"
	case *wait:
		return "a time"
	case keysOf:
		return "keys"
	}
	return "text"
}

// Format writes the setting's value in s as config.yaml would.
func (t Setting) Format(s Settings) string {
	switch from := t.field(&s).(type) {
	case *length:
		if *from == 0 {
			return Ideal
		}
		return FormatLength(time.Duration(*from))
	case *bool:
		return strconv.FormatBool(*from)
	case *plan.Breath:
		return from.String()
	case *float64:
		return strconv.FormatFloat(*from, 'f', -1, 64)
	case *buffer:
		if *from == 0 {
			return Auto
		}
		return time.Duration(*from).String()
	case *wait:
		if *from == 0 && t.Off {
			return Off
		}
		return duration(time.Duration(*from))
	case keysOf:
		return from.keys.Text(from.command)
	case *string:
		return *from
	}
	return ""
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

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

func didYouMean(word string, known []string) string {
	if near := scripts.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
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

// copy gives to the setting's value in from.
func (t Setting) copy(to, from *Settings) {
	switch value := t.field(from).(type) {
	case *length:
		*t.field(to).(*length) = *value
	case *bool:
		*t.field(to).(*bool) = *value
	case *plan.Breath:
		*t.field(to).(*plan.Breath) = *value
	case *float64:
		*t.field(to).(*float64) = *value
	case *buffer:
		*t.field(to).(*buffer) = *value
	case *wait:
		*t.field(to).(*wait) = *value
	case keysOf:
		k := t.field(to).(keysOf)
		_ = k.keys.Set(k.command, value.keys.Text(k.command)) // it was read before
	case *string:
		*t.field(to).(*string) = *value
	}
}
