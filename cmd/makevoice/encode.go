package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/resample"
	"github.com/unknot/unknot/audio/voice/recording"
)

const (
	near = 0.1  // LU from the target, after decoding
	peak = -1.1 // dBTP, after decoding
)

// encode compresses the clip so that the decoded clip is at the target. The encoder
// changes the level a little, so it is repeated with the difference made up.
func (s settings) encode(x []float32, key string) (data []byte, frames int64, err error) {
	target, ceiling := loudness.Target, loudness.Ceiling
	var last error
	for range 8 {
		y := slices.Clone(x)
		for i := range y {
			y[i] *= 0.1 // off the target: near it, nothing would be changed
		}
		if err := loudness.Normalise(target, ceiling, y); err != nil {
			return nil, 0, err
		}
		if data, err = s.oggenc(y, key); err != nil {
			return nil, 0, err
		}
		decoded, err := decodeClip(data)
		if err != nil {
			return nil, 0, err
		}
		if last = fit(decoded); last == nil {
			return data, int64(len(decoded)), nil
		}
		target += 0.8 * (loudness.Target - loudness.Integrated(decoded))
		ceiling -= max(0, loudness.TruePeak(decoded)-peak)
	}
	return nil, 0, fmt.Errorf("eight attempts did not bring it to its level: %w", last)
}

// decodeClip returns a clip as it is played: at 48 kHz.
func decodeClip(data []byte) ([]float32, error) {
	r, err := recording.Decode(data)
	if err != nil {
		return nil, err
	}
	if r.Rate != clipRate || len(r.Channels) != 1 {
		return nil, fmt.Errorf("%d Hz and %d channels", r.Rate, len(r.Channels))
	}
	return resample.Double(r.Channels[0]), nil
}

// fit returns why a clip cannot be played as it is, or nil.
func fit(x []float32) error {
	if l := loudness.Integrated(x); math.Abs(l-loudness.Target) > near {
		return fmt.Errorf("%.2f LUFS", l)
	}
	if p := loudness.TruePeak(x); p > peak {
		return fmt.Errorf("%.2f dBTP", p)
	}
	return nil
}

// oggenc encodes with the reference encoder, at clipRate. The stream's serial number, otherwise
// random, comes from the key, so that the same clip gives the same file.
func (s settings) oggenc(x []float32, key string) ([]byte, error) {
	down, err := toModel()
	if err != nil {
		return nil, err
	}
	x = down.Convert(x)
	raw := make([]byte, 0, len(x)*3)
	for _, v := range x {
		n := int32(math.Round(float64(v) * (1<<23 - 1)))
		raw = append(raw, byte(n), byte(n>>8), byte(n>>16))
	}
	sum := sha256.Sum256([]byte(key))
	serial := binary.LittleEndian.Uint32(sum[:]) >> 1
	cmd := exec.Command("oggenc", "--quiet", "--raw", "--raw-bits=24", "--raw-chan=1", "--raw-rate="+strconv.Itoa(clipRate),
		"--serial="+strconv.FormatUint(uint64(serial), 10), "--quality="+s.quality, "--output=-", "-")
	cmd.Stdin = bytes.NewReader(raw)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("oggenc: %w: %s", err, complaints.Bytes())
	}
	return out.Bytes(), nil
}
