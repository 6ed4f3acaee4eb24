package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player/favourites"
)

func newExportFavouritesCommand(h *host) *cobra.Command {
	return &cobra.Command{
		Use:     "export [FILE]",
		Short:   "Write the favourites as YAML, to share them",
		Example: "  unknot favourites export mine.yaml",
		Args:    arguments(0, 1, "the file to write"),
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := favourites.Open(h.store)
			if err != nil {
				return favouritesError(err)
			}
			text, err := list.YAML()
			if err != nil {
				return err
			}
			for _, f := range list.All() {
				voice, _ := f.Settings.Text("voice")
				for _, path := range slices.Concat(f.Regions, []string{voice}) {
					if filepath.IsAbs(path) || strings.HasPrefix(path, "~/") {
						h.note("unknot: %s needs %s, which is not in the favourites: share it as well", f.Name, path)
					}
				}
			}
			if len(args) == 0 {
				return h.say("%s", strings.TrimSuffix(string(text), "\n"))
			}
			err = files.WriteWhole(args[0], func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
			if err != nil {
				return fmt.Errorf("writing %s: %w", args[0], err)
			}
			return h.say("%s: %s", args[0], plural.Count(len(list.All()), "favourite"))
		},
	}
}
