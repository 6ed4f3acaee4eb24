package player

import (
	"encoding/json"
	"slices"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/voicetest"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
	"github.com/unknot/unknot/scripts/language/languagetest"
)

// foreignLibrary has the regions in a language without a Latin letter, and a
// voice that speaks it.
func foreignLibrary(t *testing.T) *Library {
	t.Helper()
	l := library()
	files := fstest.MapFS{}
	for _, name := range []string{"neck", "jaw"} {
		files[name+".yaml"] = &fstest.MapFile{Data: languagetest.Region(name)}
	}
	l.Catalogue = catalogue.New(catalogue.Source{Files: files}).WithLanguages(languagetest.Language())
	phrases, err := scripts.PhrasesOf(languagetest.Language())
	if err != nil {
		t.Fatal(err)
	}
	lines := phrases.Lines()
	for _, entry := range l.Catalogue.List() {
		loaded, err := l.Catalogue.Load(entry)
		if err != nil {
			t.Fatal(err)
		}
		for _, script := range loaded.Scripts {
			lines = append(lines, script.Lines()...)
		}
	}
	foreign := voicetest.Speaking("foreign", lines)
	l.Voice = func(string) (*voice.Voice, error) { return voice.Open(foreign) }
	return l
}

// Whatever is heard or shown of a session in another language (its title, its
// captions, its chapters, the texts of its JSON, the answer to every command) is
// in that language.
func TestASessionInAnotherLanguageHasNoEnglish(t *testing.T) {
	l := foreignLibrary(t)
	synctest.Test(t, func(t *testing.T) {
		seen := map[string]int{}
		check := func(what, text string) {
			if word := languagetest.Latin(text); word != "" {
				t.Errorf("%s: %q holds %q", what, text, word)
			}
			if text != "" {
				seen[what]++
			}
		}
		e := &evening{t: t, library: l, start: time.Now(), done: make(chan error, 1)}
		s := settings.Defaults()
		s.Length, s.Guidance = 12*time.Minute, "full"
		e.begin(output.NewSilent(), s, func() (*Track, error) {
			prepared, err := e.library.Prepare(Request{Regions: []string{"neck"}, Settings: s})
			if err != nil {
				return nil, err
			}
			return e.player.Begin(prepared)
		})
		track := e.player.Current()
		check("title", track.Title)
		commands := slices.DeleteFunc(session.Commands(), func(c session.Command) bool { return c == session.Stop })
		commands = append(commands, session.Finish, session.HoldLonger, session.Stop) // refused, and the end
		for i, c := range commands {
			e.at(time.Duration(90+10*i) * time.Second)
			e.player.Do(c)
			synctest.Wait()
			status := track.Status()
			check("answer", status.Answer.Words(languagetest.Language()))
			data, err := json.Marshal(status.Timeline)
			if err != nil {
				t.Fatal(err)
			}
			var document struct {
				Cues []struct {
					Kind, Text, Point string
				}
				Chapters []struct{ Title string }
			}
			if err := json.Unmarshal(data, &document); err != nil {
				t.Fatal(err)
			}
			for _, cue := range document.Cues {
				check("point", cue.Point)
				if cue.Kind == "say" {
					check("caption", cue.Text)
				}
			}
			for _, chapter := range document.Chapters {
				check("chapter", chapter.Title)
			}
		}
		e.end()
		for _, what := range []string{"title", "answer", "point", "caption", "chapter"} {
			if seen[what] == 0 {
				t.Errorf("no %s was seen", what)
			}
		}
	})
}
