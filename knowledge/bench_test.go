package knowledge

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// generated returns a folder of articles of some 600 words each, made from a
// seed: words of a Zipf distribution, as in any text, in sentences as long as
// those of news.
func generated(articles int) (folder fstest.MapFS, size int64) {
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := rand.NewZipf(random, 1.1, 4, 30_000)
	folder = fstest.MapFS{}
	for i := range articles {
		var text strings.Builder
		fmt.Fprintf(&text, "Report %d of the day\n%d May 2018\n\n", i, 1+i%31)
		for range 10 {
			for range 3 {
				writeSentence(&text, random, vocabulary)
			}
			text.WriteString("\n\n")
		}
		folder[fmt.Sprintf("%05d.txt", i)] = file(text.String())
		size += int64(text.Len())
	}
	return folder, size
}

func writeSentence(text *strings.Builder, random *rand.Rand, vocabulary *rand.Zipf) {
	fmt.Fprintf(text, "The w%d", vocabulary.Uint64())
	for range 8 + random.IntN(24) {
		fmt.Fprintf(text, " w%d", vocabulary.Uint64())
	}
	text.WriteString(". ")
}

// BenchmarkLoad reports how fast a folder is loaded, in MB of text a second,
// and how much heap the Base takes, in bytes per byte of text (which the heap
// holds too).
func BenchmarkLoad(b *testing.B) {
	for _, articles := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(articles), func(b *testing.B) {
			folder, size := generated(articles)
			b.SetBytes(size)
			var base *Base
			before := heap()
			for b.Loop() {
				var err error
				if base, _, err = Load(folder); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(heap()-before)/float64(size), "heap-B/text-B")
			runtime.KeepAlive(base)
		})
	}
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
