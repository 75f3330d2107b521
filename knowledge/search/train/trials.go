package main

import (
	"fmt"
	"slices"
)

// every is which share of the paragraphs is taken out at a time.
const every = 5

// gatherTrials asks the questions again: of whole articles, of articles
// without the paragraphs that answer, and of other articles. Each is ranked by
// a model that has not seen the article.
func gatherTrials(wiki []text, by [folds]judges) []trial {
	var trials []trial
	for i, t := range wiki {
		fold := i % folds
		whole := tell([]text{t}, nil)
		for k, q := range t.Questions {
			right := func(sentence int) bool { return slices.Contains(q.Gold, sentence) }
			trials = try(trials, whole, by[fold], q.Question, right, fold, answerable)
			for n := range 2 {
				other := wiki[(i+1+(k*7+n*3)%(len(wiki)-1))%len(wiki)]
				q := other.Questions[(k+n*50)%len(other.Questions)]
				trials = try(trials, whole, by[fold], q.Question, never, fold, offTopic)
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
					trials = try(trials, rest, by[fold], q.Question, never, fold, removed)
				}
			}
		}
	}
	return trials
}

// gatherFreely asks the questions that were asked freely, of their own text and
// of others.
func gatherFreely(wiki, news []text, by [folds]judges) []trial {
	var trials []trial
	for _, texts := range [][]text{wiki, news} {
		for i, t := range texts {
			fold := i % folds
			st := tell([]text{t}, nil)
			for _, q := range t.Freely {
				what := freelyAnswerable
				if len(q.Gold) == 0 {
					what = freelyNot
				}
				right := func(sentence int) bool { return slices.Contains(q.Gold, sentence) }
				trials = try(trials, st, by[fold], q.Question, right, fold, what)
			}
			for k := range t.Freely {
				other := wiki[(i+1+(k*7)%(len(wiki)-1))%len(wiki)].Freely
				if len(other) > 0 {
					trials = try(trials, st, by[fold], other[k%len(other)].Question, never, fold, freelyOff)
				}
			}
		}
	}
	return trials
}

func never(int) bool { return false }

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
