package main

import (
	"testing"
	_ "time/tzdata" // scripts choose a zone
)

func TestCells(t *testing.T) {
	for text, want := range map[string]string{
		"neck": "neck", "=1+1": "'=1+1", "-x": "'-x", "@x": "'@x", "+x": "'+x", "a=b": "a=b", "": "", "a\x1b[2J\n": "a\uFFFD[2J ",
	} {
		if got := cell(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}
