// Package language is the words of one language: everything that is heard or
// shown in a session and does not stand in a region's script, and the words by
// which the checker finds what a script must not say. A Language is plain data,
// one Go file each, so that a translator finds every word in one place and the
// compiler finds what is missing.
//
// Inside the program, refusals and answers are codes; their words are looked
// up here, where a session is heard or shown.
package language

import (
	"slices"
	"time"
)

// Language is the words of one language.
type Language struct {
	Tag string // BCP 47, such as "en"

	// Left and Right are the sides as a line names them, in place of {side}
	// and {other}.
	Left, Right string

	// Amounts is every length of time that is named aloud, from the shortest to
	// the longest. Each is said of the lengths that are nearer to it than to
	// its neighbours.
	Amounts []Amount

	// Phrases is the working words as YAML: docs/script-format.md. PhrasesFile
	// is the file's name as it is shown.
	Phrases     string
	PhrasesFile string

	Chapters Chapters
	Answers  Answers
	Refusals map[string]string // by code: why a command could not be carried out
	Screen   Screen

	// Places is where each place on the body is, by the name that scripts use,
	// in words that follow "at".
	Places map[string]string

	// Safety is the words by which the checker finds what is not safe to say.
	// A script in a language without them is refused.
	Safety *Safety

	// Advice says who should ask a clinician first, and what a session is not.
	// Paragraphs are parted by empty lines, entries of a list begin with "- ".
	Advice string
}

// All is every language that is built in. Each call makes values of its own.
func All() []*Language { return []*Language{English()} }

// Default is the tag of the language of a script that names none.
const Default = "en"

// Find is the language with a tag, or nil.
func Find(languages []*Language, tag string) *Language {
	if i := slices.IndexFunc(languages, func(l *Language) bool { return l.Tag == tag }); i >= 0 {
		return languages[i]
	}
	return nil
}

// Tags is the tags of some languages.
func Tags(languages []*Language) []string {
	var tags []string
	for _, l := range languages {
		tags = append(tags, l.Tag)
	}
	return tags
}

// Side is the word for a side by its code, "left" or "right"; any other code
// is no side, and stays as it is.
func (l *Language) Side(code string) string {
	switch code {
	case "left":
		return l.Left
	case "right":
		return l.Right
	}
	return code
}

// Amount is a length of time in words, such as "about two minutes".
type Amount struct {
	Length time.Duration
	Words  string
}

// Amount is the words for a length of time: those of the nearest amount, of two
// equally near the longer one's.
func (l *Language) Amount(d time.Duration) string {
	if len(l.Amounts) == 0 {
		return ""
	}
	i := 0
	for i+1 < len(l.Amounts) && d >= (l.Amounts[i].Length+l.Amounts[i+1].Length)/2 {
		i++
	}
	return l.Amounts[i].Words
}

// Chapters titles the parts of a session that no script names.
type Chapters struct {
	Opening, NextRound, Stretch, Closing string

	// OnSide is the title of a point on one side: %[1]s is the point, %[2]s
	// the side. InRegion is a title in a session of several regions: %[1]s is
	// the region's title, %[2]s the chapter.
	OnSide, InRegion string
}

// Answers is what a listener reads when a command was carried out.
type Answers struct {
	ByCode map[string]string

	// Later and Sooner are added where the end has moved: %s is by how much,
	// as a clock shows it.
	Later, Sooner string
	// VoiceLevel and TonesLevel tell a new level: %+.0f is dB.
	VoiceLevel, TonesLevel string
}

// Of is the words of an answer or a refusal; the code itself where there are
// none, so that a fault shows.
func (l *Language) Of(code string) string {
	if text, ok := l.Refusals[code]; ok {
		return text
	}
	if text, ok := l.Answers.ByCode[code]; ok {
		return text
	}
	return code
}
