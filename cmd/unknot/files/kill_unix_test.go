//go:build unix

package files_test

import (
	"bufio"
	"bytes"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/player/history"
)

// The test program runs itself as a player of sessions, in the folder that this
// variable names.
const playIn = "FILES_TEST_PLAY_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(playIn); dir != "" {
		playOnAndOn(dir)
		return
	}
	os.Exit(m.Run())
}

// playOnAndOn plays one session after another, and prints which have ended.
func playOnAndOn(dir string) {
	l := history.Open(files.In(dir), time.Now)
	l.Pace = time.Millisecond
	fmt.Println("ready")
	for i := 0; ; i++ {
		if _, err := l.Read(); err != nil {
			fmt.Println("fault", err)
		}
		in, err := l.Interrupted()
		if err != nil {
			fmt.Println("fault", err)
		}
		title := cryptorand.Text()
		e := session(title, 1)
		if in != nil && i%3 == 0 {
			e.Resumes = in.Entry.ID
		}
		r := l.Begin(e, mark(1))
		notes := rand.IntN(12)
		for at := range notes {
			r.Note(session(title, float64(2+at)), mark(2+at))
			time.Sleep(time.Duration(rand.IntN(1000)) * time.Microsecond)
		}
		ending := []history.Ending{history.Finished, history.Stopped}[i%2]
		if err := r.End(ending, session(title, 100), mark(notes)); err != nil {
			fmt.Println("fault", err)
		}
		fmt.Println("ended", title, ending)
	}
}

// Killed at 200 random moments, two at a time: every session that ended is
// there as it ended, every one that was noted is there with what was noted,
// each once, and nothing is broken.
func TestAKillAtAnyMomentBreaksNothing(t *testing.T) {
	dir := t.TempDir()
	s := files.In(dir)
	l := history.Open(s, time.Now)
	endings := map[string]history.Ending{}
	noted := map[string]float64{}
	moments := howLong(t)
	for range 100 {
		players := []*player{start(t, dir), start(t, dir)}
		for _, p := range players {
			time.Sleep(rand.N(moments))
			for title, seconds := range notes(s) {
				noted[title] = max(noted[title], seconds)
			}
			p.kill(t, endings)
		}
	}
	entries := past(t, l)
	byTitle := map[string]history.Entry{}
	for _, e := range entries {
		if _, twice := byTitle[e.Title]; twice {
			t.Errorf("%s is entered twice", e.Title)
		}
		byTitle[e.Title] = e
	}
	for title, ending := range endings {
		if e, ok := byTitle[title]; !ok || e.Ended != ending || e.Played != 100 {
			t.Errorf("%s ended %s, and is entered as %+v", title, ending, e)
		}
	}
	for title, seconds := range noted {
		if e, ok := byTitle[title]; !ok || e.Played < seconds {
			t.Errorf("%s had played %v s, and is entered as %+v", title, seconds, e)
		}
	}
	data, err := os.ReadFile(s.Name("history.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(data, []byte("\n")); lines != len(entries) {
		t.Errorf("%d lines of %d sessions", lines, len(entries))
	}
	cut := 0
	for _, e := range entries {
		if e.Ended == history.CutOff {
			cut++
		}
	}
	if left, err := os.ReadDir(s.Name("running")); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
	if _, err := l.Interrupted(); err != nil {
		t.Error(err)
	}
	t.Logf("%d sessions, %d of them cut off, %d ended before a kill", len(entries), cut, len(endings))
	if cut < 20 || len(endings) < 20 {
		t.Error("that was no test")
	}
}

// howLong is the time in which this machine plays about one session.
func howLong(t *testing.T) time.Duration {
	t.Helper()
	p := start(t, t.TempDir())
	began := time.Now()
	for ended := 0; ended < 5; ended++ {
		<-p.lines
	}
	took := time.Since(began)
	p.kill(t, map[string]history.Ending{})
	return max(took/5, time.Millisecond)
}

// player is a process that plays.
type player struct {
	cmd   *exec.Cmd
	lines chan string
}

func start(t *testing.T, dir string) *player {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), playIn+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &player{cmd, make(chan string, 1<<16)}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("it does not begin: %q", lines.Text())
	}
	go func() {
		defer close(p.lines)
		for lines.Scan() {
			p.lines <- lines.Text()
		}
	}()
	return p
}

func (p *player) kill(t *testing.T, endings map[string]history.Ending) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for line := range p.lines {
		words := strings.Fields(line)
		switch {
		case words[0] == "ended" && len(words) == 3:
			endings[words[1]] = history.Ending(words[2])
		default:
			t.Error(line)
		}
	}
	var exit *exec.ExitError
	if err := p.cmd.Wait(); !errors.As(err, &exit) {
		t.Errorf("it ended by itself: %v", err)
	}
}

// Processes that enter sessions at once lose none, and a look at any moment
// sees whole lines.
func TestPlayersAtOnceLoseNothing(t *testing.T) {
	dir := t.TempDir()
	l := history.Open(files.In(dir), time.Now)
	players := []*player{start(t, dir), start(t, dir), start(t, dir)}
	for len(past(t, l)) < 60 {
		time.Sleep(time.Millisecond)
	}
	endings := map[string]history.Ending{}
	for _, p := range players {
		p.kill(t, endings)
	}
	entries := past(t, l)
	for title := range endings {
		if !slices.ContainsFunc(entries, func(e history.Entry) bool { return e.Title == title }) {
			t.Errorf("%s is lost", title)
		}
	}
	if len(entries) < len(endings) || len(entries) > len(endings)+len(players) {
		t.Errorf("%d entries of %d sessions", len(entries), len(endings))
	}
}
