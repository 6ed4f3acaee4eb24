package plan_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts/language"
)

// refusals is every constant of type Refusal that the package has.
func refusals(t *testing.T) (codes []string) {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				if name, ok := v.Type.(*ast.Ident); ok && name.Name == "Refusal" {
					code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					codes = append(codes, code)
				}
			}
			return true
		})
	}
	return codes
}

func TestEveryRefusalHasWords(t *testing.T) {
	codes := refusals(t)
	if len(codes) < 8 {
		t.Fatalf("only %d refusals were found", len(codes))
	}
	for _, l := range language.All() {
		for _, code := range codes {
			if plan.Refusal(code) != plan.NotRefused && l.Refusals[code] == "" {
				t.Errorf("%s: there are no words for %s", l.Tag, code)
			}
		}
	}
}
