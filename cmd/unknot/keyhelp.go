package main

import (
	"strings"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

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
		var signs []string
		for _, c := range h.commands {
			if sign := keyOf(keys)(c); sign != "" {
				signs = append(signs, sign)
			}
		}
		if signs != nil {
			help = append(help, strings.Join(signs, " ")+" "+h.what)
		}
	}
	return help
}

// keyLine is the keys in one line, for a session that is shown in lines.
func keyLine(keys control.Keys) string {
	var parts []string
	for _, k := range control.KeyCommands() {
		if of := keys.Of(k.Command); len(of) > 0 {
			parts = append(parts, of[0]+" "+string(k.Command))
		}
	}
	return "keys: " + strings.Join(parts, ", ")
}

// keyOf gives the key of a command as it is shown; "" where it has none.
func keyOf(keys control.Keys) func(session.Command) string {
	return func(c session.Command) string {
		if of := keys.Of(c); len(of) > 0 {
			return keySign(of[0])
		}
		return ""
	}
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
