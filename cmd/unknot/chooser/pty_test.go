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

// display is a pseudo-terminal: its keyboard, and what it shows.
type display struct {
	t        testing.TB
	keyboard *os.File // writing to it is typing
	tty      *os.File
	before   *term.State
	plain    bool

	mu     sync.Mutex
	screen vt10x.Terminal
	all    strings.Builder // everything that was written
}

func newDisplay(t testing.TB, width, height int) *display {
	t.Helper()
	keyboard, tty, err := pty.Open()
	must(t, err)
	must(t, pty.Setsize(keyboard, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}))
	d := &display{t: t, keyboard: keyboard, tty: tty, screen: vt10x.New(vt10x.WithSize(width, height))}
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

// ask asks on the display.
func (d *display) ask(ctx context.Context, c Choices, environ ...string) <-chan result {
	answer := make(chan result, 1)
	go func() {
		choice, err := Ask(ctx, c, Terminal{In: d.tty, Out: d.tty, Plain: d.plain, Environ: environ})
		answer <- result{choice, err}
	}()
	d.waitForText("enter") // before that the terminal is in line mode, and would echo keys
	return answer
}

// wait waits for the answer.
func (d *display) wait(answer <-chan result) result {
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

func (d *display) press(keys string) {
	for _, key := range strings.Fields(keys) {
		_, err := d.keyboard.WriteString(keyCodes.Replace(key))
		must(d.t, err)
	}
}

// shown is what is on the screen.
func (d *display) shown() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return trimmed(d.screen.String())
}

// trimmed is a screen without its empty ends.
func trimmed(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// waitFor waits until something holds of the screen, far longer than it takes.
func (d *display) waitFor(what string, holds func(screen string) bool) {
	d.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if holds(d.shown()) {
			return
		}
	}
	d.t.Fatalf("waited in vain for %s; the screen is\n%s\nof %q", what, d.shown(), d.written())
}

func (d *display) waitForText(text string) {
	d.t.Helper()
	d.waitFor(fmt.Sprintf("%q", text), func(screen string) bool { return strings.Contains(screen, text) })
}

// restored checks that the terminal is as it was.
func (d *display) restored() {
	d.t.Helper()
	d.waitFor("the screen as it was", func(screen string) bool {
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

func (d *display) written() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.String()
}

const xterm = "TERM=xterm-256color"

func TestTerminalShowsWhatIsDrawn(t *testing.T) {
	for _, size := range sizes {
		for i, s := range screens {
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				c := choices(t)
				if s.first {
					c = newcomer(t)
				}
				d := newDisplay(t, size[0], size[1])
				answer := d.ask(t.Context(), c, xterm, utf8Locale)
				m, keys := at(t, size[0], size[1], i, false)
				d.press(keys)
				want := trimmed(ansi.Strip(m.draw()))
				d.waitFor("\n"+want+"\n", func(screen string) bool { return screen == want })
				d.press("ctrl+c")
				if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) {
					t.Errorf("ctrl+c gives %v", got.err)
				}
				d.restored()
			})
		}
	}
}

func TestChoosingOnATerminal(t *testing.T) {
	for name, tc := range map[string]struct {
		keys string
		want Choice
	}{
		"on where it stopped": {"enter enter", Choice{Entry: entry(t, "interrupted")}},
		"a favourite":         {"down down enter enter", Choice{Entry: entry(t, "evening")}},
		"two regions, looping": {"down down down space down down down space enter enter down enter enter",
			Choice{Entry: Entry{Kind: Region, Regions: []string{"neck", "lower-back"}}, Loop: true}},
		"a length that is typed": {"up up up up enter end enter 9 m enter esc end enter 7 : 3 0 enter enter enter",
			Choice{Entry: entry(t, "jaw"), Length: 7*time.Minute + 30*time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDisplay(t, 80, 24)
			answer := d.ask(t.Context(), choices(t), xterm, utf8Locale)
			for _, key := range strings.Fields(tc.keys) {
				if key == "esc" {
					d.waitForText("Once, ")
				}
				d.press(key)
				if key == "esc" { // by itself: what follows at once would make it another key
					d.waitForText("How long?")
				}
			}
			got := d.wait(answer)
			must(t, got.err)
			if !reflect.DeepEqual(got.Choice, tc.want) {
				t.Errorf("chosen is %+v, want %+v", got.Choice, tc.want)
			}
			d.restored()
		})
	}
}

func TestScreenFollowsTheSize(t *testing.T) {
	d := newDisplay(t, 80, 24)
	answer := d.ask(t.Context(), choices(t), xterm, utf8Locale)
	d.waitForText("Base of the skull")
	for _, size := range sizes {
		d.mu.Lock()
		d.screen.Resize(size[0], size[1])
		d.mu.Unlock()
		must(t, pty.Setsize(d.keyboard, &pty.Winsize{Cols: uint16(size[0]), Rows: uint16(size[1])}))
		must(t, syscall.Kill(os.Getpid(), syscall.SIGWINCH))
		m, _ := at(t, size[0], size[1], 2, false)
		want := trimmed(ansi.Strip(m.draw()))
		d.waitFor("\n"+want+"\n", func(screen string) bool { return screen == want })
	}
	d.press("q")
	if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) {
		t.Errorf("q gives %v", got.err)
	}
	d.restored()
}

func TestLeavingTheScreen(t *testing.T) {
	for _, key := range []string{"q", "esc", "ctrl+c"} {
		d := newDisplay(t, 80, 24)
		answer := d.ask(t.Context(), newcomer(t), xterm, utf8Locale)
		d.waitForText("This is not medical advice")
		d.press(key)
		if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) || got.Advised {
			t.Errorf("%s gives %+v", key, got)
		}
		d.restored()
	}
	// That the advice was read is reported, whatever comes after.
	d := newDisplay(t, 80, 24)
	answer := d.ask(t.Context(), newcomer(t), xterm, utf8Locale)
	d.press("enter down enter q")
	if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) || !reflect.DeepEqual(got.Choice, Choice{Advised: true}) {
		t.Errorf("left after the advice it gives %+v", got)
	}
	d.restored()
	// Stopped from outside.
	ctx, stop := context.WithCancel(t.Context())
	d = newDisplay(t, 80, 24)
	answer = d.ask(ctx, choices(t), xterm, utf8Locale)
	d.waitForText("Base of the skull")
	stop()
	if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) {
		t.Errorf("stopped from outside it gives %+v", got)
	}
	d.restored()
}

// The check of the headphones has the terminal to itself, as it was; its failure
// is shown and ends nothing.
func TestHeadphonesHaveTheTerminal(t *testing.T) {
	for _, failure := range []error{nil, errors.New("no sound \x1b[31mdevice")} {
		d := newDisplay(t, 80, 24)
		c := newcomer(t)
		checked := 0
		c.Headphones = func() error {
			checked++
			if state, err := term.GetState(d.tty.Fd()); err != nil || !reflect.DeepEqual(state, d.before) {
				t.Errorf("the terminal is in state %+v, %v", state, err)
			}
			return failure
		}
		answer := d.ask(t.Context(), c, xterm, utf8Locale)
		d.press("enter enter")
		d.waitForText("What shall it be?")
		if failure != nil {
			d.waitForText("the headphones could not be checked: no sound")
		}
		d.press("enter enter enter enter")
		got := d.wait(answer)
		must(t, got.err)
		if got.Entry.Name != "neck" || checked != 1 || !got.Advised {
			t.Errorf("checked %d times, then %+v", checked, got)
		}
		d.restored()
	}
}

// NO_COLOR is respected, and without UTF-8 everything is ASCII.
func TestPoorTerminals(t *testing.T) {
	coloured := func(environ ...string) (text string, colour bool) {
		d := newDisplay(t, 80, 24)
		answer := d.ask(t.Context(), choices(t), environ...)
		d.waitForText("q leaves")
		d.press("q")
		d.wait(answer)
		d.restored()
		return d.written(), strings.Contains(d.written(), "\x1b[36;1m")
	}
	if text, colour := coloured(xterm, utf8Locale); !colour || !strings.Contains(text, "·") {
		t.Errorf("a capable terminal is not used: %q", text)
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

// A terminal that can do no more gets lines, and so does a user who wants them.
func TestLinesOnATerminal(t *testing.T) {
	for environ, plain := range map[string]bool{"TERM=dumb": false, xterm: true} {
		d := newDisplay(t, 80, 60)
		d.plain = plain
		answer := d.ask(t.Context(), choices(t), environ, utf8Locale)
		d.waitForText("enter for 1, q leaves")
		d.press("5 enter 8 m enter enter")
		d.waitForText("Press enter and close your eyes")
		d.press("enter")
		got := d.wait(answer)
		must(t, got.err)
		if want := (Choice{Entry: entry(t, "jaw"), Length: 8 * time.Minute}); !reflect.DeepEqual(got.Choice, want) {
			t.Errorf("chosen is %+v, want %+v", got.Choice, want)
		}
		if strings.Contains(d.written(), "\x1b") {
			t.Errorf("escape codes are written: %q", d.written())
		}
		// ctrl-d ends the input.
		d = newDisplay(t, 80, 60)
		d.plain = plain
		answer = d.ask(t.Context(), choices(t), environ, utf8Locale)
		d.press("ctrl+d")
		if got := d.wait(answer); !errors.Is(got.err, ErrCancelled) {
			t.Errorf("ctrl-d gives %+v", got)
		}
	}
}
