// Package languagetest has a made-up language for tests, and scripts in it. Its
// words are the English ones in Cyrillic letters: what a session in it says or
// shows in Latin letters is English that does not come from the language.
package languagetest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// Tag is the tag of the language, one for private use.
const Tag = "qaa"

// apart is what must not be translated: placeholders of lines, verbs of formats.
var apart = regexp.MustCompile(`\{[a-z]+\}|%[-+# 0]*(\[[0-9]+\])?[0-9.]*[a-z]`)

// Say translates an English text, letter by letter. Placeholders such as {side}
// and verbs such as %d stay.
func Say(english string) string {
	var b strings.Builder
	rest := 0
	for _, at := range apart.FindAllStringIndex(english, -1) {
		b.WriteString(strings.Map(letter, english[rest:at[0]]))
		b.WriteString(english[at[0]:at[1]])
		rest = at[1]
	}
	b.WriteString(strings.Map(letter, english[rest:]))
	return b.String()
}

// letter is the Cyrillic letter for a Latin one, of the same case.
func letter(c rune) rune {
	switch {
	case c >= 'a' && c <= 'z':
		return 'а' + c - 'a'
	case c >= 'A' && c <= 'Z':
		return 'А' + c - 'A'
	}
	return c
}

// Latin returns the first word in Latin letters in a text, or "" if there is
// none.
func Latin(text string) string {
	latin := func(c rune) bool { return unicode.Is(unicode.Latin, c) }
	start := strings.IndexFunc(text, latin)
	if start < 0 {
		return ""
	}
	word := text[start:]
	if end := strings.IndexFunc(word, func(c rune) bool { return !latin(c) }); end >= 0 {
		word = word[:end]
	}
	return word
}

// Language is the made-up language. Each call makes a new value.
func Language() *language.Language {
	l := language.English()
	l.Tag, l.PhrasesFile, l.Phrases = Tag, "made-up.yaml", spoken(l.Phrases)
	for _, text := range []*string{
		&l.Left, &l.Right, &l.Advice,
		&l.Chapters.Opening, &l.Chapters.NextRound, &l.Chapters.Stretch, &l.Chapters.Closing, &l.Chapters.OnSide, &l.Chapters.InRegion,
		&l.Answers.Later, &l.Answers.Sooner, &l.Answers.VoiceLevel, &l.Answers.TonesLevel,
	} {
		*text = Say(*text)
	}
	for i := range l.Amounts {
		l.Amounts[i].Words = Say(l.Amounts[i].Words)
	}
	for _, words := range []map[string]string{l.Answers.ByCode, l.Refusals, l.Places, l.Screen.Keys, l.Screen.Rows.Kinds, l.Screen.Rows.Sounds} {
		for code, text := range maps.Clone(words) {
			words[code] = Say(text)
		}
	}
	l.Screen = screen(l.Screen)
	l.Safety = safety(l.Safety)
	return l
}

func screen(s language.Screen) language.Screen {
	for _, text := range []*string{
		&s.Paused, &s.Done, &s.Search, &s.Rest, &s.Hold, &s.Move, &s.Stretch, &s.Breathe, &s.Listen,
		&s.BreatheIn, &s.BreatheOut, &s.BreathOf, &s.GoesOn, &s.PlaysAgain, &s.NextRegion,
		&s.Remaining, &s.Longer, &s.Shorter, &s.SoFar, &s.UntilYouStop, &s.Played, &s.Then, &s.Round, &s.Looping, &s.Stopping,
		&s.Rows.Seconds, &s.Rows.Round,
	} {
		*text = Say(*text)
	}
	breaths := s.Rows.Breaths
	s.Rows.Breaths = func(n int) string { return Say(breaths(n)) }
	return s
}

func safety(s *language.Safety) *language.Safety {
	for _, words := range [][]string{s.Pressing, s.Denying, s.Curing, s.Beside, s.Joining} {
		for i := range words {
			words[i] = Say(words[i])
		}
	}
	for _, f := range s.Forbidden {
		for i := range f.Names {
			f.Names[i] = Say(f.Names[i])
		}
	}
	return s
}

// Region is the script of a built-in region, translated. It panics if there is no
// such region.
func Region(name string) []byte {
	_, src := regions.Source(name)
	return []byte(strings.Replace(spoken(string(src)), "\ntitle: ", "\nlanguage: "+Tag+"\ntitle: ", 1))
}

// spoken translates the texts of a script or of phrases that are spoken or shown.
// Each must be on the line of its key.
func spoken(src string) string {
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		key, text, ok := strings.Cut(line, ": ")
		if ok && slices.Contains([]string{"title", "point", "say", "brief"}, strings.TrimLeft(key, "- ")) {
			lines[i] = key + ": " + Say(text)
		}
	}
	return strings.Join(lines, "\n")
}
