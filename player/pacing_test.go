package player_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/pacing"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/catalogue"
	"github.com/unknot/unknot/scripts/regions"
)

// builtinSession is a session of what is built in, laid out.
type builtinSession struct {
	name string
	plan.Limits
	*player.Prepared
	*timeline.Timeline
}

// builtinSessions are sessions of every region and programme, with every voice and
// guidance, as short as can be, of 8 minutes, as long as is ideal, as long as can be, and
// of further rounds.
func builtinSessions(t *testing.T) []builtinSession {
	t.Helper()
	library := &player.Library{
		Catalogue: catalogue.New(catalogue.Builtin()), Voice: func(name string) (*voice.Voice, error) { return builtin.Open(name) },
		Store: &store.Memory{}, Now: time.Now,
	}
	var all []builtinSession
	for _, region := range regions.All() {
		for _, name := range builtin.Names() {
			for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones} {
				s := settings.Defaults()
				s.Voice, s.Guidance = name, guidance
				r := player.Request{Regions: []string{region}, Settings: s}
				p, err := library.Prepare(r)
				if err != nil {
					t.Fatal(err)
				}
				limits, err := p.Limits()
				if err != nil {
					t.Fatal(err)
				}
				lengths := []timeline.Frame{limits.Least, 8 * minute, limits.Ideal, limits.Most}
				if len(p.Scripts) == 1 {
					lengths = append(lengths, 3*limits.Most)
				}
				for _, length := range lengths {
					if length < limits.Least {
						continue
					}
					fitted := *p
					fitted.Request.Settings.Length = audio.Duration(length)
					line, err := fitted.Timeline()
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, builtinSession{
						fmt.Sprintf("%s, %s, %s, %s", region, timeline.Clock(length), guidance, name), limits, &fitted, line,
					})
				}
			}
		}
	}
	return all
}

const minute = 60 * timeline.Second

// seconds is a length for a message.
func seconds(f timeline.Frame) string { return fmt.Sprintf("%.1f s", audio.Duration(f).Seconds()) }

// No inhale of a built-in session is spoken over.
func TestNoInhaleOfABuiltinSessionIsSpokenOver(t *testing.T) {
	inhales := 0
	for _, s := range builtinSessions(t) {
		inhales += len(pacing.Of(s.Timeline, timeline.KindInhale))
		for _, c := range pacing.SpokenOver(s.Timeline, timeline.KindInhale) {
			t.Errorf("%s: %q is said over an inhale at %s, for %s", s.name, c.Words.Text, timeline.Clock(c.Phase.At), seconds(c.By))
		}
	}
	if inhales < 1000 {
		t.Errorf("only %d inhales were checked", inhales)
	}
}

// At its ideal length and the default breath, a built-in session holds every place for
// three breaths at least, further points as well.
func TestABuiltinSessionHoldsForThreeBreaths(t *testing.T) {
	holds := 0
	for _, s := range builtinSessions(t) {
		if s.Timeline.Frames != s.Ideal {
			continue
		}
		for _, h := range pacing.Holds(s.Timeline) {
			if holds++; h.Breaths < pacing.LeastHold {
				t.Errorf("%s: %q is held for %d breaths at %s", s.name, h.Point, h.Breaths, timeline.Clock(h.At))
			}
		}
	}
	if holds < 100 {
		t.Errorf("only %d holds were checked", holds)
	}
}

// In a built-in session nothing is silent for more than ten seconds. The shortest
// sessions are rendered, and of the others what only a rest fills: the bed under it must
// be there.
func TestABuiltinSessionIsNeverLongSilent(t *testing.T) {
	rests := 0
	for _, s := range builtinSessions(t) {
		var within []pacing.Stretch
		if s.Timeline.Frames == s.Least && s.Voice.Info().Name == builtin.Default {
			within = []pacing.Stretch{{From: 0, To: s.Least}}
		}
		for _, quiet := range pacing.Quiet(s.Timeline) {
			if quiet.Frames() > pacing.LongestQuiet {
				rests++
				within = append(within, quiet)
			}
		}
		for _, w := range within {
			if silent := longestSilence(t, s, w); silent.Frames() > pacing.LongestQuiet {
				t.Errorf("%s: nothing is heard for %s at %s", s.name, seconds(silent.Frames()), timeline.Clock(silent.From))
			}
		}
	}
	if rests == 0 {
		t.Error("no session has a long rest: what is under it was not checked")
	}
}

// longestSilence renders 50 ms in each half second of a stretch of a session, and finds
// the longest part of it in which all of them are under -70 dBFS.
func longestSilence(t *testing.T, s builtinSession, within pacing.Stretch) pacing.Stretch {
	t.Helper()
	const step = timeline.Second / 2
	score := s.Score(s.Timeline)
	buffer := make([][2]float32, step/10)
	longest, from := pacing.Stretch{}, within.From
	for at := within.From; at < within.To; at += step {
		n, err := score.Render(buffer, int64(at))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, f := range buffer[:n] {
			sum += float64(f[0])*float64(f[0]) + float64(f[1])*float64(f[1])
		}
		if sum/float64(2*len(buffer)) > 1e-7 {
			from = at + step
		} else if now := (pacing.Stretch{From: from, To: at + step}); now.Frames() > longest.Frames() {
			longest = now
		}
	}
	return longest
}
