//go:build unix

package chooser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// keyCodes is what a terminal sends.
var keyCodes = strings.NewReplacer(
	"enter", "\r", "space", " ", "down", "\x1b[B", "up", "\x1b[A", "end", "\x1b[F", "home", "\x1b[H", "ctrl+c", "\x03", "ctrl+d", "\x04", "esc", "\x1b",
)

// desk is a terminal with someone sitting at it.
type desk struct {
	t        testing.TB
	keyboard *os.File // what is written to it is typed
	tty      *os.File
	before   *term.State
	plain    bool

	mu     sync.Mutex
	screen vt10x.Terminal
	all    strings.Builder // everything that was written
}

func sit(t testing.TB, width, height int) *desk {
	t.Helper()
	keyboard, tty, err := pty.Open()
	must(t, err)
	must(t, pty.Setsize(keyboard, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}))
	d := &desk{t: t, keyboard: keyboard, tty: tty, screen: vt10x.New(vt10x.WithSize(width, height))}
	d.before, err = term.GetState(tty.Fd())
	must(t, err)
	go func() {
		for buf := make([]byte, 4096); ; {
			n, err := keyboard.Read(buf)
			d.mu.Lock()
			d.all.Write(buf[:n])
			_, _ = d.screen.Write(buf[:n])
			d.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { tty.Close(); keyboard.Close() })
	return d
}

// ask asks at the desk.
func (d *desk) ask(ctx context.Context, c Choices, environ ...string) <-chan result {
	answer := make(chan result, 1)
	go func() {
		choice, err := Ask(ctx, c, Terminal{In: d.tty, Out: d.tty, Plain: d.plain, Environ: environ})
		answer <- result{choice, err}
	}()
	d.reads("enter") // keys pressed earlier are those of a terminal that is still the shell's
	return answer
}

// ends waits for the answer.
func (d *desk) ends(answer <-chan result) result {
	d.t.Helper()
	select {
	case got := <-answer:
		return got
	case <-time.After(10 * time.Second):
		d.t.Fatalf("it does not end; the screen is\n%s", d.shown())
		return result{}
	}
}

type result struct {
	Choice
	err error
}

func (d *desk) press(keys string) {
	for _, key := range strings.Fields(keys) {
		_, err := d.keyboard.WriteString(keyCodes.Replace(key))
		must(d.t, err)
	}
}

// shown is the screen.
func (d *desk) shown() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return trimmed(d.screen.String())
}

// trimmed is a screen without what is empty at the ends.
func trimmed(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// sees waits until something holds of the screen; far longer than it takes.
func (d *desk) sees(what string, holds func(screen string) bool) {
	d.t.Helper()
	for range 1000 {
		if holds(d.shown()) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	d.t.Fatalf("waited in vain for %s; the screen is\n%s\nof %q", what, d.shown(), d.written())
}

func (d *desk) reads(text string) {
	d.t.Helper()
	d.sees(fmt.Sprintf("%q", text), func(screen string) bool { return strings.Contains(screen, text) })
}

// left checks that the terminal is as it was.
func (d *desk) left() {
	d.t.Helper()
	d.sees("the screen as it was", func(screen string) bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.screen.Mode()&vt10x.ModeAltScreen == 0 && d.screen.CursorVisible() && screen == ""
	})
	after, err := term.GetState(d.tty.Fd())
	must(d.t, err)
	if !reflect.DeepEqual(after, d.before) {
		d.t.Errorf("the terminal was\n%+v\nand is\n%+v", d.before, after)
	}
}

func (d *desk) written() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.String()
}

const xterm = "TERM=xterm-256color"

// A terminal shows exactly what is drawn, at every size.
func TestTerminalShowsTheScreens(t *testing.T) {
	for _, size := range sizes {
		for i, s := range screens {
			c := choices(t)
			if s.first {
				c = newcomer(t)
			}
			d := sit(t, size[0], size[1])
			answer := d.ask(t.Context(), c, xterm, utf8Locale)
			m, keys := at(t, size[0], size[1], i, false)
			d.press(keys)
			want := trimmed(ansi.Strip(m.draw()))
			d.sees(s.name+":\n"+want+"\n", func(screen string) bool { return screen == want })
			d.press("ctrl+c")
			if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) {
				t.Errorf("%s: ctrl-c gives %v", s.name, got.err)
			}
			d.left()
		}
	}
}

func TestOnATerminal(t *testing.T) {
	for name, tc := range map[string]struct {
		keys string
		want Choice
	}{
		"on where it stopped": {"enter enter", Choice{Kind: Interrupted, Entry: "resume"}},
		"a favourite":         {"down down enter enter", Choice{Kind: Favourite, Entry: "evening"}},
		"two regions, looping": {"down down down space down down down space enter enter down enter enter",
			Choice{Kind: Region, Regions: []string{"neck", "lower-back"}, Loop: true}},
		"a length that is typed": {"up up up up enter end enter 9 m enter esc end enter 7 : 3 0 enter enter enter",
			Choice{Kind: Region, Entry: "jaw", Regions: []string{"jaw"}, Length: 7*time.Minute + 30*time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, 80, 24)
			answer := d.ask(t.Context(), choices(t), xterm, utf8Locale)
			for _, key := range strings.Fields(tc.keys) {
				if key == "esc" {
					d.reads("Once, ")
				}
				d.press(key)
				if key == "esc" { // by itself, and not the begin of a key
					d.reads("How long?")
				}
			}
			got := d.ends(answer)
			must(t, got.err)
			if !reflect.DeepEqual(got.Choice, tc.want) {
				t.Errorf("chosen is %+v, want %+v", got.Choice, tc.want)
			}
			d.left()
		})
	}
}

func TestResizedAndLeft(t *testing.T) {
	d := sit(t, 80, 24)
	answer := d.ask(t.Context(), choices(t), xterm, utf8Locale)
	d.reads("Base of the skull")
	for _, size := range sizes {
		d.mu.Lock()
		d.screen.Resize(size[0], size[1])
		d.mu.Unlock()
		must(t, pty.Setsize(d.keyboard, &pty.Winsize{Cols: uint16(size[0]), Rows: uint16(size[1])}))
		must(t, syscall.Kill(os.Getpid(), syscall.SIGWINCH))
		m, _ := at(t, size[0], size[1], 2, false)
		want := trimmed(ansi.Strip(m.draw()))
		d.sees("\n"+want+"\n", func(screen string) bool { return screen == want })
	}
	d.press("q")
	if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) {
		t.Errorf("q gives %v", got.err)
	}
	d.left()
}

func TestLeaving(t *testing.T) {
	for _, key := range []string{"q", "esc", "ctrl+c"} {
		d := sit(t, 80, 24)
		answer := d.ask(t.Context(), newcomer(t), xterm, utf8Locale)
		d.reads("This is not medical advice")
		d.press(key)
		if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) || got.Advised {
			t.Errorf("%s gives %+v", key, got)
		}
		d.left()
	}
	// The advice was read: that is kept, whatever comes after.
	d := sit(t, 80, 24)
	answer := d.ask(t.Context(), newcomer(t), xterm, utf8Locale)
	d.press("enter down enter q")
	if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) || !reflect.DeepEqual(got.Choice, Choice{Advised: true}) {
		t.Errorf("left after the advice it gives %+v", got)
	}
	d.left()
	// Stopped from outside.
	ctx, stop := context.WithCancel(t.Context())
	d = sit(t, 80, 24)
	answer = d.ask(ctx, choices(t), xterm, utf8Locale)
	d.reads("Base of the skull")
	stop()
	if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) {
		t.Errorf("stopped from outside it gives %+v", got)
	}
	d.left()
}

// The check of the headphones has the terminal for itself, as it was, and its
// failure is told, not the end.
func TestHeadphones(t *testing.T) {
	for _, failure := range []error{nil, errors.New("no sound \x1b[31mdevice")} {
		d := sit(t, 80, 24)
		c := newcomer(t)
		checked := 0
		c.Headphones = func() error {
			checked++
			if state, err := term.GetState(d.tty.Fd()); err != nil || !reflect.DeepEqual(state, d.before) {
				t.Errorf("it is given the terminal as %+v, %v", state, err)
			}
			return failure
		}
		answer := d.ask(t.Context(), c, xterm, utf8Locale)
		d.press("enter enter")
		d.reads("What shall it be?")
		if failure != nil {
			d.reads("the headphones could not be checked: no sound")
		}
		d.press("enter enter enter enter")
		got := d.ends(answer)
		must(t, got.err)
		if got.Entry != "neck" || checked != 1 || !got.Advised {
			t.Errorf("checked %d times, then %+v", checked, got)
		}
		d.left()
	}
}

// Where there is no colour there is none, and where there is no UTF-8 there is
// only ASCII.
func TestPoorTerminals(t *testing.T) {
	coloured := func(environ ...string) (text string, colour bool) {
		d := sit(t, 80, 24)
		answer := d.ask(t.Context(), choices(t), environ...)
		d.reads("q leaves")
		d.press("q")
		d.ends(answer)
		d.left()
		return d.written(), strings.Contains(d.written(), "\x1b[36;1m")
	}
	if text, colour := coloured(xterm, utf8Locale); !colour || !strings.Contains(text, "·") {
		t.Errorf("a terminal with all is not used: %q", text)
	}
	if text, colour := coloured(xterm, utf8Locale, "NO_COLOR=1"); colour {
		t.Errorf("with NO_COLOR there is colour: %q", text)
	}
	text, _ := coloured(xterm, "LC_ALL=C")
	for _, r := range text {
		if r >= 0x80 {
			t.Fatalf("without UTF-8 there is %q", r)
		}
	}
}

// A terminal that can do nothing but lines gets lines, and so does who wants
// them.
func TestLinesOnATerminal(t *testing.T) {
	for environ, plain := range map[string]bool{"TERM=dumb": false, xterm: true} {
		d := sit(t, 80, 60)
		d.plain = plain
		answer := d.ask(t.Context(), choices(t), environ, utf8Locale)
		d.reads("enter for 1, q leaves")
		d.press("5 enter 8 m enter enter")
		d.reads("Press enter and close your eyes")
		d.press("enter")
		got := d.ends(answer)
		must(t, got.err)
		if want := (Choice{Kind: Region, Entry: "jaw", Regions: []string{"jaw"}, Length: 8 * time.Minute}); !reflect.DeepEqual(got.Choice, want) {
			t.Errorf("chosen is %+v, want %+v", got.Choice, want)
		}
		if strings.Contains(d.written(), "\x1b") {
			t.Errorf("it is commanded: %q", d.written())
		}
		// ctrl-d ends the input.
		d = sit(t, 80, 60)
		d.plain = plain
		answer = d.ask(t.Context(), choices(t), environ, utf8Locale)
		d.press("ctrl+d")
		if got := d.ends(answer); !errors.Is(got.err, ErrCancelled) {
			t.Errorf("ctrl-d gives %+v", got)
		}
	}
}
