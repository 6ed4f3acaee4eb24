package screen

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/language"
)

// Session is a session to be shown while it plays. None of its functions may
// block, except Suspend. Its texts need not be fit for a terminal.
type Session struct {
	Title    string
	Language *language.Language // nil: English
	Do       func(session.Command)
	Status   func() *session.Status
	Heard    func() timeline.Frame // the frame that is heard
	Keys     control.Keys          // the zero value has ctrl+c alone, which stops

	Changed <-chan struct{} // receives a value when the status has changed; may be nil
	Ended   <-chan struct{} // closed when nothing more will be heard
	Note    func() string   // a further line to show, or ""; may be nil

	// Suspend is called before the program is suspended, and Resumed once it
	// is back. Either may be nil. The program is suspended when Suspend
	// returns: by then the sound must be silent.
	Suspend, Resumed func()
}

func (s Session) language() *language.Language {
	if s.Language == nil {
		return language.English()
	}
	return s.Language
}

// Show draws the session in place on a terminal until it has ended, and always
// leaves the terminal as it was. Where in is nil there are no keys.
func Show(s Session, in, out *os.File) error {
	input := tea.WithInput(nil)
	if in != nil {
		input = tea.WithInput(in)
	}
	return run(s, os.Environ(), input, tea.WithOutput(out))
}

func run(s Session, environment []string, options ...tea.ProgramOption) error {
	getenv := terminal.Env(environment)
	if getenv("NO_COLOR") != "" { // any value counts, but the library wants a true one
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

const (
	// framesPerSecond bounds how often the terminal is written to; it is more
	// often than a breath changes.
	framesPerSecond = 10
	shortestTick    = 100 * time.Millisecond
	longestTick     = time.Second / 2

	// dimAfter is how long the screen stays bright without a key.
	dimAfter = 10 * time.Second
	// answerFor is how long an answer is shown.
	answerFor = 5 * time.Second
)

// model holds the picture on the screen, and draws it again when it changed.
type model struct {
	session  Session
	painter  *painter
	picture  picture
	answers  int // in the latest status
	answered time.Time
	woken    time.Time
	stopping bool
	drawn    tea.View
}

type (
	tick struct{} // looks at the session, and waits for the next tick
	look struct{} // looks at the session
)

func newModel(s Session, with marks) *model {
	l := s.language()
	w := words{Language: l, keyOf: func(c session.Command) string { return keySign(s.Keys, c) }}
	m := &model{session: s, painter: newPainter(with, w, s.Title, keyHelp(l, s.Keys)), woken: time.Now()}
	if status := s.Status(); status != nil {
		m.answers, m.picture.State = status.Answers, status.State
	}
	m.picture.width, m.picture.height = 80, 24
	m.look()
	m.draw()
	return m
}

func (m *model) Init() tea.Cmd { return m.wait() }

func (m *model) View() tea.View { return m.drawn }

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

// press gives the command of a key.
func (m *model) press(key string) tea.Cmd {
	if key == "ctrl+z" {
		return func() tea.Msg {
			if m.session.Suspend != nil {
				m.session.Suspend()
			}
			return tea.SuspendMsg{}
		}
	}
	command, known := m.session.Keys.Command(key)
	if !known {
		return nil
	}
	m.stopping = m.stopping || command == session.Stop
	m.session.Do(command)
	// The answer comes a moment later.
	return tea.Tick(shortestTick/2, func(time.Time) tea.Msg { return look{} })
}

// look takes a new picture and reports whether it differs.
func (m *model) look() bool {
	now := time.Now()
	heard := m.session.Heard() // before the status, which then covers it
	status := m.session.Status()
	next := picture{View: ViewAt(status, heard), width: m.picture.width, height: m.picture.height}
	next.Stopping = next.Stopping || m.stopping
	moved := false // the chapters
	if status != nil {
		moved = m.painter.follow(status.Timeline, status.Endless)
		if status.Answers != m.answers {
			m.answers, m.answered, m.woken = status.Answers, now, now
		}
		if status.State != m.picture.State {
			m.woken = now
		}
		if now.Sub(m.answered) < answerFor && status.Answer.Code != session.CodePaused { // that it is paused is drawn large
			next.answer = status.Answer.Words(m.session.language())
		}
	}
	if m.session.Note != nil {
		next.note = m.session.Note()
	}
	if next.dim = now.Sub(m.woken) >= dimAfter; next.dim {
		next.View = inSteps(next.View)
	}
	if next == m.picture && !moved {
		return false
	}
	m.picture = next
	return true
}

// inSteps counts a view's time in steps of five seconds: nobody looks at a dim
// screen, and every change costs.
func inSteps(v View) View {
	const step = 5
	v.Remaining = (v.Remaining + step - 1) / step * step
	v.Elapsed = v.Elapsed / step * step
	return v
}

// wait ticks when the view may have changed.
func (m *model) wait() tea.Cmd {
	heard := m.session.Heard()
	d := longestTick
	if status := m.session.Status(); status != nil && status.State == session.Playing {
		if ahead := NextChange(status, heard) - heard; ahead < timeline.Second {
			d = min(d, audio.Duration(ahead))
		}
	}
	return tea.Tick(max(d, shortestTick), func(time.Time) tea.Msg { return tick{} })
}

func (m *model) draw() {
	m.drawn = tea.NewView(m.painter.draw(m.picture))
	m.drawn.AltScreen = true
}
