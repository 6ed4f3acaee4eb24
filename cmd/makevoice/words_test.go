package main

import (
	"slices"
	"strings"
	"testing"
)

func TestHeard(t *testing.T) {
	for text, want := range map[string]string{
		"About twenty-five minutes left.": "about twenty five minutes left",
		"About 25 minutes left!":          "about twenty five minutes left",
		"At your 12th rib.":               "at your 12th rib",
		"The size of a pea.":              "the size of a p",
		"Here, on the left: 40.":          "ear on the left forty",
		"Don’t press":                     "dont press",
	} {
		if got := strings.Join(heard(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		said, heard string
		want        []string
	}{
		{"let go", "let go", nil},
		{"let it ease", "a let it ease", []string{"+a"}},
		{"let it ease", "let it", []string{"-ease"}},
		{"a hands breadth right", "a hands bread right", []string{"breadth/bread"}},
		{"look over it", "look over it it is", []string{"+it", "+is"}},
		{"shoulder blade", "shoulderblade", nil},
		{"", "yes", []string{"+yes"}},
	} {
		var got []string
		for _, m := range compare(strings.Fields(c.said), strings.Fields(c.heard)) {
			got = append(got, m.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q heard as %q: %q, want %q", c.said, c.heard, got, c.want)
		}
	}
}

func TestMisheardIn(t *testing.T) {
	said := []string{"Let go.", "Now the left side.", "And rest."}
	words := heard(strings.Join(said, " "))
	for got, want := range map[string][]bool{
		"let go now the left side and rest":   {false, false, false},
		"yet go now the left side and rest":   {true, false, false},
		"let go now the left hide and rest":   {false, true, false},
		"let go now the left side and rest a": {false, false, true},
	} {
		if out := misheardIn(said, compare(words, heard(got))); !slices.Equal(out, want) {
			t.Errorf("%q: %v", got, out)
		}
	}
}
