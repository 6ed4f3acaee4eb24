//go:build system

package builtin_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// Every clip of both voices within 0.5 LU of the target and below -1 dBTP, as
// ffmpeg's ebur128 measures it, in both ears, one shorter than a second
// repeated. And each is as long as the reference decoder has it; ffmpeg leaves
// out 128 frames at the end of one in some hundred.
func TestLoudnessByFFmpeg(t *testing.T) {
	for _, name := range builtin.Names() {
		clips := manifest(t, name).Clips
		worst, highest := 0.0, math.Inf(-1)
		results := make([][2]float64, len(clips))
		onAllCores(len(clips), func(i int) {
			e := clips[i]
			data, err := fs.ReadFile(folder(name), e.File)
			if err != nil {
				t.Error(err)
				return
			}
			pcm, err := pipe(data, "oggdec", "--quiet", "--raw", "--bits=16", "--output=-", "-")
			if err != nil {
				t.Errorf("%q: %v", e.Line, err)
				return
			}
			if int64(len(pcm)/2) != e.Frames {
				t.Errorf("%s: %q: oggdec decodes %d frames, the index says %d", name, e.Line, len(pcm)/2, e.Frames)
			}
			if pcm, err = pipe(data, "ffmpeg", "-v", "error", "-i", "-", "-f", "f32le", "-ac", "1", "-"); err != nil {
				t.Errorf("%q: %v", e.Line, err)
				return
			}
			results[i][0], results[i][1], err = ebur128(pcm)
			if err != nil {
				t.Errorf("%q: %v", e.Line, err)
			}
		})
		for i, r := range results {
			off := r[0] - loudness.Target
			if math.Abs(off) > 0.5 || r[1] >= -1 {
				t.Errorf("%s: %q: %.1f LUFS, %.1f dBTP", name, clips[i].Line, r[0], r[1])
			}
			worst, highest = max(worst, math.Abs(off)), max(highest, r[1])
		}
		fmt.Printf("%s: %d clips, at most %.1f LU from the target, true peak at most %.1f dBTP by ffmpeg\n", name, len(results), worst, highest)
	}
}

func pipe(in []byte, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(in)
	return cmd.Output()
}

func ebur128(pcm []byte) (loud, peak float64, err error) {
	for once := pcm; len(pcm) < 4*audio.SampleRate; {
		pcm = append(pcm[:len(pcm):len(pcm)], once...)
	}
	var stereo bytes.Buffer
	for i := 0; i+4 <= len(pcm); i += 4 {
		s := binary.LittleEndian.Uint32(pcm[i:])
		stereo.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, s), s))
	}
	cmd := exec.Command("ffmpeg", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-",
		"-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
	cmd.Stdin = &stereo
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		switch f[0] {
		case "I:":
			loud, err = strconv.ParseFloat(f[1], 64)
		case "Peak:":
			peak, err = strconv.ParseFloat(f[1], 64)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return loud, peak, nil
}
