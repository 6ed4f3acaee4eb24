package scripts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Timed is a sentence that names a length of time, in the few amounts that a
// voice has clips of. The zero Timed says nothing.
type Timed struct {
	Full string // holds {time}
	At   Range
}

// timePlace is where the amount stands in a timed sentence.
const timePlace = "{time}"

// amounts is every length that is named, in order. Each is said of the lengths
// that are nearer to it than to its neighbours.
var amounts = [...]struct {
	length time.Duration
	words  string
}{
	{5 * time.Second, "a few seconds"},
	{30 * time.Second, "half a minute"},
	{time.Minute, "about one minute"},
	{2 * time.Minute, "about two minutes"},
	{3 * time.Minute, "about three minutes"},
	{4 * time.Minute, "about four minutes"},
	{5 * time.Minute, "about five minutes"},
	{6 * time.Minute, "about six minutes"},
	{7 * time.Minute, "about seven minutes"},
	{8 * time.Minute, "about eight minutes"},
	{9 * time.Minute, "about nine minutes"},
	{10 * time.Minute, "about ten minutes"},
	{11 * time.Minute, "about eleven minutes"},
	{12 * time.Minute, "about twelve minutes"},
	{13 * time.Minute, "about thirteen minutes"},
	{14 * time.Minute, "about fourteen minutes"},
	{15 * time.Minute, "about fifteen minutes"},
	{20 * time.Minute, "about twenty minutes"},
	{25 * time.Minute, "about twenty-five minutes"},
	{30 * time.Minute, "about thirty minutes"},
	{40 * time.Minute, "about forty minutes"},
	{50 * time.Minute, "about fifty minutes"},
	{60 * time.Minute, "about one hour"},
	{90 * time.Minute, "about ninety minutes"},
	{120 * time.Minute, "about two hours"},
	{150 * time.Minute, "more than two hours"}, // and all that is longer
}

// IsZero reports whether the sentence says nothing.
func (t Timed) IsZero() bool { return t.Full == "" }

// Text is what is spoken for a length of time: the sentence with the nearest
// amount, of two equally near the longer. A length below 0 is taken for 0.
func (t Timed) Text(d time.Duration) string {
	i := 0
	for i+1 < len(amounts) && d >= (amounts[i].length+amounts[i+1].length)/2 {
		i++
	}
	return t.with(amounts[i].words)
}

// Texts is every text that the sentence can become, from the shortest amount
// to the longest.
func (t Timed) Texts() []string {
	if t.IsZero() {
		return nil
	}
	texts := make([]string, len(amounts))
	for i, a := range amounts {
		texts[i] = t.with(a.words)
	}
	return texts
}

// with is the sentence with an amount. It begins with a capital, whatever it
// begins with.
func (t Timed) with(amount string) string {
	if t.IsZero() {
		return ""
	}
	text := strings.ReplaceAll(t.Full, timePlace, amount)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
