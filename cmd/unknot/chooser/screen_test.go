package chooser

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// sizes are the smallest, the usual and a large terminal.
var sizes = [][2]int{{20, 5}, {80, 24}, {200, 60}}

// press is the message of a key, by its name.
func press(name string) tea.KeyPressMsg {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"space": tea.KeySpace, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown,
	}
	if code, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	r, _ := utf8.DecodeRuneInString(name)
	return tea.KeyPressMsg{Code: r, Text: name}
}

// screens are the screens worth looking at, and the keys that lead there.
var screens = []struct {
	name  string
	first bool // at the first start
	keys  string
}{
	{"advice", true, ""},
	{"headphones", true, strings.Repeat("enter ", 20)},
	{"entries", false, ""},
	{"several", false, "down down down space down down down space"},
	{"lengths", false, "down down down enter"},
	{"typing", false, "down down down enter end enter 1 m enter"},
	{"looping", false, "down down down enter down down enter"},
	{"ready", false, "down down down enter enter enter"},
	{"favourite", false, "down down enter"},
	{"refused", false, "down down down down space down space enter"},
}

// at brings a model of some size to a screen, and returns the keys pressed.
func at(t testing.TB, width, height, screen int, ascii bool) (m *model, keys string) {
	c := choices(t)
	if screens[screen].first {
		c = newcomer(t)
	}
	m = newModel(newFlow(c), ascii)
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	for _, key := range strings.Fields(screens[screen].keys) {
		if screens[screen].name == "headphones" && m.page == pageHeadphones {
			break // how many pages the advice has depends on the size
		}
		m.Update(press(key))
		keys += key + " "
	}
	return m, keys
}

func TestGoldenScreens(t *testing.T) {
	for _, size := range sizes {
		var b strings.Builder
		for i, s := range screens {
			m, _ := at(t, size[0], size[1], i, false)
			fmt.Fprintf(&b, "== %s ==\n%s\n", s.name, ansi.Strip(m.draw()))
		}
		golden(t, fmt.Sprintf("testdata/screen-%dx%d.txt", size[0], size[1]), b.String())
	}
}

func golden(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s is now:\n%s", path, got)
	}
}

// Whatever the size and the keys, the screen fits and shows the cursor, and
// without UTF-8 everything on it is ASCII.
func TestAnyScreenFits(t *testing.T) {
	names := []string{"enter", "esc", "up", "down", "space", "left", "home", "end", "x", "1", "m", "backspace", "pgdown", "ctrl+d", "/", "é"}
	rapid.Check(t, func(rt *rapid.T) {
		c := choices(t)
		if rapid.Bool().Draw(rt, "first start") {
			c = newcomer(t)
		}
		c.Entries[0].Name, c.Entries[0].Detail = "\x1b[31mrot", "肩こり\nと首 "+strings.Repeat("weit ", 30)
		m := newModel(newFlow(c), rapid.Bool().Draw(rt, "ascii"))
		for range rapid.IntRange(0, 30).Draw(rt, "events") {
			if rapid.IntRange(0, 4).Draw(rt, "event") == 0 {
				m.Update(tea.WindowSizeMsg{Width: rapid.IntRange(1, 220).Draw(rt, "width"), Height: rapid.IntRange(1, 70).Draw(rt, "height")})
			} else if m.page != pageDone {
				m.Update(press(rapid.SampledFrom(names).Draw(rt, "key")))
			}
			if m.page == pageDone {
				break
			}
			screen := m.draw()
			lines := strings.Split(ansi.Strip(screen), "\n")
			if len(lines) > m.height {
				rt.Fatalf("%dx%d has %d lines:\n%s", m.width, m.height, len(lines), screen)
			}
			cursor := false
			for _, line := range lines {
				if w := ansi.StringWidth(line); w > m.width {
					rt.Fatalf("%dx%d has a line of %d columns:\n%s", m.width, m.height, w, screen)
				}
				cursor = cursor || strings.HasPrefix(strings.TrimLeft(line, " "), ">")
				for _, r := range line {
					if r < ' ' || m.ascii && r >= utf8.RuneSelf {
						rt.Fatalf("there is %q on the screen", r)
					}
				}
			}
			if !cursor && (m.list != nil || m.input != nil) && m.height > 1 && m.width > 2 {
				rt.Fatalf("%dx%d has no cursor:\n%s", m.width, m.height, screen)
			}
		}
	})
}

// keyed presses keys on a new screen, and reports whether the last one quit.
func keyed(t testing.TB, keys ...string) (m *model, quit bool) {
	t.Helper()
	m = newModel(newFlow(choices(t)), false)
	for _, key := range keys {
		_, cmd := m.Update(press(key))
		quit = false
		if cmd != nil {
			_, quit = cmd().(tea.QuitMsg)
		}
	}
	return m, quit
}

// In a bubble, since a blinking cursor waits.
func TestKeys(t *testing.T) { synctest.Test(t, testKeys) }

func testKeys(t *testing.T) {
	for _, tc := range []struct {
		keys string
		page page
		quit bool
	}{
		{"down down down enter", pageLength, false},
		{"down down down ctrl+j", pageLength, false}, // enter, pressed before there was a screen
		{"down down down enter esc", pageEntry, false},
		{"down down down enter left", pageEntry, false},
		{"left", pageEntry, false},
		{"esc", pageEntry, true},
		{"q", pageEntry, true},
		{"ctrl+c", pageEntry, true},
		{"down down down enter q", pageLength, true},
		{"down down down enter up enter", pageLoop, false},
		{"down down down enter end enter q left", pageType, false}, // a letter in a line, and a move within it
		{"down down down enter end enter ctrl+c", pageType, true},
		{"down down down enter end enter 9 m enter", pageLoop, false},
		{"enter enter", pageDone, true},
	} {
		if m, quit := keyed(t, strings.Fields(tc.keys)...); m.page != tc.page || quit != tc.quit {
			t.Errorf("%s leads to page %d, quit: %v; want %d, %v", tc.keys, m.page, quit, tc.page, tc.quit)
		}
	}
	// Space marks what is under the cursor, and the cursor stays.
	m, _ := keyed(t, "end", "up", "space", "up", "x")
	if marked := m.markedEntries(); len(marked) != 2 || marked[0].Name != "upper-back" || marked[1].Name != "lower-back" || m.hovered() != 5 {
		t.Errorf("marked are %+v, the cursor is at %d", marked, m.hovered())
	}
}
