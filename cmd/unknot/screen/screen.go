package screen

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts"
)

// Session is what the screen needs of a session that plays.
type Session struct {
	Title  string // fit for a terminal
	Watch  *Watch
	Heard  func() int64 // the frame that is heard; never waits
	Stop   func()       // asks it to fade out; the screen stays until Ended
	Pause  func()       // pauses it, or lets it go on
	Paused func() bool
	Ended  <-chan struct{} // closed when nothing more will be heard
	Note   func() string   // a line to show beside, fit for a terminal, or ""
}

// Show draws the session in place on a terminal until it has ended, and gives
// the terminal back as it was, whatever happens.
func Show(s Session, in, out *os.File) error {
	p := tea.NewProgram(newModel(s), tea.WithInput(in), tea.WithOutput(out),
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler())
	finished := make(chan struct{})
	go func() {
		select {
		case <-s.Ended:
			p.Quit()
		case <-finished:
		}
	}()
	_, err := p.Run()
	close(finished)
	if err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("drawing the session: %w", err)
	}
	return nil
}

const (
	// framesPerSecond bounds how often the terminal is written to; a breath
	// swells in fewer steps.
	framesPerSecond = 10
	shortestTick    = 100 * time.Millisecond
	longestTick     = time.Second / 2
)

// model draws one glance. It is redrawn only when the glance, the terminal's
// size or the note changed.
type model struct {
	session       Session
	glance        Glance
	note          string
	width, height int
	stopping      bool
	paused        bool
	view          tea.View
}

type tick struct{}

func newModel(s Session) *model {
	m := &model{session: s, width: 80, height: 24}
	m.look()
	m.draw()
	return m
}

func (m *model) Init() tea.Cmd { return m.wait() }

func (m *model) View() tea.View { return m.view }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tick:
		if m.look() {
			m.draw()
		}
		return m, m.wait()
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.draw()
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "ctrl+c":
			m.stopping = true
			m.session.Stop()
			m.draw()
		case "space":
			m.session.Pause()
		}
	}
	return m, nil
}

// look takes a new glance and reports whether anything changed.
func (m *model) look() bool {
	glance, note, paused := m.session.Watch.At(m.session.Heard()), m.session.Note(), m.session.Paused()
	changed := glance != m.glance || note != m.note || paused != m.paused
	m.glance, m.note, m.paused = glance, note, paused
	return changed
}

// wait ticks when something else may be shown.
func (m *model) wait() tea.Cmd {
	heard := m.session.Heard()
	ahead := m.session.Watch.Next(heard) - heard
	d := longestTick
	if ahead < audio.SampleRate {
		d = min(d, time.Duration(ahead)*time.Second/audio.SampleRate)
	}
	return tea.Tick(max(d, shortestTick), func(time.Time) tea.Msg { return tick{} })
}

func (m *model) draw() {
	m.view = tea.NewView(draw(m.glance, m.session.Title, m.help(), m.width, m.height))
	m.view.AltScreen = true
	m.view.WindowTitle = "unknot: " + m.session.Title
}

func (m *model) help() string {
	keys := "space pauses  ·  q stops"
	switch {
	case m.stopping:
		return "stopping"
	case m.paused:
		keys = "paused: space goes on  ·  q stops"
	}
	if m.note != "" {
		keys += "  ·  " + m.note
	}
	return keys
}

// draw is the screen as text, with styles but without a place: what matters
// most stays where there is little room.
func draw(g Glance, title, help string, width, height int) string {
	var (
		strong = lipgloss.NewStyle().Bold(true)
		dim    = lipgloss.NewStyle().Faint(true)
		breath = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
	)
	margin := 0
	if width >= 40 {
		margin = 2
	}
	room := max(width-2*margin, 1)

	caption := strings.Split(ansi.Wrap(g.Caption, min(room, 72), ""), "\n")
	for i := range caption {
		caption[i] = strong.Render(caption[i])
	}
	head := dim.Render(spread(header(g, title), left(g.Left), room))
	point := ansi.Truncate(where(g), room, "…")
	swell := breath.Render(ansi.Truncate(bar(g), room, ""))
	session := dim.Render(progress(g, room))
	foot := dim.Render(ansi.Truncate(help, room, "…"))

	// From roomy to cramped.
	for _, lines := range [][]string{
		join([]string{head, ""}, caption, []string{"", point, "", swell, "", session, foot}),
		join([]string{head}, caption, []string{point, swell, session, foot}),
		join([]string{head}, caption, []string{point, swell}),
		join(caption, []string{point}),
		caption,
	} {
		if len(lines) > height {
			continue
		}
		above := (height - len(lines)) / 3
		pad := strings.Repeat(" ", margin)
		return strings.Repeat("\n", above) + pad + strings.Join(lines, "\n"+pad)
	}
	return strings.Join(caption[:max(min(height, len(caption)), 0)], "\n")
}

func join(parts ...[]string) []string {
	var all []string
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func header(g Glance, title string) string {
	if g.Region != "" && g.Region != title {
		title += " · " + g.Region
	}
	if g.Round > 1 {
		title += fmt.Sprintf(" · round %d", g.Round)
	}
	return title
}

func left(seconds int64) string {
	if seconds < 0 {
		return "until you stop"
	}
	return player.Clock(seconds*audio.SampleRate) + " left"
}

// spread sets two texts at the two ends of a line; where there is no room for
// both, the right one stays.
func spread(l, r string, width int) string {
	gap := width - ansi.StringWidth(r) - 2
	if gap < 1 {
		return ansi.Truncate(r, width, "")
	}
	l = ansi.Truncate(l, gap, "…")
	return l + strings.Repeat(" ", width-ansi.StringWidth(l)-ansi.StringWidth(r)) + r
}

func where(g Glance) string {
	if g.Point == "" || g.Side == scripts.NoSide || g.Side == scripts.SideCentre {
		return g.Point
	}
	return strings.ToUpper(string(g.Side)) + " · " + g.Point
}

func bar(g Glance) string {
	if g.Doing != BreatheIn && g.Doing != BreatheOut {
		return string(g.Doing)
	}
	return fmt.Sprintf("%-11s %s", g.Doing, strings.Repeat("██", g.Swell))
}

func progress(g Glance, width int) string {
	if g.Left < 0 {
		return ""
	}
	done := g.Bar * width / Bars
	return strings.Repeat("━", done) + strings.Repeat("─", width-done)
}
