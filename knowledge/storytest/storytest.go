// Package storytest makes stories for tests and benchmarks that need large ones.
package storytest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

// Generated is a folder of so many articles of some 600 words each, always the
// same: words of a Zipf distribution, in sentences as long as those of news.
func Generated(articles int) fstest.MapFS {
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := rand.NewZipf(random, 1.1, 4, 30_000)
	folder := fstest.MapFS{}
	for i := range articles {
		var text strings.Builder
		fmt.Fprintf(&text, "Report %d of the day\n%d May 2018\n\n", i, 1+i%31)
		for range 10 {
			for range 3 {
				writeSentence(&text, random, vocabulary)
			}
			text.WriteString("\n\n")
		}
		folder[fmt.Sprintf("%05d.txt", i)] = &fstest.MapFile{Data: []byte(text.String())}
	}
	return folder
}

func writeSentence(text *strings.Builder, random *rand.Rand, vocabulary *rand.Zipf) {
	fmt.Fprintf(text, "The w%d", vocabulary.Uint64())
	for range 8 + random.IntN(24) {
		fmt.Fprintf(text, " w%d", vocabulary.Uint64())
	}
	text.WriteString(". ")
}
