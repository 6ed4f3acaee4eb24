package wav

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// bufferBytes is how much is collected for one write. Larger blocks go straight
// through.
const bufferBytes = 256 << 10

// Writer writes one file. Its methods must be called by one goroutine at a time.
type Writer struct {
	out       *bufio.Writer
	promised  int64 // bytes of data
	remaining int64 // of them, still to come
	tail      []byte
	err       error // the first failure; every later call returns it
}

var errClosed = errors.New("the WAV file is already closed")

// NewWriter returns a Writer of a file as spec describes it, or an error if there
// can be no such file. Nothing is written to w before the first block, or Close.
func NewWriter(w io.Writer, spec Spec) (*Writer, error) {
	head, tail, err := spec.encode()
	if err != nil {
		return nil, fmt.Errorf("laying out the WAV file: %w", err)
	}
	data := spec.Frames * frameBytes
	out := bufio.NewWriterSize(w, bufferBytes)
	if _, err := out.Write(head); err != nil {
		return nil, fmt.Errorf("writing the WAV header: %w", err)
	}
	return &Writer{out: out, promised: data, remaining: data, tail: tail}, nil
}

// WriteBlock writes the next frames, as pcm.PutInt16 packs them. Part of a frame,
// or more frames than the spec promised, is an error, and then none of the block
// is written. It does not keep block.
func (w *Writer) WriteBlock(block []byte) error {
	if w.err != nil {
		return w.err
	}
	switch n := int64(len(block)); {
	case n%frameBytes != 0:
		w.err = fmt.Errorf("writing a WAV block: %d bytes are not a whole number of frames of %d bytes", n, frameBytes)
	case n > w.remaining:
		w.err = fmt.Errorf("writing a WAV block: %d frames are more than the %d announced",
			(w.promised-w.remaining+n)/frameBytes, w.promised/frameBytes)
	default:
		if _, err := w.out.Write(block); err != nil {
			w.err = fmt.Errorf("writing a WAV block: %w", err)
			return w.err
		}
		w.remaining -= n
	}
	return w.err
}

// Close writes the chapters and whatever is still buffered. Fewer frames than
// the spec promised are an error, and so is a second Close. It does not close
// the underlying io.Writer.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	if w.remaining != 0 {
		w.err = fmt.Errorf("closing the WAV file: %d frames were announced, %d written",
			w.promised/frameBytes, (w.promised-w.remaining)/frameBytes)
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
