package screen

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

func TestKeyHelp(t *testing.T) {
	keys := control.DefaultKeys()
	want := "space pause, → next, ← again, q stop, + longer, t time left, f finish, x leave out, s satellite, l loop, ↑ ↓ voice, ] [ tones"
	if got := strings.Join(keyHelp(language.English(), keys), ", "); got != want {
		t.Errorf("the keys are\n%s\nnot\n%s", got, want)
	}
	for _, set := range []struct {
		command session.Command
		text    string
	}{{session.PlayPause, "none"}, {session.VoiceLouder, "none"}, {session.MoveOn, "n right"}} {
		if err := keys.Set(set.command, set.text); err != nil {
			t.Fatal(err)
		}
	}
	want = "n next, ← again, q stop, + longer, t time left, f finish, x leave out, s satellite, l loop, ↓ voice, ] [ tones"
	if got := strings.Join(keyHelp(language.English(), keys), ", "); got != want {
		t.Errorf("with other keys they are\n%s\nnot\n%s", got, want)
	}
	if help := keyHelp(language.English(), control.Keys{}); help != nil {
		t.Errorf("without keys they are %q", help)
	}
}

func TestMissingKeysAreNotNamed(t *testing.T) {
	w := inWords(language.English())
	w.keyOf = func(c session.Command) string { return map[session.Command]string{session.MoveOn: "n"}[c] }
	if got := w.label(View{State: session.Paused}); got != "" {
		t.Errorf("paused it says %q", got)
	}
	if got := w.choices(); got != "n goes to the next region" {
		t.Errorf("after the end it says %q", got)
	}
}

// foreign makes every letter Cyrillic, except in the verbs of formats.
func foreign(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		var b strings.Builder
		verb := false
		for _, r := range v.String() {
			switch {
			case unicode.IsLetter(r) && !verb:
				r = 'ж'
			case unicode.IsLetter(r):
				verb = false
			case r == '%':
				verb = true
			}
			b.WriteRune(r)
		}
		v.SetString(b.String())
	case reflect.Struct:
		for i := range v.NumField() {
			foreign(v.Field(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			word := reflect.New(v.Type().Elem()).Elem()
			word.Set(v.MapIndex(key))
			foreign(word)
			v.SetMapIndex(key, word)
		}
	}
}

// Whatever is shown, in place or in lines, its words come from the language.
func TestNoEnglishInAnotherLanguage(t *testing.T) {
	l := language.English()
	for _, words := range []any{&l.Left, &l.Right, &l.Screen} {
		foreign(reflect.ValueOf(words).Elem())
	}
	l.Screen.Rows.Breaths = func(int) string { return "жж" }
	noEnglish := func(what, text string) {
		t.Helper()
		if i := strings.IndexFunc(text, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }); i >= 0 {
			t.Errorf("%s: there is English from %q on in\n%s", what, text[i:], text)
		}
	}
	keys := control.DefaultKeys()
	for _, k := range control.KeyCommands() {
		if err := keys.Set(k.Command, "+"); err != nil {
			t.Fatal(err)
		}
	}
	w := words{Language: l, keyOf: func(c session.Command) string { return keySign(keys, c) }}
	drawn := 0
	for name, scene := range scenes() {
		scene.Caption, scene.Point, scene.Next, scene.Region = "жжж", "жж", "ж", "ж"
		scene.answer, scene.note = "", ""
		for _, size := range sizes {
			for _, moved := range []int64{-90, 0, 90} {
				p := newPainter(inLocale("LANG", "C.UTF-8"), w, "Ж", keyHelp(l, keys))
				p.follow(&timeline.Timeline{Frames: 1, Regions: []string{"ж", "жж"}}, scene.Endless)
				scene.width, scene.height, scene.EndMoved = size.width, size.height, moved
				noEnglish(name, ansi.Strip(p.draw(scene)))
				drawn++
			}
		}
	}
	if drawn < 100 {
		t.Errorf("only %d screens were drawn", drawn)
	}

	tl := laidOut(t, false, 8, "neck")
	for i := range tl.Cues {
		if c := &tl.Cues[i]; c.Kind == timeline.KindSay {
			c.Text, c.Point = "ж", "ж"
		} else {
			c.Point = "ж"
		}
	}
	for i := range tl.Chapters {
		tl.Chapters[i].Title = "ж"
	}
	rows := slices.Collect(Rows(tl, l))
	if len(rows) < 50 {
		t.Errorf("there are only %d rows", len(rows))
	}
	sides := map[scripts.Side]bool{}
	for _, row := range rows {
		sides[row.Side] = true
		noEnglish("a row", row.String())
	}
	if !sides[scripts.Left] || !sides[scripts.Right] {
		t.Error("no row is of a side")
	}
	for _, status := range []session.Status{
		{State: session.Paused, Timeline: tl}, {State: session.Afterward, Timeline: tl},
		{State: session.Playing, Timeline: tl, Answers: 1, Answer: session.Answer{Code: session.CodeRemaining, Spoken: "ж"}}, {State: session.Playing, Timeline: tl, Answers: 1, Answer: session.Answer{Code: session.CodeRemaining, Spoken: "ж", Refused: true}},
	} {
		var out strings.Builder
		lines := NewLines(&out, Session{Language: l, Heard: func() timeline.Frame { return 0 }, Status: func() *session.Status { return &status }})
		if err := lines.WriteDue(); err != nil || out.Len() == 0 {
			t.Errorf("%+v: written is %q, %v", status, out.String(), err)
		}
		noEnglish("an answer", out.String())
	}
}
