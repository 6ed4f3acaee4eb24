package device

import "runtime"

// What playing through oto changes for the whole process. There is no other
// mutable global state in the program's own code, and a sound server is played
// to without any of it.
//
//   - oto allows one context per process, for good. So one Output through oto
//     plays in a process; another one has no device.
//   - GOMAXPROCS is 1 for some milliseconds while that context is made:
//     see oneProcessor.
//   - On Linux, PULSE_SERVER may be set: see keepFromServers. And libasound
//     writes no errors to the terminal any more: see muteALSA.

// oneProcessor lets a player that has just been made fill its buffer before the
// device asks for sound, until it is released. Once the context is made, oto's
// goroutines for the device and for the player race, and where the player
// loses, a buffer of silence is heard first: one start in fifty, on a busy
// machine. With a single processor the player's goroutine runs at the latest
// when the device's waits for the sound server's first answer.
func oneProcessor() (release func()) {
	before := runtime.GOMAXPROCS(1)
	return func() { runtime.GOMAXPROCS(before) }
}
