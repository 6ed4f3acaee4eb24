package screen

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

func key(name string) tea.KeyPressMsg {
	switch name {
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case "right":
		return tea.KeyPressMsg{Code: tea.KeyRight}
	case "ctrl+c":
		return tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}
	case "ctrl+z":
		return tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// The screen is drawn only when something visible changed. It follows the
// status, its timeline and the terminal's size.
func TestScreenFollowsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tl := laidOut(t, false, 8, "neck")
		heard, status := timeline.Frame(0), playing(window(tl, 0))
		var did []session.Command
		m := newModel(fixed(&status, &heard, &did), inLocale("LANG", "C.UTF-8"))
		if m.look() {
			t.Error("nothing was heard, and the picture changed")
		}
		changes := func(what string, change func()) {
			t.Helper()
			before := m.View().Content
			change()
			m.Update(tick{})
			if m.View().Content == before {
				t.Errorf("%s, and the screen does not", what)
			}
		}
		changes("something heard changes", func() { heard = NextChange(status, 0) })
		changes("the plan changes", func() {
			next := *status
			next.Timeline = window(laidOut(t, false, 12, "neck"), heard)
			status = &next
		})
		changes("it is paused", func() { next := *status; next.State = session.Paused; status = &next })
		if !strings.Contains(m.View().Content, "space goes on") {
			t.Errorf("paused, the screen says\n%s", m.View().Content)
		}
		changes("a command is answered", func() {
			next := *status
			next.Answers, next.Answer = 1, session.Answer{Code: session.CodeLonger}
			status = &next
		})
		if !strings.Contains(m.View().Content, "one breath longer") {
			t.Errorf("the screen says\n%s", m.View().Content)
		}
		changes("an answer is old", func() { time.Sleep(answerFor) })
		if strings.Contains(m.View().Content, "one breath longer") {
			t.Error("an answer stays")
		}
		m.Update(tea.WindowSizeMsg{Width: 20, Height: 5})
		if strings.Count(m.View().Content, "\n") > 4 {
			t.Error("the screen does not follow the terminal's size")
		}
	})
}

func TestKeysGiveCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tl := laidOut(t, false, 8, "neck")
		heard, status := timeline.Frame(0), playing(tl)
		var did []session.Command
		s := fixed(&status, &heard, &did)
		m := newModel(s, inLocale("LANG", "C.UTF-8"))
		for _, name := range []string{"space", "y", "right", "1", "x", "q", "ctrl+c"} {
			m.Update(key(name))
		}
		want := []session.Command{session.PlayPause, session.MoveOn, session.LeaveOut, session.Stop, session.Stop}
		if !slices.Equal(did, want) {
			t.Errorf("the keys do %v, not %v", did, want)
		}
		if !strings.Contains(m.View().Content, "stopping") {
			t.Errorf("the screen says\n%s", m.View().Content)
		}
	})
}

// After some seconds without a key everything but the breath is faint. A key,
// even one that does nothing, an answer and a new state make it bright again.
func TestScreenDims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tl := laidOut(t, false, 8, "neck")
		heard, status := 70*timeline.Second, playing(tl)
		var did []session.Command
		m := newModel(fixed(&status, &heard, &did), inLocale("LANG", "C.UTF-8"))
		for what, wake := range map[string]func(){
			"a key":            func() { m.Update(key("x")) },
			"a resumed screen": func() { m.Update(tea.ResumeMsg{}) },
			"an answer":        func() { next := *status; next.Answers++; status = &next; m.Update(look{}) },
			"a pause":          func() { next := *status; next.State = session.Paused; status = &next; m.Update(look{}) },
		} {
			if m.picture.dim {
				t.Fatalf("it is dim before %s", what)
			}
			time.Sleep(dimAfter - time.Millisecond)
			m.Update(tick{})
			if m.picture.dim {
				t.Errorf("it dims too early before %s", what)
			}
			time.Sleep(time.Millisecond)
			m.Update(tick{})
			if !m.picture.dim || strings.Contains(m.View().Content, "\x1b[1m") {
				t.Errorf("it does not dim before %s", what)
			}
			wake()
			if m.picture.dim {
				t.Errorf("%s does not make it bright", what)
			}
		}
	})
}

// A dim screen counts the time in steps of five seconds: what remains never too
// short, what has passed never too long.
func TestDimScreenCountsInSteps(t *testing.T) {
	for seconds := range int64(20) {
		v := inSteps(View{Remaining: seconds})
		if c := v.Remaining; c < seconds || c > seconds+4 || c%5 != 0 || v.Elapsed != 0 {
			t.Errorf("%d s remaining are %d", seconds, c)
		}
		v = inSteps(View{Elapsed: seconds})
		if c := v.Elapsed; c > seconds || c < seconds-4 || c%5 != 0 || v.Remaining != 0 {
			t.Errorf("%d s played are %d", seconds, c)
		}
	}
}

// Ctrl+z silences the session before the program is suspended, and the session
// goes on when the program does.
func TestCtrlZSuspends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tl := laidOut(t, false, 8, "neck")
		heard, status := timeline.Frame(0), playing(tl)
		var did []session.Command
		s := fixed(&status, &heard, &did)
		order := ""
		s.Suspend, s.Resumed = func() { order += "suspend " }, func() { order += "resumed" }
		m := newModel(s, inLocale("LANG", "C.UTF-8"))
		_, then := m.Update(key("ctrl+z"))
		if order != "" {
			t.Error("the screen waits for the sound")
		}
		if _, ok := then().(tea.SuspendMsg); !ok || order != "suspend " {
			t.Errorf("ctrl+z: %q", order)
		}
		m.Update(tea.ResumeMsg{})
		if order != "suspend resumed" || len(did) != 0 {
			t.Errorf("back: %q, %v", order, did)
		}
	})
}

// recorder is a terminal's output.
type recorder struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *recorder) written() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

// shown runs the whole screen for some time, and returns what it writes.
func shown(t *testing.T, length time.Duration, env ...string) string {
	t.Helper()
	tl := laidOut(t, false, 8, "neck")
	begun := time.Now()
	status := playing(tl)
	var out recorder
	ended := make(chan struct{})
	time.AfterFunc(length, func() { close(ended) })
	s := Session{
		Title: "Neck", Status: func() *session.Status { return status }, Ended: ended, Keys: control.DefaultKeys(),
		Heard: func() timeline.Frame { return timeline.Frame(90+time.Since(begun).Seconds()) * timeline.Second },
	}
	err := run(s, append(env, "LANG=C.UTF-8", "TTY_FORCE=1"), tea.WithInput(nil), tea.WithOutput(&out), tea.WithWindowSize(80, 24))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * longestTick) // for the last tick
	return out.written()
}

// The terminal's screen, cursor and modes are restored, and NO_COLOR is
// respected.
func TestShowRestoresTheTerminal(t *testing.T) {
	for name, env := range map[string][]string{
		"colour":    {"TERM=xterm-256color"},
		"no colour": {"TERM=xterm-256color", "NO_COLOR=please"},
	} {
		synctest.Test(t, func(t *testing.T) {
			out := shown(t, 20*time.Second, env...)
			for set, reset := range map[string]string{
				"\x1b[?1049h": "\x1b[?1049l", "\x1b[?25l": "\x1b[?25h", "\x1b[?2004h": "\x1b[?2004l",
			} {
				if !strings.Contains(out, set) || strings.LastIndex(out, reset) < strings.LastIndex(out, set) {
					t.Errorf("%s: %q is set and not reset: %q", name, set, out[max(0, len(out)-200):])
				}
			}
			if coloured := strings.Contains(out, "\x1b[36m"); coloured == (name == "no colour") {
				t.Errorf("%s: coloured is %v", name, coloured)
			}
			if strings.Contains(out, "\x1b]2;") || strings.Contains(out, "\x1b]0;") {
				t.Errorf("%s: the title of the window is set, which cannot be undone", name)
			}
		})
	}
}

// Only what changed is written.
func TestShowWritesLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		once := len(shown(t, time.Second, "TERM=xterm-256color"))
		minute := len(shown(t, time.Minute, "TERM=xterm-256color"))
		if minute > once+60*1024 {
			t.Errorf("a second takes %d bytes, a minute %d", once, minute)
		}
	})
}
