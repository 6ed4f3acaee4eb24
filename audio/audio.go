// Package audio is what all sound in unknot agrees on. Its sub-packages each
// do one thing: tone makes breath tones and chimes, voice reads clips, mix
// renders them all in time, loudness and resample measure and convert, wav
// writes, output and device play.
package audio

// SampleRate is that of everything inside, in frames a second. A frame is two
// samples, left and right.
const SampleRate = 48000
