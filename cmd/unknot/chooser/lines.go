package chooser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/muesli/cancelreader"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/scripts"
)

const (
	mostAnswerBytes  = 200 // of a line; what follows is ignored
	mostWrongAnswers = 20  // in a row, before it gives up
)

// lines asks in numbered lines. huh's own mode for this takes the end of the
// input for a yes, and reads beyond its line.
type lines struct {
	*flow
	in    io.Reader
	out   io.Writer
	width int
	ascii bool
}

// askInLines asks line by line. It reads no more of the input than its own
// lines: what follows is for the session.
func askInLines(ctx context.Context, f *flow, t Terminal) (Choice, error) {
	in, err := cancelreader.NewReader(t.In)
	if err != nil { // a file, or nothing at all: reads do not block
		in, err = cancelreader.NewReader(struct{ io.Reader }{t.In})
	}
	if err != nil {
		return Choice{}, fmt.Errorf("reading the answers: %w", err)
	}
	defer in.Close()
	defer context.AfterFunc(ctx, func() { in.Cancel() })()
	l := &lines{flow: f, in: in, out: t.Out, width: min(terminal.Width(t.Out), textWidth), ascii: t.ascii()}
	err = l.run()
	if ctx.Err() != nil {
		err = ErrCancelled
	}
	if err != nil {
		return Choice{Advised: f.choice.Advised}, err
	}
	return f.choice, nil
}

func (l *lines) run() error {
	for l.page != pageDone {
		q := l.question()
		if err := l.pose(q); err != nil {
			return err
		}
		if err := l.answer(q); err != nil {
			return err
		}
	}
	return nil
}

// pose writes a question, with a number before each answer.
func (l *lines) pose(q question) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", q.title)
	if q.text != "" {
		fmt.Fprintf(&b, "%s\n", strings.TrimRight(scripts.Wrap(cleanLines(q.text), l.width), "\n"))
	}
	for i, o := range q.options {
		fmt.Fprintf(&b, "%2d. %s", i+1, o.name)
		if o.detail != "" {
			fmt.Fprintf(&b, ": %s", o.detail)
		}
		if o.marked {
			b.WriteString(" (marked)")
		}
		b.WriteString("\n")
	}
	return l.write(b.String())
}

// prompt says what can be answered.
func (l *lines) prompt(q question) string {
	back := ""
	if len(l.earlier) > 0 {
		back = "b goes back, "
	}
	switch q.page {
	case pageAdvice:
		return "Press enter when you have read this (q leaves): "
	case pageReady:
		return "Press enter and close your eyes (" + back + "q leaves): "
	case pageType:
		return "A length, such as 12m or 7:30 (" + back + "q leaves): "
	case pageEntry:
		return fmt.Sprintf("Number, or several regions as in %s (enter for %s, %sq leaves): ", l.example(), l.enterAlone(q), back)
	case pageLength:
		return fmt.Sprintf("Number, or a length such as 12m or 7:30 (enter for %s, %sq leaves): ", l.enterAlone(q), back)
	}
	return fmt.Sprintf("Number (enter for %s, %sq leaves): ", l.enterAlone(q), back)
}

// enterAlone is what enter alone answers.
func (l *lines) enterAlone(q question) string {
	if q.page == pageEntry && q.options[q.cursor].markable {
		var marked []string
		for i, o := range q.options {
			if o.marked {
				marked = append(marked, strconv.Itoa(i+1))
			}
		}
		if len(marked) > 0 {
			return strings.Join(marked, " ")
		}
	}
	return strconv.Itoa(q.cursor + 1)
}

// example is the numbers of two regions.
func (l *lines) example() string {
	var numbers []string
	for i, e := range l.choices.Entries {
		if e.Kind == Region && len(numbers) < 2 {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	return strings.Join(numbers, " ")
}

// answer reads answers until one is valid.
func (l *lines) answer(q question) error {
	for range mostWrongAnswers {
		if err := l.write(l.prompt(q)); err != nil {
			return err
		}
		answer, err := l.read()
		if err != nil {
			// End the line of the prompt.
			return errors.Join(err, l.write("\n"))
		}
		switch answer {
		case "q", "quit", "\x1b", "\x03":
			return ErrCancelled
		case "b", "back":
			if l.back() {
				return nil
			}
		}
		err = l.take(q, answer)
		if err == nil {
			return l.write("\n")
		}
		if err := l.write(terminal.Clean(err.Error()) + "\n"); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: %d answers in a row were none", ErrCancelled, mostWrongAnswers)
}

// take answers a question with a line.
func (l *lines) take(q question, answer string) error {
	switch q.page {
	case pageAdvice, pageReady:
		if answer != "" {
			return errors.New("press enter alone to go on")
		}
		l.goOn()
		return nil
	case pageType:
		return l.typed(answer)
	}
	if answer == "" {
		return l.pick(q.cursor)
	}
	if q.page == pageEntry {
		return l.several(q, answer)
	}
	n, err := number(answer, len(q.options))
	if err != nil && q.page == pageLength && !allDigits(answer) {
		return l.typed(answer)
	}
	if err != nil {
		return err
	}
	return l.pick(n)
}

// pick answers with an option, after checking the headphones where it asks for
// that.
func (l *lines) pick(i int) error {
	if l.checks(i) {
		if err := l.choices.Headphones(); err != nil {
			if err := l.write("The headphones could not be checked: " + terminal.Clean(err.Error()) + "\n"); err != nil {
				return err
			}
		}
	}
	return l.choose(i)
}

// several answers the first question with one or more numbers.
func (l *lines) several(q question, answer string) error {
	marked := make([]bool, len(q.options))
	var picked []int
	for _, field := range strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '+' }) {
		n, err := number(field, len(q.options))
		if err != nil {
			return err
		}
		if !marked[n] {
			picked = append(picked, n)
		}
		marked[n] = true
	}
	if len(picked) == 0 {
		return fmt.Errorf("that is no number from 1 to %d", len(q.options))
	}
	if len(picked) == 1 {
		clear(l.marked)
		return l.pick(picked[0])
	}
	for _, n := range picked {
		if !q.options[n].markable {
			return fmt.Errorf("%d stands alone: only regions can be several", n+1)
		}
	}
	copy(l.marked, marked)
	return l.pick(picked[0])
}

// number reads the number of an option, and returns its index.
func number(answer string, options int) (int, error) {
	n, err := strconv.Atoi(answer)
	if err != nil || n < 1 || n > options {
		return 0, fmt.Errorf("that is no number from 1 to %d", options)
	}
	return n - 1, nil
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// read reads a line, byte by byte: what follows it is for the session.
func (l *lines) read() (string, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := l.in.Read(b)
		switch {
		case n > 0 && b[0] == '\n':
			return tidy(line), nil
		case n > 0 && len(line) < mostAnswerBytes:
			line = append(line, b[0])
		}
		switch {
		case errors.Is(err, cancelreader.ErrCanceled):
			return "", ErrCancelled
		case errors.Is(err, io.EOF) && len(line) > 0:
			return tidy(line), nil
		case errors.Is(err, io.EOF), errors.Is(err, os.ErrClosed):
			return "", fmt.Errorf("%w: the input ended", ErrCancelled)
		case err != nil:
			return "", fmt.Errorf("reading an answer: %w", err)
		}
	}
}

func tidy(line []byte) string { return strings.ToLower(strings.TrimSpace(string(line))) }

func (l *lines) write(text string) error {
	if l.ascii {
		text = toASCII(text)
	}
	if _, err := io.WriteString(l.out, text); err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	return nil
}

// cleanLines makes text harmless, but keeps its lines.
func cleanLines(text string) string {
	parts := strings.Split(text, "\n")
	for i, part := range parts {
		parts[i] = terminal.Clean(part)
	}
	return strings.Join(parts, "\n")
}
