package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// doubtsFile lists the clips to listen to, beside the source.
const doubtsFile = "doubtful.tsv"

// doubts has what is doubtful about clips, by voice and line.
type doubts map[[2]string]string

func readDoubts(file string) doubts {
	out := doubts{}
	data, err := os.ReadFile(file)
	if err != nil {
		return out // all that is lost is a list that can be made again
	}
	for row := range strings.Lines(string(data)) {
		if f := strings.Split(strings.TrimSuffix(row, "\n"), "\t"); len(f) == 3 && f[0] != "voice" {
			out[[2]string{f[0], f[1]}] = f[2]
		}
	}
	return out
}

// set notes what is doubtful about a clip, or that nothing is.
func (d doubts) set(voice, line, doubt string) {
	if doubt == "" {
		delete(d, [2]string{voice, line})
		return
	}
	d[[2]string{voice, line}] = doubt
}

// write writes the list in the order of the scripts, without lines that no script says.
func (d doubts) write(file string, texts []string) error {
	var b bytes.Buffer
	b.WriteString("voice\tline\tdoubtful\n")
	for _, s := range voices {
		for _, line := range texts {
			if doubt := d[[2]string{s.name, line}]; doubt != "" {
				fmt.Fprintf(&b, "%s\t%s\t%s\n", s.name, line, doubt)
			}
		}
	}
	return write(file, b.Bytes())
}
