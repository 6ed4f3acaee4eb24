// Package timeline is a session laid out: cues, chapters and the frames they
// are placed in. It is plain data. The same timeline is played, exported, shown
// and tested.
package timeline
