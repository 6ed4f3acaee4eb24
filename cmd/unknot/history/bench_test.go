package history

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/unknot/unknot/cmd/unknot/store"
)

func BenchmarkNote(b *testing.B) {
	r := Open(store.In(b.TempDir()), time.Now).Begin(session("neck", 0), nil)
	e, m := session("neck", 1), mark(1)
	b.ReportAllocs()
	for b.Loop() {
		r.Note(e, m)
	}
	if err := r.End(Finished, e, nil); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkWriteLeftover(b *testing.B) {
	l := Open(store.In(b.TempDir()), time.Now)
	left := leftover{Version: version, Saved: time.Now(), Entry: session("neck", 1), Mark: mark(1)}
	for b.Loop() {
		if err := l.writeLeftover(l.interrupted(), left); err != nil {
			b.Fatal(err)
		}
	}
}

// A session a day for thirty years.
func BenchmarkRead(b *testing.B) {
	l := Open(store.In(b.TempDir()), time.Now)
	if err := store.MakeFolder(l.folder); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(l.file())
	if err != nil {
		b.Fatal(err)
	}
	for i := range 10000 {
		e := session("neck", 100)
		e.ID, e.Started, e.Ended = fmt.Sprint(i), time.Unix(int64(i)*86400, 0), Finished
		line, err := encode(e)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(line); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if p, err := l.Read(); err != nil || len(p.Entries) != 10000 {
			b.Fatal(err)
		}
	}
}
