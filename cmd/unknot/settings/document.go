package settings

import (
	"fmt"
	"strings"
)

// ConfigFile is the text of config.yaml: every setting with its default.
func ConfigFile() string {
	var b strings.Builder
	b.WriteString(`# Every setting of unknot, with its default. The program needs none of this:
# copy what you want to change to your own config file (` + "`unknot config`" + ` says where
# that is), or name this one with --config.
#
# A flag comes before an environment variable, that before this file.
`)
	for _, t := range Table() {
		b.WriteString("\n")
		for _, line := range t.About {
			fmt.Fprintf(&b, "# %s\n", line)
		}
		fmt.Fprintf(&b, "# (%s, %s)\n%s: %s\n", t.Flag(), t.Env(), t.Key, t.Default)
	}
	return b.String()
}

// Reference is the table of settings as a page of documentation, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("| setting | flag | environment | default | values |\n|---|---|---|---|---|\n")
	for _, t := range Table() {
		about := strings.Join(t.About, " ")
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | `%s` | %s |\n", t.Key, t.Flag(), t.Env(), t.Default, about)
	}
	return b.String()
}
