package scripts

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/unknot/unknot/scripts/regions"
)

func TestSchemaFileIsUpToDate(t *testing.T) { golden(t, "region.schema.json", string(Schema())) }

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("region.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("region.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(schema *jsonschema.Schema, src []byte) error {
	asJSON, err := yaml.YAMLToJSON(src)
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

func TestSchemaAcceptsTheBuiltins(t *testing.T) {
	schema := compiledSchema(t)
	for _, name := range regions.All() {
		_, src := regions.Source(name)
		if err := validate(schema, src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Rules over several steps or words only the checker knows; otherwise the schema
// refuses what the checker refuses.
func TestSchemaRefusesWhatTheCheckerRefuses(t *testing.T) {
	beyond := map[string]bool{
		ruleUnbroken: true, ruleSatellite: true, ruleStretch: true, ruleTime: true, ruleCure: true,
		ruleControl: true, ruleBraces: true, ruleText: true, ruleOrder: true, ruleWhere: true, ruleKeep: true, ruleEnd: true,
		ruleYAML: true, ruleDuplicate: true,
	}
	schema := compiledSchema(t)
	refused := 0
	for _, file := range badFiles(t) {
		base := filepath.Base(file)
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		within := false
		for _, d := range load(base, src) {
			lines := d.Rule == ruleFront && strings.Contains(d.Summary, "line asks") || strings.Contains(d.Summary, "title names")
			order := d.Rule == ruleSpan && (strings.Contains(d.Summary, "is not between") || base == "span-bounds.yaml")
			region := strings.Contains(d.Summary, "is not a region") // the user may have one of that name
			within = within || !beyond[d.Rule] && !lines && !order && !region
		}
		if !within || strings.HasPrefix(base, "phrases") || strings.HasPrefix(base, "yaml-") {
			continue
		}
		if err := validate(schema, src); err == nil {
			t.Errorf("the schema accepts %s", base)
		}
		refused++
	}
	if refused < 20 {
		t.Errorf("only %d bad files were tried", refused)
	}
}
