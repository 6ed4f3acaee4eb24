// Package nearest finds the word that a misspelt one was meant to be.
package nearest

import "strings"

// Word is the known word that word was most likely meant to be, or "" where
// none is near. Near is a Damerau-Levenshtein distance of at most a third of
// the word's length (one for the shortest), upper and lower case alike; among
// equals the first known word wins.
//
// The distance is the restricted one (optimal string alignment), after
// G. Navarro, "A guided tour to approximate string matching", 2001.
func Word(word string, known []string) string {
	const longest = 64
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > longest {
		return ""
	}
	best, found := max(1, (len(w)+1)/3)+1, ""
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if len(r) > longest {
			continue
		}
		// A word that shares no letter in place is no misspelling of a short one.
		if d := distance(w, r); d < best && d < max(len(w), len(r)) {
			best, found = d, k
		}
	}
	return found
}

// Hint is what a message says after a word that is not on a short list: which
// one was probably meant, or else all there are.
//
//	did you mean "neck"?
//	one of: neck, jaw
func Hint(word string, known []string) string {
	if near := Word(word, known); near != "" {
		return `did you mean "` + near + `"?`
	}
	return "one of: " + strings.Join(known, ", ")
}

// Suffix is the same guess in brackets, to be appended to a sentence; it is ""
// where nothing is near.
//
//	(did you mean "neck"?)
func Suffix(word string, known []string) string {
	if near := Word(word, known); near != "" {
		return ` (did you mean "` + near + `"?)`
	}
	return ""
}

func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
