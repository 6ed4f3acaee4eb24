package session

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts/language"
)

// codes is every constant of type Code that the package has.
func codes(t *testing.T) (codes []Code) {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				if name, ok := v.Type.(*ast.Ident); ok && name.Name == "Code" {
					code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					codes = append(codes, Code(code))
				}
			}
			return true
		})
	}
	return codes
}

func TestEveryCodeHasWords(t *testing.T) {
	all := codes(t)
	if len(all) < 20 {
		t.Fatalf("only %d codes were found", len(all))
	}
	for _, l := range language.All() {
		for _, code := range all {
			a := Answer{Code: code, Spoken: "About five minutes left."}
			if words := a.Words(l); words == "" || words == string(code) && l.Answers.ByCode[words] == "" {
				t.Errorf("%s: %s is worded %q", l.Tag, code, words)
			}
		}
	}
}

func TestWordsOfAnswers(t *testing.T) {
	for _, c := range []struct {
		answer Answer
		want   string
	}{
		{Answer{}, ""},
		{Answer{Code: CodePaused}, "paused"},
		{Answer{Code: CodeGoingOn}, "going on"},
		{Answer{Code: CodeMovedOn}, "on to the next step"},
		{Answer{Code: CodeSaidAgain}, "once more"},
		{Answer{Code: CodeLonger}, "one breath longer"},
		{Answer{Code: CodeLonger, Moved: 20 * second}, "one breath longer, ends 0:20 later"},
		{Answer{Code: CodeLonger, Moved: 3 * second}, "one breath longer"},
		{Answer{Code: CodeFinishing, Moved: -65 * second}, "on to the stretch and the closing, ends 1:05 sooner"},
		{Answer{Code: CodeSatellite}, "one more spot"},
		{Answer{Code: CodeLastRound}, "this round is the last"},
		{Answer{Code: CodeStopped}, "stopped"},
		{Answer{Code: CodePressed}, "pressed"},
		{Answer{Code: CodeNextRegion}, "the next region"},
		{Answer{Code: CodePlayedAgain}, "once more"},
		{Answer{Code: CodeRemaining, Spoken: "About five minutes left."}, "About five minutes left."},
		{Answer{Code: CodeVoiceLevel, Level: 2}, "the voice at +2 dB"},
		{Answer{Code: CodeTonesLevel, Level: -20}, "the tones at -20 dB"},
		{Answer{Code: CodeSessionOver, Refused: true}, "the session is over"},
		{Answer{Code: CodeVoiceLoudest, Refused: true}, "the voice cannot be louder"},
		{Answer{Code: CodeTonesQuietest, Refused: true}, "the tones cannot be quieter"},
		{Answer{Code: Code(plan.LongEnough), Refused: true}, "no spot is pressed for longer"},
	} {
		if got := c.answer.Words(language.English()); got != c.want {
			t.Errorf("%+v is worded %q, not %q", c.answer, got, c.want)
		}
	}
}

// inCyrillic is English with its letters replaced, so that words from elsewhere
// show.
func inCyrillic(l *language.Language) *language.Language {
	foreign := func(text string) string {
		inVerb := false
		return strings.Map(func(r rune) rune {
			switch {
			case r == '%':
				inVerb = true
			case inVerb && unicode.IsLetter(r):
				inVerb = false
			case unicode.IsLetter(r):
				return 'ж'
			}
			return r
		}, text)
	}
	for code, words := range l.Answers.ByCode {
		l.Answers.ByCode[code] = foreign(words)
	}
	for code, words := range l.Refusals {
		l.Refusals[code] = foreign(words)
	}
	a := &l.Answers
	a.Later, a.Sooner, a.VoiceLevel, a.TonesLevel = foreign(a.Later), foreign(a.Sooner), foreign(a.VoiceLevel), foreign(a.TonesLevel)
	return l
}

// Whatever a session answers is of the language, or a phrase that is spoken.
func TestAnswersAreOfTheLanguage(t *testing.T) {
	l := inCyrillic(language.English())
	live := begin(t, 4, "jaw")
	seen := map[Code]bool{}
	check := func(command Command, a Answer) {
		seen[a.Code] = true
		words := strings.TrimSuffix(a.Words(l), "dB") // a unit of every language
		if a.Code == CodeRemaining {
			words = strings.ReplaceAll(words, a.Spoken, "")
		}
		if strings.ContainsFunc(words, func(r rune) bool { return r < 'ж' && unicode.IsLetter(r) }) {
			t.Errorf("%s is answered %q", command, words)
		}
	}
	o := only(options())
	o.Quiet = 10 * time.Second
	play(t, live, o, func(r *rig) {
		for _, at := range []time.Duration{time.Second, 30 * time.Second, 100 * time.Second, audio.Duration(live.Frames()) - 20*time.Second} {
			r.at(at)
			for _, command := range Commands() {
				if command != Stop {
					r.do(command)
					check(command, r.Status().Answer)
					r.do(Play)
				}
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := New(live, o)
		defer s.Close()
		c := newController(s, live)
		for _, command := range Commands() {
			c.change(command, output.Frame(live.Frames())+second)
			check(command, c.status.Answer)
			c.status.Outcome = Over
		}
	})
	if len(seen) < 15 {
		t.Errorf("only %d codes were answered: %v", len(seen), seen)
	}
}
