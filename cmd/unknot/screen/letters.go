package screen

import (
	_ "embed"
	"sort"
	"strings"
)

// lettersText is the large letters: a line that names some characters, then
// nine rows of their dots, '#' where one is set. The seventh row is the
// baseline.
//
//go:embed letters.txt
var lettersText string

const (
	letterRows   = 9
	capitalRows  = 7 // of letters without descenders, such as capitals
	betweenWords = 4 // dots
)

// letters draws text large, in dots.
type letters map[rune][]string

func newLetters() letters {
	all := letters{}
	lines := strings.Split(strings.TrimRight(lettersText, "\n"), "\n")
	for ; len(lines) > letterRows; lines = lines[letterRows+1:] {
		for i, name := range strings.Fields(lines[0]) {
			glyph := make([]string, letterRows)
			for y := range glyph {
				glyph[y] = strings.Fields(lines[1+y])[i]
			}
			all[[]rune(name)[0]] = glyph
		}
	}
	return all
}

// width is how many dots wide a text is; ok is false where a letter is missing.
func (l letters) width(text string) (dots int, ok bool) {
	for i, r := range text {
		if i > 0 {
			dots++
		}
		glyph := l[r]
		switch {
		case r == ' ':
			dots += betweenWords - 2
		case glyph == nil:
			return 0, false
		default:
			dots += len(glyph[0])
		}
	}
	return dots, true
}

// dots is a text as rows of dots, all of one width.
func (l letters) dots(text string, rows int) []string {
	drawn := make([]strings.Builder, rows)
	for i, r := range text {
		for y := range drawn {
			if i > 0 {
				drawn[y].WriteByte('.')
			}
			if r == ' ' {
				drawn[y].WriteString(strings.Repeat(".", betweenWords-2))
			} else {
				drawn[y].WriteString(l[r][y])
			}
		}
	}
	all := make([]string, rows)
	for y := range drawn {
		all[y] = drawn[y].String()
	}
	return all
}

// wrap breaks a text into as few lines of at most so many dots as it can, of
// about equal length. ok is false where a letter is missing or a word is wider.
func (l letters) wrap(text string, dots int) (lines []string, ok bool) {
	if lines, ok = l.fill(text, dots); !ok || len(lines) < 2 {
		return lines, ok
	}
	narrowest := sort.Search(dots, func(n int) bool {
		filled, ok := l.fill(text, n)
		return ok && len(filled) == len(lines)
	})
	return l.fill(text, narrowest)
}

// fill breaks a text into lines of at most so many dots.
func (l letters) fill(text string, dots int) (lines []string, ok bool) {
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimLeft(line+" "+word, " ")
		width, known := l.width(longer)
		if known && width <= dots {
			line = longer
			continue
		}
		if width, _ = l.width(word); !known || width > dots {
			return nil, false
		}
		lines, line = append(lines, line), word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, true
}

// halves draws two rows of dots in each row of characters.
func halves(dots []string) []string {
	var rows []string
	for y := 0; y < len(dots); y += 2 {
		var b strings.Builder
		for x := range dots[y] {
			upper, lower := dots[y][x] == '#', y+1 < len(dots) && dots[y+1][x] == '#'
			b.WriteString(half(upper, lower))
		}
		rows = append(rows, strings.TrimRight(b.String(), " "))
	}
	return rows
}

func half(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}

// wholes draws each dot as a mark, which may be several characters wide.
func wholes(dots []string, mark string) []string {
	rows := make([]string, len(dots))
	draw := strings.NewReplacer("#", mark, ".", strings.Repeat(" ", len([]rune(mark))))
	for y, row := range dots {
		rows[y] = strings.TrimRight(draw.Replace(row), " ")
	}
	return rows
}
