// Package wav writes stereo sound as a WAV file, in one pass and to any
// io.Writer: the length is known before the first frame, so the header is
// right from the start and nothing is ever gone back to.
//
// Turning frames into bytes is apart from writing them. PutInt16, PutInt24 and
// PutFloat32 are pure and may run on several cores at once; a Writer takes
// their blocks in order:
//
//	w, err := wav.NewWriter(file, wav.Spec{SampleRate: 48000, Format: wav.Int16, Frames: n})
//	for each block of frames {
//		wav.PutInt16(buf, block)
//		err = w.WriteBlock(buf[:len(block)*wav.Int16.FrameBytes()])
//	}
//	err = w.Close()
//
// A file that a RIFF header cannot measure, 4 GiB and more (6 h 12 min of 16
// bits at 48 kHz), is written as RF64 (EBU Tech 3306): the same chunks, the
// sizes in a chunk ds64 of 64 bits. Chapters become a `cue ` chunk and their
// titles a `LIST adtl` chunk of labels, both after the data, where a reader
// that does not know them stops without harm.
//
// Nothing is parsed here.
package wav
