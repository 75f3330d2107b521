package search

import (
	"fmt"
	"testing"
)

func BenchmarkAsk(b *testing.B) {
	x := New(story, titles)
	b.ReportAllocs()
	for b.Loop() {
		x.Ask("How many comuters will ferries carry across the bay?", 10)
	}
}

// BenchmarkCandidates finds the candidates of a question of six words, three
// of them common and three rare.
func BenchmarkCandidates(b *testing.B) {
	for _, sentences := range []int{200, 20_000, 200_000} {
		b.Run(fmt.Sprint(sentences), func(b *testing.B) {
			all := report(sentences, 1000+sentences/10)
			x := New(all, titlesOf(all))
			var r ranking
			x.read(&r.question, "what did bobok dobok fobok bodok dofobobok gofobok do?")
			x.matchAll(&r.matches, &r.question)
			for b.Loop() {
				x.findCandidates(&r)
			}
		})
	}
}

// BenchmarkMend looks for what a misspelt word means among many words.
func BenchmarkMend(b *testing.B) {
	all := report(20_000, 60_000)
	x := New(all, titlesOf(all))
	for b.Loop() {
		x.closest([]byte("bodofodoq"), 2)
	}
}
