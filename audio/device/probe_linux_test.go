package device

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFindServer(t *testing.T) {
	tests := []struct {
		name    string
		env     map[string]string
		sockets []string
		want    string
	}{
		{"named", map[string]string{"PULSE_SERVER": "tcp:there", "XDG_RUNTIME_DIR": "/x"}, []string{"/x/pulse/native"}, ""},
		{"session", map[string]string{"XDG_RUNTIME_DIR": "/x"}, []string{"/run/user/7/pulse/native", "/x/pulse/native"}, "unix:/x/pulse/native"},
		{"pulse's own", map[string]string{"XDG_RUNTIME_DIR": "/x", "PULSE_RUNTIME_PATH": "/p"}, []string{"/x/pulse/native", "/p/native"}, "unix:/p/native"},
		{"no session", nil, []string{"/run/pulse/native", "/run/user/7/pulse/native"}, "unix:/run/user/7/pulse/native"},
		{"for the whole system", nil, []string{"/run/pulse/native"}, "unix:/run/pulse/native"},
		{"none, in a session", map[string]string{"XDG_RUNTIME_DIR": "/x"}, nil, "unix:/x/pulse/native"},
		{"none, and not in the working folder", nil, []string{"pulse/native"}, "unix:/run/user/7/pulse/native"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := findServer(func(name string) string { return tt.env[name] }, 7, func(path string) bool {
				for _, s := range tt.sockets {
					if s == path {
						return true
					}
				}
				return false
			})
			if got != tt.want {
				t.Errorf("findServer() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHandWrittenALSAConfigurationCounts(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home}
	get := func(name string) string { return env[name] }
	before := hasALSA(get) // this machine's card, if it has one
	if err := os.WriteFile(filepath.Join(home, ".asoundrc"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !hasALSA(get) {
		t.Errorf("not found in .asoundrc; without it: %v", before)
	}
}
