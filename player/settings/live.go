package settings

import (
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
)

// liveRows are the settings of a session while it is played.
func liveRows() []Setting {
	return []Setting{
		{
			Key: "keep", Session: true, Default: string(plan.AnchorEnd), Live: true,
			Choices: []string{string(plan.AnchorEnd), string(plan.AnchorContent)},
			Help:    "`what` stays when you change a running session: end or content",
			About: []string{
				"What stays when you change a running session: its end, so that what is still to",
				"come is fitted to the remaining time; or its content, so that the end moves instead.",
			},
			field: func(s *Settings) value { return (*text)(&s.Keep) },
		},
		{
			Key: "quiet", Default: "10s", Least: 2, Most: 300, Off: true, Live: true,
			Help: "how long (`time`) a press plays it again after the end, or off",
			About: []string{
				"How long after the end one press plays the session again and two go on to the next",
				"region: 2s to 5m, or off.",
			},
			field: func(s *Settings) value { return (*wait)(&s.Quiet) },
		},
		{
			Key: "repeat-after", Default: "3s", Most: 3600, Live: true,
			Help: "how long (`time`) a pause lasts before the last instruction is said again",
			About: []string{
				"After a pause longer than this, the last instruction is said again: 0s to 1h.",
			},
			field: func(s *Settings) value { return (*wait)(&s.RepeatAfter) },
		},
		{
			Key: "pause-when-moved", Default: "true", Live: true,
			Help: "pause when the sound moves to another device",
			About: []string{
				"Pause when the sound moves to another device, for example because headphones are",
				"pulled out (PulseAudio and PipeWire only).",
			},
			field: func(s *Settings) value { return (*onOff)(&s.PauseWhenMoved) },
		},
		{
			Key: "may-sleep", Default: "false", Live: true,
			Help: "let the machine go to sleep while a session plays",
			About: []string{
				"Let the machine go to sleep while a session plays; otherwise it is kept awake (on",
				"Linux only).",
			},
			field: func(s *Settings) value { return (*onOff)(&s.MaySleep) },
		},
	}
}

// buttonRows are what the presses of a headset's button do.
func buttonRows() []Setting {
	gestures := gestures()
	return []Setting{
		{
			Key: "press-twice", Default: string(session.MoveOn), Choices: gestures, Live: true,
			Help: "`command` of two presses of a headset's button, or none",
			About: []string{
				"What two presses of a headset's button do: none, or any of",
				list(gestures[1:8], "") + ",",
				list(gestures[8:12], "") + ",",
				list(gestures[12:], "or") + ".",
			},
			field: func(s *Settings) value { return (*text)(&s.PressTwice) },
		},
		{
			Key: "press-thrice", Default: string(session.SayAgain), Choices: gestures, Live: true,
			Help:  "`command` of three presses of a headset's button, or none",
			About: []string{"What three presses of a headset's button do: the same choices."},
			field: func(s *Settings) value { return (*text)(&s.PressThrice) },
		},
		{
			Key: "press-window", Default: "500ms", Least: 0.2, Most: 2, Live: true,
			Help: "how soon (`time`) a further press must follow: 200ms to 2s",
			About: []string{
				"How soon a press of a headset's button must follow another to count with it: 200ms",
				"to 2s.",
			},
			field: func(s *Settings) value { return (*wait)(&s.PressWindow) },
		},
	}
}

// gestures are what several presses of a button can do, by name.
func gestures() []string {
	names := []string{control.None}
	for _, c := range control.GestureCommands() {
		names = append(names, string(c))
	}
	return names
}
