// Package regions holds the scripts that are built in, as files.
package regions

import "embed"

//go:embed *.yaml
var files embed.FS

// Files is a file of each region and programme, called by its name:
// "neck.yaml".
func Files() embed.FS { return files }

// Folder is what stands before the files' names where they are shown.
const Folder = "regions"

// Names is the regions in the order they are shown.
func Names() []string { return []string{"neck", "jaw", "upper-back", "lower-back"} }

// Programmes is the programmes in the order they are shown.
func Programmes() []string { return []string{"full"} }
