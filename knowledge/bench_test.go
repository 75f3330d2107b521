package knowledge

import (
	"fmt"
	"runtime"
	"testing"

	"storybot/knowledge/storytest"
)

// BenchmarkLoad reports how fast a folder is loaded, in MB of text a second,
// and how much heap the Base takes, in bytes per byte of text (which the heap
// holds too).
func BenchmarkLoad(b *testing.B) {
	for _, articles := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(articles), func(b *testing.B) {
			folder := storytest.Generated(articles)
			size := int64(0)
			for _, file := range folder {
				size += int64(len(file.Data))
			}
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
