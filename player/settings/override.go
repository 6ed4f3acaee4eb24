package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/unknot/unknot/internal/nearest"
)

// Override is values for some of the settings, given for one session: by a
// favourite, a bookmark, a chooser or a page. The zero Override gives none. It
// is a value; no method changes it but Set.
type Override struct {
	values Settings
	given  uint64 // bit i: the setting of row i of the table
}

// Of is the named settings of s as an override. Keys that are no setting are
// passed over.
func Of(s Settings, keys ...string) Override {
	o := Override{values: s}
	for i, row := range Table() {
		if slices.Contains(keys, row.Key) {
			o.given |= 1 << i
		}
	}
	return o
}

// SessionKeys is the settings that make a session, in the table's order: those
// that a favourite or a bookmark keeps.
func SessionKeys() []string {
	var keys []string
	for _, row := range Table() {
		if row.Session {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// Set gives one setting a value, as the config file writes it. The error says
// what would do, not where the text came from.
func (o *Override) Set(key, text string) error {
	for i, row := range Table() {
		if row.Key == key {
			if err := row.Set(&o.values, text); err != nil {
				return err
			}
			o.given |= 1 << i
			return nil
		}
	}
	return fmt.Errorf("there is no setting %q%s", key, nearest.Suffix(key, Names()))
}

// ParseOverride reads values by key, as the config file writes them. The error
// names the first key, in alphabetical order, whose value will not do.
func ParseOverride(texts map[string]string) (Override, error) {
	var o Override
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if err := o.Set(key, texts[key]); err != nil {
			return Override{}, fmt.Errorf("%s: %w", key, err)
		}
	}
	return o, nil
}

// rows calls yield with each setting that is given.
func (o Override) rows(yield func(i int, row Setting) bool) {
	if o.given == 0 {
		return
	}
	for i, row := range Table() {
		if o.given&(1<<i) != 0 && !yield(i, row) {
			return
		}
	}
}

// Over is s with the values that the override gives.
func (o Override) Over(s Settings) Settings {
	for _, row := range o.rows {
		row.copy(&s, &o.values)
		if row.Key == "length" {
			s.LengthBy = LengthKept
		}
	}
	return s
}

// Except is the override without the named settings.
func (o Override) Except(keys ...string) Override {
	for i, row := range o.rows {
		if slices.Contains(keys, row.Key) {
			o.given &^= 1 << i
		}
	}
	return o
}

// Keys is the settings that are given, in the table's order.
func (o Override) Keys() []string {
	var keys []string
	for _, row := range o.rows {
		keys = append(keys, row.Key)
	}
	return keys
}

// Text is a setting's value as the config file writes it; ok is false where
// the override does not give it.
func (o Override) Text(key string) (text string, ok bool) {
	for _, row := range o.rows {
		if row.Key == key {
			return row.Format(o.values), true
		}
	}
	return "", false
}

// Texts is every value that is given, by key.
func (o Override) Texts() map[string]string {
	texts := map[string]string{}
	for _, row := range o.rows {
		texts[row.Key] = row.Format(o.values)
	}
	return texts
}

// MarshalJSON writes the values by key.
func (o Override) MarshalJSON() ([]byte, error) { return json.Marshal(o.Texts()) }

// UnmarshalJSON reads values by key. What another version of the program wrote
// and this one cannot read counts as not given, so that the rest is not lost.
func (o *Override) UnmarshalJSON(data []byte) error {
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		return fmt.Errorf("reading settings: %w", err)
	}
	*o = Override{}
	for key, text := range texts {
		_ = o.Set(key, text)
	}
	return nil
}
