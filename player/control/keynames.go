package control

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/nearest"
)

// parseKeys reads names of keys with spaces between, or [None].
func parseKeys(text string) ([]string, error) {
	names := strings.Fields(text)
	if len(names) == 0 {
		return nil, fmt.Errorf("no key is given: name one, or %s", None)
	}
	if len(names) == 1 && names[0] == None {
		return nil, nil
	}
	for i, name := range names {
		key, err := parseKey(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names[:i], key) {
			return nil, fmt.Errorf("the key %q is given twice", key)
		}
		names[i] = key
	}
	return names, nil
}

// namedKeys are the keys that type no character of their own.
func namedKeys() []string {
	names := strings.Fields("space enter tab backspace esc up down left right home end pgup pgdown insert delete")
	for i := range 12 {
		names = append(names, fmt.Sprintf("f%d", i+1))
	}
	return names
}

// parseKey reads the name of one key, and returns it as terminal libraries
// spell it.
func parseKey(name string) (string, error) {
	if r, n := utf8.DecodeRuneInString(name); n == len(name) && r != utf8.RuneError && unicode.IsGraphic(r) {
		return name, nil
	}
	base := strings.ToLower(name)
	modifiers := ""
	for _, m := range []string{"ctrl+", "alt+", "shift+"} {
		if after, found := strings.CutPrefix(base, m); found {
			modifiers, base = modifiers+m, after
		}
	}
	key := modifiers + base
	switch {
	case slices.Contains(namedKeys(), base):
		return key, nil
	case key == "ctrl+c":
		return "", fmt.Errorf("the key ctrl+c always stops: choose another one")
	case key == "ctrl+z":
		return "", fmt.Errorf("the key ctrl+z always suspends the program: choose another one")
	case key == "ctrl+i" || key == "ctrl+m" || key == "ctrl+h":
		return "", fmt.Errorf("a terminal cannot tell the key %s from %s", key, map[string]string{
			"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}[key])
	case (modifiers == "ctrl+" || modifiers == "alt+") && len(base) == 1 && base[0] >= 'a' && base[0] <= 'z':
		return key, nil
	case modifiers == "shift+" && utf8.RuneCountInString(base) == 1:
		return "", fmt.Errorf("the key %q is written as what it types, such as A", name)
	}
	hint := ""
	if near := nearest.Word(base, namedKeys()); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", modifiers+near)
	}
	named := namedKeys()
	last := len(named) - 1
	return "", fmt.Errorf("%q is no key%s: give a character, or one of %s and %s, with ctrl+, alt+ or shift+ before it",
		name, hint, strings.Join(named[:last], ", "), named[last])
}
