package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/pcm"
	"github.com/unknot/unknot/audio/wav"
	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/timeline"
)

func newExportCommand(h *host) *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "export REGION... -o FILE",
		Short: "Write a session to a sound file",
		Long: `Write a session to a WAV file, with its chapters: 48 kHz, stereo, 16 bits. The file
is whole or not there at all.

` + regionHelp,
		Example:           "  unknot export neck --length 8m -o neck.wav",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeTargets(h),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkEnding(path); err != nil {
				return err
			}
			p, err := requested(h, cmd, args)
			if err != nil {
				return err
			}
			return export(h, p, path)
		},
	}
	addSettings(cmd, planSettings()...)
	cmd.Flags().StringVarP(&path, "output-file", "o", "", "the `FILE` to write, its name ending in .wav")
	return cmd
}

// checkEnding refuses file names whose ending names no format that is written.
func checkEnding(path string) error {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".wav":
		return nil
	case "":
		if path == "" {
			return wrong("name the file to write: -o session.wav")
		}
		return wrong("%s has no ending that names a format: .wav can be written, as in %s.wav", path, path)
	default:
		return wrong("%s cannot be written: of sound files only .wav can, as in %s.wav", ext, strings.TrimSuffix(path, filepath.Ext(path)))
	}
}

// export writes a session to a sound file.
func export(h *host, p *player.Prepared, path string) error {
	if s := p.Request.Settings; s.Loop && s.Length == 0 {
		return wrong("a loop without end makes no file: give a length, such as --length 30m")
	}
	t, err := p.Timeline()
	if err != nil {
		return err
	}
	noteLength(h, p)
	// Clips come and go by the second here: collect them sooner than by default.
	defer debug.SetGCPercent(debug.SetGCPercent(60))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(48 << 20)) // a wish, not a wall
	stopped, release := h.stopped()
	defer release()
	err = files.WriteWhole(path, func(w io.Writer) error { return writeWAV(stopped, w, p.Score(t), t) })
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("stopped: %s was not written", path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return h.say("%s: %s", path, timeline.Clock(t.Frames))
}

// writeWAV renders a score as a WAV file of 16 bits.
func writeWAV(ctx context.Context, w io.Writer, score *mix.Score, t *timeline.Timeline) error {
	spec := wav.Spec{Frames: int64(t.Frames)}
	for _, c := range t.Chapters {
		spec.Chapters = append(spec.Chapters, wav.Chapter{At: int64(c.At), Title: c.Title})
	}
	file, err := wav.NewWriter(w, spec)
	if err != nil {
		return err
	}
	if err := score.Encode(ctx, pcm.Int16Bytes, pcm.PutInt16, file.WriteBlock); err != nil {
		return err
	}
	return file.Close()
}
