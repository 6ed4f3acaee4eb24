package device

import (
	"os"
	"path/filepath"
	"testing"
)

func TestHandWrittenALSAConfigurationCounts(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home}
	get := func(name string) string { return env[name] }
	before := hasALSA(get) // this machine's own card, if it has one
	if err := os.WriteFile(filepath.Join(home, ".asoundrc"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !hasALSA(get) {
		t.Errorf("not found in .asoundrc; without it: %v", before)
	}
}
