package main

import (
	"fmt"
	"time"
)

// row is one figure of both engines, and what was aimed for.
type row struct {
	what         string
	ours, theirs float64
	unit         string
	target       float64 // of ours / theirs, or of ours alone
	atLeast      bool    // the target is the least and not the most
	alone        bool    // the target is of ours, whatever theirs is
}

func (r row) ratio() float64 { return r.ours / r.theirs }

func (r row) reached() bool {
	got := r.ratio()
	if r.alone {
		got = r.ours
	}
	if r.atLeast {
		return got >= r.target
	}
	return got <= r.target
}

// aim returns the target in words.
func (r row) aim() string {
	sign, times := "<=", " x"
	if r.atLeast {
		sign = ">="
	}
	if r.alone {
		times = ""
	}
	return fmt.Sprintf("%s %g%s", sign, r.target, times)
}

// Targets of the time of one question, as a share of Bleve's.
func questionTarget(sentences int) float64 {
	switch {
	case sentences < 20_000:
		return 2
	case sentences < 200_000:
		return 0.5
	}
	return 0.2
}

const (
	buildTarget = 3   // times Bleve's MB of text a second
	heapTarget  = 0.3 // of Bleve's
	allocTarget = 20  // in one question, those of the answer itself among them
)

func rowsOf(c *corpus, ours, theirs *figures) []row {
	at := fmt.Sprintf("%d sentences: ", c.sentences)
	target := questionTarget(c.sentences)
	return []row{
		{what: at + "question, mean", ours: micro(mean(ours.usual)), theirs: micro(mean(theirs.usual)), unit: "µs", target: target},
		{what: at + "question, p99", ours: micro(p99(ours.usual)), theirs: micro(p99(theirs.usual)), unit: "µs", target: target},
		{what: at + "building", ours: rate(c, ours.build), theirs: rate(c, theirs.build), unit: "MB/s", target: buildTarget, atLeast: true},
		{what: at + "heap", ours: mega(ours.heap), theirs: mega(theirs.heap), unit: "MB", target: heapTarget},
		{what: at + "allocations a question", ours: ours.allocs, theirs: theirs.allocs, target: allocTarget, alone: true},
	}
}

func printFigures(c *corpus, ours, theirs *figures) {
	fmt.Printf("%d sentences, %.2f MB of text, %d questions\n", c.sentences, float64(c.bytes)/1e6, len(c.questions))
	fmt.Printf("  %-8s  %9s  %8s  %9s  %9s  %9s  %9s  %6s  %5s\n",
		"", "MB/s", "heap MB", "mean µs", "p50 µs", "p99 µs", "p99 calls", "allocs", "found")
	for _, e := range []struct {
		name string
		*figures
	}{{"storybot", ours}, {"bleve", theirs}} {
		fmt.Printf("  %-8s  %9.2f  %8.2f  %9.1f  %9.1f  %9.1f  %9.1f  %6.0f  %5.2f\n", e.name, rate(c, e.build), mega(e.heap),
			micro(mean(e.usual)), micro(e.usual[len(e.usual)/2]), micro(p99(e.usual)), micro(p99(e.calls)), e.allocs, e.found)
	}
	fmt.Println()
}

func printVerdict(rows []row) {
	fmt.Printf("%-40s  %10s  %10s  %-4s  %7s  %8s\n", "", "storybot", "bleve", "", "ratio", "target")
	for _, r := range rows {
		verdict := "reached"
		if !r.reached() {
			verdict = "missed"
		}
		fmt.Printf("%-40s  %10.2f  %10.2f  %-4s  %7.3f  %8s  %s\n", r.what, r.ours, r.theirs, r.unit, r.ratio(), r.aim(), verdict)
	}
}

func micro(d time.Duration) float64              { return float64(d) / 1e3 }
func mega(bytes uint64) float64                  { return float64(bytes) / 1e6 }
func rate(c *corpus, took time.Duration) float64 { return float64(c.bytes) / 1e6 / took.Seconds() }
