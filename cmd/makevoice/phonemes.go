package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The files of pronunciations, beside the source.
const (
	phonemesFile = "phonemes.tsv" // of whole lines, reviewed
	wordsFile    = "words.tsv"    // of words that the speller lacks or has wrong
)

// phonemes has the pronunciation of lines, by accent ("us", "gb") and line.
type phonemes map[string]map[string]string

// readPhonemes reads the table: a row for each line and accent, with the accent, the
// line and its phonemes between tabs.
func readPhonemes(file string) (phonemes, error) {
	table := phonemes{}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return table, nil
	}
	if err != nil {
		return nil, err
	}
	number := 0
	for row := range strings.Lines(string(data)) {
		number++
		f := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%s:%d: want accent, line and phonemes between tabs", file, number)
		}
		table.set(f[0], f[1], f[2])
	}
	return table, nil
}

func (p phonemes) set(accent, line, spelled string) {
	if p[accent] == nil {
		p[accent] = map[string]string{}
	}
	p[accent][line] = spelled
}

// write writes the table: the accents of the voices in order, the lines in the order of
// the scripts. Lines that no script says any more are dropped.
func (p phonemes) write(file string, texts []string) error {
	var accents []string
	for _, s := range voices {
		accents = append(accents, s.accent)
	}
	slices.Sort(accents)
	var b bytes.Buffer
	for _, accent := range slices.Compact(accents) {
		for _, line := range texts {
			if spelled, ok := p[accent][line]; ok {
				fmt.Fprintf(&b, "%s\t%s\t%s\n", accent, line, spelled)
			}
		}
	}
	return write(file, b.Bytes())
}

// complete spells the lines that the table lacks, and returns how many those were.
// Only then is the speller needed, and installed.
func (p phonemes) complete(accent string, texts []string, env environment, source string) (int, error) {
	missing := slices.DeleteFunc(slices.Clone(texts), func(line string) bool { return p[accent][line] != "" })
	if len(missing) == 0 {
		return 0, nil
	}
	if _, err := os.Stat(env.spelling()); err != nil {
		install := exec.Command(filepath.Join(source, "install"), "spelling")
		install.Stdout, install.Stderr = os.Stderr, os.Stderr
		if err := install.Run(); err != nil {
			return 0, fmt.Errorf("%d lines are not in %s yet: installing the speller: %w", len(missing), phonemesFile, err)
		}
	}
	cmd := exec.Command(env.spelling(), filepath.Join(source, "phonemes.py"), accent, filepath.Join(source, wordsFile))
	cmd.Stdin = strings.NewReader(strings.Join(missing, "\n") + "\n")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("spelling: %w: %s", err, complaints.Bytes())
	}
	for row := range strings.Lines(string(out)) {
		line, spelled, ok := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		if !ok || spelled == "" {
			return 0, fmt.Errorf("spelling: an answer without phonemes: %q", row)
		}
		p.set(accent, line, spelled)
	}
	for _, line := range missing {
		if p[accent][line] == "" {
			return 0, fmt.Errorf("spelling: no answer for %q", line)
		}
	}
	return len(missing), nil
}

// sentences splits a line, or its phonemes, after each full stop, question mark and
// exclamation mark that is followed by a space.
func sentences(line string) []string {
	var out []string
	start := 0
	for i := 0; i+1 < len(line); i++ {
		if strings.IndexByte(".?!", line[i]) >= 0 && line[i+1] == ' ' {
			out = append(out, line[start:i+1])
			start = i + 2
		}
	}
	return append(out, line[start:])
}
