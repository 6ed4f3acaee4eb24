package scripts

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Any valid script, written as YAML, is parsed to itself.
func TestWrittenScriptIsParsed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genScript(t)
		src := writeScript(want)
		got, ds := Parse("made.yaml", []byte(src))
		if ds.HasErrors() {
			t.Fatalf("%s\n%s", ds.Text([]byte(src)), src)
		}
		got.eachLine(func(l Line) {
			if l.Full != "" && (l.Language == nil || l.Language.Tag != "en") {
				t.Fatalf("%q is in the language %v", l.Full, l.Language)
			}
		})
		if got := placeless(got); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n got %+v\nwant %+v", src, got, want)
		}
	})
}

// However the lines of a file are damaged, faults are within the file.
func TestPlacesLieInTheFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := strings.Split(writeScript(genScript(t)), "\n")
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			switch rapid.IntRange(0, 3).Draw(t, "change") {
			case 0:
				lines = append(lines[:at], lines[at+1:]...)
				lines = append(lines, "")
			case 1:
				lines[at] += rapid.SampledFrom([]string{":", " x", "\"", "}", " [", "\x1b"}).Draw(t, "more")
			case 2:
				lines[at] = strings.Replace(lines[at], ":", "", 1)
			case 3:
				lines[at] = "  " + lines[at]
			}
		}
		src := strings.Join(lines, "\n")
		script, ds := Parse("made.yaml", []byte(src))
		checkDiagnostics(t, []byte(src), script != nil, ds)
	})
}

// placeless is the script without the places in its file and its language.
func placeless(s *Script) *Script {
	out := *s
	out.File = ""
	var forget func(v reflect.Value)
	forget = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				forget(v.Index(i))
			}
		case reflect.Pointer: // to the language
			v.SetZero()
		case reflect.Interface:
			inner := reflect.New(v.Elem().Type()).Elem()
			inner.Set(v.Elem())
			forget(inner)
			v.Set(inner)
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[Range]() {
				v.SetZero()
				return
			}
			for i := range v.NumField() {
				forget(v.Field(i))
			}
		}
	}
	forget(reflect.ValueOf(&out).Elem())
	return &out
}

func genText(t *rapid.T, tokens ...string) string {
	words := append([]string{"neck", "Turn", "it's", "slowly,", "back: and", "# one", "\"two\"", "für", "膝", "- off", "yes", "12", "null", "'", "a"}, tokens...)
	text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "words"), " ")
	return text + " end."
}

func genLine(t *rapid.T, sided bool) Line {
	var tokens []string
	if sided {
		tokens = []string{"{side}", "{other}"}
	}
	l := Line{Full: genText(t, tokens...)}
	if rapid.Bool().Draw(t, "has brief") {
		l.Brief = genText(t, tokens...)
	}
	return l
}

func maybeLine(t *rapid.T, sided bool) Line {
	if rapid.Bool().Draw(t, "says") {
		return genLine(t, sided)
	}
	return Line{}
}

func genTime(t *rapid.T) TimeSpan {
	ms := func(least, most int) int { return rapid.IntRange(least, most).Draw(t, "ms") }
	least := ms(1, 60_000)
	ideal := least + ms(0, 60_000)
	return TimeSpan{time.Duration(least) * time.Millisecond, time.Duration(ideal) * time.Millisecond, time.Duration(ideal+ms(0, 60_000)) * time.Millisecond}
}

func elastic(t *rapid.T) Rest {
	span := genTime(t)
	span.Most += time.Millisecond
	return Rest{Time: span}
}

func genCount(t *rapid.T, least, most int) Count {
	low := rapid.IntRange(least, most).Draw(t, "least")
	ideal := rapid.IntRange(low, most).Draw(t, "ideal")
	return Count{low, ideal, rapid.IntRange(ideal, most).Draw(t, "most")}
}

func genPoint(t *rapid.T) Point {
	info := rapid.SampledFrom(Places()).Draw(t, "place")
	p := Point{
		Title: genText(t), Place: info.Name, Side: info.Sides,
		Keep:     rapid.IntRange(0, 9).Draw(t, "keep"),
		Pressure: rapid.SampledFrom(pressures[:info.Hardest.hardness()+1]).Draw(t, "pressure"),
	}
	sided := info.Sides == Both
	first := genLine(t, sided)
	if sided {
		first.Full += " {side}"
		if first.Brief != "" {
			first.Brief += " {side}"
		}
	}
	p.Steps = []Step{Say{Line: first}}
	for range rapid.IntRange(1, 3).Draw(t, "runs") {
		p.Steps = append(p.Steps, Search{Time: genTime(t), Line: maybeLine(t, sided)},
			Hold{Breaths: genCount(t, 2, 5), Line: maybeLine(t, sided)})
		if rapid.Bool().Draw(t, "moves") {
			p.Steps = append(p.Steps, Say{Line: genLine(t, sided)}, Move{Breaths: genCount(t, 1, 4), Line: maybeLine(t, sided)})
		}
		if rapid.Bool().Draw(t, "rests") {
			p.Steps = append(p.Steps, Rest{Time: genTime(t)})
		}
		if rapid.Bool().Draw(t, "satellites") {
			number := genCount(t, 0, 8)
			number.Most++
			p.Steps = append(p.Steps, Satellites{Number: number, Search: genTime(t), Each: genCount(t, 2, 9), Line: maybeLine(t, sided)})
		}
	}
	return p
}

func genScript(t *rapid.T) *Script {
	s := &Script{
		Region: rapid.StringMatching(`[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}`).Draw(t, "region"),
		Title:  genText(t), Weight: rapid.IntRange(1, 100).Draw(t, "weight"),
		Position: []Step{Say{Line: genLine(t, false)}, elastic(t)},
		Opening:  []Step{elastic(t), Breathe{Breaths: genCount(t, 1, 9), Line: maybeLine(t, false)}},
		Cautions: []Say{{Line: genLine(t, false)}},
		Stretch: []Step{Say{Line: genLine(t, false)}, EachSide{Steps: []Step{
			Say{Line: genLine(t, true)}, Rest{Time: genTime(t)}, Breathe{Breaths: genCount(t, 1, 9), Line: maybeLine(t, true)}}}},
		Closing: []Step{elastic(t), Say{Line: genLine(t, false)}},
	}
	for range rapid.IntRange(1, 4).Draw(t, "points") {
		s.Points = append(s.Points, genPoint(t))
	}
	s.Points[len(s.Points)-1].Keep = 0
	return s
}

func (c Count) yaml() string {
	if c.Least == c.Most {
		return strconv.Itoa(c.Ideal)
	}
	return fmt.Sprintf("%d (%d..%d)", c.Ideal, c.Least, c.Most)
}

func (s TimeSpan) yaml() string {
	if s.Least == s.Most {
		return s.Ideal.String()
	}
	return fmt.Sprintf("%v (%v..%v)", s.Ideal, s.Least, s.Most)
}

// scalar writes a text in one of the styles of YAML, chosen by its length.
func scalar(text, indent string) string {
	plain := !strings.ContainsAny(text[:1], `"'#-{`) && !strings.Contains(text, ": ") && !strings.Contains(text, " #")
	switch n := len(text) % 5; {
	case n == 0:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case n == 1:
		return ">-\n" + indent + strings.Replace(text, " ", "\n"+indent, 1)
	case n == 2:
		return "|\n" + indent + text
	case n == 3 && plain:
		return text + "   # a comment"
	}
	return strconv.Quote(text)
}

func writeScript(s *Script) string {
	var b strings.Builder
	fmt.Fprintf(&b, "region: %q\ntitle: %s\nweight: %d\n", s.Region, scalar(s.Title, "  "), s.Weight)
	writeSteps(&b, "position", "", s.Position)
	writeSteps(&b, "opening", "", s.Opening)
	var cautions []Step
	for _, c := range s.Cautions {
		cautions = append(cautions, c)
	}
	writeSteps(&b, "cautions", "", cautions)
	b.WriteString("points:\n")
	for _, p := range s.Points {
		fmt.Fprintf(&b, "  - point: %s\n    place: %s\n    side: %s\n    pressure: %s\n", scalar(p.Title, "      "), p.Place, p.Side, p.Pressure)
		if p.Keep > 0 {
			fmt.Fprintf(&b, "    keep: %d\n", p.Keep)
		}
		writeSteps(&b, "steps", "    ", p.Steps)
	}
	writeSteps(&b, "stretch", "", s.Stretch)
	writeSteps(&b, "closing", "", s.Closing)
	return b.String()
}

func writeSteps(b *strings.Builder, key, indent string, list []Step) {
	fmt.Fprintf(b, "%s%s:\n", indent, key)
	for _, step := range list {
		fmt.Fprintf(b, "%s  - ", indent)
		inner, own := indent+"    ", true
		switch s := step.(type) {
		case Say:
			own = false
		case Rest:
			fmt.Fprintf(b, "rest: %s\n", s.Time.yaml())
		case Search:
			fmt.Fprintf(b, "search: %s\n", s.Time.yaml())
		case Hold:
			fmt.Fprintf(b, "hold: %s\n", s.Breaths.yaml())
		case Move:
			fmt.Fprintf(b, "move: %s\n", s.Breaths.yaml())
		case Breathe:
			fmt.Fprintf(b, "breathe: %s\n", s.Breaths.yaml())
		case Satellites:
			fmt.Fprintf(b, "satellites: %s\n%ssearch: %s\n%seach: %s\n", s.Number.yaml(), inner, s.Search.yaml(), inner, s.Each.yaml())
		case EachSide:
			b.WriteString("# below\n")
			writeSteps(b, "each-side", inner, s.Steps)
			continue
		}
		line := lineOf(step)
		if line.IsZero() {
			continue
		}
		if own {
			b.WriteString(inner)
		}
		fmt.Fprintf(b, "say: %s\n", scalar(line.Full, inner+"  "))
		if line.Brief != "" {
			fmt.Fprintf(b, "%sbrief: %s\n", inner, scalar(line.Brief, inner+"  "))
		}
	}
}
