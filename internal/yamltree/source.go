package yamltree

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/diagnostic"
)

// source is a file as the YAML library gets it: UTF-8, lines ending in \n, only
// printable characters. Others were reported, and each replaced by a printable
// one so that columns stay right.
type source struct {
	text  string
	lines []string

	last   diagnostic.Position // the latest argument of from, or the end of its line
	offset int                 // byte offset of last in its line
}

// source checks the bytes of a file. ok is false if they should not be parsed.
func (r *Reader) source(src []byte) (s *source, ok bool) {
	if most := r.Format.bytes(); len(src) > most {
		r.Fault(RuleTooMuch, diagnostic.Range{}, "the file is larger than "+size(most),
			"most such files are a tenth of that: is it the right file?")
		return nil, false
	}
	src = bytes.TrimPrefix(src, []byte(diagnostic.ByteOrderMark))
	s = &source{text: r.visible(src)}
	s.lines = strings.Split(s.text, "\n")
	return s, true
}

func size(bytes int) string {
	if bytes >= 1<<20 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d KiB", bytes>>10)
}

// visible reports unprintable characters and replaces them.
func (r *Reader) visible(src []byte) string {
	plain := true
	for _, c := range src {
		if plain = c >= ' ' && c <= '~' || c == '\n' || c == '\t'; !plain {
			break
		}
	}
	if plain {
		return string(src)
	}
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
			continue // a Windows line ending
		case c == utf8.RuneError && size == 1:
			r.Fault(RuleControl, diagnostic.Char(line, column), "this is not UTF-8", "save the file as UTF-8")
			c = '?'
		case c == '\t' || unicode.IsPrint(c):
		case r.Format.Loose && unicode.In(c, unicode.Zs, unicode.Cf):
		case c == '\u00a0' || c == '\u202f':
			r.Fault(RuleControl, diagnostic.Char(line, column), fmt.Sprintf("an unusual space (U+%04X)", c), "write a plain space")
			c = ' '
		default:
			r.Fault(RuleControl, diagnostic.Char(line, column), fmt.Sprintf("an invisible character (U+%04X)", c), "delete it")
			c = '?'
		}
		clean = utf8.AppendRune(clean, c)
	}
	return string(clean)
}

// from is the rest of a line from a position on.
func (s *source) from(p diagnostic.Position) string {
	if p.Line < 1 || p.Line > len(s.lines) {
		return ""
	}
	if p.Line != s.last.Line || p.Column < s.last.Column {
		s.last, s.offset = diagnostic.Position{Line: p.Line, Column: 1}, 0
	}
	// Positions mostly come in order. Counting from the previous one rather than
	// from the start keeps a file of one long line from taking quadratic time.
	line := s.lines[p.Line-1]
	for s.last.Column < p.Column && s.offset < len(line) {
		_, size := utf8.DecodeRuneInString(line[s.offset:])
		s.offset += size
		s.last.Column++
	}
	return line[s.offset:]
}

// scalarEnd is the end of the scalar that starts at p: of a quoted one, after
// the closing quote; of a plain one, after its first line; of a block scalar,
// after its indicator.
func (s *source) scalarEnd(p diagnostic.Position, value string) diagnostic.Position {
	rest := s.from(p)
	if rest == "" {
		return diagnostic.Position{Line: p.Line, Column: p.Column + 1}
	}
	switch quote := rest[0]; {
	case quote == '"' || quote == '\'':
		return s.quoteEnd(p, quote)
	case strings.HasPrefix(rest, value):
		return diagnostic.Position{Line: p.Line, Column: p.Column + max(utf8.RuneCountInString(value), 1)}
	}
	if i := strings.Index(rest, " #"); i >= 0 {
		rest = rest[:i]
	}
	rest = strings.TrimRight(rest, " \t")
	return diagnostic.Position{Line: p.Line, Column: p.Column + max(utf8.RuneCountInString(rest), 1)}
}

func (s *source) quoteEnd(p diagnostic.Position, quote byte) diagnostic.Position {
	at, rest := p, s.from(p)[1:]
	at.Column++ // skip the opening quote
	for {
		for i := 0; i < len(rest); {
			_, size := utf8.DecodeRuneInString(rest[i:])
			switch {
			case rest[i] == '\\' && quote == '"' && i+1 < len(rest):
				_, escaped := utf8.DecodeRuneInString(rest[i+1:])
				size += escaped
				at.Column++
			case rest[i] == quote && quote == '\'' && strings.HasPrefix(rest[i+1:], "'"):
				size++
				at.Column++
			case rest[i] == quote:
				at.Column++
				return at
			}
			i += size
			at.Column++
		}
		if at.Line == len(s.lines) {
			return diagnostic.Position{Line: p.Line, Column: p.Column + 1}
		}
		at = diagnostic.Position{Line: at.Line + 1, Column: 1}
		rest = s.lines[at.Line-1]
	}
}

// clamp is the position in the file nearest to one that the library reports.
func (s *source) clamp(line, column int) diagnostic.Position {
	p := diagnostic.Position{Line: min(max(line, 1), len(s.lines)), Column: max(column, 1)}
	if s.from(p) == "" {
		p.Column = min(p.Column, s.last.Column)
	}
	return p
}
