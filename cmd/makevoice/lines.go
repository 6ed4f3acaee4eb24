package main

import (
	"fmt"

	"github.com/unknot/unknot/scripts"
)

// lines returns every text that the built-in scripts and the working words can speak,
// each once, in the order in which they come.
func lines() ([]string, error) {
	var texts []string
	seen := map[string]bool{}
	add := func(more ...string) {
		for _, text := range more {
			if !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	p, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, err
	}
	add(p.Lines()...)
	for _, name := range scripts.BuiltinNames() {
		if _, err := scripts.BuiltinProgramme(name); err == nil {
			continue // it speaks the lines of its regions
		}
		s, err := scripts.Builtin(name)
		if err != nil {
			return nil, fmt.Errorf("the lines of %s: %w", name, err)
		}
		add(s.Lines()...)
	}
	return texts, nil
}
