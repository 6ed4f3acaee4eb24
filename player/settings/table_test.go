package settings

import (
	"slices"
	"testing"
)

func TestTable(t *testing.T) {
	seen := map[any]string{}
	var s Settings
	for _, row := range Table() {
		if row.Help == "" || len(row.About) == 0 || row.Default == "" {
			t.Errorf("%s is not explained", row.Key)
		}
		for _, line := range row.About {
			if len(line) > 84 {
				t.Errorf("%s: %q is too long a line for config.yaml", row.Key, line)
			}
		}
		place := row.field(&s)
		if other, taken := seen[place]; taken {
			t.Errorf("%s and %s set the same place", row.Key, other)
		}
		seen[place] = row.Key
		if len(row.Choices) > 0 && !slices.Contains(row.Choices, row.Default) {
			t.Errorf("%s: its default %q is none of its choices", row.Key, row.Default)
		}
		if got := row.Format(Defaults()); got != row.Default {
			t.Errorf("%s: its default %q is shown as %q", row.Key, row.Default, got)
		}
	}
}

// What is written of a setting is read back as the same value.
func TestFormatIsReadBack(t *testing.T) {
	defaults := Defaults()
	for _, row := range Table() {
		var s Settings
		if err := row.Set(&s, row.Format(defaults)); err != nil {
			t.Errorf("%s: %v", row.Key, err)
		}
		if got := row.Format(s); got != row.Format(defaults) {
			t.Errorf("%s is %q, read back %q", row.Key, row.Format(defaults), got)
		}
	}
}
