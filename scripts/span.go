package scripts

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/yamltree"
)

// splitSpan takes "ideal" or "ideal (least..most)" apart.
func splitSpan(text string) (ideal, least, most string, ok bool) {
	ideal, rest, bounded := strings.Cut(text, "(")
	ideal = strings.TrimSpace(ideal)
	if !bounded {
		return ideal, ideal, ideal, ideal != ""
	}
	rest, closed := strings.CutSuffix(strings.TrimSpace(rest), ")")
	least, most, dots := strings.Cut(rest, "..")
	least, most = strings.TrimSpace(least), strings.TrimSpace(most)
	return ideal, least, most, closed && dots && ideal != "" && least != "" && most != ""
}

// spanText reads the text of a span. what names it in messages, example shows
// how it is written.
func (d *decoder) spanText(n *yamltree.Node, what, example string) (ideal, least, most string, ok bool) {
	switch n.Kind {
	case yamltree.Refused:
		return
	case yamltree.Text, yamltree.Number:
		if ideal, least, most, ok = splitSpan(n.Text); ok {
			return
		}
		d.Fault(ruleSpan, n.At, diagnostic.Quoted(n.Text)+" is not a "+what, "write "+example+": the ideal, then the least and the most")
	default:
		d.Mistyped(n, "a "+what, "this step", "write "+example+": the ideal, then the least and the most")
	}
	return "", "", "", false
}

func spanOrder[T int | time.Duration](d *decoder, n *yamltree.Node, least, ideal, most T) bool {
	if least <= ideal && ideal <= most {
		return true
	}
	hint := "the order is ideal (least..most)"
	if least > most {
		hint = "the least is more than the most; " + hint
	}
	d.Fault(ruleSpan, n.At, fmt.Sprintf("the ideal, %v, is not between %v and %v", ideal, least, most), hint)
	return false
}

// timeSpan reads a span of time.
func (d *decoder) timeSpan(n *yamltree.Node) (t TimeSpan) {
	ideal, least, most, ok := d.spanText(n, "time", "8s (4s..30s)")
	if !ok {
		return
	}
	values := [3]time.Duration{}
	for i, text := range [3]string{least, ideal, most} {
		if i > 0 && text == least { // a span without bounds is reported once
			values[i] = values[0]
			continue
		}
		v, fault, hint := parseTime(text)
		if fault != "" {
			d.Fault(ruleSpan, n.At, diagnostic.Quoted(text)+" "+fault, hint)
			ok = false
		}
		values[i] = v
	}
	if !ok || !spanOrder(d, n, values[0], values[1], values[2]) {
		return
	}
	return TimeSpan{values[0], values[1], values[2]}
}

// parseTime reads a time such as 8s, 1m30s, 2.5s or 500ms.
func parseTime(text string) (t time.Duration, fault, hint string) {
	const form = "write 8s, 1m30s, 2.5s or 500ms"
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return 0, "has no unit", "write " + diagnostic.Printable(text, 20) + "s for seconds; also 1m30s, 2.5s, 500ms"
	}
	if strings.Trim(text, "0123456789.hms") != "" {
		return 0, "is not a time", form
	}
	t, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, "is not a time", form
	case t > maxTime:
		return 0, "is too long", "nothing in a script is longer than 10 minutes"
	case t <= 0:
		return 0, "is no time at all", "leave the step out, or give it some time"
	case t%time.Millisecond != 0:
		return 0, "is finer than a millisecond", "times are whole milliseconds"
	}
	return t, "", ""
}

// count reads a span of whole numbers.
func (d *decoder) count(n *yamltree.Node, what string, least, most int) (c Count) {
	ideal, low, high, ok := d.spanText(n, what, "3 (2..4)")
	if !ok {
		return
	}
	values := [3]int{}
	for i, text := range [3]string{low, ideal, high} {
		if i > 0 && text == low {
			values[i] = values[0]
			continue
		}
		v, err := strconv.Atoi(text)
		switch {
		case err != nil || text[0] == '+':
			d.Fault(ruleSpan, n.At, diagnostic.Quoted(text)+" is not a whole number", "write 3, or 3 (2..4)")
			ok = false
		case v < least || v > most:
			d.Fault(ruleSpan, n.At, fmt.Sprintf("%d is out of bounds: a %s is from %d to %d", v, what, least, most), "")
			ok = false
		}
		values[i] = v
	}
	if !ok || !spanOrder(d, n, values[0], values[1], values[2]) {
		return
	}
	return Count{values[0], values[1], values[2]}
}
