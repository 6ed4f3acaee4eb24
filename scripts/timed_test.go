package scripts

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/scripts/language"
	"pgregory.net/rapid"
)

func timedPhrases(t *testing.T) map[string]Timed {
	t.Helper()
	p, err := BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Timed{"time-left": p.TimeLeft, "runs-longer": p.RunsLonger, "ends-early": p.EndsEarly}
}

// Each amount is said up to halfway to the next one.
func TestTheNearestAmountIsSaid(t *testing.T) {
	timed := Timed{Full: "{time} left.", Language: language.English()}
	for d, want := range map[time.Duration]string{
		math.MinInt64:                    "A few seconds left.",
		-time.Second:                     "A few seconds left.",
		0:                                "A few seconds left.",
		17500*time.Millisecond - 1:       "A few seconds left.",
		17500 * time.Millisecond:         "Half a minute left.",
		45*time.Second - 1:               "Half a minute left.",
		45 * time.Second:                 "About one minute left.",
		90*time.Second - 1:               "About one minute left.",
		90 * time.Second:                 "About two minutes left.",
		4*time.Minute + 10*time.Second:   "About four minutes left.",
		14*time.Minute + 30*time.Second:  "About fifteen minutes left.",
		17*time.Minute + 29*time.Second:  "About fifteen minutes left.",
		17*time.Minute + 30*time.Second:  "About twenty minutes left.",
		27*time.Minute + 29*time.Second:  "About twenty-five minutes left.",
		35*time.Minute - 1:               "About thirty minutes left.",
		35 * time.Minute:                 "About forty minutes left.",
		45 * time.Minute:                 "About fifty minutes left.",
		55 * time.Minute:                 "About one hour left.",
		75*time.Minute - 1:               "About one hour left.",
		75 * time.Minute:                 "About ninety minutes left.",
		105 * time.Minute:                "About two hours left.",
		2*time.Hour + 15*time.Minute - 1: "About two hours left.",
		2*time.Hour + 15*time.Minute:     "More than two hours left.",
		24 * time.Hour:                   "More than two hours left.",
		math.MaxInt64:                    "More than two hours left.",
	} {
		if got := timed.Text(d); got != want {
			t.Errorf("%v: %q, not %q", d, got, want)
		}
	}
}

func TestAmountsInASentence(t *testing.T) {
	for full, want := range map[string]string{
		"":                              "",
		"{time} left.":                  "About four minutes left.",
		"éh, {time}.":                   "Éh, about four minutes.",
		"This ends {time} early.":       "This ends about four minutes early.",
		"{time} left. That is, {time}.": "About four minutes left. That is, about four minutes.",
	} {
		if got := (Timed{Full: full, Language: language.English()}).Text(4 * time.Minute); got != want {
			t.Errorf("%q: %q, not %q", full, got, want)
		}
	}
	if texts := (Timed{}).Texts(); len(texts) > 0 {
		t.Errorf("an empty line becomes %q", texts)
	}
}

// Every length has one of the texts, a longer length none before it, and each
// text is that of some length.
func TestEveryLengthHasOneOfTheTexts(t *testing.T) {
	for name, timed := range timedPhrases(t) {
		texts, amounts := timed.Texts(), timed.Language.Amounts
		for i, text := range texts {
			if slices.Index(texts, text) != i {
				t.Errorf("%s is %q twice", name, text)
			}
			if got := timed.Text(amounts[i].Length); got != text {
				t.Errorf("%s of %v is %q, not %q", name, amounts[i].Length, got, text)
			}
			if first, _ := utf8.DecodeRuneInString(text); !unicode.IsUpper(first) || !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "{}") {
				t.Errorf("%s is no sentence: %q", name, text)
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			length := rapid.OneOf(rapid.Int64Range(0, int64(time.Minute)), rapid.Int64Range(0, int64(3*time.Hour)), rapid.Int64())
			a, b := time.Duration(length.Draw(t, "a")), time.Duration(length.Draw(t, "b"))
			i, j := slices.Index(texts, timed.Text(min(a, b))), slices.Index(texts, timed.Text(max(a, b)))
			if i < 0 || j < i {
				t.Fatalf("%v is %q and %v is %q", min(a, b), timed.Text(min(a, b)), max(a, b), timed.Text(max(a, b)))
			}
			// None is nearer; beyond two hours only "more than" is true.
			if d := max(a, b); d >= 0 && j < len(amounts)-1 {
				for _, other := range amounts[:len(amounts)-1] {
					if (other.Length - d).Abs() < (amounts[j].Length - d).Abs() {
						t.Fatalf("%v is nearer to %q than to %q", d, other.Words, texts[j])
					}
				}
			}
		})
	}
}

// The phrases are held to the same rule as the lines of scripts.
func TestPhrasesPromiseNoCure(t *testing.T) {
	p, err := BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range p.Lines() {
		if hasAny(wordsOf(text), p.Language.Safety.Curing) {
			t.Errorf("%q may promise a cure", text)
		}
	}
}

func BenchmarkTimedText(b *testing.B) {
	timed := Timed{Full: "This will run {time} longer.", Language: language.English()}
	b.ReportAllocs()
	for b.Loop() {
		timed.Text(24 * time.Hour)
	}
}
