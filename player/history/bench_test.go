package history

import (
	"fmt"
	"testing"
	"time"

	"github.com/unknot/unknot/player/store"
)

func BenchmarkNote(b *testing.B) {
	r := Open(&store.Memory{}, time.Now).Begin(session("neck", 0), nil)
	e, m := session("neck", 1), mark(1)
	b.ReportAllocs()
	for b.Loop() {
		r.Note(e, m)
	}
	if err := r.End(Finished, e, nil); err != nil {
		b.Fatal(err)
	}
}

// A session a day for thirty years.
func BenchmarkRead(b *testing.B) {
	s := &store.Memory{}
	var lines []byte
	for i := range 10000 {
		e := session("neck", 100)
		e.ID, e.Started, e.Ended = fmt.Sprint(i), time.Unix(int64(i)*86400, 0), Finished
		line, err := encode(e)
		if err != nil {
			b.Fatal(err)
		}
		lines = append(lines, line...)
	}
	if err := s.Write(historyName, lines); err != nil {
		b.Fatal(err)
	}
	l := Open(s, time.Now)
	for b.Loop() {
		if p, err := l.Read(); err != nil || len(p.Entries) != 10000 {
			b.Fatal(err)
		}
	}
}
