package scripts

import (
	"encoding/json"
	"strings"

	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// object is a JSON object under construction.
type object = map[string]any

const (
	wholeNumber = `(0|[1-9][0-9]*)`
	oneTime     = `[0-9]+(\.[0-9]+)?(ms|s|m)([0-9]+(\.[0-9]+)?(ms|s))*`
)

// Schema returns the JSON Schema (draft 2020-12) of region and programme files,
// with which editors complete and check them. It is made from the tables of the
// decoder. It covers the form of a file and the pressure that a place bears;
// rules over several steps, such as that for unbroken pressure, only Parse
// checks.
func Schema() []byte {
	schema := object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "unknot region script or programme",
		"description": "A region's script, or a programme of several regions. `unknot check FILE` says more.",
		"if":          object{"required": []string{"programme"}},
		"then":        ref("programme"),
		"else":        ref("region"),
		"$defs":       schemaDefs(),
	}
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic("scripts: the schema holds what JSON cannot: " + err.Error()) // they are our own tables, which a test reads
	}
	return append(out, '\n')
}

func schemaDefs() object {
	defs := object{
		"region":    regionSchema(),
		"programme": programmeSchema(),
		"point":     pointSchema(),
		"name":      object{"type": "string", "pattern": `^[a-z0-9]+(-[a-z0-9]+)*$`, "maxLength": maxName},
		"title":     textSchema(maxTitle, "a few words"),
		"line":      textSchema(maxLine, "what is said: a sentence or two; {side} and {other} are left and right where there is a side"),
		"time":      object{"type": "string", "pattern": `^\s*` + oneTime + `\s*(\(\s*` + oneTime + `\s*\.\.\s*` + oneTime + `\s*\))?\s*$`, "description": "8s, or ideal (least..most): 8s (4s..30s)"},
		"breaths":   countSchema(1, maxBreaths, "breaths: 3, or ideal (least..most): 3 (2..4)"),
		"number":    countSchema(1, maxNumber, "how many: 1, or ideal (least..most): 1 (0..3)"),
	}
	for _, k := range stepKinds {
		defs["step-"+k.key] = stepSchema(k)
	}
	for name, in := range schemaLists() {
		var kinds []object
		for _, key := range kindsIn(in) {
			kinds = append(kinds, ref("step-"+key))
		}
		item := object{"anyOf": kinds}
		if len(kinds) == 1 {
			item = kinds[0]
		}
		defs["steps-"+name] = object{"type": "array", "minItems": 1, "maxItems": maxItems, "items": item}
	}
	return defs
}

func schemaLists() map[string]list {
	return map[string]list{
		"position": inPosition, "opening": inOpening, "cautions": inCautions, "point": inPoint,
		"stretch": inStretch, "each-side": inEachSide, "closing": inClosing,
	}
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

func mapSchema(about string, properties object, required []string) object {
	return object{"type": "object", "description": about, "properties": properties, "required": required, "additionalProperties": false}
}

func textSchema(most int, about string) object {
	return object{"type": "string", "minLength": 1, "maxLength": most, "description": about}
}

func countSchema(least, most int, about string) object {
	return object{"description": about, "anyOf": []object{
		{"type": "integer", "minimum": least, "maximum": most},
		{"type": "string", "pattern": `^\s*` + wholeNumber + `\s*(\(\s*` + wholeNumber + `\s*\.\.\s*` + wholeNumber + `\s*\))?\s*$`},
	}}
}

func stepSchema(k stepKind) object {
	properties, required := object{}, []string{k.key}
	for _, key := range k.keys() {
		properties[key] = ref("line")
	}
	switch k.value {
	case aTime:
		properties[k.key] = ref("time")
	case breaths:
		properties[k.key] = ref("breaths")
	case number:
		properties[k.key], properties["search"], properties["each"] = ref("number"), ref("time"), ref("breaths")
		required = append(required, "search", "each")
	case someSteps:
		properties[k.key] = ref("steps-each-side")
	}
	s := mapSchema(k.about, properties, required)
	if k.says {
		s["dependentRequired"] = object{"brief": []string{"say"}}
	}
	return s
}

func regionSchema() object {
	properties := object{
		"region": ref("name"), "title": ref("title"),
		"language": object{"enum": language.Tags(language.All()), "default": language.Default, "description": "the language of its lines"},
		"weight":   object{"type": "integer", "minimum": 1, "maximum": maxWeight, "default": 1, "description": "its share of a programme of several regions"},
		"points":   object{"type": "array", "minItems": 1, "maxItems": maxItems, "items": ref("point"), "description": "in the order in which they are worked"},
	}
	required := []string{"region", "title", "points"}
	for _, key := range regionKeys {
		if _, ok := schemaLists()[key]; ok {
			properties[key] = ref("steps-" + key)
			required = append(required, key)
		}
	}
	return mapSchema("a region's script", properties, required)
}

func pointSchema() object {
	var places, harder []object
	titles := language.English().Places
	for _, p := range placeTable {
		places = append(places, object{"const": p.Name, "description": titles[string(p.Name)]})
		then := object{"side": object{"const": p.Sides}}
		required := []string{}
		if p.Hardest != Moderate {
			then["pressure"] = object{"enum": pressures[:p.Hardest.hardness()+1]}
			required = append(required, "pressure")
		}
		harder = append(harder, object{
			"if":   object{"properties": object{"place": object{"const": p.Name}}, "required": []string{"place"}},
			"then": object{"properties": then, "required": required},
		})
	}
	s := mapSchema("a place that is pressed", object{
		"point":    ref("title"),
		"place":    object{"oneOf": places, "description": "where it lies: " + strings.Join(placeNames(), ", ")},
		"side":     object{"enum": sideWords},
		"keep":     object{"anyOf": []object{{"const": "always"}, {"type": "integer", "minimum": 1, "maximum": maxKeep}}, "default": "always", "description": "in a short session the highest number is left out first"},
		"pressure": object{"enum": pressureWords, "default": Moderate},
		"steps":    ref("steps-point"),
	}, []string{"point", "place", "side", "steps"})
	s["allOf"] = harder
	return s
}

func programmeSchema() object {
	return mapSchema("several regions as one session", object{
		"programme": ref("name"), "title": ref("title"),
		"regions": object{"type": "array", "minItems": 1, "uniqueItems": true, "description": "in playing order; built-in regions and your own",
			"items": object{"anyOf": []object{{"enum": regions.Names()}, ref("name")}}},
	}, programmeKeys)
}
