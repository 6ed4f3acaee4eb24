// Package language is the words of one language: everything that is heard or
// shown in a session and does not stand in a region's script. A Language is
// plain data, one Go file each, so that a translator finds every word in one
// place and the compiler finds what is missing.
//
// Inside the program, refusals and answers are codes; their words are looked
// up here, where a session is heard or shown.
package language

// Language is the words of one language.
type Language struct {
	Tag string // BCP 47, such as "en"

	// Left and Right are the sides as a line names them, in place of {side}
	// and {other}.
	Left, Right string

	Chapters Chapters
	Answers  Answers
	Refusals map[string]string // by code: why a command could not be carried out
	Screen   Screen

	// Advice says who should ask a clinician first, and what a session is not.
	// Paragraphs are parted by empty lines, entries of a list begin with "- ".
	Advice string
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
