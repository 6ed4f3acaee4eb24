package screen

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// Session is what is shown of a session that plays, and what keys do to it.
// None of its functions may wait, but for Suspend. What it gives need not be
// fit for a terminal.
type Session struct {
	Title  string
	Do     func(session.Command)
	Status func() *session.Status
	Heard  func() timeline.Frame // the frame of the session that is heard

	// Keys gives the command of a key, named as bubbletea names it: "space",
	// "enter", "right", "q", "ctrl+c". Where it is nil or knows no better,
	// ctrl+c stops.
	Keys    func(key string) (session.Command, bool)
	KeyHelp []string                     // what keys do, the most needed first: "space pause"
	KeyOf   func(session.Command) string // the name of a command's key, for the eye; nil: as they are by default

	Changed <-chan struct{} // a value tells that the status has changed; may be nil
	Ended   <-chan struct{} // closed when nothing more will be heard
	Note    func() string   // a line to show beside, or ""; may be nil

	// Suspend is called before the program is suspended, and Resumed once it
	// is back. Either may be nil. The program is suspended when Suspend
	// returns: sound that is to be silent meanwhile must be by then.
	Suspend, Resumed func()
}

// Show draws the session in place on a terminal until it has ended, and gives
// the terminal back as it was, whatever happens. Without in there are no keys.
func Show(s Session, in, out *os.File) error {
	input := tea.WithInput(nil)
	if in != nil {
		input = tea.WithInput(in)
	}
	return run(s, os.Environ(), input, tea.WithOutput(out))
}

func run(s Session, environment []string, options ...tea.ProgramOption) error {
	getenv := func(name string) string { return valueOf(environment, name) }
	if getenv("NO_COLOR") != "" { // whatever it is; the library wants it to be true
		environment = append(slices.Clip(environment), "NO_COLOR=1")
	}
	p := tea.NewProgram(newModel(s, marksFor(getenv)), append(options, tea.WithEnvironment(environment),
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler())...)
	finished := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for changed := s.Changed; ; {
			select {
			case _, more := <-changed:
				if !more {
					changed = nil
				}
				p.Send(look{})
			case <-s.Ended:
				p.Quit()
				return
			case <-finished:
				return
			}
		}
	}()
	_, err := p.Run()
	close(finished)
	<-watched
	if err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("drawing the session: %w", err)
	}
	return nil
}

// valueOf is a variable's value in an environment.
func valueOf(environment []string, name string) (value string) {
	for _, variable := range environment {
		if n, v, _ := strings.Cut(variable, "="); n == name {
			value = v
		}
	}
	return value
}

const (
	// framesPerSecond bounds how often the terminal is written to; a breath
	// swells in fewer steps.
	framesPerSecond = 10
	shortestTick    = 100 * time.Millisecond
	longestTick     = time.Second / 2

	// dimAfter is how long the screen stays bright without a key.
	dimAfter = 10 * time.Second
	// answerFor is how long an answer is shown.
	answerFor = 5 * time.Second
)

// model draws one picture. It is drawn anew only when the picture changed.
type model struct {
	session  Session
	painter  *painter
	picture  picture
	answers  int // of the status that was looked at last
	answered time.Time
	woken    time.Time
	stopping bool
	view     tea.View
}

type (
	tick struct{} // looks, and waits for the next
	look struct{} // looks
)

func newModel(s Session, with marks) *model {
	if s.KeyOf == nil {
		s.KeyOf = usualKey
	}
	m := &model{session: s, painter: newPainter(with, s.Title, s.KeyHelp, s.KeyOf), woken: time.Now()}
	if status := s.Status(); status != nil {
		m.answers, m.picture.State = status.Answers, status.State
	}
	m.picture.width, m.picture.height = 80, 24
	m.look()
	m.draw()
	return m
}

// usualKey is the key of a command by default.
func usualKey(c session.Command) string {
	switch c {
	case session.PlayPause:
		return "space"
	case session.MoveOn:
		return "→"
	}
	return ""
}

func (m *model) Init() tea.Cmd { return m.wait() }

func (m *model) View() tea.View { return m.view }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var then tea.Cmd
	switch msg := msg.(type) {
	case tick:
		then = m.wait()
	case look:
	case tea.WindowSizeMsg:
		m.picture.width, m.picture.height = msg.Width, msg.Height
		m.draw()
	case tea.KeyPressMsg:
		m.woken = time.Now()
		then = m.press(msg.String())
	case tea.ResumeMsg:
		m.woken = time.Now()
		if m.session.Resumed != nil {
			m.session.Resumed()
		}
	default:
		return m, nil
	}
	if m.look() {
		m.draw()
	}
	return m, then
}

// press does what a key stands for.
func (m *model) press(key string) tea.Cmd {
	if key == "ctrl+z" {
		return func() tea.Msg {
			if m.session.Suspend != nil {
				m.session.Suspend()
			}
			return tea.SuspendMsg{}
		}
	}
	var command session.Command
	known := false
	if m.session.Keys != nil {
		command, known = m.session.Keys(key)
	}
	if !known && key == "ctrl+c" {
		command, known = session.Stop, true
	}
	if !known {
		return nil
	}
	m.stopping = m.stopping || command == session.Stop
	m.session.Do(command)
	// Its answer comes a moment later.
	return tea.Tick(shortestTick/2, func(time.Time) tea.Msg { return look{} })
}

// look takes a new picture and reports whether it differs.
func (m *model) look() bool {
	now := time.Now()
	heard := m.session.Heard() // before the status, which then knows of it
	status := m.session.Status()
	next := picture{Glance: Look(status, heard), width: m.picture.width, height: m.picture.height}
	next.Stopping = next.Stopping || m.stopping
	moved := false // chapters lie elsewhere
	if status != nil {
		moved = m.painter.follow(status.Timeline, status.Endless)
		if status.Answers != m.answers {
			m.answers, m.answered, m.woken = status.Answers, now, now
		}
		if status.State != m.picture.State {
			m.woken = now
		}
		if now.Sub(m.answered) < answerFor && status.Answer != string(status.State) {
			next.answer = status.Answer
		}
	}
	if m.session.Note != nil {
		next.note = m.session.Note()
	}
	if next.dim = now.Sub(m.woken) >= dimAfter; next.dim {
		next.Left = calmly(next.Left, next.Endless)
	}
	if next == m.picture && !moved {
		return false
	}
	m.picture = next
	return true
}

// calmly is a time in steps of some seconds: what nobody looks at need not
// change with every one.
func calmly(seconds int64, played bool) int64 {
	const step = 5
	if !played {
		seconds += step - 1
	}
	return seconds / step * step
}

// wait ticks when something else may be shown.
func (m *model) wait() tea.Cmd {
	heard := m.session.Heard()
	d := longestTick
	if status := m.session.Status(); status != nil && status.State == session.Playing {
		if ahead := Next(status, heard) - heard; ahead < audio.SampleRate {
			d = min(d, time.Duration(ahead)*time.Second/audio.SampleRate)
		}
	}
	return tea.Tick(max(d, shortestTick), func(time.Time) tea.Msg { return tick{} })
}

func (m *model) draw() {
	m.view = tea.NewView(m.painter.draw(m.picture))
	m.view.AltScreen = true
}
