package settings

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseLength(t *testing.T) {
	good := map[string]time.Duration{
		"12m":     12 * time.Minute,
		"12":      12 * time.Minute,
		"12.5":    12*time.Minute + 30*time.Second,
		"7:30":    7*time.Minute + 30*time.Second,
		"450s":    450 * time.Second,
		"1h":      time.Hour,
		"1h30m":   90 * time.Minute,
		"1H 30M":  90 * time.Minute,
		"1h30m5s": 90*time.Minute + 5*time.Second,
		"1h5s":    time.Hour + 5*time.Second,
		"1.5h":    90 * time.Minute,
		"12 min":  12 * time.Minute,
		"1:07:30": time.Hour + 7*time.Minute + 30*time.Second,
		"90:00":   90 * time.Minute,
		" 8m ":    8 * time.Minute,
		"24h":     24 * time.Hour,
		"0.5":     30 * time.Second,
		"0:30":    30 * time.Second,
		"2.5s":    2500 * time.Millisecond,
		".5h":     30 * time.Minute,
	}
	for text, want := range good {
		got, err := ParseLength(text)
		if err != nil || got != want {
			t.Errorf("ParseLength(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	bad := map[string]string{
		"":                      "no length given",
		"   ":                   "no length given",
		"0":                     "no time at all",
		"0:00":                  "no time at all",
		"0s":                    "no time at all",
		"0.000001":              "no time at all",
		"-5":                    "below nothing",
		"-1h":                   "below nothing",
		"25h":                   "longer than 24 hours",
		"1441":                  "longer than 24 hours",
		"24h1s":                 "longer than 24 hours",
		"99999999999":           "longer than 24 hours",
		"none":                  "is no length",
		"soon":                  "is no length",
		"7:3":                   "is no length",
		"7:60":                  "is no length",
		"7:30m":                 "is no length",
		":30":                   "is no length",
		"1:2:3:4":               "is no length",
		"7.5:30":                "is no length",
		"5m1h":                  "is no length",
		"5m5m":                  "is no length",
		"1.5h30m":               "is no length",
		"m":                     "is no length",
		".":                     "is no length",
		"1.2.3":                 "is no length",
		"1e3":                   "is no length",
		"inf":                   "is no length",
		"NaN":                   "is no length",
		"0x10":                  "is no length",
		"--5":                   "is no length",
		"+5":                    "is no length",
		"5 apples":              "is no length",
		"12d":                   "is no length",
		"٣":                     "is no length",
		"\x1b[31m5":             "is no length",
		strings.Repeat("9", 60): "that is no length",
	}
	for text, want := range bad {
		got, err := ParseLength(text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "7:30") {
			t.Errorf("ParseLength(%q) = %v, %v; want an error with %q and the ways to write one", text, got, err, want)
		}
		if err != nil && strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("ParseLength(%q): its error writes an escape code", text)
		}
	}
}

func TestLengthRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Duration(rapid.Int64Range(1, LongestLength.Milliseconds()).Draw(t, "ms")) * time.Millisecond
		text := FormatLength(want)
		got, err := ParseLength(text)
		if err != nil || got != want {
			t.Fatalf("%v is written %q and read back %v, %v", want, text, got, err)
		}
	})
}

func FuzzParseLength(f *testing.F) {
	for _, s := range []string{"12m", "12", "7:30", "450s", "1h30m", "12.5", "-1", "0", "1e9", "9:99:99", "h", "99999999999999999999h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseLength(text)
		if err != nil {
			if got != 0 {
				t.Fatalf("ParseLength(%q) gives %v beside its error", text, got)
			}
			return
		}
		if got <= 0 || got > LongestLength || got%time.Millisecond != 0 {
			t.Fatalf("ParseLength(%q) = %v", text, got)
		}
		if again, err := ParseLength(FormatLength(got)); err != nil || again != got {
			t.Fatalf("%q: %v is written %q and read back %v, %v", text, got, FormatLength(got), again, err)
		}
	})
}
