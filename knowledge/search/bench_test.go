package search

import "testing"

func BenchmarkAsk(b *testing.B) {
	x := New(story, titles)
	b.ReportAllocs()
	for b.Loop() {
		x.Ask("How many comuters will ferries carry across the bay?", 10)
	}
}
