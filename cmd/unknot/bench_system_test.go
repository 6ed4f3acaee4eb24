//go:build system && linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device/pulserig"
)

// built builds the program as it is shipped.
func built(b testing.TB) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "unknot")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return path
}

// exported is a session as a file, for other players.
func exported(b *testing.B, unknot string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "neck.wav")
	if out, err := exec.Command(unknot, "export", "neck", "--length", "8m", "-o", path).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return path
}

// timed is the beginning of a command line that writes what the command used
// into a file. The process that waits for it must be small: a child starts with
// the peak memory of its parent.
func timed(usage string) string { return "/usr/bin/time -o " + usage + " -f '%U %S %M' " }

// readUsage is seconds of processor time, and MiB of memory at most.
func readUsage(b *testing.B, usage string) (cpu, mib float64) {
	b.Helper()
	text, err := os.ReadFile(usage)
	if err != nil {
		b.Fatal(err)
	}
	var user, system, kib float64
	last := text[bytes.LastIndexByte(bytes.TrimSpace(text), '\n')+1:]
	if _, err := fmt.Sscan(string(last), &user, &system, &kib); err != nil {
		b.Fatalf("%v: %s", err, text)
	}
	return user + system, kib / 1024
}

// The time from the command to its first sample at the sound server, and that
// of other players in the same run.
func BenchmarkStart(b *testing.B) {
	unknot := built(b)
	wav := exported(b, unknot)
	rig := pulserig.Start(b)
	capture := rig.Capture(b, 10*time.Millisecond)
	for _, player := range []struct {
		name string
		args []string
	}{
		{"unknot", []string{unknot, "play", "neck", "--length", "8m"}},
		{"mpv", []string{"mpv", "--no-config", "--really-quiet", "--ao=pulse", wav}},
		{"ffplay", []string{"ffplay", "-v", "error", "-nodisp", wav}},
		{"paplay", []string{"paplay", wav}},
	} {
		b.Run(player.name, func(b *testing.B) {
			var server []time.Duration
			for b.Loop() {
				m, err := rig.MeasureStart(exec.Command(player.args[0], player.args[1:]...), capture, 10*time.Second)
				if err != nil {
					b.Fatal(err)
				}
				server = append(server, m.Sound)
				time.Sleep(100 * time.Millisecond)
			}
			slices.Sort(server)
			b.ReportMetric(float64(server[len(server)/2])/1e6, "ms-to-server")
			b.ReportMetric(float64(server[0])/1e6, "ms-least")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// Processor time and memory of a minute of playing in a terminal, captions on
// the screen, and of mpv playing the exported file.
func BenchmarkPlaying(b *testing.B) {
	unknot := built(b)
	wav := exported(b, unknot)
	rig := pulserig.Start(b)
	for _, player := range []struct {
		name    string
		command string
	}{
		{"unknot", unknot + " play neck --length 8m --output sound"},
		{"mpv", "mpv --no-config --ao=pulse " + wav},
	} {
		b.Run(player.name, func(b *testing.B) {
			var seconds, resident float64
			n := 0
			for b.Loop() {
				// script(1) gives the player a terminal, and timeout(1) a minute.
				usage := filepath.Join(b.TempDir(), "usage")
				cmd := exec.Command("script", "-qec", "stty cols 80 rows 24; exec "+timed(usage)+"timeout --foreground -s INT 60 "+player.command, "/dev/null")
				cmd.Env = append(rig.Env(), "TERM=xterm-256color", "XDG_STATE_HOME="+os.Getenv("XDG_STATE_HOME"))
				if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 124 {
					b.Fatalf("%v\n%s", err, out)
				}
				cpu, mib := readUsage(b, usage)
				seconds += cpu
				resident = max(resident, mib)
				n++
			}
			b.ReportMetric(seconds/float64(n), "cpu-s/min")
			b.ReportMetric(resident, "MiB-most")
			b.ReportMetric(0, "ns/op")
		})
	}
}
