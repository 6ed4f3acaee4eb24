// Package regions has the files of the built-in scripts.
package regions

import "embed"

//go:embed *.yaml
var files embed.FS

// Files returns the files of all regions and programmes, such as neck.yaml.
func Files() embed.FS { return files }

// Folder is shown before the names of the files.
const Folder = "regions"

// Names returns the names of the regions in the order in which to show them.
func Names() []string { return []string{"neck", "jaw", "upper-back", "lower-back"} }

// Programmes returns the names of the programmes in the order in which to show
// them.
func Programmes() []string { return []string{"full"} }
