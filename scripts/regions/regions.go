// Package regions has the files of the built-in scripts.
package regions

import "embed"

//go:embed *.yaml
var files embed.FS

// Files returns the files of all regions and programmes, such as neck.yaml.
func Files() embed.FS { return files }

// Folder is shown before the names of the files.
const Folder = "regions"

// Source is the file of a region or programme and its name as it is shown. It
// panics if there is none of that name.
func Source(name string) (file string, src []byte) {
	src, err := files.ReadFile(name + ".yaml")
	if err != nil {
		panic("regions: " + err.Error()) // names are those of Names and Programmes
	}
	return Folder + "/" + name + ".yaml", src
}

// All returns the names of the regions, then those of the programmes.
func All() []string { return append(Names(), Programmes()...) }

// Names returns the names of the regions in the order in which to show them.
func Names() []string { return []string{"neck", "jaw", "upper-back", "lower-back"} }

// Programmes returns the names of the programmes in the order in which to show
// them.
func Programmes() []string { return []string{"full"} }
