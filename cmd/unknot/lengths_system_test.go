//go:build system && linux

package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio"
)

// Ten lengths a region as files: the frames that ffprobe counts are those that
// were asked for.
func TestExportedLengths(t *testing.T) {
	unknot := built(t)
	out, err := exec.Command(unknot, "regions", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var regions []struct {
		Region             string
		Least, Ideal, Most int64
	}
	if err := json.Unmarshal(out, &regions); err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "session.wav")
	for _, r := range regions {
		lengths := []int64{r.Least, r.Least + 1, r.Ideal, r.Most}
		for len(lengths) < 10 {
			lengths = append(lengths, r.Least+draw.Int64N(min(r.Most, 30*60)-r.Least))
		}
		for _, seconds := range lengths {
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if out, err := exec.Command(unknot, "export", r.Region, "--length", strconv.FormatInt(seconds, 10)+"s", "-o", path).CombinedOutput(); err != nil {
				t.Fatalf("%s of %d s: %v\n%s", r.Region, seconds, err, out)
			}
			probe, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0", path).Output()
			if err != nil {
				t.Fatal(err)
			}
			frames, err := strconv.ParseInt(strings.TrimSpace(string(probe)), 10, 64)
			if err != nil || frames != seconds*audio.SampleRate {
				t.Errorf("%s of %d s has %d frames, %d too many (%v)", r.Region, seconds, frames, frames-seconds*audio.SampleRate, err)
			}
		}
	}
}
