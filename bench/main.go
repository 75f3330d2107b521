// Command bench compares storybot with Bleve v2.6 (scorch, in memory) on the
// same sentences and questions, and prints a table with ratios, the targets
// and whether they are reached.
//
//	cd bench && go run .
//
// Bleve answers a match query over an English field, with its default mapping;
// storybot answers the whole question, and its building is all that makes a
// folder of articles a Base. See README.md for what the columns mean.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	sizes := flag.String("sizes", "200,20000,200000", "the `sentences` of each story that both engines are measured on")
	bases := flag.String("bases", "100,1000,10000", "the `articles` of each Base that is weighed")
	flag.Parse()
	if err := run(*sizes, *bases); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(sizes, bases string) error {
	sentences, err := numbers(sizes)
	if err != nil {
		return err
	}
	articles, err := numbers(bases)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d cores\n\n", runtime.Version(), runtime.GOMAXPROCS(0))
	var rows []row
	for _, size := range sentences {
		compared, err := compare(size)
		if err != nil {
			return err
		}
		rows = append(rows, compared...)
	}
	printVerdict(rows)
	return weighBases(articles)
}

// numbers reads a list of numbers parted by commas.
func numbers(list string) ([]int, error) {
	var all []int
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < sentencesOfArticle {
			return nil, fmt.Errorf("%q is no size: give numbers from %d on, parted by commas", field, sentencesOfArticle)
		}
		all = append(all, n)
	}
	return all, nil
}

// effort is how many questions, rounds of them and builds a story of some
// sentences gets, so that the largest takes minutes and not hours.
func effort(sentences int) (questions, rounds, builds int) {
	switch {
	case sentences <= 2_500:
		return 1000, 15, 51
	case sentences <= 25_000:
		return 400, 7, 1
	}
	return 100, 5, 1
}

// compare measures both engines on a story.
func compare(sentences int) ([]row, error) {
	questions, rounds, builds := effort(sentences)
	c := newCorpus(sentences, questions)
	ours, err := measureAndClose(newStorybot(c), c, builds, rounds)
	if err != nil {
		return nil, err
	}
	theirs, err := measureAndClose(newBleve(c), c, builds, rounds)
	if err != nil {
		return nil, err
	}
	printFigures(c, ours, theirs)
	return rowsOf(c, ours, theirs), nil
}

func measureAndClose(e engine, c *corpus, builds, rounds int) (*figures, error) {
	f, err := measure(e, c, builds, rounds)
	if err != nil {
		return nil, err
	}
	return f, e.close()
}

// weighBases prints what whole Bases weigh for each byte of their text.
func weighBases(articles []int) error {
	fmt.Printf("\n%9s  %9s  %8s  %8s  %12s\n", "articles", "sentences", "text MB", "heap MB", "B/B of text")
	for _, n := range articles {
		c := newCorpus(n*sentencesOfArticle, 0)
		e := newStorybot(c)
		before := heap()
		if err := e.build(); err != nil {
			return err
		}
		weight := heap() - before
		fmt.Printf("%9d  %9d  %8.2f  %8.2f  %12.2f\n", n, c.sentences, float64(c.bytes)/1e6, float64(weight)/1e6, float64(weight)/float64(c.bytes))
		runtime.KeepAlive(e)
	}
	return nil
}
