package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/scripts"
)

func (p *program) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "show REGION...",
		Short:             "Print a region's script in words, with its cautions",
		Long:              "Print a region's script in words: what is said and done, in order, with its cautions.\n\n" + regionHelp,
		Example:           "  unknot show neck\n  unknot show ./my-neck.yaml",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeRegions,
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := p.choose(args)
			if err != nil {
				return err
			}
			return p.say("%s", strings.TrimSuffix(p.words(c), "\n"))
		},
	}
}

// words is the scripts of a choice in words, the advice once at the end.
func (p *program) words(c *choice) string {
	width := min(terminal.Width(p.screen), 100)
	var b strings.Builder
	if len(c.scripts) > 1 {
		b.WriteString(c.title + "\n\n")
	}
	for i, s := range c.scripts {
		words := scripts.Words(s, width)
		if i < len(c.scripts)-1 {
			words = strings.TrimSuffix(words, scripts.Wrap(scripts.Advice(), width))
			words = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(words, "\n"), "Before you begin"), "\n") + "\n\n\n"
		}
		b.WriteString(words)
	}
	return b.String()
}
