// Package pulserig is real sound for tests and benchmarks: a private
// PulseAudio server with a null sink, what was played to it, and when. It
// needs Linux and Debian's pulseaudio and pulseaudio-utils, and works as root.
package pulserig
