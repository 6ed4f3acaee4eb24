// Package language has the words of each language: everything that is heard or
// shown in a session and is not a line of a script, and the words by which the
// checker finds lines that are not safe. A Language is plain data in one Go file
// with one file of phrases, for a translator to go through; tests find what is
// missing.
//
// Inside the program refusals and answers are codes. They become words where a
// session is heard or shown.
package language

import (
	"slices"
	"time"
)

// Language is the words of one language.
type Language struct {
	Tag string // BCP 47, such as "en"

	// Left and Right are the words for the sides, for {side} and {other}.
	Left, Right string

	// Amounts are the lengths of time that can be said, from the shortest to the
	// longest. For any other length the nearest is said.
	Amounts []Amount

	// Phrases is the YAML of what every session says: see scripts.Phrases.
	// PhrasesFile is the name of the file as it is shown.
	Phrases     string
	PhrasesFile string

	Chapters Chapters
	Answers  Answers
	Refusals map[string]string // by code: why a command could not be carried out
	Screen   Screen

	// Places says where each place on the body is, by the name that scripts use
	// for it, in words that can follow "at".
	Places map[string]string

	// Safety is the vocabulary of the checker. Scripts in a language without one
	// are refused.
	Safety *Safety

	// Advice says who should ask a clinician first. Paragraphs have empty lines
	// between them, entries of a list begin with "- ".
	Advice string
}

// All returns the built-in languages. Each call makes new values.
func All() []*Language { return []*Language{English()} }

// Default is the tag of the language of a script that does not name one.
const Default = "en"

// Find returns the language with a tag, or nil.
func Find(languages []*Language, tag string) *Language {
	if i := slices.IndexFunc(languages, func(l *Language) bool { return l.Tag == tag }); i >= 0 {
		return languages[i]
	}
	return nil
}

// Tags returns the tags of languages.
func Tags(languages []*Language) []string {
	var tags []string
	for _, l := range languages {
		tags = append(tags, l.Tag)
	}
	return tags
}

// Side returns the word for a side, "left" or "right". Any other code is returned
// as it is.
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

// Amount returns the words for the amount nearest to a length of time; of two
// equally near, the longer.
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

// Chapters are titles of chapters.
type Chapters struct {
	Opening, NextRound, Stretch, Closing string

	// OnSide is for a point on one side: %[1]s is the point's title, %[2]s the
	// side. InRegion is for a session of several regions: %[1]s is the region's
	// title, %[2]s the chapter's.
	OnSide, InRegion string
}

// Answers are shown when a command was carried out.
type Answers struct {
	ByCode map[string]string

	// Later and Sooner are appended if the end has moved: %s is by how much, such
	// as 0:20.
	Later, Sooner string
	// VoiceLevel and TonesLevel are the answers to a change of level, %+.0f dB.
	VoiceLevel, TonesLevel string
}

// Of returns the words of an answer or a refusal by its code. For an unknown code
// it returns the code, so that the fault is seen.
func (l *Language) Of(code string) string {
	if text, ok := l.Refusals[code]; ok {
		return text
	}
	if text, ok := l.Answers.ByCode[code]; ok {
		return text
	}
	return code
}
