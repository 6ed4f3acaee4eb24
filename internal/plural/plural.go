// Package plural counts things in English messages.
package plural

import "strconv"

// Count is a number of things, such as "1 breath" or "3 breaths". The noun must
// form its plural with an s.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
