//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"

	"github.com/unknot/unknot/player/history"
)

// desk is someone at a shell in a terminal that shows what is written to it.
type desk struct {
	*home
	pty *os.File

	mu     sync.Mutex
	screen vt10x.Terminal
	all    strings.Builder // everything that was written
	from   int             // where the present command's begins
	stty   string          // as the terminal was at first
}

const prompt = "ready>"

// sitAt starts a shell, with further variables, in a terminal of that size.
func (h *home) sitAt(columns, rows int, environ ...string) *desk {
	t := h.t
	t.Helper()
	cmd := exec.Command("sh", "-i")
	cmd.Dir = h.dir
	cmd.Env = append(slices.Clone(h.env), append([]string{"TERM=xterm-256color", "PS1=" + prompt + " ", "ENV="}, environ...)...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: uint16(rows), Cols: uint16(columns)})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{home: h, pty: file, screen: vt10x.New(vt10x.WithSize(columns, rows))}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for buf := make([]byte, 4096); ; {
			n, err := file.Read(buf)
			d.mu.Lock()
			d.all.Write(buf[:n])
			_, _ = d.screen.Write(buf[:n])
			d.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = file.Close()
		_ = cmd.Wait()
		<-read
	})
	d.sees(prompt)
	d.stty = d.state()
	return d
}

// shown is the screen, and what was written since the command began.
func (d *desk) shown() (screen, written string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	lines := strings.Split(d.screen.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), d.all.String()[d.from:]
}

// sees waits until a pattern is on the screen, and gives the screen.
func (d *desk) sees(pattern string) string {
	d.t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		screen, written := d.shown()
		if re.MatchString(screen) {
			return screen
		}
		if time.Now().After(end) {
			d.t.Fatalf("%q is not shown. What is:\n%s\nof %q", pattern, screen, written)
		}
	}
}

func (d *desk) types(text string) {
	d.t.Helper()
	if _, err := io.WriteString(d.pty, text); err != nil {
		d.t.Fatal(err)
	}
}

const (
	enter = "\r"
	right = "\x1b[C"
	down  = "\x1b[B"
	esc   = "\x1b"
)

// does waits for something to be shown, then presses the key after it, over and
// over. What the last key leads to comes last.
func (d *desk) does(steps ...string) {
	d.t.Helper()
	for i := 0; i < len(steps); i += 2 {
		d.sees(steps[i])
		if i+1 < len(steps) {
			d.types(steps[i+1])
		}
	}
}

// begins types a command, on a screen that is empty.
func (d *desk) begins(command string) {
	d.t.Helper()
	for ready := false; !ready; time.Sleep(time.Millisecond) {
		_, written := d.shown()
		ready = strings.HasSuffix(written, prompt+" ")
	}
	d.mu.Lock()
	d.screen = vt10x.New(vt10x.WithSize(d.screen.Size()))
	d.from = d.all.Len()
	d.mu.Unlock()
	d.types(command + "; echo status $?\r")
}

// listens plays on for long enough to be a part of the history, and stops.
func (d *desk) listens() {
	time.Sleep(1100 * time.Millisecond)
	d.types("q")
}

// ends waits for the end of the command: it prints nothing after the line
// on what was done, and nothing at all where that is ""; its status is 0, and
// the terminal is as it was.
func (d *desk) ends(line string) {
	d.t.Helper()
	d.sees(`^status \d+`)
	d.mu.Lock()
	visible, mode := d.screen.CursorVisible(), d.screen.Mode()
	d.mu.Unlock()
	if !visible || mode&vt10x.ModeAltScreen != 0 {
		d.t.Errorf("the cursor is visible: %v; the mode is %b", visible, mode)
	}
	_, written := d.shown() // the emulator loses where the cursor was before the screen was taken
	if at := strings.LastIndex(written, "1049l"); at >= 0 {
		written = written[at+len("1049l"):]
	}
	written = strings.ReplaceAll(ansi.Strip(written), "\r", "")
	if line == "" {
		line = "^"
	} else {
		line += `\n`
	}
	if want := regexp.MustCompile(line + `status 0\n(` + prompt + ` )?$`); !want.MatchString(written) {
		d.t.Errorf("it ends with\n%s\nnot %q", written, line)
	}
	if now := d.state(); now != d.stty || now == "" {
		d.t.Errorf("the terminal is %q, not %q", now, d.stty)
	}
}

// state is the terminal's state, by stty.
func (d *desk) state() string {
	d.t.Helper()
	d.begins("stty -g")
	shown := d.sees(`[0-9a-f:\n]{30,}status 0\n` + prompt + `$`)
	return strings.ReplaceAll(regexp.MustCompile(`[0-9a-f:\n]{30,}`).FindString(shown), "\n", "")
}

// entered checks the endings and the regions of all that was played.
func (d *desk) entered(want ...string) []history.Entry {
	d.t.Helper()
	past := d.history().Sessions
	var got []string
	for _, e := range past {
		got = append(got, string(e.Ended)+" "+strings.Join(e.Regions, " "))
	}
	if !slices.Equal(got, want) {
		d.t.Errorf("played is %q, not %q", got, want)
	}
	return past
}

const titleOfJaw = "Inner edge of the jawbone"

// A new user, from the very first start to the third.
func TestFromTheVeryFirstStart(t *testing.T) {
	t.Parallel()
	d := newHome(t).sitAt(80, 24)
	d.begins("unknot-real")
	d.does(
		"This is not medical advice", enter,
		"> Check them", enter,
		"Left ear. This sound is on your left", "q",
		`> \[ \] neck`, down,
		`> \[ \] jaw +`+titleOfJaw, enter,
		"> 10 minutes", down,
		"> 12 minutes, ideal", enter,
		"> Once, 12 minutes", enter,
		"(?s)^ *jaw, 12 minutes.*Press enter, and close your eyes", enter,
		`(?s)`+titleOfJaw+` +1[12]:[05]\d left.*space pause`, " ",
		"space goes on", " ",
		"going on", right,
		"on to the next step", "t",
		"About twelve minutes left", "",
		"11:5[0-7] left", "q",
	)
	d.ends(`^` + titleOfJaw + `: stopped after 0:0\d of 1[12]:\d\d( \(12:00 were asked for\))?`)
	d.entered("stopped jaw")

	// What was interrupted comes first, what was played last after it; escape
	// goes back, and leaves.
	d.begins("unknot-real")
	d.does(
		`> +Go on where it stopped +jaw, 11:\d\d left, just now\n +The last one again +jaw, 12 minutes\n +\[ \] neck`, enter,
		`(?s)Go on where it stopped: jaw, 11:\d\d left, just now.*Press enter`, esc,
		`What shall it be\?`, esc,
	)
	d.ends("")
	d.entered("stopped jaw")
	d.begins("unknot-real")
	d.does(
		"> +Go on where it stopped", enter,
		"Press enter, and close your eyes", enter,
		"At sharp pain, dizziness", "",
		"11:[345][0-9] left", "q",
	)
	d.ends(`^` + titleOfJaw + `: stopped after 0:0\d of 1[12]:\d\d`)
	if past := d.entered("stopped jaw", "stopped jaw"); len(past) == 2 && past[1].Resumes != past[0].ID {
		t.Errorf("the second goes on with %q", past[1].Resumes)
	}

	// Ctrl-c leaves the questions, and the session.
	d.begins("unknot-real")
	d.does("> +Go on where it stopped", "\x03")
	d.ends("")
	d.begins("unknot-real play jaw")
	d.does("space pause", "\x03")
	d.ends(`: stopped after 0:0\d of (10:00|9:59)`)
}

// The same by numbers, on a terminal that can do nothing else and for one who
// wants nothing else.
func TestFromTheVeryFirstStartInLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ command, environ string }{
		"dumb":   {"unknot-real", "TERM=dumb"},
		"plain":  {"unknot-real --plain", "TERM=xterm-256color"},
		"always": {"unknot-real", "UNKNOT_PLAIN=true"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newHome(t).sitAt(80, 60, c.environ)
			d.begins(c.command)
			d.does(
				"Press enter when you have read this", enter,
				"^ 2. Not now(?s).*leaves", "2"+enter,
				`^ 2. jaw: `+titleOfJaw+"(?s).*Number, or several", "2"+enter,
				"or a length such as", "8"+enter,
				"^ 1. Once, 24 minutes(?s).*leaves", "b"+enter,
				"(?s)or a length such as.*or a length such as", "8m"+enter,
				"^ 1. Once, 8 minutes(?s).*leaves", enter,
				"^jaw, 8 minutes(?s).*close your eyes", enter,
				"^keys: space pause", "",
				"^ +0:00  chapter +Opening", " ",
				"0:0\\d  paused", " ",
				"0:0\\d  going on", right,
				"answer +on to the next step", "t",
				"answer +About eight minutes left.", "",
			)
			d.listens()
			d.ends(`\n` + titleOfJaw + `: stopped after 0:0\d of (7:\d\d|8:00)( \(8:00 were asked for\))?`)
			d.entered("stopped jaw")

			d.begins(c.command)
			d.does(
				`^ 1\. Go on where it stopped: jaw, 7:\d\d left, just now\n 2\. The last one again: jaw, 8 minutes\n(?s).*leaves`, enter,
				"Press enter and close your eyes", "b"+enter,
				"(?s)Number, or several.*Number, or several", "1"+enter,
				"(?s)close your eyes.*close your eyes", enter,
				`say +At sharp pain`, "",
			)
			d.listens()
			d.ends(`\n` + titleOfJaw + `: stopped after 0:0\d of 7:\d\d`)
			d.begins(c.command)
			d.does("Number, or several", "q"+enter)
			d.ends(`q leaves\): q?`)
			d.begins(c.command)
			d.does("Number, or several", "\x04")
			d.ends(`q leaves\): q?`)
			d.entered("stopped jaw", "stopped jaw")
		})
	}
}
