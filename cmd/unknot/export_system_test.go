//go:build system && linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/pcm"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/audio/wav"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/regions"
)

// tracks are the clips and the tones of a timeline as lists that ffmpeg's
// concat demuxer places: the words, and what is under them. Each sound is a
// file, made beforehand; what lies between is cut from one of silence.
type tracks struct {
	t     testing.TB
	dir   string
	score func(timeline.Cue) *mix.Score // the cue alone
	files map[string]string
	words strings.Builder
	under strings.Builder
	ends  map[*strings.Builder]timeline.Frame
}

// sound writes frames of a score as a file.
func (k *tracks) sound(key string, score *mix.Score, at, frames timeline.Frame) string {
	if path := k.files[key]; path != "" {
		return path
	}
	path := filepath.Join(k.dir, fmt.Sprintf("%03d.wav", len(k.files)))
	src := make([][2]float32, frames)
	n, err := score.Render(src, int64(at))
	if err != nil {
		k.t.Fatal(err)
	}
	var file bytes.Buffer
	w, err := wav.NewWriter(&file, wav.Spec{Frames: int64(n)})
	if err != nil {
		k.t.Fatal(err)
	}
	block := make([]byte, n*pcm.Int16Bytes)
	pcm.PutInt16(block, src[:n])
	if err := errorsOf(w.WriteBlock(block), w.Close(), os.WriteFile(path, file.Bytes(), 0o600)); err != nil {
		k.t.Fatal(err)
	}
	k.files[key] = path
	return path
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *tracks) place(c timeline.Cue) {
	list := &k.under
	switch c.Kind {
	case timeline.KindSay:
		list = &k.words
	case timeline.KindRest:
		return
	}
	if gap := c.At - k.ends[list]; gap > 0 {
		fmt.Fprintf(list, "file '%s'\noutpoint %.6f\n", filepath.Join(k.dir, "silence.wav"), float64(gap)/audio.SampleRate)
	} else if gap < 0 {
		return // the bell rings into what follows: left out, in ffmpeg's favour
	}
	key := fmt.Sprint(c.Kind, c.Frames, c.Side, c.Text)
	fmt.Fprintf(list, "file '%s'\n", k.sound(key, k.score(c), 0, c.Frames))
	k.ends[list] = c.End()
}

// BenchmarkExport is a 30-minute programme as a file, by unknot and by ffmpeg
// from the same clips, concatenated, with the tones mixed in. ffmpeg is given
// its clips decoded, its tones rendered, panned and of the right length.
func BenchmarkExport(b *testing.B) {
	unknot := built(b)
	dir := b.TempDir()
	ffmpeg := ffmpegCommand(b, dir)
	for _, by := range []struct {
		name, out string
		args      []string
	}{
		{"unknot", "unknot.wav", []string{unknot, "export", "full", "--length", "30m", "-o", filepath.Join(dir, "unknot.wav")}},
		{"ffmpeg", "ffmpeg.wav", ffmpeg},
		{"bytes-alone", "zeros.wav", []string{"dd", "if=/dev/zero", "of=" + filepath.Join(dir, "zeros.wav"), "bs=256K", "count=1318"}},
	} {
		b.Run(by.name, func(b *testing.B) {
			var took []time.Duration
			var resident float64
			usage := filepath.Join(dir, "usage")
			for b.Loop() {
				_ = os.Remove(filepath.Join(dir, by.out)) // freeing the last one is not what is timed
				cmd := exec.Command("sh", append([]string{"-c", "exec " + timed(usage) + `"$@"`, "sh"}, by.args...)...)
				start := time.Now()
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				took = append(took, time.Since(start))
				_, mib := readUsage(b, usage)
				resident = max(resident, mib)
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2].Seconds(), "s-median")
			b.ReportMetric(took[0].Seconds(), "s-least")
			b.ReportMetric(resident, "MiB-most")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// thirtyMinutes is a session of some regions in the default voice.
func thirtyMinutes(b testing.TB, regions ...string) (*voice.Voice, *timeline.Timeline) {
	b.Helper()
	v, err := builtin.Open(builtin.Willow)
	if err != nil {
		b.Fatal(err)
	}
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		b.Fatal(err)
	}
	r := plan.Request{Phrases: phrases, Voice: v, Breath: plan.DefaultBreath, Guidance: plan.GuidanceFull, Work: plan.WorkBoth}
	for _, name := range regions {
		s, err := scripts.Builtin(name)
		if err != nil {
			b.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	plan, err := plan.Fit(r, 30*60*audio.SampleRate)
	if err != nil {
		b.Fatal(err)
	}
	return v, plan.LayOut()
}

func ffmpegCommand(b testing.TB, dir string) []string {
	full, faults := scripts.ParseProgramme(regions.Source("full"))
	if err := faults.Err(); err != nil {
		b.Fatal(err)
	}
	v, laid := thirtyMinutes(b, full.Regions...)
	k := &tracks{t: b, dir: dir, files: map[string]string{}, ends: map[*strings.Builder]timeline.Frame{}}
	k.score = func(c timeline.Cue) *mix.Score {
		c.At = 0
		alone := &timeline.Timeline{Frames: c.Frames, Cues: []timeline.Cue{c}}
		return score.New(alone, score.Sound{Clip: player.Clips(v), Tones: tone.Hum, Sides: score.SidesOn})
	}
	nothing := &timeline.Timeline{Frames: 120 * audio.SampleRate}
	if err := os.Rename(k.sound("silence", score.New(nothing, score.Sound{}), 0, nothing.Frames), filepath.Join(dir, "silence.wav")); err != nil {
		b.Fatal(err)
	}
	for _, c := range laid.Cues {
		k.place(c)
	}
	words, under := filepath.Join(dir, "words.txt"), filepath.Join(dir, "under.txt")
	if err := errorsOf(os.WriteFile(words, []byte(k.words.String()), 0o600), os.WriteFile(under, []byte(k.under.String()), 0o600)); err != nil {
		b.Fatal(err)
	}
	return []string{"ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", words, "-f", "concat", "-safe", "0", "-i", under,
		"-filter_complex", "amix=inputs=2:normalize=0", "-c:a", "pcm_s16le", filepath.Join(dir, "ffmpeg.wav")}
}

// What takes time in an export, without writing.
func BenchmarkRender30Minutes(b *testing.B) {
	v, laid := thirtyMinutes(b, "neck")
	for b.Loop() {
		rendered := score.New(laid, score.Sound{Clip: player.Clips(v), Tones: tone.Hum, Sides: score.SidesOn})
		if err := writeWAV(context.Background(), io.Discard, rendered, laid); err != nil {
			b.Fatal(err)
		}
	}
}
