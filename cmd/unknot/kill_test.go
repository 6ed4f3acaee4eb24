//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/history"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
)

// mostLost is how much progress may be lost to a kill.
const mostLost = 5.0

// home is a user's folders, without desktop and sound.
type home struct {
	t   *testing.T
	dir string
	env []string
}

func newHome(t *testing.T) *home {
	t.Helper()
	dir := t.TempDir()
	return &home{t, dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
		"XDG_STATE_HOME=" + filepath.Join(dir, "state"), "XDG_RUNTIME_DIR=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "DBUS_SYSTEM_BUS_ADDRESS=disabled:", "UNKNOT_OUTPUT=captions", "TEST_FIRST_START=1"}}
}

func (h *home) command(args ...string) *exec.Cmd {
	cmd := exec.Command("unknot-real", args...)
	cmd.Env, cmd.Dir = h.env, h.dir
	return cmd
}

// kept is the path of a file that the program keeps.
func (h *home) kept(name string) string { return filepath.Join(h.dir, "state", "unknot", name) }

// history is what was played, as the program prints it, without a complaint.
func (h *home) history() historyDocument {
	cmd := h.command("history", "--json")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	var d historyDocument
	if fault := json.Unmarshal(out, &d); err != nil || fault != nil || errs.Len() > 0 {
		h.t.Errorf("history: %v, %v\n%s\n%s", err, fault, &errs, out)
	}
	seen := map[string]bool{}
	for _, e := range d.Sessions {
		if seen[e.ID] {
			h.t.Errorf("%s is in the history twice", e.ID)
		}
		seen[e.ID] = true
	}
	return d
}

// life is a run of the program that plays.
type life struct {
	home    *home
	cmd     *exec.Cmd
	begins  time.Time
	begun   chan time.Time // when its first row was printed
	read    chan struct{}  // closed when all was
	out     strings.Builder
	errs    bytes.Buffer
	first   time.Time
	atLeast float64 // seconds heard when it ended
	atMost  float64
}

func (h *home) begin(args ...string) *life {
	l := &life{home: h, cmd: h.command(append(args, "--plain")...), begun: make(chan time.Time, 1), read: make(chan struct{})}
	l.cmd.Stderr = &l.errs
	out, err := l.cmd.StdoutPipe()
	if err == nil {
		l.begins = time.Now()
		err = l.cmd.Start()
	}
	if err != nil {
		h.t.Errorf("%v: %v", args, err)
		close(l.read)
		return l
	}
	go func() {
		defer close(l.read)
		rows := bufio.NewReader(out)
		for {
			row, err := rows.ReadString('\n')
			if len(l.begun) == 0 && l.out.Len() == 0 && row != "" {
				l.begun <- time.Now()
			}
			l.out.WriteString(row)
			if err != nil {
				return
			}
		}
	}()
	return l
}

// end sends a signal and waits for the end. It gives what was printed.
func (l *life) end(signal syscall.Signal) string {
	now := time.Now()
	if l.cmd.Process == nil {
		return ""
	}
	if err := l.cmd.Process.Signal(signal); err != nil {
		l.home.t.Errorf("signalling: %v", err)
	}
	l.atMost = time.Since(l.begins).Seconds()
	select {
	case l.first = <-l.begun:
		l.atLeast = max(0, now.Sub(l.first).Seconds())
	default:
	}
	<-l.read
	err := l.cmd.Wait()
	if killed := signal == syscall.SIGKILL; killed == (err == nil) || l.errs.Len() > 0 {
		l.home.t.Errorf("it ends with %v: %s", err, &l.errs)
	}
	return l.out.String()
}

// moment is a random one up to the longest, in that of so many equal shares
// that i is of.
func moment(i, shares int, longest time.Duration) time.Duration {
	share := longest / time.Duration(shares)
	return time.Duration(i%shares)*share + rand.N(share)
}

// leastAsked is the least length, in seconds, of sessions that their lengths
// tell apart.
const leastAsked = 480

// killedSideBySide kills sessions of one user at random moments, several that
// play at once, while another plays on and others look. Each is in the history
// once, with all that was heard of it but for the last seconds, and nothing
// else is lost.
func killedSideBySide(t *testing.T, kills, atOnce int, longest time.Duration) {
	h := newHome(t)
	before := history.Entry{ID: "EARLIER", Started: time.Unix(1e9, 0), Regions: []string{"jaw"}, Asked: 300, Played: 300, Ended: history.Finished}
	line, err := json.Marshal(struct {
		Version int `json:"version"`
		history.Entry
	}{1, before})
	if err == nil {
		err = os.MkdirAll(h.kept(""), 0o700)
	}
	if err == nil {
		err = os.WriteFile(h.kept("history.jsonl"), append(line, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := h.command("favourites", "add", "evening", "jaw").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	survivor := h.begin("play", "jaw", "--length", "20m")
	select {
	case first := <-survivor.begun:
		survivor.begun <- first
	case <-survivor.read:
		t.Fatal("it does not play")
	}

	lives := make([]*life, kills)
	next := make(chan int)
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for i := range next {
				lives[i] = h.begin("play", "neck", "--length", fmt.Sprintf("%ds", leastAsked+i))
				time.Sleep(moment(i*7, kills, longest))
				lives[i].end(syscall.SIGKILL)
				if i%7 == 0 {
					h.history()
				}
			}
		})
	}
	for i := range kills {
		next <- i
	}
	close(next)
	all.Wait()
	survivor.end(syscall.SIGTERM)

	entries := map[int][]history.Entry{}
	past := h.history().Sessions
	for _, e := range past {
		entries[int(e.Asked)] = append(entries[int(e.Asked)], e)
	}
	worst, kept := 0.0, 0
	for i, l := range lives {
		played := 0.0
		switch of := entries[leastAsked+i]; {
		case len(of) > 1:
			t.Errorf("session %d is there %d times", i, len(of))
		case len(of) == 1:
			kept++
			played = of[0].Played
			if of[0].Ended != history.CutOff || len(of[0].Regions) != 1 || of[0].Regions[0] != "neck" {
				t.Errorf("session %d is entered as %+v", i, of[0])
			}
		}
		worst = max(worst, l.atLeast-played)
		if lost := l.atLeast - played; lost > mostLost || played > l.atMost {
			t.Errorf("session %d: of %.2f to %.2f s, %.2f are kept", i, l.atLeast, l.atMost, played)
		}
	}
	if of := entries[1200]; len(of) != 1 || of[0].Ended != history.Stopped || of[0].Played < survivor.atLeast-1 {
		t.Errorf("the one that played on is entered as %+v, %.1f s of it were heard", of, survivor.atLeast)
	}
	if of := entries[300]; len(of) != 1 || of[0].ID != before.ID {
		t.Errorf("what was there before is %+v", of)
	}
	t.Logf("%d kills: %d of the sessions are in the history, at most %.2f s are lost", kills, kept, worst)
	if kept < kills/10 {
		t.Error("that was no test")
	}

	if left, err := os.ReadDir(h.kept("running")); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
	if out, err := h.command("favourites").CombinedOutput(); err != nil || !strings.Contains(string(out), "evening") {
		t.Errorf("the favourites are %s, %v", out, err)
	}
	var state store.State
	data, err := os.ReadFile(h.kept("state.json"))
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	if err != nil || len(state.Last.Regions) != 1 || state.Last.Regions[0] != "neck" {
		t.Errorf("the last one is %+v, %v", state, err)
	}
	// The latest that was left is offered.
	if on, err := h.offered(); err != nil || on.Entry.Asked != 1200 {
		t.Errorf("offered is %+v, %v", on, err)
	}
}

// offer is a session to be resumed, as it is kept.
type offer struct {
	Entry history.Entry
	Mark  struct{ Mark plan.Mark } // the bookmark
}

func (h *home) offered() (*offer, error) {
	f, err := os.Open(h.kept("interrupted.json"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	o := &offer{}
	return o, json.Unmarshal(data, o)
}

// resumedAgainAndAgain kills a session, resumes it, kills it again: of what
// was left nothing comes back but the last seconds before each kill.
func resumedAgainAndAgain(t *testing.T, chains, links int, longest time.Duration) {
	var all sync.WaitGroup
	var mu sync.Mutex
	worst, resumes := 0.0, 0
	for chain := range chains {
		all.Go(func() {
			h := newHome(t)
			left := 1200.0
			id := ""
			for link := range links {
				l := (*life)(nil)
				if id == "" {
					l = h.begin("play", "neck", "--length", "20m")
				} else {
					l = h.begin("resume")
				}
				time.Sleep(moment(chain+link*3, links, longest))
				out := l.end(syscall.SIGKILL)
				if id != "" && l.atLeast > 2 && !strings.Contains(out, "At sharp pain") {
					t.Errorf("it was resumed without the safety line:\n%s", out)
				}
				past := h.history()
				on, err := h.offered()
				if os.IsNotExist(err) && id == "" && l.atLeast < mostLost {
					continue // nothing was written yet
				}
				if err != nil {
					t.Error(err)
					return
				}
				now := float64(on.Mark.Mark.Remaining) / audio.SampleRate
				done := left - now
				mu.Lock()
				worst = max(worst, l.atLeast-done)
				if id != "" && on.Entry.ID != id {
					resumes++
				}
				mu.Unlock()
				if done < l.atLeast-mostLost || done > l.atMost {
					t.Errorf("of %.2f s, %.2f are done: %.2f were left, and %.2f are", l.atLeast, done, left, now)
				}
				if on.Entry.ID != id && on.Entry.Resumes != id {
					t.Errorf("%s goes on with %q, not %q", on.Entry.ID, on.Entry.Resumes, id)
				}
				for _, e := range past.Sessions {
					if e.Ended != history.CutOff {
						t.Errorf("it is entered as %+v", e)
					}
				}
				left, id = now, on.Entry.ID
			}
			if id == "" {
				return
			}
			l := h.begin("resume")
			time.Sleep(2 * time.Second)
			if out := l.end(syscall.SIGTERM); !strings.Contains(out, " of "+timeline.Clock(timeline.Frame(math.Round(left*audio.SampleRate)))+"\n") {
				t.Errorf("%.2f s are left, and it ends\n%s", left, out)
			}
		})
	}
	all.Wait()
	t.Logf("%d kills, %d of them of resumed sessions: at most %.2f s are lost", chains*links, resumes, worst)
	if resumes < chains*links/10 {
		t.Error("that was no test")
	}
}

func TestKilledSideBySide(t *testing.T) {
	t.Parallel()
	killedSideBySide(t, 20, 8, 7*time.Second)
}

func TestResumedAgainAndAgain(t *testing.T) {
	t.Parallel()
	resumedAgainAndAgain(t, 6, 3, 7*time.Second)
}
