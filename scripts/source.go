package scripts

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxFile       = 256 << 10 // bytes
	byteOrderMark = "\ufeff"
)

// source is a file's text as the parser gets it: UTF-8, lines ending in \n,
// every character one that can be seen. A character that cannot be seen is
// reported and stands as one that can, so that every place stays where it is.
type source struct {
	text  string
	lines []string
}

// readSource reports what is wrong with the bytes of a file; ok is false where
// nothing more can be said of it.
func readSource(src []byte, r *report) (s *source, ok bool) {
	if len(src) > maxFile {
		r.fault(ruleTooMuch, Range{}, fmt.Sprintf("the file is larger than %d KiB", maxFile>>10),
			"a script of an hour needs a tenth of that: is it the right file?")
		return nil, false
	}
	src = bytes.TrimPrefix(src, []byte(byteOrderMark))
	clean := make([]byte, 0, len(src))
	line, column := 1, 0
	for len(src) > 0 {
		c, size := utf8.DecodeRune(src)
		src = src[size:]
		column++
		switch {
		case c == '\n':
			line, column = line+1, 0
		case c == '\r' && len(src) > 0 && src[0] == '\n':
			continue // a line's end as Windows writes it
		case c == utf8.RuneError && size == 1:
			r.fault(ruleControl, runeAt(line, column), "the text is not UTF-8 here", "save the file as UTF-8")
			c = '?'
		case c == '\t' || unicode.IsPrint(c):
		case c == '\u00a0' || c == '\u202f':
			r.fault(ruleControl, runeAt(line, column), fmt.Sprintf("a space that is not a plain one (U+%04X)", c), "write a plain space")
			c = ' '
		default:
			r.fault(ruleControl, runeAt(line, column), fmt.Sprintf("a character that cannot be seen (U+%04X)", c), "delete it")
			c = '?'
		}
		clean = utf8.AppendRune(clean, c)
	}
	s = &source{text: string(clean)}
	s.lines = strings.Split(s.text, "\n")
	return s, true
}

func runeAt(line, column int) Range {
	return Range{Position{line, column}, Position{line, column + 1}}
}

// from is the rest of the line from a place on, or "" where there is none.
func (s *source) from(p Position) string {
	if p.Line < 1 || p.Line > len(s.lines) {
		return ""
	}
	_, rest := cutRunes(s.lines[p.Line-1], p.Column-1)
	return rest
}

// scalarEnd is where the scalar that starts at p ends: a quoted one after its
// closing quote, a plain one after its last character on its first line, a
// block one after its indicator.
func (s *source) scalarEnd(p Position, value string) Position {
	rest := s.from(p)
	if rest == "" {
		return Position{p.Line, p.Column + 1}
	}
	switch quote := rest[0]; {
	case quote == '"' || quote == '\'':
		return s.quoteEnd(p, quote)
	case strings.HasPrefix(rest, value):
		return Position{p.Line, p.Column + max(utf8.RuneCountInString(value), 1)}
	}
	if i := strings.Index(rest, " #"); i >= 0 {
		rest = rest[:i]
	}
	rest = strings.TrimRight(rest, " \t")
	return Position{p.Line, p.Column + max(utf8.RuneCountInString(rest), 1)}
}

func (s *source) quoteEnd(p Position, quote byte) Position {
	at, skip := p, false
	for first := true; at.Line <= len(s.lines); at = (Position{at.Line + 1, 1}) {
		rest := s.from(at)
		runes := []rune(rest)
		for i := 0; i < len(runes); i++ {
			switch {
			case first:
				first = false // the opening quote
			case skip:
				skip = false
			case runes[i] == '\\' && quote == '"':
				skip = true
			case runes[i] == rune(quote) && quote == '\'' && i+1 < len(runes) && runes[i+1] == '\'':
				i++
			case runes[i] == rune(quote):
				return Position{at.Line, at.Column + i + 1}
			}
		}
		skip = false
	}
	return Position{p.Line, p.Column + 1}
}
