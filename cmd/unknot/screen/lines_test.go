package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/language"
)

// Every line that is said has a row at its time, a run of breaths has one, and
// the rows are in order.
func TestRowsCoverTheTimeline(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	rows := slices.Collect(Rows(tl, language.English()))
	if !slices.IsSortedFunc(rows, func(a, b Row) int { return int(a.At - b.At) }) {
		t.Error("the rows are not in order")
	}
	said, held := 0, 0
	for _, c := range tl.Cues {
		if c.Kind != timeline.KindSay {
			if c.Kind == timeline.KindInhale {
				held++
			}
			continue
		}
		said++
		if !slices.ContainsFunc(rows, func(r Row) bool {
			return r.At == c.At && r.Kind == "say" && r.Side == c.Side && r.Text == c.Text
		}) {
			t.Errorf("no row says %q at %d", c.Text, c.At)
		}
	}
	for _, r := range rows {
		var n int
		if _, err := fmt.Sscanf(r.Text, "%d breath", &n); err == nil {
			held -= n
		}
		if r.Kind == "say" {
			said--
		}
	}
	if said != 0 || held != 0 {
		t.Errorf("%d lines and %d breaths have no row (or, below 0, too many)", said, held)
	}
}

// edited is a timeline up to a frame, and from there on another one from one of
// its cues on. A cue that is cut short has its whole length still: the row was
// written when it began.
func edited(t, other *timeline.Timeline, at timeline.Frame, from int) *timeline.Timeline {
	shift := at - other.Cues[from].At
	e := &timeline.Timeline{Regions: t.Regions, Frames: other.Frames + shift}
	for _, c := range t.Cues {
		if c.At < at {
			e.Cues = append(e.Cues, c)
		}
	}
	for _, c := range other.Cues[from:] {
		if c.At += shift; c.At >= at {
			e.Cues = append(e.Cues, c)
		}
	}
	for _, c := range t.Chapters {
		if c.At < at {
			e.Chapters = append(e.Chapters, c)
		}
	}
	for _, c := range other.Chapters {
		if c.At+shift >= at {
			e.Chapters = append(e.Chapters, timeline.Chapter{At: c.At + shift, Title: c.Title})
		}
	}
	return e
}

// However a session is edited while it plays, and whichever window of it is
// shown, each cue that was heard is written once, as it was heard, and each
// answer once.
func TestLinesWriteEachCueOnce(t *testing.T) {
	first := laidOut(t, false, 6, "neck")
	first.Cues[3].Text, first.Cues[3].Kind = "an \x1b[31mescape", timeline.KindSay
	others := []*timeline.Timeline{first, laidOut(t, false, 9, "neck"), laidOut(t, false, 5, "jaw")}
	rapid.Check(t, func(t *rapid.T) {
		whole, heard, answers := first, timeline.Frame(0), 0
		status := &session.Status{State: session.Playing, Timeline: window(whole, 0)}
		var out strings.Builder
		l := NewLines(&out, Session{Heard: func() timeline.Frame { return heard }, Status: func() *session.Status { return status }})
		for range rapid.IntRange(1, 60).Draw(t, "moments") {
			next := *status
			switch rapid.SampledFrom([]string{"hear", "hear", "hear", "edit", "pause", "slide"}).Draw(t, "happens") {
			case "hear":
				if status.State == session.Playing {
					heard = min(heard+drawFrame(t, "frames", 0, 60*timeline.Second), whole.Frames)
				}
			case "edit":
				other := others[rapid.IntRange(0, len(others)-1).Draw(t, "other")]
				whole = edited(whole, other, heard+drawFrame(t, "ahead", 0, 2*timeline.Second), rapid.IntRange(0, len(other.Cues)-1).Draw(t, "cue"))
				answers++
				next.Answers, next.Answer = answers, session.Answer{Code: session.Code(fmt.Sprintf("edit %d", answers))}
			case "pause":
				if next.State = session.Paused; status.State == session.Paused {
					next.State = session.Playing
				}
			}
			next.Timeline = window(whole, heard)
			status = &next
			if err := l.WriteDue(); err != nil {
				t.Fatal(err)
			}
			if d := l.Wait(); d <= 0 || d > time.Second/2 {
				t.Fatalf("it waits for %v", d)
			}
		}
		var want []string
		for row := range Rows(whole, language.English()) {
			if row.At < heard {
				want = append(want, row.String())
			}
		}
		var got []string
		answered := 0
		for line := range strings.Lines(out.String()) {
			switch {
			case strings.Contains(line, "  answer  "):
				answered++
			case !strings.Contains(line, "  paused") && !strings.Contains(line, "  going on"):
				got = append(got, strings.TrimSuffix(line, "\n"))
			}
			for _, r := range strings.TrimSuffix(line, "\n") {
				if unicode.IsControl(r) {
					t.Fatalf("%q is written", line)
				}
			}
		}
		if !slices.Equal(collapse(got), collapse(want)) {
			t.Fatalf("written is\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if answered != answers {
			t.Fatalf("%d answers of %d are written", answered, answers)
		}
	})
}

// collapse drops a point's row where the same point was the last one: an edit
// within a point may write it again or not. It drops the length of breaths, too,
// since that may change after they began.
func collapse(rows []string) []string {
	var collapsed []string
	point := ""
	for _, r := range rows {
		if what, _, ok := strings.Cut(r, " breaths, "); ok {
			r = what
		}
		if len(r) > 9 && strings.HasPrefix(r[9:], "point ") {
			if r[9:] == point {
				continue
			}
			point = r[9:]
		}
		collapsed = append(collapsed, r)
	}
	return collapsed
}

// Wait ends no later than the next line is due.
func TestLinesWaitForTheNext(t *testing.T) {
	tl := laidOut(t, false, 6, "neck")
	heard := timeline.Frame(0)
	var out strings.Builder
	l := NewLines(&out, Session{Heard: func() timeline.Frame { return heard }, Status: func() *session.Status { return playing(tl) }})
	want := slices.Collect(Rows(tl, language.English()))
	for n := 0; n < len(want); {
		d := l.Wait()
		if late := heard + audio.Frames[timeline.Frame](d) - want[n].At; late > timeline.Second/100+1 {
			t.Fatalf("at %d it waits for %v, and the next line is due at %d", heard, d, want[n].At)
		}
		heard += max(audio.Frames[timeline.Frame](d), 1)
		if err := l.WriteDue(); err != nil {
			t.Fatal(err)
		}
		n = strings.Count(out.String(), "\n")
	}
}

func TestLinesWriteAnswers(t *testing.T) {
	tl := laidOut(t, false, 6, "neck")
	heard := 61 * timeline.Second
	status := playing(tl)
	var out strings.Builder
	l := NewLines(&out, Session{Heard: func() timeline.Frame { return heard }, Status: func() *session.Status { return status }})
	for _, step := range []struct {
		state   session.State
		answers int
		answer  string
		refused bool
		want    string
	}{
		{session.Playing, 1, "one breath longer", false, "   1:01  answer     one breath longer\n"},
		{session.Playing, 1, "one breath longer", false, ""},
		{session.Playing, 2, "nothing is held now", true, "   1:01  refused    nothing is held now\n"},
		{session.Paused, 3, "paused", false, "   1:01  paused\n"},
		{session.Paused, 4, "", false, ""},
		{session.Playing, 5, "on from an inhale", false, "   1:01  going on   on from an inhale\n"},
		{session.Afterward, 5, "", false, "   1:01  afterward\n"},
		{session.Ended, 5, "", false, ""},
		{session.Ended, 6, "an \x1b[2Jescape", false, "   1:01  answer     an \uFFFD[2Jescape\n"},
	} {
		if err := l.WriteDue(); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		next := *status
		next.State, next.Answers = step.state, step.answers
		next.Answer = session.Answer{Code: session.CodeRemaining, Spoken: step.answer, Refused: step.refused}
		status = &next
		if err := l.WriteDue(); err != nil {
			t.Fatal(err)
		}
		if out.String() != step.want {
			t.Errorf("%+v: written is %q", step, out.String())
		}
	}
}
