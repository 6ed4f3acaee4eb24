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
	// askEvery is how often the server is asked for a timing while all is well:
	// in that time two clocks drift apart by a few frames at most.
	askEvery = time.Second
	// askSoon is how often it is asked when the sound is about to begin or end.
	askSoon = 40 * time.Millisecond
	// lostAfter is how long a sink may take nothing.
	lostAfter = 5 * time.Second
)

// onMessage is called by the protocol's reader with whatever the server reports
// unasked. It must not wait.
func (d *Output) onMessage(message any) {
	switch m := message.(type) {
	case *proto.Request:
		d.mu.Lock()
		d.credit += int64(m.Length) / frameBytes
		enough := d.credit >= d.batch
		d.mu.Unlock()
		if enough {
			d.poke()
		}
	case *proto.PlaybackStreamKilled:
		d.lost(errors.New("what it played to is gone"))
	case *proto.PlaybackStreamMoved:
		d.askNow(func() { d.suspended = m.Suspended })
		if d.onMoved != nil {
			go d.onMoved(m.DestName)
		}
	case *proto.PlaybackStreamSuspended:
		d.askNow(func() { d.suspended = m.Suspended })
	case *proto.Started, *proto.Underflow, *proto.PlaybackBufferAttrChanged:
		d.askNow(func() {})
	}
}

// askNow makes run ask for a timing at once. set is called with mu held.
func (d *Output) askNow(set func()) {
	d.mu.Lock()
	set()
	d.due = time.Time{}
	d.mu.Unlock()
	d.poke()
}

// run keeps the server's buffer full until everything was heard; then it ends the
// output.
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

// refill renders and sends one block, and reports whether there may be another.
func (d *Output) refill() bool {
	d.render.Lock()
	defer d.render.Unlock()
	d.mu.Lock()
	want := min(d.credit, int64(len(d.scratch)))
	d.mu.Unlock()
	return want > 0 && d.fill(int(want))
}

// fillAhead renders and sends what a sink needs to begin, into a buffer of the
// server's that is empty. The caller holds render.
func (d *Output) fillAhead() {
	for sent := 0; sent < d.ahead && d.fill(len(d.scratch)); sent += len(d.scratch) {
	}
}

// fill renders and sends up to want frames, and reports whether there are more.
// The caller holds render.
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
		_ = d.client.Send(d.stream, d.packet[:n*frameBytes]) // the link reports an error
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

// attend asks for a timing if one is due, and ends the output if the sound is
// over. It returns when to look again, or 0 if only when something happens.
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
	remaining := d.end - d.clock.position(now)
	var wait time.Duration
	switch {
	case d.ended && d.clock.read >= d.end && remaining <= 0:
		d.finishLocked(d.broken)
		return 0
	case d.ended && d.clock.read >= d.end:
		return audio.Duration(remaining) // nothing can change it
	case d.ended:
		wait = min(max(audio.Duration(remaining), askSoon), askEvery)
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

// checkStalled gives up on a sink that takes nothing. The caller holds mu.
func (d *Output) checkStalled() {
	now := time.Now()
	// At most two intervals: a program that was itself stopped for a while gave
	// the sink nothing to take.
	passed := min(now.Sub(d.looked), 2*askEvery)
	d.looked = now
	moved := d.clock.read != d.taken
	d.taken = d.clock.read
	if d.paused || d.suspended || moved || d.clock.read >= d.clock.written {
		d.stalled = 0
		return
	}
	if d.stalled += passed; d.stalled > lostAfter {
		d.finishLocked(&output.DeviceError{Kind: output.ErrDeviceLost, Reason: fmt.Sprintf("it took no sound for %v", lostAfter)})
	}
}

// ask asks the server for a timing.
func (d *Output) ask() (timing, error) {
	var before time.Time
	var r *proto.GetPlaybackLatencyReply
	if err := patiently(func() error {
		before = time.Now()
		// A new reply each time: a late answer is still written into the old one.
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

// refresh asks the server for a timing, notes it, and then calls then with mu
// held. It returns false if the output is done, perhaps for want of an answer.
func (d *Output) refresh(then func()) bool {
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
	then()
	d.due = time.Time{}
	return !d.isDone()
}

// request sends a request that may be repeated, and waits until it is done.
func (d *Output) request(r proto.RequestArgs) error {
	return patiently(func() error { return d.client.Request(r, nil) })
}

// patiently asks up to three times: the time allowed for an answer may have passed
// because the program itself was stopped.
func patiently(ask func() error) (err error) {
	for range 3 {
		if err = ask(); !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
	}
	return errors.New("the sound server does not answer")
}
