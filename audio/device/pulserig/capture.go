//go:build linux

package pulserig

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/pcm"
)

// A Capture is what the rig's sink plays, beginning shortly before Capture was
// called.
type Capture struct {
	proc *process
	mu   sync.Mutex
	data []byte // float32le, interleaved
	zero time.Time
	over chan struct{}
}

const frameBytes = pcm.Float32Bytes

// Capture begins to capture, and returns once sound comes in. latency is how much
// parec collects at a time: short to know when a sample came, half a second to be
// sure of every sample.
func (r *Rig) Capture(t testing.TB, latency time.Duration) *Capture {
	t.Helper()
	cmd := exec.Command("parec", "-d", Sink+".monitor", "--format=float32le", "--rate=48000", "--channels=2",
		fmt.Sprintf("--latency-msec=%d", latency.Milliseconds()), "--raw")
	cmd.Env = r.Env()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = out
	c := &Capture{over: make(chan struct{})}
	c.proc, err = start(cmd)
	out.Close()
	if err != nil {
		t.Fatalf("capturing (is pulseaudio-utils installed?): %v", err)
	}
	t.Cleanup(c.proc.kill)
	go c.read(in)
	for range 200 {
		if c.Frames() > 0 {
			return c
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nothing is captured")
	return nil
}

func (c *Capture) read(from io.ReadCloser) {
	defer close(c.over)
	defer from.Close()
	buf := make([]byte, 1<<16)
	for {
		n, err := from.Read(buf)
		now := time.Now()
		c.mu.Lock()
		c.data = append(c.data, buf[:n]...)
		// A read may come late, never early, so the earliest shows when the first
		// frame was captured.
		if zero := now.Add(-span(len(c.data) / frameBytes)); n > 0 && (c.zero.IsZero() || zero.Before(c.zero)) {
			c.zero = zero
		}
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Frames returns how many frames have been captured so far.
func (c *Capture) Frames() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.data) / frameBytes
}

// Sound returns the frames captured so far, and when the first of them was heard:
// frame i at zero plus i/48000 s, as near as a null sink can tell.
func (c *Capture) Sound() (frames [][2]float32, zero time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	frames = make([][2]float32, len(c.data)/frameBytes)
	for i := range frames {
		for ch := range 2 {
			frames[i][ch] = math.Float32frombits(binary.LittleEndian.Uint32(c.data[i*frameBytes+4*ch:]))
		}
	}
	// A sample is captured a block before it would be heard.
	return frames, c.zero.Add(Block)
}

// Stop ends the capture and returns it.
func (c *Capture) Stop() (frames [][2]float32, zero time.Time) {
	c.proc.kill()
	<-c.over
	return c.Sound()
}

// At returns when frame i of a capture that began at zero was heard.
func At(zero time.Time, i int) time.Time { return zero.Add(span(i)) }

func span(frames int) time.Duration { return audio.Duration(int64(frames)) }

// First returns the first frame from i on that is not silent, or -1.
func First(frames [][2]float32, i int) int {
	for ; i < len(frames); i++ {
		if frames[i] != [2]float32{} {
			return i
		}
	}
	return -1
}

// Last returns one past the last frame that is not silent.
func Last(frames [][2]float32) int {
	i := len(frames)
	for i > 0 && frames[i-1] == [2]float32{} {
		i--
	}
	return i
}
