package scripts

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/unknot/unknot/scripts/language"
)

const (
	safetyDoc = "../docs/safety.md"
	formatDoc = "../docs/script-format.md"
)

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func table(b *strings.Builder, head []string, rows [][]string) {
	row := func(cells []string) {
		b.WriteString("|")
		for _, c := range cells {
			b.WriteString(" " + cell(c) + " |")
		}
		b.WriteString("\n")
	}
	row(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range rows {
		row(r)
	}
}

func ruleTable(b *strings.Builder, rules []Rule) {
	var rows [][]string
	for _, r := range rules {
		rows = append(rows, []string{"`" + r.ID + "`", r.Title, r.Why, r.Where})
	}
	table(b, []string{"rule", "what", "why", "where"}, rows)
}

func safetyText() string {
	var b strings.Builder
	b.WriteString("<!-- Made from the table in scripts/rules.go by `go generate ./scripts`; do not edit. -->\n\n# Safety rules\n\n")
	b.WriteString(Advice())
	b.WriteString("\n## What the checker refuses\n\nA script that breaks one of these rules is not played. Where a word may be meant otherwise, there is a warning instead. `unknot check FILE` shows the place and how to mend it.\n\n")
	ruleTable(&b, SafetyRules())
	b.WriteString("\n## How hard a place may be pressed\n\nA place that is not listed bears moderate pressure: a good hurt that eases.\n\n")
	var rows [][]string
	titles := language.English().Places
	for _, p := range Places() {
		if p.Hardest != Moderate {
			rows = append(rows, []string{"`" + string(p.Name) + "`", titles[string(p.Name)], string(p.Hardest), p.Why})
		}
	}
	table(&b, []string{"place", "where it is", "at most", "why"}, rows)
	b.WriteString("\n## What the player keeps, whatever a script says\n\n")
	rows = nil
	for _, k := range KeptByPlayer() {
		rows = append(rows, []string{k.Title, k.How})
	}
	table(&b, []string{"rule", "how"}, rows)
	return b.String()
}

func formatTables() map[string]string {
	var steps, places, rules strings.Builder
	titles := language.English().Places
	var rows [][]string
	for _, k := range stepKinds {
		rows = append(rows, []string{"`" + k.key + "`", k.value.String(), "`" + strings.Join(k.keys(), "`, `") + "`", k.in.String(), k.about})
	}
	table(&steps, []string{"step", "value", "keys", "stands in", "what it does"}, rows)
	rows = nil
	for _, p := range Places() {
		rows = append(rows, []string{"`" + string(p.Name) + "`", titles[string(p.Name)], p.Region, "`" + string(p.Sides) + "`", "`" + string(p.Hardest) + "`"})
	}
	table(&places, []string{"place", "where it is", "region", "side", "hardest pressure"}, rows)
	ruleTable(&rules, FormRules())
	return map[string]string{"steps": steps.String(), "places": places.String(), "rules": rules.String()}
}

func TestDocsSayWhatTheTablesSay(t *testing.T) {
	golden(t, safetyDoc, safetyText())

	src, err := os.ReadFile(formatDoc)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for name, made := range formatTables() {
		begin := fmt.Sprintf("<!-- begin %s: made from the tables of scripts by go generate -->\n", name)
		end := fmt.Sprintf("<!-- end %s -->\n", name)
		before, rest, ok := strings.Cut(text, begin)
		_, after, ended := strings.Cut(rest, end)
		if !ok || !ended {
			t.Fatalf("%s has no place for %s", formatDoc, name)
		}
		text = before + begin + made + end + after
	}
	golden(t, formatDoc, text)
}

func TestExamplesInTheDocsAreSound(t *testing.T) {
	src, err := os.ReadFile(formatDoc)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(src), "```yaml\n")
	if len(parts) != 3 {
		t.Fatalf("%d examples, not 2", len(parts)-1)
	}
	for _, part := range parts[1:] {
		example, _, _ := strings.Cut(part, "```")
		if _, ds := Load("example.yaml", []byte(example)); len(ds) > 0 {
			t.Error(ds.Text([]byte(example)))
		}
	}
}
