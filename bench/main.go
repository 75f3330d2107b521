// Command bench compares storybot with Bleve v2.6 (scorch, in memory) on the
// same sentences and questions, and prints a table with ratios.
//
//	cd bench && go run .
//
// Bleve answers a match query over an English field; storybot answers the
// whole question: typing errors, candidates, ranking, confidence, highlights.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"

	"storybot/knowledge"
)

func main() {
	largest := flag.Int("largest", 200_000, "how many sentences the largest corpus has")
	flag.Parse()
	if err := run(*largest); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(largest int) error {
	fmt.Println("sentences  engine    build MB/s  heap MB  B/B text   mean µs    p50 µs    p99 µs  allocs  found")
	for _, sentences := range []int{200, 2_500, 20_000, 25_000, 200_000, 250_000} {
		if sentences > largest {
			break
		}
		c := newCorpus(sentences, 1000)
		ours, err := measureStorybot(c)
		if err != nil {
			return err
		}
		theirs, err := measureBleve(c)
		if err != nil {
			return err
		}
		ours.print(c, "storybot")
		theirs.print(c, "bleve")
		fmt.Printf("%9s  %-8s  %10.2f  %7.2f  %8s  %8.2f  %8.2f  %8.2f\n", "", "ratio", theirs.build.Seconds()/ours.build.Seconds(),
			float64(ours.heap)/float64(theirs.heap), "", ratio(ours.mean(), theirs.mean()), ratio(ours.at(0.5), theirs.at(0.5)), ratio(ours.at(0.99), theirs.at(0.99)))
		if ours.found < 0.9 || theirs.found < 0.9 {
			return fmt.Errorf("an engine finds too little: storybot %.2f, Bleve %.2f", ours.found, theirs.found)
		}
	}
	return nil
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// figures are what was measured of one engine.
type figures struct {
	build  time.Duration
	heap   uint64
	took   []time.Duration // sorted
	allocs float64
	found  float64 // share of questions whose first answer has a word of the question
}

func (f *figures) mean() time.Duration {
	var sum time.Duration
	for _, t := range f.took {
		sum += t
	}
	return sum / time.Duration(len(f.took))
}

func (f *figures) at(share float64) time.Duration {
	return f.took[min(len(f.took)-1, int(share*float64(len(f.took))))]
}

func (f *figures) print(c *corpus, engine string) {
	us := func(d time.Duration) float64 { return float64(d) / 1000 }
	fmt.Printf("%9d  %-8s  %10.1f  %7.1f  %8.2f  %8.1f  %8.1f  %8.1f  %6.0f  %5.2f\n", c.sentences, engine,
		float64(c.bytes)/1e6/f.build.Seconds(), float64(f.heap)/1e6, float64(f.heap)/float64(c.bytes),
		us(f.mean()), us(f.at(0.5)), us(f.at(0.99)), f.allocs, f.found)
}

// heap returns the bytes on the heap after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func measureStorybot(c *corpus) (*figures, error) {
	folder := make(fstest.MapFS)
	for name, text := range c.files() {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	before := heap()
	start := time.Now()
	base, _, err := knowledge.Load(folder)
	if err != nil {
		return nil, err
	}
	f := &figures{build: time.Since(start)}
	f.heap = heap() - before
	f.ask(c.questions, func(question string) string {
		answer := base.Ask(question)
		if len(answer.Quotes) == 0 {
			return ""
		}
		return answer.Quotes[0].Text
	})
	runtime.KeepAlive(base)
	return f, nil
}

func measureBleve(c *corpus) (*figures, error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = "en"
	before := heap()
	start := time.Now()
	index, err := bleve.NewMemOnly(mapping)
	if err != nil {
		return nil, err
	}
	defer index.Close()
	var texts []string
	batch := index.NewBatch()
	for _, sentences := range c.articles {
		for _, s := range sentences {
			if err := batch.Index(fmt.Sprint(len(texts)), map[string]string{"text": s}); err != nil {
				return nil, err
			}
			texts = append(texts, s)
			if batch.Size() == 1000 {
				if err := index.Batch(batch); err != nil {
					return nil, err
				}
				batch.Reset()
			}
		}
	}
	if err := index.Batch(batch); err != nil {
		return nil, err
	}
	f := &figures{build: time.Since(start)}
	f.heap = heap() - before
	f.ask(c.questions, func(question string) string {
		request := bleve.NewSearchRequestOptions(bleve.NewMatchQuery(question), 10, 0, false)
		result, err := index.Search(request)
		if err != nil || len(result.Hits) == 0 {
			return ""
		}
		var n int
		fmt.Sscan(result.Hits[0].ID, &n)
		return texts[n]
	})
	return f, nil
}

// ask times every question, after a round to warm up.
func (f *figures) ask(questions []string, answer func(string) string) {
	for _, q := range questions[:100] {
		answer(q)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, q := range questions {
		start := time.Now()
		first := strings.ToLower(answer(q))
		f.took = append(f.took, time.Since(start))
		for _, word := range strings.Fields(strings.TrimSuffix(q, "?"))[2:] {
			if strings.Contains(first, word) {
				f.found++
				break
			}
		}
	}
	runtime.ReadMemStats(&after)
	f.allocs = float64(after.Mallocs-before.Mallocs) / float64(len(questions))
	f.found /= float64(len(questions))
	slices.Sort(f.took)
}
