package main

import (
	"errors"
	"fmt"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player"
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

// statusError is an error with the status that the program exits with.
type statusError struct {
	status   Status
	err      error
	reported bool // on stderr already
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

// wrong makes an error of a wrong request.
func wrong(format string, args ...any) error {
	return &statusError{status: Wrong, err: fmt.Errorf(format, args...)}
}

// asWrong makes err one of a wrong request; nil stays nil.
func asWrong(err error) error {
	if err == nil {
		return nil
	}
	return &statusError{status: Wrong, err: err}
}

// errFaults ends a check that has reported faults.
var errFaults = &statusError{status: Wrong, err: errors.New("there are faults"), reported: true}

// statusOf is what an error makes the program exit with.
func statusOf(err error) Status {
	var (
		settled    *statusError
		unknown    *player.UnknownRegionError
		twice      *player.TwiceError
		folder     *player.FolderError
		impossible *player.ImpossibleError
		unspoken   *player.UnspokenError
		faults     scripts.Diagnostics
	)
	switch {
	case err == nil:
		return Done
	case errors.As(err, &settled):
		return settled.status
	case errors.As(err, &unknown), errors.As(err, &twice), errors.As(err, &folder), errors.Is(err, player.ErrLanguages), errors.As(err, &impossible),
		errors.As(err, &unspoken), errors.As(err, &faults):
		return Wrong
	case errors.Is(err, output.ErrNoDevice):
		return NoDevice
	}
	return Failed
}
