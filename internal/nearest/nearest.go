// Package nearest finds the word that a misspelling was meant to be.
package nearest

import "strings"

// Word returns the known word that word was most likely meant to be, or "" if
// none is near. Near is a Damerau-Levenshtein distance of at most a third of
// the word's length, and at least one; case is ignored. Of equally near words
// the first wins.
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
		// Words without a letter in common in the same place are not misspellings
		// of each other, however short.
		if d := distance(w, r); d < best && d < max(len(w), len(r)) {
			best, found = d, k
		}
	}
	return found
}

// Hint is the hint for a word that is not on a short list: the word that was
// probably meant, or else the whole list.
//
//	did you mean "neck"?
//	one of: neck, jaw
func Hint(word string, known []string) string {
	if near := Word(word, known); near != "" {
		return `did you mean "` + near + `"?`
	}
	return "one of: " + strings.Join(known, ", ")
}

// Suffix is the word that was probably meant, in brackets, to append to a
// message; "" if none is near.
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
