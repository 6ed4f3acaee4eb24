package recording

import "github.com/gopxl/beep/v2"

// drain reads a stream of at most MostSeconds to its end. It returns the stream's
// error, too: beep ends a broken stream as it does a whole one, and keeps the error
// for whoever asks.
func drain(s beep.Streamer, rate, channels int, expected int64) ([][]float32, error) {
	out := make([][]float32, channels)
	for c := range out {
		out[c] = make([]float32, 0, max(0, min(expected, MostSeconds*int64(rate))))
	}
	var block [2048][2]float64
	for {
		n, ok := s.Stream(block[:])
		for c := range out {
			for _, frame := range block[:n] {
				out[c] = append(out[c], float32(frame[c]))
			}
		}
		if len(out[0]) > MostSeconds*rate {
			return nil, ErrTooLong
		}
		if !ok || n == 0 {
			return out, s.Err()
		}
	}
}
