// Package audio holds what all sound in unknot agrees on: the sample rate, and
// how time becomes frames. Each of its sub-packages does one thing: tone makes
// breath tones and chimes, voice reads clips, mix renders a score, loudness and
// resample measure and convert, wav writes files, output and device play.
package audio

import (
	"math"
	"time"
)

// SampleRate is the rate of all sound inside the program, in frames per second.
// A frame is two samples, left and right.
const SampleRate = 48000

// Frames returns the whole frames in d, rounded toward zero. F is whatever type
// counts them: the frames of an output and those of a session differ.
func Frames[F ~int64](d time.Duration) F {
	// Whole seconds are converted apart: d*SampleRate would overflow at 53 hours.
	return F(d/time.Second)*SampleRate + F(d%time.Second)*SampleRate/F(time.Second)
}

// Duration returns the time that frames take, rounded up to the nanosecond, so
// that Frames(Duration(f)) == f for every f from 0 on. A count too large for a
// time.Duration, some 292 years, gives the longest.
func Duration[F ~int64](frames F) time.Duration {
	seconds, remainder := frames/SampleRate, frames%SampleRate
	if seconds >= F(math.MaxInt64/time.Second) {
		return math.MaxInt64
	}
	return time.Duration(seconds)*time.Second + time.Duration((remainder*F(time.Second)+SampleRate-1)/SampleRate)
}
