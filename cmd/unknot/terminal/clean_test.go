package terminal

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"plain words, naïve 日本":     "plain words, naïve 日本",
		"\x1b[31mred\x1b[0m":        "\uFFFD[31mred\uFFFD[0m",
		"\x1b]0;title\x07":          "\uFFFD]0;title\uFFFD",
		"\u009b31m":                 "\uFFFD31m",
		"two\nlines\tand\ra return": "two lines and a return",
		"bad \xff byte":             "bad \uFFFD byte",
		"turned \u202Etxt.exe":      "turned \uFFFDtxt.exe",
		"\u2028":                    "\uFFFD",
		"bell\a\b\x00\x7f":          "bell\uFFFD\uFFFD\uFFFD\uFFFD",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want)
		}
	}
}

// Whatever is written, and however it is cut into writes, no control characters
// come out, and harmless text comes out unchanged.
func TestWriterLetsOnlyHarmlessTextThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(),
			rapid.StringOfN(rapid.RuneFrom([]rune("aé日😀\n\t\x1b\u009b\u202e\x07[31m")), 0, 40, -1),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		).Draw(t, "text")
		if !utf8.ValidString(text) {
			text += "." // completes or breaks the last character
		}
		var out strings.Builder
		w := Writer(&out)
		for unsent := text; unsent != ""; {
			n := rapid.IntRange(1, len(unsent)).Draw(t, "n")
			if m, err := w.Write([]byte(unsent[:n])); m != n || err != nil {
				t.Fatalf("Write gives %d, %v of %d", m, err, n)
			}
			unsent = unsent[n:]
		}
		for _, r := range out.String() {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				t.Fatalf("%q lets %q through", text, r)
			}
		}
		if clean := strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "), "\t", " "); Clean(clean) == clean && out.String() != text {
			t.Fatalf("%q came out as %q", text, out.String())
		}
	})
}
