package language

import "testing"

func BenchmarkEnglish(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		English()
	}
}
