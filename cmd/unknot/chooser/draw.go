package chooser

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/scripts"
)

const (
	textWidth = 72 // columns, on however wide a terminal
	wideFrom  = 56 // from here on details stand beside the answers
)

// theme has the terminal's own colours, which suit dark and light ones alike.
// Its styles are made once: huh asks for them for every option that it draws.
func theme() huh.Theme {
	dark, light := styles(true), styles(false)
	return huh.ThemeFunc(func(isDark bool) *huh.Styles {
		if isDark {
			return dark
		}
		return light
	})
}

func styles(dark bool) *huh.Styles {
	s := huh.ThemeBase(dark)
	plain := lipgloss.NewStyle()
	s.Focused.Base = plain
	s.Focused.SelectSelector = plain.Foreground(lipgloss.Cyan).Bold(true).SetString("> ")
	s.Focused.SelectedOption = plain.Bold(true)
	s.Focused.UnselectedOption = plain
	s.Focused.TextInput.Prompt = plain.Foreground(lipgloss.Cyan).Bold(true)
	s.Focused.TextInput.Placeholder = plain.Faint(true)
	s.Blurred = s.Focused
	return s
}

// keys are huh's own, without those that the flow itself answers, and without
// the filter, which short lists do not need.
func keys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	off := key.NewBinding(key.WithDisabled())
	k.Select.Filter, k.Select.SetFilter, k.Select.ClearFilter = off, off, off
	k.Select.Prev, k.Select.Next, k.Select.Submit = off, off, off
	k.Input.Prev, k.Input.Next, k.Input.Submit, k.Input.AcceptSuggestion = off, off, off, off
	return k
}

// columns is how wide the text is, and its distance from the left.
func (m *model) columns() (width, margin int) {
	width = min(m.width, textWidth)
	if m.width >= 40 {
		width = min(m.width-4, textWidth)
	}
	return max(width, 1), max((m.width-width)/2, 0)
}

// layout is how the lines of the screen are shared out.
type layout struct {
	gaps   int // empty lines between title, answers and what is below
	foot   bool
	detail []string // of the answer under the cursor
	note   []string
	body   int // lines of the answers
}

// arrange finds the roomiest layout that shows all answers, or else the one
// that shows the most of them.
func (m *model) arrange() layout {
	width, _ := m.columns()
	var detail, note []string
	if !m.wide && m.list != nil {
		detail = wrap(m.q.options[m.hovered()].detail, width)
	}
	if m.q.page == pageType {
		detail = wrap(m.q.text, width)
	}
	if m.note != "" {
		note = wrap(m.note, width)
	}
	want := m.bodyLines(width)
	var l layout
	for _, l = range []layout{
		{gaps: 1, foot: true, detail: detail, note: note},
		{foot: true, detail: detail, note: note},
		{foot: true, detail: shortened(detail, width), note: shortened(note, width)},
	} {
		l.body = m.height - len(m.title(width)) - len(l.detail) - len(l.note)
		if l.foot {
			l.body -= 1 + l.gaps
		}
		l.body -= l.gaps
		if l.gaps > 0 && len(l.detail)+len(l.note) > 0 {
			l.body -= l.gaps
		}
		if l.body >= want {
			l.body = want
			return l
		}
	}
	if l.body < 2 && len(l.note) > 0 {
		l.body, l.detail = l.body+len(l.detail), nil
	}
	if l.body < 1 {
		l.body, l.foot = l.body+1, false
	}
	l.body = max(l.body, 1)
	return l
}

// title is the question, in one line on a low screen.
func (m *model) title(width int) []string {
	lines := wrap(m.q.title, width)
	if len(lines) > max(m.height/8, 1) {
		return shortened(lines, width)
	}
	return lines
}

// bodyLines is how many lines the answers, or the text, have.
func (m *model) bodyLines(width int) int {
	switch {
	case m.list != nil:
		return len(m.q.options)
	case m.input != nil:
		return 1
	}
	return max(len(m.reading(width)), 1)
}

// reading is the text of a question, in lines.
func (m *model) reading(width int) []string {
	text := strings.TrimRight(cleanLines(m.q.text), "\n")
	if m.q.page == pageReady {
		begin := "Headphones on. Press enter, and close your eyes."
		if text == "" || m.height < 8 {
			text = begin
		} else {
			text += "\n\n" + begin
		}
	}
	return strings.Split(strings.TrimRight(scripts.Wrap(text, width), "\n"), "\n")
}

// fill fits the question into the screen.
func (m *model) fill() {
	width, _ := m.columns()
	m.wide = width >= wideFrom
	l := m.arrange()
	switch {
	case m.list != nil:
		at := m.hovered()
		m.list.Value(&at)
		m.list.WithWidth(width)
		m.list.Options(m.labels(width)...)
		m.list.Height(l.body)
		// The list learns its length when it is first drawn; before that it
		// cannot scroll to the cursor.
		m.list.View()
		m.list.Update(nil)
	case m.input != nil:
		m.input.WithWidth(width)
	default:
		m.text.SetWidth(width)
		m.text.SetHeight(l.body)
		m.text.SetContent(strings.Join(m.reading(width), "\n"))
	}
}

// labels are the answers as the list shows them, a line each.
func (m *model) labels(width int) []huh.Option[int] {
	const cursor, gap = 2, 2
	marks, widest := false, 0
	for _, o := range m.q.options {
		marks = marks || o.markable
		widest = max(widest, ansi.StringWidth(o.name))
	}
	columns := max(width-cursor, 1)
	var labels []huh.Option[int]
	for i, o := range m.q.options {
		label := o.name
		if marks {
			label = m.box(o) + label
		}
		if m.wide && o.detail != "" {
			column := min(widest, columns/2) + ansi.StringWidth(label) - ansi.StringWidth(o.name)
			label = ansi.Truncate(label, column, "…")
			label += strings.Repeat(" ", column-ansi.StringWidth(label)+gap)
			label += lipgloss.NewStyle().Faint(true).Bold(false).Render(ansi.Truncate(o.detail, max(columns-column-gap, 1), "…"))
		}
		labels = append(labels, huh.NewOption(m.inCharset(ansi.Truncate(label, columns, "…")), i))
	}
	return labels
}

// box shows whether a region is marked.
func (m *model) box(o option) string {
	switch {
	case o.marked:
		return "[x] "
	case o.markable:
		return "[ ] "
	case m.wide:
		return "    "
	}
	return ""
}

func (m *model) View() tea.View {
	v := tea.NewView(m.draw())
	v.AltScreen = true
	v.WindowTitle = "unknot"
	return v
}

// draw is the whole screen.
func (m *model) draw() string {
	var (
		strong = lipgloss.NewStyle().Bold(true)
		dim    = lipgloss.NewStyle().Faint(true)
		wrong  = lipgloss.NewStyle().Foreground(lipgloss.Yellow)
	)
	width, margin := m.columns()
	l := m.arrange()
	var lines []string
	for _, line := range m.title(width) {
		lines = append(lines, strong.Render(m.inCharset(line)))
	}
	gap := func() {
		if l.gaps > 0 {
			lines = append(lines, "")
		}
	}
	gap()
	body := ""
	switch {
	case m.list != nil:
		body = m.list.View()
	case m.input != nil:
		body = m.input.View()
	default:
		body = m.inCharset(m.text.View())
	}
	lines = append(lines, strings.Split(body, "\n")...)
	if len(l.detail)+len(l.note) > 0 {
		gap()
	}
	for _, line := range l.detail {
		lines = append(lines, dim.Render(m.inCharset(line)))
	}
	for _, line := range l.note {
		lines = append(lines, wrong.Render(m.inCharset(line)))
	}
	if l.foot {
		gap()
		lines = append(lines, dim.Render(m.inCharset(m.help(width))))
	}
	lines = lines[:min(len(lines), max(m.height, 1))]
	above := (m.height - len(lines)) / 3
	pad := strings.Repeat(" ", margin)
	for i, line := range lines {
		lines[i] = strings.TrimRight(pad+line, " ")
	}
	return strings.Repeat("\n", max(above, 0)) + strings.Join(lines, "\n")
}

// help is the keys, the most needed first, as many as fit.
func (m *model) help(width int) string {
	enter, leave := "enter goes on", "q leaves"
	var also []string
	switch {
	case m.q.page == pageReady:
		enter = "enter begins"
	case m.list != nil:
		enter = "enter chooses"
		if m.ascii {
			also = append(also, "arrows move")
		} else {
			also = append(also, "↑ ↓ move")
		}
		if m.q.page == pageEntry {
			also = append(also, "space marks several")
		}
	case m.input != nil:
		leave = "esc back"
	case !m.text.AtBottom():
		enter = "enter reads on"
	}
	also = append(also, leave)
	if len(m.earlier) > 0 && m.input == nil {
		also = append(also, "esc back")
	}
	text := enter
	for _, keys := range also {
		if longer := text + " · " + keys; ansi.StringWidth(longer) <= width {
			text = longer
		}
	}
	return ansi.Truncate(text, width, "…")
}

// inCharset is text in the characters that the terminal has.
func (m *model) inCharset(text string) string {
	if m.ascii {
		return toASCII(text)
	}
	return text
}

// wrap is text in lines of at most width columns.
func wrap(text string, width int) []string {
	if text == "" {
		return nil
	}
	return strings.Split(ansi.Wrap(terminal.Clean(text), width, ""), "\n")
}

// shortened is some lines as one, cut where it is full.
func shortened(lines []string, width int) []string {
	if len(lines) < 2 {
		return lines
	}
	return []string{ansi.Truncate(strings.Join(lines, " "), width, "…")}
}
