package plan

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/timeline"
)

// Breath is one inhale and one exhale, the unit of every hold and movement.
type Breath struct{ In, Out time.Duration }

// DefaultBreath is slow breathing with the longer exhale (Laborde 2021,
// 10.3390/su13147775; Van Diest 2014, 10.1007/s10484-014-9253-x).
var DefaultBreath = Breath{In: 4 * time.Second, Out: 6 * time.Second}

// Bounds of a breath.
const (
	leastPhase, mostPhase   = 2 * time.Second, 10 * time.Second
	leastBreath, mostBreath = 6 * time.Second, 15 * time.Second
)

// ParseBreath reads "4:6": seconds in, seconds out, each with up to three
// decimals.
func ParseBreath(text string) (Breath, error) {
	in, out, found := strings.Cut(strings.TrimSpace(text), ":")
	if !found {
		return Breath{}, fmt.Errorf("a breath is seconds in, a colon, seconds out, such as 4:6, not %q", text)
	}
	var b Breath
	for _, phase := range []struct {
		text string
		to   *time.Duration
	}{{in, &b.In}, {out, &b.Out}} {
		d, err := seconds(phase.text)
		if err != nil {
			return Breath{}, fmt.Errorf("a breath is seconds in, a colon, seconds out, such as 4:6, not %q", text)
		}
		*phase.to = d
	}
	return b, b.Check()
}

func seconds(text string) (time.Duration, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "s")
	whole, decimals, _ := strings.Cut(text, ".")
	if len(whole) > 4 || len(decimals) > 3 {
		return 0, strconv.ErrRange
	}
	ms, err := strconv.ParseUint(whole+decimals+strings.Repeat("0", 3-len(decimals)), 10, 32)
	return time.Duration(ms) * time.Millisecond, err
}

// Check is an error where a breath is out of bounds.
func (b Breath) Check() error {
	for _, phase := range []time.Duration{b.In, b.Out} {
		if phase < leastPhase || phase > mostPhase {
			return fmt.Errorf("each half of a breath takes 2 to 10 seconds, not %s", text(phase))
		}
	}
	if whole := b.In + b.Out; whole < leastBreath || whole > mostBreath {
		return fmt.Errorf("a whole breath takes 6 to 15 seconds, not %s", text(whole))
	}
	return nil
}

// String is the breath as ParseBreath reads it.
func (b Breath) String() string { return text(b.In) + ":" + text(b.Out) }

func text(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// frames is a length that is a whole number of milliseconds, as all lengths
// from outside are; a millisecond is 48 frames, so nothing is rounded.
func frames(d time.Duration) timeline.Frame {
	return audio.Frames[timeline.Frame](d)
}
