package settings

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// LongestLength is the most a session may be asked to last.
const LongestLength = 24 * time.Hour

// lengthForms is the way out that every refusal of a length names.
const lengthForms = "give minutes (12 or 12.5), 12m, 7:30, 450s, 1h or 1h30m"

// ParseLength reads the length of a session as a person writes it: "12" and
// "12.5" are minutes, "7:30" minutes and seconds, "1:07:30" hours as well;
// "12m", "450s", "1h" and "1h30m" name their units. The result is whole
// milliseconds, over 0 and at most [LongestLength]; anything else is an error
// that says what would do.
func ParseLength(text string) (time.Duration, error) {
	s := strings.ToLower(strings.TrimSpace(text))
	switch {
	case s == "":
		return 0, fmt.Errorf("no length given: %s", lengthForms)
	case len(s) > 40:
		return 0, fmt.Errorf("that is no length: %s", lengthForms)
	}
	number, negative := strings.CutPrefix(s, "-")
	parse := parseUnits
	if strings.Contains(number, ":") {
		parse = parseClock
	}
	ms, ok := parse(number)
	switch {
	case !ok:
		return 0, fmt.Errorf("%q is no length: %s", text, lengthForms)
	case negative:
		return 0, fmt.Errorf("%q is below nothing: %s", text, lengthForms)
	case ms == 0:
		return 0, fmt.Errorf("%q is no time at all: %s", text, lengthForms)
	case ms > float64(LongestLength/time.Millisecond):
		return 0, fmt.Errorf("%q is longer than 24 hours, the most a session can last: %s", text, lengthForms)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// parseClock reads m:ss or h:mm:ss into milliseconds.
func parseClock(s string) (ms float64, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, false
	}
	for i, part := range parts {
		if i > 0 && len(part) != 2 || strings.Contains(part, ".") {
			return 0, false
		}
		n, ok := parseNumber(part)
		if !ok || i > 0 && n >= 60 {
			return 0, false
		}
		ms = ms*60 + n
	}
	return ms * 1000, true
}

// parseUnits reads a bare number of minutes, or numbers with their units, the
// larger unit first and each once; only the last may have a fraction.
func parseUnits(s string) (ms float64, ok bool) {
	if n, ok := parseNumber(s); ok {
		return math.Round(n * 60_000), true
	}
	units := []struct {
		names []string
		ms    float64
	}{
		{[]string{"h"}, 3_600_000},
		{[]string{"min", "m"}, 60_000},
		{[]string{"s"}, 1000},
	}
	fraction := false
	for _, unit := range units {
		for _, name := range unit.names {
			number, rest, found := strings.Cut(s, name)
			if !found {
				continue
			}
			n, ok := parseNumber(strings.TrimSpace(number))
			if !ok || fraction {
				return 0, false
			}
			fraction = strings.Contains(number, ".")
			ms += math.Round(n * unit.ms)
			s = strings.TrimSpace(rest)
			break
		}
	}
	return ms, s == ""
}

// parseNumber reads digits with at most one decimal point: no sign, no
// exponent, nothing infinite.
func parseNumber(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 || strings.Trim(s, ".") == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// FormatLength writes a length the way [ParseLength] reads it back: "8m",
// "7m30s", "1h30m", "2.5s".
func FormatLength(d time.Duration) string {
	ms := d.Round(time.Millisecond).Milliseconds()
	hours, minutes, seconds := ms/3_600_000, ms/60_000%60, float64(ms%60_000)/1000
	var b strings.Builder
	if hours > 0 {
		fmt.Fprintf(&b, "%dh", hours)
	}
	if minutes > 0 {
		fmt.Fprintf(&b, "%dm", minutes)
	}
	if seconds > 0 || b.Len() == 0 {
		b.WriteString(strconv.FormatFloat(seconds, 'f', -1, 64) + "s")
	}
	return b.String()
}
