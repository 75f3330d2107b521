// Command train learns what package search embeds from the questions in
// gold/qa/train below STORYBOT_SHARED and from those of asked.jsonl about the
// same texts: the models ranker.txt, final.txt, confidence.txt and highlight.txt,
// for the last of which it takes the first half of gold/qa/squad too; with -words
// the tables echoes.txt and translations.txt.
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
	size := shape{steps: 150}
	flag.IntVar(&size.trees, "trees", 80, "trees of the ranker")
	flag.IntVar(&size.leaves, "leaves", 12, "leaves of each tree")
	flag.Float64Var(&size.rate, "rate", 0.1, "how far each tree goes")
	flag.Parse()
	if err := run(*shared, *to, *quick, *words, size); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(shared, to string, quick, words bool, size shape) error {
	wiki, err := readTexts(shared, "new_wiki.jsonl")
	if err != nil {
		return err
	}
	news, err := readTexts(shared, "qamr.jsonl")
	if err != nil {
		return err
	}
	if err := readFreely(wiki, news); err != nil {
		return err
	}
	if words {
		if err := writeTranslations(to, news); err != nil {
			return err
		}
		return writeEchoes(to, wiki, news)
	}
	half, err := readHalf(shared)
	if err != nil {
		return err
	}
	return learn(to, wiki, half, news, quick, size)
}

// learn writes the four models. What judges a question for the model of
// confidence has not seen the question's article.
func learn(to string, wiki, half, news []text, quick bool, size shape) error {
	s := gather(wiki, news)
	var by [folds]judges
	head := "Which candidate answers best. Learned by ./train; edit nothing here by hand.\nShare of questions whose first candidate is right:\n"
	for fold := range folds {
		rest, held := s.without(fold)
		by[fold].ranker = trainRanker(rest, size)
		line := "held out: " + figures(held.first(by[fold].ranker.score)) + "; line alone: " +
			figures(held.first((&forest{weights: by[fold].ranker.weights}).score)) + "; BM25: " + figures(held.first(bm25))
		fmt.Println(line)
		if quick {
			gains(by[fold].ranker)
			return nil
		}
		head += line + "\n"
	}
	if err := write(to, "ranker.txt", trainRanker(s, size), head); err != nil {
		return err
	}
	tasks := gatherHighlights(wiki, half, news)
	for fold := range folds {
		by[fold].highlighter = fit(tasks, fold)
	}
	highlighter, head := learnHighlight(tasks, by[0].highlighter)
	if err := write(to, "highlight.txt", highlighter, head); err != nil {
		return err
	}
	final, head := learnFinal(gatherFinalists(wiki, news, by), &by)
	if err := write(to, "final.txt", final, head); err != nil {
		return err
	}
	confidence, head := learnConfidence(append(gatherTrials(wiki, by), gatherFreely(wiki, news, by)...))
	return write(to, "confidence.txt", confidence, head)
}

func write(to, file string, m *forest, head string) error {
	return os.WriteFile(filepath.Join(to, file), []byte(m.text(head)), 0o644)
}

func bm25(features []float32) float64 { return float64(features[0]) }

// group is how many articles stand beside each other in a mixed story.
const group = 8

// gather asks all training questions.
func gather(wiki, news []text) *set {
	s := &set{}
	ask := func(st story, questions []question, every, fold int, k kind) { s.ask(st, 0, questions, every, fold, k) }
	askAlone(wiki, 1, alone, ask)
	for i := 0; i+group <= len(wiki); i += group {
		st := tell(wiki[i:i+group], nil)
		for k := range group {
			s.ask(st, k, wiki[i+k].Questions, 2, (i+k)%folds, among)
		}
	}
	askAlone(news, everyReported, reported, ask)
	return s
}

// everyReported says which questions about news are asked: one in so many.
const everyReported = 4

// askAlone makes a story of each text, and asks the questions about it: of those
// that came with it one in so many, of a kind, and all that were asked freely.
func askAlone(texts []text, every int, k kind, ask func(st story, questions []question, every, fold int, k kind)) {
	for i, t := range texts {
		st := tell([]text{t}, nil)
		ask(st, t.Questions, every, i%folds, k)
		ask(st, t.Freely, 1, i%folds, freely)
	}
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
