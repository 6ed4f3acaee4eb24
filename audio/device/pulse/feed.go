package pulse

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jfreymuth/pulse/proto"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/pcm"
)

const (
	// askEvery is how often the server is asked about timing while all goes
	// well: no two clocks drift apart by more than a few frames meanwhile.
	askEvery = time.Second
	// askSoon is how often where the sound is about to begin or to end.
	askSoon = 40 * time.Millisecond
	// lostAfter is how long a sink may take nothing.
	lostAfter = 5 * time.Second
)

// hear is called by the protocol's reader with what the server says unasked.
// It must not wait.
func (d *Output) hear(message any) {
	switch m := message.(type) {
	case *proto.Request:
		d.mu.Lock()
		d.credit += int64(m.Length) / frameBytes
		enough := d.credit >= d.lot
		d.mu.Unlock()
		if enough {
			d.poke()
		}
	case *proto.PlaybackStreamKilled:
		d.lost(errors.New("what it played to is gone"))
	case *proto.PlaybackStreamMoved:
		d.look(func() { d.suspended = m.Suspended })
		if d.onMoved != nil {
			go d.onMoved(m.DestName)
		}
	case *proto.PlaybackStreamSuspended:
		d.look(func() { d.suspended = m.Suspended })
	case *proto.Started, *proto.Underflow, *proto.PlaybackBufferAttrChanged:
		d.look(func() {})
	}
}

// look has timing asked about at once.
func (d *Output) look(set func()) {
	d.mu.Lock()
	set()
	d.due = time.Time{}
	d.mu.Unlock()
	d.poke()
}

// run keeps the server's buffer full, and makes the output done when all was
// heard, until it is done.
func (d *Output) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-d.done:
			return
		case <-d.wake:
		case <-timer.C:
		}
		for d.refill() {
		}
		if wait := d.attend(); wait > 0 {
			timer.Reset(wait)
		} else {
			timer.Stop()
		}
	}
}

// refill renders and sends one piece, and says whether there may be another.
func (d *Output) refill() bool {
	d.render.Lock()
	defer d.render.Unlock()
	d.mu.Lock()
	want := min(d.credit, int64(len(d.scratch)))
	d.mu.Unlock()
	return want > 0 && d.fill(int(want))
}

// fill renders and sends so many frames, and says whether there are more. The
// caller holds render.
func (d *Output) fill(want int) bool {
	d.mu.Lock()
	at := d.from + output.Frame(d.clock.written)
	idle := d.ended || d.isDone()
	d.mu.Unlock()
	if idle {
		return false
	}
	n, err := d.src.Render(d.scratch[:want], at)
	pcm.PutFloat32(d.packet, d.scratch[:n])
	if n > 0 {
		_ = d.client.Send(d.stream, d.packet[:n*frameBytes]) // the link tells
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock.written += int64(n)
	d.credit -= int64(n)
	if n < want || err != nil {
		d.ended, d.end = true, d.clock.written
		if err != nil {
			d.broken = fmt.Errorf("rendering from frame %d: %w", at, err)
		}
	}
	return !d.ended
}

// attend asks about timing where that is due, sees whether the sound is over,
// and says when to look again, or 0: only when something happens.
func (d *Output) attend() time.Duration {
	d.mu.Lock()
	due := !time.Now().Before(d.due)
	d.mu.Unlock()
	if due && !d.refresh(d.checkStalled) {
		return 0
	}

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.isDone() || d.paused {
		return 0
	}
	now := time.Now()
	left := d.end - d.clock.position(now)
	var wait time.Duration
	switch {
	case d.ended && d.clock.read >= d.end && left <= 0:
		d.finishLocked(d.broken)
		return 0
	case d.ended && d.clock.read >= d.end:
		return audio.Duration(left) // known for good
	case d.ended:
		wait = min(max(audio.Duration(left), askSoon), askEvery)
	case !d.clock.running:
		wait = askSoon
	default:
		wait = askEvery
	}
	if due {
		d.due = now.Add(wait)
	}
	return max(min(wait, d.due.Sub(now)), time.Millisecond)
}

// checkStalled gives up a sink that takes nothing. It is called under mu.
func (d *Output) checkStalled() {
	now := time.Now()
	// Not all the time that passed: a program that was itself stopped has
	// given the sink nothing to take.
	passed := min(now.Sub(d.looked), 2*askEvery)
	d.looked = now
	moved := d.clock.read != d.taken
	d.taken = d.clock.read
	if d.paused || d.suspended || moved || d.clock.read >= d.clock.written {
		d.stalled = 0
		return
	}
	if d.stalled += passed; d.stalled > lostAfter {
		d.finishLocked(fmt.Errorf("%w: it took no sound for %v", output.ErrDeviceLost, lostAfter))
	}
}

// ask asks the server about timing.
func (d *Output) ask() (timing, error) {
	var before time.Time
	var r *proto.GetPlaybackLatencyReply
	if err := patiently(func() error {
		before = time.Now()
		// A new one each time: a late answer is still written into it.
		r = &proto.GetPlaybackLatencyReply{}
		return d.client.Request(&proto.GetPlaybackLatency{StreamIndex: d.stream}, r)
	}); err != nil {
		return timing{}, err
	}
	t := timing{
		at:     before.Add(time.Since(before) / 2),
		read:   r.ReadIndex / frameBytes,
		inSink: audio.Frames[int64](time.Duration(min(r.Latency, 60e6)) * time.Microsecond),
		dry:    never,
	}
	if r.UnderrunFor < math.MaxInt64 {
		t.dry = int64(r.UnderrunFor) / frameBytes
	}
	return t, nil
}

// refresh asks the server about timing, notes it, and then runs and, under mu.
// It is false where the output is done, be it because there is no answer.
func (d *Output) refresh(and func()) bool {
	d.asking.Lock()
	defer d.asking.Unlock()
	t, err := d.ask()
	if err != nil {
		d.lost(fmt.Errorf("asking where it is: %w", err))
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.isDone() {
		return false
	}
	d.clock.set(t, d.paused || d.suspended)
	and()
	d.due = time.Time{}
	return !d.isDone()
}

// request sends a request that may be sent again, and waits until it is done.
func (d *Output) request(r proto.RequestArgs) error {
	return patiently(func() error { return d.client.Request(r, nil) })
}

// patiently asks up to three times: the time for an answer may have passed
// while the program was stopped.
func patiently(ask func() error) (err error) {
	for range 3 {
		if err = ask(); !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
	}
	return errors.New("the sound server does not answer")
}
