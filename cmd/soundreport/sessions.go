package main

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/pacing"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// group is the sessions of one region with one guidance.
type group struct {
	region   string
	guidance plan.Guidance
	of       []subject
}

func groups(all []subject) []group {
	var found []group
	for _, s := range all {
		if n := len(found); n == 0 || found[n-1].region != s.region || found[n-1].guidance != s.guidance() {
			found = append(found, group{region: s.region, guidance: s.guidance()})
		}
		last := &found[len(found)-1]
		last.of = append(last.of, s)
	}
	return found
}

func seconds(f timeline.Frame) float64 { return audio.Duration(f).Seconds() }

// paced is what was measured of some sessions as they are laid out.
type paced struct {
	minutes          span
	inhales, covered int
	coveredFor       timeline.Frame
	cued             int  // exhales that are spoken over, as they may be
	talk             span // per cent of the session
	mostTalk         span // seconds of any pacing.Window
	dense            int  // sessions in which that is too much
	wordsAMinute     span
	holds, short     int // in sessions of the ideal length
	sessions         int
}

func (p *paced) add(s subject) {
	p.sessions++
	p.minutes.see(s.minutes())
	p.inhales += len(pacing.Of(s.Timeline, timeline.KindInhale))
	for _, c := range pacing.SpokenOver(s.Timeline, timeline.KindInhale) {
		p.covered++
		p.coveredFor += c.By
	}
	p.cued += len(pacing.SpokenOver(s.Timeline, timeline.KindExhale))
	said := pacing.Of(s.Timeline, timeline.KindSay)
	p.talk.see(100 * seconds(pacing.Total(said)) / seconds(s.Timeline.Frames))
	most := pacing.MostIn(said, pacing.Window)
	p.mostTalk.see(seconds(most))
	if most > pacing.MostTalk {
		p.dense++
	}
	words := 0
	for _, c := range s.Cues {
		if c.Kind == timeline.KindSay {
			words += len(strings.Fields(c.Text))
		}
	}
	p.wordsAMinute.see(float64(words) / s.minutes())
	if s.ideal {
		for _, h := range pacing.Holds(s.Timeline) {
			if p.holds++; h.Breaths < pacing.LeastHold {
				p.short++
			}
		}
	}
}

// sessionTable is what can be measured of sessions without rendering them.
func sessionTable(all []subject) (table, error) {
	t := table{head: []string{"region, guidance", "minutes", "inhales", "spoken over", "exhales spoken over", "talk, % of the session",
		"most talk in 30 s", "sessions with over 20 s of it", "words a minute of the session", "holds", "under 3 breaths"}}
	for _, g := range groups(all) {
		var p paced
		for _, s := range g.of {
			p.add(s)
		}
		t.add(g.region+", "+string(g.guidance), p.minutes.text(1), fmt.Sprint(p.inhales),
			fmt.Sprintf("%d, %s %%, %s s", p.covered, percent(float64(p.covered), float64(p.inhales)), number(seconds(p.coveredFor), 1)),
			fmt.Sprint(p.cued), p.talk.text(0), p.mostTalk.text(1)+" s", fmt.Sprintf("%d of %d", p.dense, p.sessions),
			p.wordsAMinute.text(0), fmt.Sprint(p.holds), fmt.Sprint(p.short))
	}
	return t, nil
}

// silence is the silences of a rendered session.
type silence struct {
	longest timeline.Frame
	over    int // how many are longer than pacing.LongestQuiet
	all     timeline.Frame
}

// silent is where less than -70 dBFS are heard in either ear.
const silent = 1e-7

// silences renders a session and measures it in slices of 50 ms.
func silences(s subject) (found silence, err error) {
	const slice = timeline.Second / 20
	score := s.Score(s.Timeline)
	buffer := make([][2]float32, 20*slice)
	var now timeline.Frame
	for at := timeline.Frame(0); at < s.Timeline.Frames; {
		n, err := score.Render(buffer, int64(at))
		if err != nil {
			return silence{}, err
		}
		for from := 0; from < n; from += int(slice) {
			var left, right float64
			for _, f := range buffer[from:min(from+int(slice), n)] {
				left, right = left+float64(f[0])*float64(f[0]), right+float64(f[1])*float64(f[1])
			}
			if max(left, right) > silent*float64(slice) {
				now = 0
				continue
			}
			if now += slice; now > found.longest {
				found.longest = now
			}
			if found.all += slice; now > pacing.LongestQuiet && now-slice <= pacing.LongestQuiet {
				found.over++
			}
		}
		at += timeline.Frame(n)
	}
	return found, nil
}

// silenceTable renders every session to the end.
func silenceTable(all []subject) (table, error) {
	found := make([]silence, len(all))
	err := sideBySide(runtime.GOMAXPROCS(0), len(all), func(i int) (err error) {
		found[i], err = silences(all[i])
		return err
	})
	if err != nil {
		return table{}, err
	}
	t := table{head: []string{"region, guidance", "longest silence, s", "silences over 10 s", "silent, % of the session"}}
	next := 0
	for _, g := range groups(all) {
		var longest, share span
		over := 0
		for _, s := range g.of {
			longest.see(seconds(found[next].longest))
			share.see(100 * seconds(found[next].all) / seconds(s.Timeline.Frames))
			over += found[next].over
			next++
		}
		t.add(g.region+", "+string(g.guidance), longest.text(1), fmt.Sprint(over), share.text(0))
	}
	return t, nil
}
