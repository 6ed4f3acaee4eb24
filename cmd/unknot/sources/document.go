package sources

import (
	"fmt"
	"strings"

	"github.com/unknot/unknot/player/settings"
)

// ConfigFile is the text of config.yaml: every setting with its default.
func ConfigFile() string {
	var b strings.Builder
	b.WriteString(`# Every setting of unknot, with its default. The program runs without a config file:
# copy what you want to change to your own (` + "`unknot config`" + ` says where that is), or
# name this file with --config.
#
# A flag comes before an environment variable, and the variable before this file.
`)
	section := ""
	for _, t := range settings.Table() {
		if in, key, found := strings.Cut(t.Key, "."); found {
			if in != section {
				section = in
				b.WriteString("\n" + keysAbout + "keys:\n")
			}
			fmt.Fprintf(&b, "  # %s (%s)\n  %s: %s\n", strings.Join(t.About, " "), Env(t), key, inYAML(t))
			continue
		}
		b.WriteString("\n")
		for _, line := range t.About {
			fmt.Fprintf(&b, "# %s\n", line)
		}
		fmt.Fprintf(&b, "# (%s, %s)\n%s: %s\n", Flag(t), Env(t), t.Key, inYAML(t))
	}
	return b.String()
}

const keysAbout = `# The keys of each command: characters, or names such as space, enter, tab, esc, up,
# left, home, pgdown and f1, with ctrl+, alt+ or shift+ before them. A command that
# is not listed keeps its own keys; [] gives it none. In a variable, put spaces
# between keys.
`

// inYAML is the default as config.yaml writes it.
func inYAML(t settings.Setting) string {
	if t.Kind() != "keys" {
		return t.Default
	}
	var keys []string
	for _, key := range strings.Fields(t.Default) {
		if strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") != "" {
			key = fmt.Sprintf("%q", key)
		}
		keys = append(keys, key)
	}
	return "[" + strings.Join(keys, ", ") + "]"
}

// Reference is the table of settings as a page of documentation, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString("| setting | flag | environment | default | values |\n|---|---|---|---|---|\n")
	for _, t := range settings.Table() {
		about := strings.Join(t.About, " ")
		flag := ""
		if Flag(t) != "" {
			flag = "`" + Flag(t) + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | `%s` | `%s` | %s |\n", t.Key, flag, Env(t), t.Default, about)
	}
	return b.String()
}
