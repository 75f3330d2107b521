// Command train learns what package search embeds from the questions in
// gold/qa/train below STORYBOT_SHARED: the models ranker.txt and confidence.txt;
// with -highlight the model highlight.txt, for which it takes the first half of
// gold/qa/squad too; with -words the tables echoes.txt and translations.txt.
//
//	go run ./train -to .
//
// It is deterministic: the same data give the same files.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// shape is how large a model is and how it is fitted.
type shape struct {
	steps         int // of the line
	trees, leaves int
	rate          float64
}

// folds is into how many parts the articles are divided, to measure on
// articles that a model has not seen.
const folds = 4

func main() {
	shared := flag.String("shared", os.Getenv("STORYBOT_SHARED"), "the folder with gold/qa/train")
	to := flag.String("to", ".", "the folder to write the models to")
	quick := flag.Bool("quick", false, "only measure the ranker on one fold")
	words := flag.Bool("words", false, "only learn echoes.txt and translations.txt, which the models build on")
	highlight := flag.Bool("highlight", false, "only learn highlight.txt")
	size := shape{steps: 150}
	flag.IntVar(&size.trees, "trees", 80, "trees of the ranker")
	flag.IntVar(&size.leaves, "leaves", 12, "leaves of each tree")
	flag.Float64Var(&size.rate, "rate", 0.1, "how far each tree goes")
	flag.Parse()
	if err := run(*shared, *to, *quick, *words, *highlight, size); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(shared, to string, quick, words, highlight bool, size shape) error {
	wiki, err := readTexts(shared, "new_wiki.jsonl")
	if err != nil {
		return err
	}
	news, err := readTexts(shared, "qamr.jsonl")
	if err != nil {
		return err
	}
	if words {
		if err := writeTranslations(to, news); err != nil {
			return err
		}
		return writeEchoes(to, wiki, news)
	}
	if highlight {
		half, err := readHalf(shared)
		if err != nil {
			return err
		}
		return trainHighlight(to, wiki, half, news)
	}
	s := gather(wiki, news)
	var scores [folds]*forest
	var heads []string
	for fold := range folds {
		rest, held := s.without(fold)
		scores[fold] = trainRanker(rest, size)
		head := "held out: " + figures(held.first(scores[fold].score)) + "; line alone: " +
			figures(held.first((&forest{weights: scores[fold].weights}).score)) + "; BM25: " + figures(held.first(bm25))
		fmt.Println(head)
		heads = append(heads, head)
		if quick {
			gains(scores[fold])
			return nil
		}
	}
	ranker := trainRanker(s, size)
	head := "Which candidate answers best. Learned by ./train; edit nothing here by hand.\nShare of questions whose first candidate is right:\n" +
		strings.Join(heads, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(to, "ranker.txt"), []byte(ranker.text(head)), 0o644); err != nil {
		return err
	}
	trials := gatherTrials(wiki, scores)
	confidence, head := learnConfidence(trials)
	return os.WriteFile(filepath.Join(to, "confidence.txt"), []byte(confidence.text(head)), 0o644)
}

func bm25(features []float32) float64 { return float64(features[0]) }

// group is how many articles stand beside each other in a mixed story.
const group = 8

// gather asks all training questions.
func gather(wiki, news []text) *set {
	s := &set{}
	for i, t := range wiki {
		s.ask(tell([]text{t}, nil), 0, t, 1, i%folds, alone)
	}
	for i := 0; i+group <= len(wiki); i += group {
		st := tell(wiki[i:i+group], nil)
		for k := range group {
			s.ask(st, k, wiki[i+k], 2, (i+k)%folds, among)
		}
	}
	for i, t := range news {
		s.ask(tell([]text{t}, nil), 0, t, 4, i%folds, reported)
	}
	return s
}

// every is which share of the paragraphs is taken out at a time.
const every = 5

// gatherTrials asks the questions again: of whole articles, of articles
// without the paragraphs that answer, and of other articles. Each is ranked by
// a model that has not seen the article.
func gatherTrials(wiki []text, rankers [folds]*forest) []trial {
	var trials []trial
	for i, t := range wiki {
		fold := i % folds
		whole := tell([]text{t}, nil)
		for k, q := range t.Questions {
			right := func(sentence int) bool { return contains(q.Gold, sentence) }
			trials = try(trials, whole, rankers[fold], q.Question, right, fold, answerable)
			for n := range 2 {
				other := wiki[(i+1+(k*7+n*3)%(len(wiki)-1))%len(wiki)]
				q := other.Questions[(k+n*50)%len(other.Questions)]
				trials = try(trials, whole, rankers[fold], q.Question, never, fold, offTopic)
			}
		}
		for part := range every {
			out := func(paragraph int) bool { return paragraph%every == part }
			rest := tell([]text{t}, out)
			for _, q := range t.Questions {
				gone := true
				for _, g := range q.Gold {
					gone = gone && out(t.Paragraph[g])
				}
				if gone {
					trials = try(trials, rest, rankers[fold], q.Question, never, fold, removed)
				}
			}
		}
	}
	return trials
}

func never(int) bool { return false }

func contains(all []int, n int) bool {
	for _, m := range all {
		if m == n {
			return true
		}
	}
	return false
}

// learnConfidence measures on each fold in turn, and calibrates the model of
// all by what was held out.
func learnConfidence(trials []trial) (*forest, string) {
	size := shape{trees: 150, leaves: 12, rate: 0.08}
	var held []trial
	var scores []float64
	for fold := range folds {
		var rest []trial
		for _, t := range trials {
			if t.fold != fold {
				rest = append(rest, t)
			}
		}
		m := trainConfidence(rest, size)
		for _, t := range trials {
			if t.fold == fold {
				held = append(held, t)
				scores = append(scores, m.score(t.row))
			}
		}
	}
	all := trainConfidence(trials, size)
	slope, offset := calibrate(all, held, scores)
	for i := range scores {
		scores[i] = slope*scores[i] + offset
	}
	figures := refusals(held, scores)
	fmt.Println(figures)
	gains(all)
	return all, "How likely a candidate is to answer. Learned by ./train; edit nothing here by hand.\nOn held-out articles, where 95 % of the answerable questions are answered:\n" + figures + "\n"
}

func gains(m *forest) {
	sum := make([]float64, len(m.names))
	for _, t := range m.trees {
		t.gains(sum)
	}
	for f, name := range m.names {
		w := 0.0
		if m.weights != nil {
			w = m.weights[f]
		}
		fmt.Printf("  %-18s weight %8.3f gain %8.1f\n", name, w, sum[f])
	}
}

func (n *node) gains(sum []float64) {
	if n.feature >= 0 {
		sum[n.feature] += n.gain
		n.low.gains(sum)
		n.high.gains(sum)
	}
}
