package main

import (
	"runtime"
	"slices"
	"time"
)

// figures are what was measured of one engine.
type figures struct {
	build  time.Duration // the median of some builds
	heap   uint64
	usual  []time.Duration // of each question, its median over the rounds; sorted
	calls  []time.Duration // of every call; sorted
	allocs float64         // of a question
	found  float64         // share of questions whose sentence comes first
}

// measure builds an engine, weighs it, checks it and times its questions.
//
// Each question is asked once to warm up and then in several rounds. On a
// shared machine a call may be held up by a garbage collection or by another
// program, which tells nothing of the question; so a question's time is its
// median over the rounds, and the p99 is that of the slowest questions. The
// p99 of every single call is kept beside it.
func measure(e engine, c *corpus, builds, rounds int) (*figures, error) {
	f := &figures{}
	var took []time.Duration
	var before uint64
	for i := range builds {
		if i > 0 {
			if err := e.close(); err != nil {
				return nil, err
			}
		}
		before = heap()
		start := time.Now()
		if err := e.build(); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
		f.heap = heap() - before
	}
	f.build = median(took)
	var err error
	if f.found, err = check(e, c); err != nil {
		return nil, err
	}
	return f, f.ask(e, c, rounds)
}

// ask times every question in some rounds.
func (f *figures) ask(e engine, c *corpus, rounds int) error {
	runtime.GC()
	times := make([][]time.Duration, len(c.questions))
	for i := range times {
		times[i] = make([]time.Duration, 0, rounds)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range rounds {
		for i, q := range c.questions {
			start := time.Now()
			if _, err := e.ask(q.question); err != nil {
				return err
			}
			times[i] = append(times[i], time.Since(start))
		}
	}
	runtime.ReadMemStats(&after)
	f.allocs = float64(after.Mallocs-before.Mallocs) / float64(rounds*len(c.questions))
	for _, took := range times {
		f.calls = append(f.calls, took...)
		f.usual = append(f.usual, median(took))
	}
	slices.Sort(f.calls)
	slices.Sort(f.usual)
	return nil
}

// heap returns the bytes on the heap after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func median(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

func mean(took []time.Duration) time.Duration {
	var sum time.Duration
	for _, t := range took {
		sum += t
	}
	return sum / time.Duration(len(took))
}

// p99 returns the time that 99 of 100 stay within; took is sorted.
func p99(took []time.Duration) time.Duration { return took[(len(took)*99)/100] }
