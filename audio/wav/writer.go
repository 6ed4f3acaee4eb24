package wav

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// bufferBytes is how much is gathered for one write. Larger blocks go straight
// through.
const bufferBytes = 256 << 10

// Writer writes one file. Its methods are to be called by one goroutine.
type Writer struct {
	out   *bufio.Writer
	frame int64 // bytes
	want  int64 // bytes of data promised
	left  int64 // of them, still to come
	tail  []byte
	err   error // the first failure; all later calls return it
}

var errClosed = errors.New("the WAV file is already closed")

// NewWriter makes a Writer of a file as spec says; an impossible spec is an
// error. Nothing reaches w before the first block is written or the Writer is
// closed.
func NewWriter(w io.Writer, spec Spec) (*Writer, error) {
	head, tail, err := spec.encode()
	if err != nil {
		return nil, fmt.Errorf("laying out the WAV file: %w", err)
	}
	data := spec.Frames * int64(spec.Format.FrameBytes())
	out := bufio.NewWriterSize(w, bufferBytes)
	if _, err := out.Write(head); err != nil {
		return nil, fmt.Errorf("writing the WAV header: %w", err)
	}
	return &Writer{out: out, frame: int64(spec.Format.FrameBytes()), want: data, left: data, tail: tail}, nil
}

// WriteBlock writes the next frames, encoded in the file's format. A part of a
// frame, or more frames than the spec promised, is an error and nothing of the
// block is written. It does not keep block.
func (w *Writer) WriteBlock(block []byte) error {
	if w.err != nil {
		return w.err
	}
	switch n := int64(len(block)); {
	case n%w.frame != 0:
		w.err = fmt.Errorf("writing a WAV block: %d bytes are no whole number of frames of %d bytes", n, w.frame)
	case n > w.left:
		w.err = fmt.Errorf("writing a WAV block: %d frames are more than the %d announced", (w.want-w.left+n)/w.frame, w.want/w.frame)
	default:
		if _, err := w.out.Write(block); err != nil {
			w.err = fmt.Errorf("writing a WAV block: %w", err)
			return w.err
		}
		w.left -= n
	}
	return w.err
}

// Close writes the chapters and whatever is still gathered. Fewer frames than
// the spec promised are an error, as is a second Close. It does not close the
// io.Writer beneath.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	if w.left != 0 {
		w.err = fmt.Errorf("closing the WAV file: %d frames were announced, %d written", w.want/w.frame, (w.want-w.left)/w.frame)
		return w.err
	}
	if _, err := w.out.Write(w.tail); err != nil {
		w.err = fmt.Errorf("writing the chapters of the WAV file: %w", err)
		return w.err
	}
	if err := w.out.Flush(); err != nil {
		w.err = fmt.Errorf("writing the end of the WAV file: %w", err)
		return w.err
	}
	w.err = errClosed
	return nil
}
