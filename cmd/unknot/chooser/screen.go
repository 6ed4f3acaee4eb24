package chooser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

// askOnScreen asks in place. For the check of the headphones the terminal is
// given back, and taken over again afterwards by a new bubbletea program: one
// that is still running cannot give it back for a moment and take it again.
func askOnScreen(ctx context.Context, f *flow, t Terminal) (Choice, error) {
	m := newModel(f, t.ascii())
	for {
		if err := m.run(ctx, t); err != nil {
			return Choice{Advised: f.choice.Advised}, err
		}
		switch {
		case m.checking && ctx.Err() == nil:
			m.checked(f.choices.Headphones())
		case f.page == pageDone:
			return f.choice, nil
		default:
			return Choice{Advised: f.choice.Advised}, ErrCancelled
		}
	}
}

// run shows the model until everything is answered, it is left, or the
// headphones are to be checked.
func (m *model) run(ctx context.Context, t Terminal) error {
	p := tea.NewProgram(m, tea.WithInput(t.In), tea.WithOutput(t.Out), tea.WithEnvironment(t.Environ), tea.WithoutSignalHandler())
	// Quit rather than Kill, which would not restore the terminal.
	defer context.AfterFunc(ctx, p.Quit)()
	if _, err := p.Run(); err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("asking on the screen: %w", err)
	}
	return nil
}

// model shows the flow on the screen, one question at a time: as a list, as a
// line to type or as a text to scroll.
type model struct {
	*flow
	ascii         bool
	width, height int
	theme         huh.Theme
	q             question
	list          *huh.Select[int] // of a question with options
	input         *huh.Input       // of one to type
	text          viewport.Model   // of one to read
	wide          bool             // details stand beside the answers
	note          string           // what is wrong with the last answer
	checking      bool             // the headphones are to be checked
}

func newModel(f *flow, ascii bool) *model {
	m := &model{flow: f, ascii: ascii, width: 80, height: 24, theme: theme()}
	m.present()
	return m
}

func (m *model) Init() tea.Cmd { return nil }

// present shows the question that the flow has come to.
func (m *model) present() tea.Cmd {
	m.q = m.question()
	m.list, m.input, m.note = nil, nil, ""
	var cmd tea.Cmd
	switch {
	case len(m.q.options) > 0:
		m.list = huh.NewSelect[int]()
		m.list.WithTheme(m.theme).WithKeyMap(keys())
		m.list.Focus()
	case m.q.page == pageType:
		m.input = huh.NewInput().CharLimit(40).Placeholder("12m")
		m.input.WithTheme(m.theme).WithKeyMap(keys())
		cmd = m.input.Focus()
	default:
		m.text = viewport.New()
	}
	m.fill()
	return cmd
}

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.fill()
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		if !plain(msg.Content) {
			return m, nil
		}
	}
	return m, m.pass(msg)
}

// key carries out a key.
func (m *model) key(msg tea.KeyPressMsg) tea.Cmd {
	switch key := msg.String(); {
	case key == "ctrl+c", key == "q" && m.input == nil:
		return tea.Quit
	case key == "ctrl+z":
		return tea.Suspend
	case key == "esc", key == "left" && m.input == nil:
		if m.back() {
			return m.present()
		}
		if key == "esc" {
			return tea.Quit
		}
		return nil
	case key == "enter", key == "ctrl+j": // the latter is enter, pressed before the screen was there
		return m.enter()
	case m.input != nil && !plain(msg.Text): // it is in no length, and not every terminal can show it
		return nil
	case m.list != nil && (key == "space" || key == "x"):
		m.mark(m.hovered())
		m.q = m.question()
		m.fill()
		return nil
	}
	if m.note != "" {
		m.note = ""
		m.fill()
	}
	return m.pass(msg)
}

// plain reports whether a text is ASCII only.
func plain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// enter answers the question.
func (m *model) enter() tea.Cmd {
	var err error
	switch {
	case m.list != nil && m.checks(m.hovered()):
		m.checking = true
		return tea.Quit
	case m.list != nil:
		err = m.choose(m.hovered())
	case m.input != nil:
		err = m.typed(m.input.GetValue().(string))
	case !m.text.AtBottom():
		m.text.PageDown()
		return nil
	default:
		m.goOn()
	}
	if err != nil {
		m.note = terminal.Clean(err.Error())
		m.fill()
		return nil
	}
	if m.page == pageDone {
		return tea.Quit
	}
	return m.present()
}

// checked goes on after the check of the headphones.
func (m *model) checked(err error) {
	m.checking = false
	err = errors.Join(err, m.choose(m.hovered()))
	m.present()
	if err != nil {
		m.note = "the headphones could not be checked: " + terminal.Clean(err.Error())
		m.fill()
	}
}

// hovered is the option under the cursor.
func (m *model) hovered() int {
	if i, ok := m.list.Hovered(); ok {
		return i
	}
	return m.q.cursor // the list has no options yet
}

// pass hands a message on to the part that shows the question.
func (m *model) pass(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch {
	case m.list != nil:
		_, cmd = m.list.Update(msg)
		if !m.wide {
			m.fill() // the detail below follows the cursor
		}
	case m.input != nil:
		_, cmd = m.input.Update(msg)
	default:
		m.text, cmd = m.text.Update(msg)
	}
	return cmd
}
