// Package wav writes stereo sound of 16 bits at 48 kHz as a WAV file, in one
// pass and to any io.Writer: the length is known before the first frame, so the
// header is right from the start and never has to be revisited.
//
// A Writer takes frames in order, as the bytes that pcm.PutInt16 makes of them:
//
//	w, err := wav.NewWriter(file, wav.Spec{Frames: n})
//	for each block of frames {
//		pcm.PutInt16(buf, block)
//		err = w.WriteBlock(buf[:len(block)*pcm.Int16Bytes])
//	}
//	err = w.Close()
//
// A file too long for a RIFF header, 4 GiB or more (6 h 12 min), is written as
// RF64 (EBU Tech 3306): the same chunks, with 64-bit sizes in a ds64 chunk.
// Chapters become a `cue ` chunk and their titles a `LIST adtl` chunk of labels,
// both after the data, where a reader that does not know them stops unharmed.
//
// Nothing is parsed here.
package wav
