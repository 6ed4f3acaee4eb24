package screen

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

func inLocale(vars ...string) marks {
	return marksFor(func(name string) string {
		for i := 0; i+1 < len(vars); i += 2 {
			if vars[i] == name {
				return vars[i+1]
			}
		}
		return ""
	})
}

func inWords(l *language.Language) words {
	return words{Language: l, keyOf: func(c session.Command) string { return keySign(control.DefaultKeys(), c) }}
}

func paints(m marks) *painter {
	return newPainter(m, inWords(language.English()), "Base of the skull and back of the neck", fewWords())
}

// scenes are the states of a session worth a look.
func scenes() map[string]picture {
	hold := View{
		State:   session.Playing,
		Caption: "Press in slowly, to a good hurt. Let it ease.",
		Point:   "Just beside the centre of the skull base", Side: scripts.Left, Region: "neck", Round: 1,
		Next: "Just beside the centre of the skull base, right", Length: 480, Remaining: 317, Progress: 136,
		Activity: Inhaling, Purpose: timeline.Hold, Swell: 13, Breath: 2, Breaths: 4,
	}
	with := func(change func(*picture)) picture {
		p := picture{View: hold}
		change(&p)
		return p
	}
	return map[string]picture{
		"hold": with(func(*picture) {}),
		"dim":  with(func(p *picture) { p.dim = true }),
		"out": with(func(p *picture) {
			p.Activity, p.Swell, p.Purpose, p.Side, p.Point, p.Breath, p.Breaths = Exhaling, 2, timeline.Breathe, "", "", 1, 1
			p.Next, p.Caption = "The hollow at the centre of the skull base", "Shut your eyes. Breathe in as the tone rises, and out as it falls."
		}),
		"search": with(func(p *picture) {
			p.Activity, p.Purpose, p.Side, p.Round = Searching, "", scripts.Right, 2
			p.Caption, p.Speaking = "Walk slowly. Feel for a tight little band, as big as a pea.", true
		}),
		"long": with(func(p *picture) {
			p.Activity, p.Purpose, p.Side, p.Point, p.Speaking = Nothing, "", "", "", true
			p.Caption = "Press moderately, a good hurt that eases. At sharp pain, dizziness, numbness or tingling, let go and stop."
		}),
		"wide": with(func(p *picture) {
			p.Activity, p.Purpose, p.Speaking, p.Point, p.Region = Nothing, "", true, "頭蓋骨の付け根の中央", "首"
			p.Caption = "左の指先を頭蓋骨の下、中央から少し左に当ててください。ゆっくりと探し、豆粒ほどの硬い帯を見つけます。"
		}),
		"answer": with(func(p *picture) {
			p.answer, p.EndMoved, p.Length = "one breath longer", 10, 490
		}),
		"paused": with(func(p *picture) { p.State, p.answer = session.Paused, "paused" }),
		"afterward": with(func(p *picture) {
			p.State, p.Remaining, p.Progress, p.Activity, p.Point, p.Side, p.Next = session.Afterward, 0, ProgressSteps, Nothing, "", "", ""
			p.Caption = "The session is over. Open your eyes, and get up slowly."
		}),
		"endless": with(func(p *picture) {
			p.Endless, p.Loop, p.Round, p.Remaining, p.Elapsed, p.Progress, p.Length = true, true, 3, 0, 1264, 0, 86400
			p.note = "the sound device went away: going on as captions"
		}),
		"stopping": with(func(p *picture) { p.Stopping = true }),
	}
}

var sizes = []struct{ width, height int }{{20, 5}, {40, 10}, {80, 24}, {200, 60}}

func TestGoldenScreens(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	for _, locale := range []struct{ name, lang string }{{"", "en_GB.UTF-8"}, {"ascii-", "C"}} {
		for name, scene := range scenes() {
			for _, size := range sizes {
				p := paints(inLocale("LANG", locale.lang))
				p.follow(tl, scene.Endless)
				scene.width, scene.height = size.width, size.height
				var b strings.Builder
				for l := range strings.Lines(ansi.Strip(p.draw(scene)) + "\n") {
					b.WriteString(strings.TrimRight(l, " \n") + "\n")
				}
				checkGolden(t, fmt.Sprintf("%s%s-%dx%d", locale.name, name, size.width, size.height), b.String())
			}
		}
	}
}

// Light and colour, at one size.
func TestGoldenStyles(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	for _, name := range []string{"hold", "dim"} {
		p := paints(inLocale("LANG", "C.utf8"))
		p.follow(tl, false)
		scene := scenes()[name]
		scene.width, scene.height = 60, 16
		checkGolden(t, "styles-"+name, strings.ReplaceAll(p.draw(scene), "\x1b", "␛")+"\n")
	}
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := "testdata/" + name + ".golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%s: drawn is\n%s", golden, got)
	}
}

// outside is text as it may come from a script, a title or a driver.
func outside() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "Press in slowly, to a good hurt.", "日本語の長い字幕がここにあります", "👩‍👩‍👧‍👦 family", "naïve café", "e\u0301\u0301"}),
		rapid.StringOfN(rapid.RuneFrom([]rune("aé日😀 \n\t\x1b\u009b\u202e\x07[31m→…")), 0, 200, -1),
		rapid.String(),
	)
}

// Whatever is shown, at any size, stays within the terminal, and nothing from
// outside gives it commands.
func TestDrawFits(t *testing.T) {
	tl := laidOut(t, false, 15, "neck", "jaw")
	painters := []*painter{paints(inLocale("LANG", "C.UTF-8")), paints(inLocale()), paints(inLocale("LC_ALL", "de_DE.utf8", "TERM", "linux"))}
	rapid.Check(t, func(t *rapid.T) {
		p := painters[rapid.IntRange(0, len(painters)-1).Draw(t, "painter")]
		p.title = outside().Draw(t, "title")
		p.keys = rapid.SliceOfN(outside(), 0, 5).Draw(t, "keys")
		status := playing(tl)
		status.State = rapid.SampledFrom([]session.State{session.Playing, session.Paused, session.Afterward, session.Ended}).Draw(t, "state")
		status.Endless, status.Loop = rapid.Bool().Draw(t, "endless"), rapid.Bool().Draw(t, "loop")
		status.Differs = drawFrame(t, "differs", -tl.Frames, tl.Frames)
		p.timeline = nil
		p.follow(tl, status.Endless)
		v := picture{View: ViewAt(status, drawFrame(t, "frame", -1, tl.Frames+1))}
		v.width, v.height = rapid.IntRange(0, 220).Draw(t, "width"), rapid.IntRange(0, 70).Draw(t, "height")
		v.dim = rapid.Bool().Draw(t, "dim")
		v.Stopping = rapid.Bool().Draw(t, "stopping")
		v.answer, v.note = outside().Draw(t, "answer"), outside().Draw(t, "note")
		if rapid.Bool().Draw(t, "strange") {
			v.Caption, v.Point, v.Region, v.Next = outside().Draw(t, "caption"), outside().Draw(t, "point"), outside().Draw(t, "region"), outside().Draw(t, "next")
			v.Speaking = rapid.Bool().Draw(t, "speaking")
		}
		drawn := p.draw(v)
		lines := strings.Split(drawn, "\n")
		if len(lines) > max(v.height, 1) {
			t.Fatalf("%d lines on %d", len(lines), v.height)
		}
		for _, l := range lines {
			if w := ansi.StringWidth(l); w > v.width {
				t.Fatalf("%q is %d wide, not %d", l, w, v.width)
			}
			for _, r := range ansi.Strip(l) {
				if unicode.IsControl(r) || p.ascii && r > unicode.MaxASCII {
					t.Fatalf("%q is drawn", l)
				}
			}
			for _, code := range strings.Split(l, "\x1b")[1:] {
				if end := strings.IndexFunc(code, unicode.IsLetter); end < 0 || code[0] != '[' || code[end] != 'm' {
					t.Fatalf("%q is drawn", l)
				}
			}
		}
	})
}

// From 20x5 on, the time and what to do now are shown; where there is room, so
// is all that is being said.
func TestDrawShowsWhatMatters(t *testing.T) {
	tl := laidOut(t, false, 15, "neck")
	p := paints(inLocale("LANG", "C.UTF-8"))
	p.follow(tl, false)
	rapid.Check(t, func(t *rapid.T) {
		v := picture{View: ViewAt(playing(tl), drawFrame(t, "frame", 0, tl.Frames-9*timeline.Second))}
		v.width, v.height = rapid.IntRange(20, 120).Draw(t, "width"), rapid.IntRange(5, 38).Draw(t, "height")
		drawn := ansi.Strip(p.draw(v))
		text := strings.Join(strings.Fields(drawn), "")
		times := p.times(v.View)
		if short := times[len(times)-1]; !strings.Contains(text, short) {
			t.Fatalf("%s is not shown:\n%s", short, drawn)
		}
		large := halves(p.letters.dots(p.headline(v.View), capitalRows))[1]
		if !strings.Contains(drawn, p.headline(v.View)) && !strings.Contains(drawn, strings.TrimSpace(large)) {
			t.Fatalf("%q is not shown:\n%s", p.headline(v.View), drawn)
		}
		if v.Activity.Breathing() && !strings.ContainsAny(drawn, "█▐▄▀") {
			t.Fatalf("the breath is not shown:\n%s", drawn)
		}
		if v.height >= 8 && v.Speaking && !strings.Contains(text, strings.Join(strings.Fields(v.Caption), "")) {
			t.Fatalf("%q is not shown on %dx%d:\n%s", v.Caption, v.width, v.height, drawn)
		}
	})
}

// While one step goes on, nothing but the breath moves.
func TestDrawStaysWhereItIs(t *testing.T) {
	p := paints(inLocale("LANG", "C.UTF-8"))
	v := scenes()["hold"]
	for _, size := range sizes {
		v.width, v.height = size.width, size.height
		place := func(v picture, of string) int {
			before, _, _ := strings.Cut(ansi.Strip(p.draw(v)), of)
			return strings.Count(before, "\n")
		}
		full, sunk, quiet := v, v, v
		full.Swell, sunk.Swell = SwellSteps, 0
		quiet.Activity, quiet.Purpose = Nothing, ""
		for _, of := range []string{"5:17 left", "2 of 4", "Press in slowly", "space pause"} {
			if place(full, of) != place(sunk, of) {
				t.Errorf("%dx%d: %q moves with the breath", size.width, size.height, of)
			}
		}
		if size.height >= 10 && place(full, "Press in slowly") != place(quiet, "Press in slowly") {
			t.Errorf("%dx%d: the caption moves when the breath begins", size.width, size.height)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	tl := laidOut(b, false, 8, "neck")
	for _, size := range sizes {
		b.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(b *testing.B) {
			p := paints(inLocale("LANG", "C.UTF-8"))
			p.follow(tl, false)
			v := scenes()["hold"]
			v.width, v.height = size.width, size.height
			for b.Loop() {
				v.Swell = (v.Swell + 1) % SwellSteps
				p.draw(v)
			}
		})
	}
}
