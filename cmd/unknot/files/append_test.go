package files

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// smallDisk is a file on a disk with so many bytes left.
type smallDisk struct {
	data   []byte
	left   int
	noSync bool
	stuck  bool // what is written stays
}

var _ growing = (*smallDisk)(nil)

var errFull = errors.New("no space left on device")

func (d *smallDisk) ReadAt(b []byte, at int64) (int, error) { return copy(b, d.data[at:]), nil }
func (d *smallDisk) Seek(int64, int) (int64, error)         { return int64(len(d.data)), nil }
func (d *smallDisk) Write(b []byte) (int, error) {
	n := min(len(b), d.left)
	d.data, d.left = append(d.data, b[:n]...), d.left-n
	if n < len(b) {
		return n, errFull
	}
	return n, nil
}
func (d *smallDisk) Truncate(size int64) error {
	if d.stuck {
		return errors.New("stuck")
	}
	d.data = d.data[:size]
	return nil
}
func (d *smallDisk) Sync() error {
	if d.noSync {
		return errFull
	}
	return nil
}

// Wherever the disk runs full within a line, those before it stay, and the next
// one goes in whole.
func TestADiskThatRunsFullKeepsTheLinesBefore(t *testing.T) {
	line := func(id string) string { return `{"id":"` + id + strings.Repeat("x", 200) + `"}` + "\n" }
	for _, before := range []string{"", line("a"), line("a") + `{"id":"`} {
		for left := range len(line("b")) + 1 {
			for _, stuck := range []bool{false, true} {
				disk := &smallDisk{data: []byte(before), left: left, stuck: stuck, noSync: left >= len(line("b"))}
				_, err := appendLine(disk, []byte(line("b")))
				if !errors.Is(err, errFull) {
					t.Fatalf("with %d bytes left: %v", left, err)
				}
				if !stuck && string(disk.data) != before {
					t.Fatalf("with %d bytes left there is %q", left, disk.data)
				}
				disk.left, disk.noSync = 1<<20, false
				if _, err := appendLine(disk, []byte(line("c"))); err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(string(disk.data), before) {
					t.Fatalf("with %d bytes left %q became %q", left, before, disk.data)
				}
				lines := slices.Collect(strings.Lines(string(disk.data)))
				if last := lines[len(lines)-1]; last != line("c") {
					t.Fatalf("%d bytes left, stuck %v: the last line is %q", left, stuck, last)
				}
				for _, l := range lines[:len(lines)-1] {
					whole := strings.TrimSuffix(l, "\n")
					if !strings.HasPrefix(line("a"), whole) && !strings.HasPrefix(line("b"), whole) {
						t.Fatalf("%d bytes left, stuck %v: %q is no line nor the beginning of one", left, stuck, l)
					}
				}
			}
		}
	}
}
