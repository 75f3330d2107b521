package article

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// articleOf makes an article of about n bytes, the same for the same seed.
func articleOf(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 0))
	words := strings.Fields(`the ferry island harbour minister said would not company report in of to a on Monday
		county bridge school people U.S. Mr. Berg owner autumn vote against with been`)
	var b strings.Builder
	fmt.Fprintf(&b, "Korva loses ferry %d\nBy Jon Holm | March %d, 2019\n\n", seed, 1+r.IntN(28))
	for b.Len() < n {
		for range 2 + r.IntN(4) {
			b.WriteString("The")
			for range 8 + r.IntN(20) {
				b.WriteString(" " + words[r.IntN(len(words))])
			}
			b.WriteString(". ")
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

func BenchmarkReadText(b *testing.B) {
	content := []byte(articleOf(1, 6000))
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read("korva.txt", content); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadHTML(b *testing.B) {
	content := []byte(savedPage)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := Read("korva.html", content); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	text := articleOf(1, 6000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(text)
	}
}
