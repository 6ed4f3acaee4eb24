package main

import (
	"errors"
	"fmt"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
)

// Status is what the program exits with.
type Status int

const (
	Done     Status = 0 // it was done, also when the user stopped it
	Failed   Status = 1 // it could not be done
	Wrong    Status = 2 // the request was wrong: usage, script, impossible length
	NoDevice Status = 3 // there is no sound device, where one was asked for
)

// statusError is an error that settles what the program exits with.
type statusError struct {
	status Status
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

// wrong makes an error of a wrong request.
func wrong(format string, args ...any) error {
	return &statusError{Wrong, fmt.Errorf(format, args...)}
}

// asWrong makes err one of a wrong request; nil stays nil.
func asWrong(err error) error {
	if err == nil {
		return nil
	}
	return &statusError{Wrong, err}
}

// statusOf is what an error has the program exit with.
func statusOf(err error) Status {
	var (
		settled     *statusError
		outOfRange  *plan.RangeError
		unfitting   *plan.ScriptError
		missing     *plan.MissingError
		diagnostics scripts.Diagnostics
	)
	switch {
	case err == nil:
		return Done
	case errors.As(err, &settled):
		return settled.status
	case errors.As(err, &outOfRange), errors.As(err, &unfitting), errors.As(err, &missing), errors.As(err, &diagnostics):
		return Wrong
	case errors.Is(err, output.ErrNoDevice):
		return NoDevice
	}
	return Failed
}
