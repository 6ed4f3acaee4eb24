package main

import (
	"fmt"
	"time"

	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/playback"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

// front shows what a player plays on a terminal: drawn in place where it can
// be, else in lines. It implements [player.Front].
type front struct {
	host     *host
	player   *player.Player
	settings settings.Settings
	keys     keyboard        // of lines; nil where it is drawn
	noted    playback.Notice // printed already
	toSay    string          // of the first track, as it begins
}

// toSayFor is how long that is shown, of what is heard.
const toSayFor = 10 * timeline.Second

func newFront(h *host, p *player.Player, s settings.Settings) *front {
	f := &front{host: h, player: p, settings: s}
	if h.screen != nil && !s.Plain {
		return f
	}
	f.keys = h.listen(terminal.Listener{Pressed: f.pressed, Suspend: p.Suspend, Resumed: p.Continue})
	if f.keys.Reading() {
		h.note("%s", keyLine(s.Keys))
	}
	return f
}

// close gives the terminal back.
func (f *front) close() {
	if f.keys != nil {
		f.keys.Close()
	}
}

// pressed does what a key stands for.
func (f *front) pressed(key string) {
	if c, ok := f.settings.Keys.Command(key); ok {
		f.player.Do(c)
	}
}

// Show implements [player.Front].
func (f *front) Show(t *player.Track) error {
	toSay := f.toSay
	f.toSay = ""
	view := screen.Session{
		Title: terminal.Clean(t.Title), Status: t.Status, Heard: t.Heard, Changed: t.Changed(), Ended: t.Ended(),
		Do: f.player.Do, Keys: f.settings.Keys,
		Note: func() string {
			text, _ := noticeWords(f.player.Notice())
			if text == "" && t.Heard() < toSayFor {
				text = toSay
			}
			return text
		},
		Suspend: f.player.Suspend, Resumed: f.player.Continue,
	}
	if f.keys == nil {
		err := screen.Show(view, f.host.stdin, f.host.screen)
		select {
		case <-t.Ended():
		default: // where the screen could not go on, neither does the sound
			f.player.Do(session.Stop)
			<-t.Ended()
		}
		f.noted = notice(f.host, f.player.Notice(), f.noted)
		return err
	}
	var err error
	f.noted, err = showLines(f.host, view, f.player.Notice, f.noted)
	return err
}

// Report implements [player.Front].
func (f *front) Report(s player.Summary) error { return f.host.say("%s", summaryWords(s)) }

// Warn implements [player.Front].
func (f *front) Warn(err error) { f.host.warn(err) }

// summaryWords says in one line what was done.
func summaryWords(s player.Summary) string {
	title, asked := terminal.Clean(s.Title), ""
	if s.Differs() != 0 {
		asked = fmt.Sprintf(" (%s were asked for)", timeline.Clock(s.Asked))
	}
	switch {
	case s.Finished:
		return fmt.Sprintf("%s: played %s%s", title, timeline.Clock(s.Length), asked)
	case s.Endless:
		return fmt.Sprintf("%s: stopped after %s", title, timeline.Clock(s.Played))
	}
	return fmt.Sprintf("%s: stopped after %s of %s%s", title, timeline.Clock(s.Played), timeline.Clock(s.Length), asked)
}

// noticeWords says how the sound goes, and why.
func noticeWords(n playback.Notice) (text, reason string) {
	switch {
	case n.IsZero():
		return "", ""
	case n.Lost:
		return "the sound device went away: going on with captions", n.Reason
	}
	return "no sound device: showing captions instead", n.Reason
}

// notice prints a notice unless it is the one that was printed before, and
// gives the one printed last.
func notice(h *host, n, before playback.Notice) playback.Notice {
	if n == before {
		return before
	}
	text, reason := noticeWords(n)
	if reason != "" {
		text += " (" + reason + ")"
	}
	h.note("unknot: %s", text)
	return n
}

// showLines prints a line for each cue as it is heard, until the session has
// ended. It gives the notice printed last. Where lines cannot be printed any
// more the session is played all the same, and the error comes at its end.
func showLines(h *host, s screen.Session, current func() playback.Notice, noted playback.Notice) (playback.Notice, error) {
	view := screen.NewLines(h.stdout, s)
	var failed error
	for over := false; ; {
		noted = notice(h, current(), noted)
		if failed == nil {
			failed = view.WriteDue()
		}
		if over {
			return noted, failed
		}
		timer := time.NewTimer(view.Wait())
		select {
		case <-timer.C:
		case <-s.Changed:
		case <-s.Ended:
			over = true
		}
		timer.Stop()
	}
}
