package main

import (
	"strings"
	"time"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

// pressed does what a key stands for.
func (s *sitting) pressed(key string) {
	if c, ok := s.settings.Keys.Command(key); ok {
		s.do(c)
	}
}

const (
	pausedWithin = time.Second            // a pause that does not come is not waited for
	silentWithin = 600 * time.Millisecond // from a pause until its earcon has rung out
)

// suspend pauses what plays, and returns once it is silent: the program is about
// to be stopped.
func (s *sitting) suspend() {
	t := s.now.Load()
	if t.status().State != session.Playing {
		return
	}
	s.suspended.Store(true)
	t.session.Do(session.Pause)
	for end := time.Now().Add(pausedWithin); t.status().State == session.Playing && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(silentWithin)
}

// resume goes on with what suspend paused.
func (s *sitting) resume() {
	if s.suspended.Swap(false) {
		s.now.Load().session.Do(session.Play)
	}
}

// keyHelp says what the keys do, those needed most first.
func keyHelp(keys control.Keys) []string {
	var help []string
	for _, h := range []struct {
		what     string
		commands []session.Command
	}{
		{"pause", []session.Command{session.PlayPause}},
		{"next", []session.Command{session.MoveOn}},
		{"again", []session.Command{session.SayAgain}},
		{"stop", []session.Command{session.Stop}},
		{"longer", []session.Command{session.HoldLonger}},
		{"time left", []session.Command{session.TimeLeft}},
		{"finish", []session.Command{session.Finish}},
		{"satellite", []session.Command{session.Satellite}},
		{"loop", []session.Command{session.Loop}},
		{"voice", []session.Command{session.VoiceLouder, session.VoiceQuieter}},
		{"tones", []session.Command{session.TonesLouder, session.TonesQuieter}},
	} {
		var names []string
		for _, c := range h.commands {
			if of := keys.Of(c); len(of) > 0 {
				names = append(names, keySign(of[0]))
			}
		}
		if names != nil {
			help = append(help, strings.Join(names, " ")+" "+h.what)
		}
	}
	return help
}

// keyLine is the keys in one line, said rather than drawn.
func keyLine(keys control.Keys) string {
	var parts []string
	for _, k := range control.KeyCommands() {
		if of := keys.Of(k.Command); len(of) > 0 {
			parts = append(parts, of[0]+" "+string(k.Command))
		}
	}
	return "keys: " + strings.Join(parts, ", ")
}

func (s *sitting) keyOf(c session.Command) string {
	if of := s.settings.Keys.Of(c); len(of) > 0 {
		return keySign(of[0])
	}
	return ""
}

// keySign is a key as it is shown.
func keySign(key string) string {
	switch key {
	case "left":
		return "←"
	case "right":
		return "→"
	case "up":
		return "↑"
	case "down":
		return "↓"
	}
	return key
}
