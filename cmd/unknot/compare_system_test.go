//go:build system && linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device/pulserig"
)

// BenchmarkAgainst compares the program with an earlier build of it, named by
// UNKNOT_BEFORE: the two take turns, and the earlier one has two turns a round,
// so that its own spread shows. Each figure is the median of the rounds.
func BenchmarkAgainst(b *testing.B) {
	before := os.Getenv("UNKNOT_BEFORE")
	if before == "" {
		b.Skip("set UNKNOT_BEFORE to an earlier build of unknot")
	}
	now := built(b)
	turns := []struct{ name, program string }{{"before", before}, {"now", now}, {"before-again", before}}
	compare := func(name, unit string, measure func(b *testing.B, program string) float64) {
		b.Run(name, func(b *testing.B) {
			figures := map[string][]float64{}
			for b.Loop() {
				for _, turn := range turns {
					figures[turn.name] = append(figures[turn.name], measure(b, turn.program))
				}
			}
			median := map[string]float64{}
			for name, of := range figures {
				slices.Sort(of)
				median[name] = of[len(of)/2]
				b.ReportMetric(median[name], unit+"-"+name)
			}
			b.ReportMetric(median["now"]/median["before"], "now/before")
			b.ReportMetric(median["before-again"]/median["before"], "before/before")
			b.ReportMetric(0, "ns/op")
		})
	}

	rig := pulserig.Start(b)
	capture := rig.Capture(b, 10*time.Millisecond)
	compare("first-sound", "ms", func(b *testing.B, program string) float64 {
		m, err := rig.MeasureStart(exec.Command(program, "play", "neck", "--length", "8m"), capture, 10*time.Second)
		if err != nil {
			b.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
		return m.Sound.Seconds() * 1e3
	})
	usage := func(b *testing.B, env []string, command string) float64 {
		file := filepath.Join(b.TempDir(), "usage")
		cmd := exec.Command("script", "-qec", "stty cols 80 rows 24; exec "+timed(file)+command, "/dev/null")
		cmd.Env = append(env, "TERM=xterm-256color", "XDG_STATE_HOME="+os.Getenv("XDG_STATE_HOME"))
		if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 124 {
			b.Fatalf("%v\n%s", err, out)
		}
		cpu, _ := readUsage(b, file)
		return cpu
	}
	compare("playing-20-s", "cpu-s", func(b *testing.B, program string) float64 {
		return usage(b, rig.Env(), "timeout --foreground -s INT 20 "+program+" play neck --length 8m --output sound")
	})
	wav := filepath.Join(b.TempDir(), "full.wav")
	compare("export-30-min", "s", func(b *testing.B, program string) float64 {
		start := time.Now()
		if out, err := exec.Command(program, "export", "full", "--length", "30m", "-o", wav).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		took := time.Since(start).Seconds()
		_ = os.Remove(wav)
		return took
	})
}
