package edition

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"storybot/knowledge/storytest"
)

// BenchmarkReload reports how long it is from the beginning of a reload in one
// process until the last of three, on the same processors, serves it: in
// milliseconds, the middle and the 99th of a hundred.
func BenchmarkReload(b *testing.B) {
	const articles = 1_000
	change := func(folder fstest.MapFS, number, share int) {
		for i := range articles {
			if name := fmt.Sprintf("%05d.txt", i); (i+number)%share == 0 {
				folder[name] = text(string(folder[name].Data) + fmt.Sprintf("\n\nThis is change %d of it.\n", number))
			}
		}
	}
	for _, changed := range []int{1, 100, articles} {
		b.Run(fmt.Sprintf("%d of %d articles", changed, articles), func(b *testing.B) {
			c := newCluster(b)
			folder := storytest.Generated(articles)
			processes := []*process{c.process(b, folder), c.process(b, fstest.MapFS{}), c.process(b, fstest.MapFS{})}
			var took []time.Duration
			for number := 0; b.Loop(); number++ {
				b.StopTimer()
				change(folder, number, articles/changed)
				b.StartTimer()
				began := time.Now()
				reload := make(chan struct{})
				go func() { defer close(reload); processes[0].reload(b) }()
				served := func(p *process) bool { return p.Status().Served == number+2 }
				eventually(b, "all serve it", func() bool { return !slices.ContainsFunc(processes, func(p *process) bool { return !served(p) }) })
				took = append(took, time.Since(began))
				<-reload
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-middle")
			b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "ms-99th")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkStart reports how long a process takes to serve an edition of 1,000
// articles that is in force.
func BenchmarkStart(b *testing.B) {
	c := newCluster(b)
	c.process(b, storytest.Generated(1_000))
	for b.Loop() {
		c.process(b, fstest.MapFS{}).Close()
	}
}
