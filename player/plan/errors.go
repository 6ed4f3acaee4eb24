package plan

import (
	"fmt"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// RangeError says that a session cannot have the length asked for, and which
// lengths it can have.
type RangeError struct {
	Asked, Least, Most timeline.Frame
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("a length of %s is not possible: it can be from %s to %s",
		timeline.Clock(e.Asked), timeline.Clock(ceilSecond(e.Least)), timeline.Clock(e.Most/timeline.Second*timeline.Second))
}

// MissingError names the texts that the voice has no clip of.
type MissingError struct{ Texts []string }

func (e *MissingError) Error() string {
	return fmt.Sprintf("the voice has no clip of %d of the lines, the first being %q", len(e.Texts), e.Texts[0])
}

// ScriptError is a fault of a script that only shows with a voice and a breath.
type ScriptError struct {
	File    string
	Region  string
	At      scripts.Range
	Summary string
	Hint    string
}

func (e *ScriptError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s; %s", e.File, e.At.Start.Line, e.At.Start.Column, e.Summary, e.Hint)
}

// AllLeftOutError says that the listener has left out every spot of a region.
type AllLeftOutError struct{ Region string }

func (e *AllLeftOutError) Error() string {
	return fmt.Sprintf("every spot of %s is left out: bring them back with unknot spots restore %[1]s --all, or one by its name (unknot spots lists them)", e.Region)
}

// GoneError says that a session cannot be resumed because its region no longer
// exists.
type GoneError struct{ Region string }

func (e *GoneError) Error() string {
	return fmt.Sprintf("the session that was left is of %s, which is not there any more", e.Region)
}
