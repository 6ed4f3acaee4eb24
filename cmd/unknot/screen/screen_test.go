package screen

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	tea "charm.land/bubbletea/v2"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// evenVoice speaks every line at 60 ms a letter.
type evenVoice struct{}

func (evenVoice) Frames(text string) (int64, bool) {
	return int64(len(text)) * audio.SampleRate * 60 / 1000, true
}

func timeline(t testing.TB, loop bool, minutes int64, regions ...string) *player.Timeline {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := player.Request{Phrases: phrases, Voice: evenVoice{}, Breath: player.DefaultBreath,
		Guidance: player.GuidanceFull, Work: player.WorkBoth, Loop: loop}
	for _, region := range regions {
		s, err := scripts.Builtin(region)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	plan, err := player.Fit(r, minutes*60*audio.SampleRate)
	if err != nil {
		t.Fatal(err)
	}
	return plan.LayOut()
}

// Nothing that is shown changes before Next says so, and Next goes forward.
func TestNextIsWhenSomethingChanges(t *testing.T) {
	for _, endless := range []bool{false, true} {
		tl := timeline(t, false, 12, "neck")
		w := NewWatch(tl, endless)
		rapid.Check(t, func(t *rapid.T) {
			frame := rapid.Int64Range(-10, tl.Frames+10).Draw(t, "frame")
			next := w.Next(frame)
			if next <= frame {
				t.Fatalf("Next(%d) = %d", frame, next)
			}
			between := rapid.Int64Range(frame, next-1).Draw(t, "between")
			if w.At(frame) != w.At(between) {
				t.Fatalf("%+v at %d is %+v at %d, before %d", w.At(frame), frame, w.At(between), between, next)
			}
		})
	}
}

// What is shown is what is heard: each cue at its middle.
func TestGlanceFollowsTheTimeline(t *testing.T) {
	tl := timeline(t, false, 10, "neck", "jaw")
	w := NewWatch(tl, false)
	seen := map[player.Kind]bool{}
	for _, c := range tl.Cues {
		g := w.At(c.At + c.Frames/2)
		seen[c.Kind] = true
		ok := true
		switch c.Kind {
		case player.KindSay:
			ok = g.Caption == w.At(c.At).Caption && w.At(c.At).Caption == c.Text
		case player.KindInhale:
			ok = g.Doing == BreatheIn && g.Swell == Swells/2
		case player.KindExhale:
			ok = g.Doing == BreatheOut && g.Swell == Swells/2
		case player.KindSearch:
			ok = g.Doing == SearchAbout
		}
		if !ok || g.Point != c.Point || g.Side != c.Side || g.Region != c.Region {
			t.Fatalf("in the middle of %+v is shown %+v", c, g)
		}
		if want := (tl.Frames - c.At - c.Frames/2 + audio.SampleRate - 1) / audio.SampleRate; g.Left != want {
			t.Fatalf("at %d are left %d s, not %d", c.At, g.Left, want)
		}
	}
	for _, kind := range []player.Kind{player.KindSay, player.KindInhale, player.KindExhale, player.KindSearch} {
		if !seen[kind] {
			t.Errorf("the session has no %s", kind)
		}
	}
	if end := w.At(tl.Frames); end.Left != 0 || end.Bar != Bars {
		t.Errorf("at the end is shown %+v", end)
	}
	if g := NewWatch(&player.Timeline{}, false).At(5); g.Left != 0 {
		t.Errorf("of nothing is shown %+v", g)
	}
}

// Every line that is said has its row, at its time; rows are in order; a run
// of breaths is one.
func TestRows(t *testing.T) {
	tl := timeline(t, false, 8, "neck")
	rows := slices.Collect(Rows(tl))
	if !slices.IsSortedFunc(rows, func(a, b Row) int { return int(a.At - b.At) }) {
		t.Error("the rows are not in order")
	}
	said, held := 0, 0
	for _, c := range tl.Cues {
		if c.Kind != player.KindSay {
			if c.Kind == player.KindInhale {
				held++
			}
			continue
		}
		said++
		if !slices.Contains(rows, Row{c.At, "say", c.Side, c.Text}) {
			t.Errorf("no row says %q at %d", c.Text, c.At)
		}
	}
	for _, r := range rows {
		var n int
		if _, err := fmt.Sscanf(r.Text, "%d breath", &n); err == nil {
			held -= n
		}
		if r.What == "say" {
			said--
		}
	}
	if said != 0 || held != 0 {
		t.Errorf("%d lines and %d breaths are told too few (or, below 0, too many)", said, held)
	}
}

func TestPlainWritesEachRowOnceAndInTime(t *testing.T) {
	tl := timeline(t, false, 6, "neck")
	tl.Cues[3].Text, tl.Cues[3].Kind = "an \x1b[31mescape", player.KindSay
	want := slices.Collect(Rows(tl))
	rapid.Check(t, func(t *rapid.T) {
		var out strings.Builder
		p := NewPlain(&out, tl)
		defer p.Close()
		for frame := int64(0); frame < tl.Frames; frame += rapid.Int64Range(1, 100*audio.SampleRate).Draw(t, "step") {
			if err := p.Heard(frame); err != nil {
				t.Fatal(err)
			}
			lines := strings.Count(out.String(), "\n")
			if lines < len(want) && want[lines].At <= frame || lines > 0 && want[lines-1].At > frame {
				t.Fatalf("at %d %d lines are written", frame, lines)
			}
			if d := p.Wait(frame); d <= 0 || lines < len(want) && d > 10*1e6 && frame+int64(d)*audio.SampleRate/1e9 > want[lines].At+1 {
				t.Fatalf("at %d it waits for %v, the next line is at %d", frame, d, want[lines].At)
			}
		}
		_ = p.Heard(tl.Frames)
		if got := strings.Count(out.String(), "\n"); got != len(want) {
			t.Fatalf("%d lines for %d rows", got, len(want))
		}
		for _, r := range out.String() {
			if unicode.IsControl(r) && r != '\n' {
				t.Fatalf("%q is written", r)
			}
		}
	})
}

// At any size, the drawing keeps within the terminal and says what was said.
func TestDrawFits(t *testing.T) {
	tl := timeline(t, true, 15, "neck")
	w := NewWatch(tl, false)
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 220).Draw(t, "width"), rapid.IntRange(1, 70).Draw(t, "height")
		g := w.At(rapid.Int64Range(0, tl.Frames).Draw(t, "frame"))
		g.Caption += rapid.SampledFrom([]string{"", " 日本語の長い字幕", " x"}).Draw(t, "more")
		lines := strings.Split(draw(g, "Base of the skull", "q stops", width, height), "\n")
		if len(lines) > height {
			t.Fatalf("%d lines on %d", len(lines), height)
		}
		for _, l := range lines {
			if ansi.StringWidth(l) > max(width, 2) {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
		if width >= 20 && height >= 8 {
			text := strings.Join(strings.Fields(ansi.Strip(strings.Join(lines, " "))), "")
			if !strings.Contains(text, strings.Join(strings.Fields(g.Caption), "")) {
				t.Fatalf("%q is not shown on %dx%d: %q", g.Caption, width, height, text)
			}
		}
	})
}

func TestGoldenScreens(t *testing.T) {
	glance := Glance{
		Caption: "At the sorest spot, press in with moderate pressure, and let it ease.",
		Point:   "Beside the centre of the skull base", Side: scripts.Left, Region: "neck", Round: 2,
		Doing: BreatheIn, Swell: 7, Left: 397, Bar: 83,
	}
	for _, size := range []struct{ width, height int }{{20, 5}, {80, 24}, {200, 60}} {
		var b strings.Builder
		for l := range strings.Lines(ansi.Strip(draw(glance, "Base of the skull and back of the neck", "space pauses  ·  q stops", size.width, size.height))) {
			b.WriteString(strings.TrimRight(l, " \n") + "\n")
		}
		golden := fmt.Sprintf("testdata/screen-%dx%d.txt", size.width, size.height)
		if *update {
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || b.String() != string(want) {
			t.Errorf("%s: drawn is\n%s", golden, b.String())
		}
	}
}

// The model draws only when something to be seen changed, and asks the session
// to stop once a key says so.
func TestModel(t *testing.T) {
	tl := timeline(t, false, 8, "neck")
	heard, stopped, paused := int64(0), 0, false
	m := newModel(Session{
		Title: "Neck", Watch: NewWatch(tl, false),
		Heard: func() int64 { return heard }, Stop: func() { stopped++ },
		Pause: func() { paused = !paused }, Paused: func() bool { return paused }, Note: func() string { return "" },
	})
	if m.look() {
		t.Error("nothing was heard, and yet something changed")
	}
	before := m.View().Content
	heard = m.session.Watch.Next(0)
	m.Update(tick{})
	if m.View().Content == before {
		t.Error("something changed, and the screen did not")
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	m.Update(tick{})
	if !paused || !strings.Contains(m.View().Content, "space goes on") {
		t.Errorf("space: paused is %v; the screen says\n%s", paused, m.View().Content)
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	m.Update(tick{})
	if paused || !strings.Contains(m.View().Content, "space pauses") {
		t.Errorf("space again: paused is %v; the screen says\n%s", paused, m.View().Content)
	}
	m.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	if stopped != 0 {
		t.Error("x stops")
	}
	m.Update(tea.KeyPressMsg{Code: 'q', Text: "q"})
	m.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	if stopped != 2 || !strings.Contains(m.View().Content, "stopping") {
		t.Errorf("q and ctrl-c stop %d times; the screen says\n%s", stopped, m.View().Content)
	}
	m.Update(tea.WindowSizeMsg{Width: 20, Height: 5})
	if strings.Count(m.View().Content, "\n") > 4 {
		t.Error("the screen does not follow the terminal's size")
	}
}

func BenchmarkGlance(b *testing.B) {
	tl := timeline(b, true, 8*60, "neck")
	w := NewWatch(tl, false)
	for i := range b.N {
		w.At(int64(i) * 4800 % tl.Frames)
	}
}

func BenchmarkDraw(b *testing.B) {
	tl := timeline(b, false, 8, "neck")
	g := NewWatch(tl, false).At(tl.Frames / 2)
	for b.Loop() {
		draw(g, "Base of the skull", "q stops", 80, 24)
	}
}
