package scripts

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/scripts/language"
)

// Advice is the page in English that says who should ask a clinician first. The
// README, `unknot show` and the first start show it. Paragraphs have empty lines
// between them, entries of its list begin with "- ": see Wrap.
func Advice() string { return language.English().Advice }

// Words describes a script in words, as `unknot show` prints it: plain text in
// lines of at most width columns (0: no wrapping). It ends with the advice.
func Words(s *Script, width int) string {
	w := &writer{width: width, language: s.Language}
	w.line("", s.Title)
	w.line("", strings.Repeat("=", min(utf8.RuneCountInString(s.Title), max(width, 20))))
	w.section("Position", s.Position)
	w.heading("Cautions")
	for _, c := range s.Cautions {
		w.item("", c.Line.Full)
	}
	w.section("Opening", s.Opening)
	w.heading("Points, in the order they are worked")
	for i, p := range s.Points {
		w.point(i+1, p)
	}
	w.section("Stretch", s.Stretch)
	w.section("Closing", s.Closing)
	w.heading("Before you begin")
	w.b.WriteString("\n" + Wrap(s.Language.Advice, width))
	return w.b.String()
}

// writer writes wrapped lines.
type writer struct {
	b        strings.Builder
	width    int
	language *language.Language
}

// line writes text after an indent. "- " at the end of the indent is a bullet,
// for the first line only.
func (w *writer) line(indent, text string) {
	first := indent
	if strings.HasSuffix(indent, "- ") {
		indent = strings.TrimSuffix(indent, "- ") + "  "
	}
	for i, l := range wrapped(text, w.width-len(indent), w.width > 0) {
		if i > 0 {
			first = indent
		}
		w.b.WriteString(strings.TrimRight(first+l, " ") + "\n")
	}
}

func (w *writer) heading(title string) {
	w.b.WriteString("\n" + title + "\n")
}

func (w *writer) item(indent, text string) { w.line(indent+"  - ", text) }

func (w *writer) section(title string, list []Step) {
	w.heading(title)
	w.steps("", list)
}

func (w *writer) steps(indent string, list []Step) {
	for _, step := range list {
		w.item(indent, StepWords(step))
		if each, ok := step.(EachSide); ok {
			w.steps(indent+"  ", each.Steps)
		}
	}
}

func (w *writer) point(number int, p Point) {
	about := []string{"at " + placeTitle(w.language, p.Place)}
	if p.Side == Both {
		about = append(about, "left and right, one after the other")
	} else {
		about = append(about, "in the middle")
	}
	about = append(about, string(p.Pressure)+" pressure")
	if p.Keep > 0 {
		about = append(about, fmt.Sprintf("may be left out of a short session (%d)", p.Keep))
	}
	w.b.WriteByte('\n')
	w.line("  ", fmt.Sprintf("%d. %s", number, p.Title))
	w.line("     ", strings.Join(about, "; "))
	w.steps("   ", p.Steps)
}

func placeTitle(l *language.Language, p Place) string {
	if title := l.Places[string(p)]; title != "" {
		return title
	}
	return string(p)
}

// StepWords describes a step, such as "Hold for 3 breaths (2 to 4)". A side in a
// line becomes "left/right".
func StepWords(step Step) string {
	text := ""
	switch s := step.(type) {
	case Say:
		return spoken(s.Line)
	case Rest:
		return "Rest for " + s.Time.Words()
	case Search:
		text = "Search for " + s.Time.Words()
	case Hold:
		text = "Hold for " + s.Breaths.Words("breath")
	case Move:
		text = "Move under the pressure for " + s.Breaths.Words("breath")
	case Breathe:
		text = "Breathe for " + s.Breaths.Words("breath")
	case Satellites:
		number := s.Number.Words("further point")
		if s.Number.Ideal == 0 {
			number = "up to " + plural.Count(s.Number.Most, "further point")
		}
		text = fmt.Sprintf("Look for %s: search each for %s, hold each for %s", number, s.Search.Words(), s.Each.Words("breath"))
	case EachSide:
		return "On each side:"
	}
	if line := spoken(lineOf(step)); line != "" {
		text += ": " + line
	}
	return text
}

// spoken is the full wording of a line for a reader.
func spoken(l Line) string {
	if l.IsZero() {
		return ""
	}
	left, right := string(Left), string(Right)
	if l.Language != nil {
		left, right = l.Language.Left, l.Language.Right
	}
	return `"` + strings.NewReplacer("{side}", left+"/"+right, "{other}", right+"/"+left).Replace(l.Full) + `"`
}

// Words describes the span: "3 breaths (2 to 4)", or "3 breaths" if it is fixed.
func (c Count) Words(unit string) string {
	text := plural.Count(c.Ideal, unit)
	if c.Least < c.Most {
		text += fmt.Sprintf(" (%d to %d)", c.Least, c.Most)
	}
	return text
}

// Words describes the span: "8 s (4 to 30 s)", or "8 s" if it is fixed.
func (t TimeSpan) Words() string {
	text := timeWords(t.Ideal)
	if t.Least < t.Most {
		least := timeWords(t.Least)
		if t.Least < time.Minute && t.Most < time.Minute {
			least = strings.TrimSuffix(least, " s")
		}
		text += fmt.Sprintf(" (%s to %s)", least, timeWords(t.Most))
	}
	return text
}

// timeWords is a time as "8 s", "2.5 s" or "1 min 30 s".
func timeWords(t time.Duration) string {
	minutes, rest := t/time.Minute, t%time.Minute
	seconds := fmt.Sprintf("%g s", rest.Seconds())
	switch {
	case minutes == 0:
		return seconds
	case rest == 0:
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d min %s", minutes, seconds)
}
