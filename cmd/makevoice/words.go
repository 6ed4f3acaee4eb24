package main

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Words that sound the same, one group on a row, the usual spelling first. The
// recogniser writes any of them.
//
//go:embed homophones.txt
var homophoneRows string

var homophones = func() map[string]string {
	first := map[string]string{}
	for row := range strings.Lines(homophoneRows) {
		group := strings.Fields(row)
		for _, word := range group {
			first[word] = group[0]
		}
	}
	return first
}()

var (
	notWord = regexp.MustCompile(`[^a-z0-9']+`)
	ones    = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens    = strings.Fields("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
)

// heard returns the words of a text as they are compared: numbers spelled out, one
// word for all that sound the same.
func heard(text string) []string {
	text = strings.ToLower(strings.NewReplacer("’", "'", "%", " percent").Replace(text))
	var out []string
	for _, word := range strings.Fields(notWord.ReplaceAllString(text, " ")) {
		word = strings.ReplaceAll(word, "'", "")
		for _, part := range spell(word) {
			if first, ok := homophones[part]; ok {
				part = first
			}
			out = append(out, part)
		}
	}
	return out
}

// spell returns a number under a hundred in words, and anything else as it is.
func spell(word string) []string {
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n < 0 || n > 99:
		return []string{word}
	case n < 20:
		return ones[n : n+1]
	case n%10 == 0:
		return []string{tens[n/10]}
	}
	return []string{tens[n/10], ones[n%10]}
}

// misheard is a difference between what is said and what is heard. One of the two is
// empty where a word is added or missing.
type misheard struct {
	said, heard string
	at          int // the index of the word said, or of the one before which a word is added
}

func (m misheard) String() string {
	switch {
	case m.said == "":
		return "+" + m.heard
	case m.heard == "":
		return "-" + m.said
	}
	return m.said + "/" + m.heard
}

// compare returns the fewest differences between two lists of words.
func compare(said, got []string) []misheard {
	// Words that are written together or apart sound the same.
	if strings.Join(said, "") == strings.Join(got, "") {
		return nil
	}
	cost := make([][]int, len(said)+1)
	for i := range cost {
		cost[i] = make([]int, len(got)+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = j
			case j == 0:
				cost[i][j] = i
			case said[i-1] == got[j-1]:
				cost[i][j] = cost[i-1][j-1]
			default:
				cost[i][j] = 1 + min(cost[i-1][j-1], cost[i-1][j], cost[i][j-1])
			}
		}
	}
	var out []misheard
	for i, j := len(said), len(got); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && said[i-1] == got[j-1] && cost[i][j] == cost[i-1][j-1]:
			i, j = i-1, j-1
		case i > 0 && j > 0 && cost[i][j] == 1+cost[i-1][j-1]:
			out = append(out, misheard{said[i-1], got[j-1], i - 1})
			i, j = i-1, j-1
		case i > 0 && cost[i][j] == 1+cost[i-1][j]:
			out = append(out, misheard{said[i-1], "", i - 1})
			i--
		default:
			out = append(out, misheard{"", got[j-1], i})
			j--
		}
	}
	slices.Reverse(out)
	return out
}
