package main

import (
	"fmt"

	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
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
	builtin := catalogue.New(catalogue.Builtin())
	for _, e := range builtin.List() {
		region, err := builtin.Load(e)
		if err != nil {
			return nil, fmt.Errorf("the lines of %s: %w", e.Name, err)
		}
		for _, s := range region.Scripts { // of a programme those of its regions, once more
			add(s.Lines()...)
		}
	}
	return texts, nil
}
