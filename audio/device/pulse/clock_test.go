package pulse

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
)

// A clock is compared with a sink that takes a block whenever it holds none, and
// plays one frame after another.
func TestClockKeepsToTheSink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := rapid.Int64Range(1, 400).Draw(t, "block")
		var (
			c      clock
			paused bool
			dry    int64   = never
			sink   []int64 // what it holds: frames of ours, or -1
			heard  int64   // the first frame not yet heard
			last   int64   // position reported
			read   int64
		)
		began := time.Unix(0, 0)
		var passed int64
		now := func() time.Time { return began.Add(audio.Duration(passed)) }
		step := func() {
			if len(sink) == 0 {
				for range block {
					switch {
					case !paused && read < c.written:
						sink, dry = append(sink, read), 0
						read++
					default:
						sink = append(sink, -1)
						if dry != never {
							dry++
						}
					}
				}
			}
			if sink[0] >= 0 {
				heard = sink[0] + 1
			}
			sink = sink[1:]
			passed++
		}
		ask := func() {
			c.set(timing{at: now(), read: read, inSink: int64(len(sink)), dry: dry}, paused)
		}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) { c.written += rapid.Int64Range(0, 1000).Draw(t, "n") },
			"pause": func(*rapid.T) {
				paused = true
				ask()
			},
			"resume": func(*rapid.T) {
				if paused {
					paused, dry = false, never
					ask()
				}
			},
			"flush": func(*rapid.T) {
				c.written = read
				ask()
			},
			"time": func(t *rapid.T) {
				for range rapid.Int64Range(0, 900).Draw(t, "frames") {
					step()
				}
				ask()
			},
			"": func(t *rapid.T) {
				got := c.position(now())
				if got < last {
					t.Fatalf("went back from %d to %d", last, got)
				}
				last = got
				if got > read {
					t.Fatalf("%d is heard of %d taken", got, read)
				}
				// Right after a timing it is exact, except while sound that began
				// within the sink's present block is not heard yet.
				if got < heard-block || got > heard+block {
					t.Fatalf("%d is heard, want %d", got, heard)
				}
				if dry == 0 && !paused && got != heard {
					t.Fatalf("%d is heard while all goes well, want %d", got, heard)
				}
			},
		})
	})
}

func TestClockRunsBetweenTimings(t *testing.T) {
	at := time.Unix(0, 0)
	c := clock{written: 96000}
	if got := c.position(at); got != 0 {
		t.Errorf("%d frames are heard before the first timing", got)
	}
	c.set(timing{at: at, read: 4800, inSink: 2400}, false)
	for ms, want := range map[int]int64{0: 2400, 100: 7200, 1000: 50400, 5000: 96000} {
		copied := c
		if got := copied.position(at.Add(time.Duration(ms) * time.Millisecond)); got != want {
			t.Errorf("after %d ms %d is heard, want %d", ms, got, want)
		}
	}
	c.set(timing{at: at, read: 4800, inSink: 2400}, true)
	if got := c.position(at.Add(time.Minute)); got != 4800 {
		t.Errorf("%d is heard of a stream that was paused at 4800", got)
	}
}

func TestAddresses(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want []address
	}{
		{"named", map[string]string{"PULSE_SERVER": "tcp:there", "XDG_RUNTIME_DIR": "/x"}, []address{{"tcp", "there:4713"}}},
		{"several", map[string]string{"PULSE_SERVER": "{here}unix:/a /b\t{there}/c tcp6:[::1]:9 d d:8"},
			[]address{{"unix", "/a"}, {"unix", "/b"}, {"tcp6", "[::1]:9"}, {"tcp", "d:4713"}, {"tcp", "d:8"}}},
		{"brace left open", map[string]string{"PULSE_SERVER": "/a {x"}, nil},
		{"nothing after a brace", map[string]string{"PULSE_SERVER": "{here}"}, nil},
		{"none named", map[string]string{"PULSE_SERVER": ""}, nil},
		{"session", map[string]string{"XDG_RUNTIME_DIR": "/x"},
			[]address{{"unix", "/x/pulse/native"}, {"unix", "/run/user/7/pulse/native"}, {"unix", "/run/pulse/native"}}},
		{"pulse's own", map[string]string{"XDG_RUNTIME_DIR": "/x", "PULSE_RUNTIME_PATH": "/p"},
			[]address{{"unix", "/p/native"}, {"unix", "/x/pulse/native"}, {"unix", "/run/user/7/pulse/native"}, {"unix", "/run/pulse/native"}}},
		{"no session", nil, []address{{"unix", "/run/user/7/pulse/native"}, {"unix", "/run/pulse/native"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := addresses(from(tt.env), 7, "here")
			if !slices.Equal(got, tt.want) || (err != nil) != (tt.want == nil) {
				t.Errorf("%v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func from(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}
}

// Any PULSE_SERVER is an error or a list of addresses, never a panic.
func FuzzParseServers(f *testing.F) {
	f.Add("{here}unix:/a tcp:b:1")
	f.Add("{x")
	f.Add("tcp6:[::1")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parseServers(text, "here")
		if (err == nil) != (len(found) > 0) {
			t.Errorf("%v, %v", found, err)
		}
		for _, a := range found {
			if a.network != "unix" && a.network != "tcp" && a.network != "tcp4" && a.network != "tcp6" {
				t.Errorf("network %q", a.network)
			}
		}
	})
}

func TestCookie(t *testing.T) {
	home := t.TempDir()
	write := func(path string, size int, with byte) string {
		t.Helper()
		path = filepath.Join(home, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, slices.Repeat([]byte{with}, size), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := map[string]string{"HOME": home}
	expect := func(with byte) {
		t.Helper()
		if got := cookie(from(env)); len(got) != 256 || got[0] != with || got[255] != with {
			t.Errorf("cookie is %d times %d, want 256 times %d", len(got), got[0], with)
		}
	}
	expect(0)
	write(".pulse-cookie", 256, 1)
	expect(1)
	write(".config/pulse/cookie", 100, 2) // not a cookie
	expect(1)
	write(".config/pulse/cookie", 256, 2)
	expect(2)
	env["XDG_CONFIG_HOME"] = filepath.Join(home, "xdg")
	write("xdg/pulse/cookie", 256, 3)
	expect(3)
	env["PULSE_COOKIE"] = write("named", 256, 4)
	expect(4)
	env["PULSE_COOKIE"] = home
	expect(3)
}
