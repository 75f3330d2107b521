package main

import (
	"fmt"
	"math"
	"slices"

	"storybot/knowledge/search"
)

// trial is the best candidate of a question, and whether it answers.
type trial struct {
	row    []float32
	right  bool
	first  bool // the best candidate, not the second
	weight float64
	fold   int
	what   asked
}

// asked is what kind of question a trial comes from.
type asked int

const (
	answerable       asked = iota
	removed                // its paragraph was taken out of the story
	offTopic               // asked about another article
	freelyAnswerable       // asked in other words than the text's
	freelyNot              // likewise, and the text does not tell
	freelyOff              // likewise about another article
	askedKinds
)

// How much trials weigh while the model is fitted, and, since people ask mostly
// what a story tells, while it is calibrated, which the questions asked freely
// are not part of: they were written to be hard.
var (
	trialWeight     = [askedKinds]float64{answerable: 1, removed: 1.5, offTopic: 5, freelyAnswerable: 0.6, freelyNot: 2, freelyOff: 0.4}
	calibrateWeight = [askedKinds]float64{answerable: 1, removed: 0.1, offTopic: 0.1}
)

// judges are models that have not seen an article.
type judges struct {
	ranker      *forest
	highlighter *spanModel
	final       *forest
}

// try asks a question and appends its two best candidates.
func try(trials []trial, st story, by judges, question string, right func(sentence int) bool, fold int, what asked) []trial {
	found := rankTwo(st, by, question)
	found.settle(by.final)
	for i, row := range found.rows {
		trials = append(trials, trial{row, right(found.sentences[i]), i == 0, trialWeight[what], fold, what})
	}
	return trials
}

// trainConfidence fits trees to the logarithm of odds that a trial is right.
func trainConfidence(trials []trial, size shape) *forest {
	features := make([][]float32, len(trials))
	for i := range trials {
		features[i] = trials[i].row
	}
	scores := make([]float64, len(trials))
	trees := boost(features, scores, size, 10, func(gradient, hessian []float64) {
		for i, t := range trials {
			p := 1 / (1 + math.Exp(-scores[i]))
			gradient[i], hessian[i] = t.weight*p, t.weight*p*(1-p)
			if t.right {
				gradient[i] -= t.weight
			}
		}
	})
	return &forest{names: search.ConfidenceNames(), trees: trees}
}

// calibrate scales a model so that its scores are true logarithms of odds on
// held-out questions (Platt, 1999), and works that into the leaves. The best
// candidate and the others are offset each by their own: trials weigh more the
// more harm an answer does, which those that are not the best don't share in.
func calibrate(m *forest, held []trial, scores []float64) (slope, offset float64) {
	slope = 1
	for range newtonSteps {
		var ga, gb, aa, ab, bb float64
		for i, t := range held {
			if !t.first {
				continue
			}
			d, h := t.slopes(slope*scores[i] + offset)
			ga += d * scores[i]
			gb += d
			aa += h * scores[i] * scores[i]
			ab += h * scores[i]
			bb += h
		}
		det := aa*bb - ab*ab
		slope -= (bb*ga - ab*gb) / det
		offset -= (aa*gb - ab*ga) / det
	}
	others := 0.0
	for range newtonSteps {
		var g, b float64
		for i, t := range held {
			if !t.first {
				d, h := t.slopes(slope*scores[i] + others)
				g += d
				b += h
			}
		}
		others -= g / b
	}
	for _, t := range m.trees {
		t.scale(slope)
	}
	m.trees = append(m.trees, &node{
		feature: slices.Index(m.names, "margin"), edge: behind,
		low: &node{feature: -1, value: others}, high: &node{feature: -1, value: offset},
	})
	return slope, offset
}

const (
	newtonSteps = 50
	behind      = -0.0001 // the margin of a candidate that is not the best, at most
)

// slopes returns the first and second derivative of a trial's loss by its score.
func (t *trial) slopes(score float64) (first, second float64) {
	p := 1 / (1 + math.Exp(-score))
	weight := calibrateWeight[t.what]
	first, second = weight*p, weight*p*(1-p)
	if t.right {
		first -= weight
	}
	return first, second
}

func (n *node) scale(by float64) {
	if n.feature >= 0 {
		n.low.scale(by)
		n.high.scale(by)
	}
	n.value *= by
}

// refusals describes what a threshold that answers 95 % of the answerable
// questions refuses of the others.
func refusals(held []trial, scores []float64) string {
	var answered []float64
	for i, t := range held {
		if t.first && t.what == answerable {
			answered = append(answered, scores[i])
		}
	}
	slices.Sort(answered)
	edge := answered[len(answered)/20]
	var of [askedKinds]outcome
	for i, t := range held {
		if t.first {
			of[t.what].count(scores[i] < edge, t.right)
		}
	}
	return fmt.Sprintf("threshold %.3f: refused answerable %.3f, removed %.3f, off topic %.3f; of the answerable answered %.3f right\n"+
		"asked freely: refused answerable %.3f, not answerable %.3f, off topic %.3f; of the answerable %.3f answered rightly, of those answered %.3f",
		1/(1+math.Exp(-edge)), of[answerable].refusals(), of[removed].refusals(), of[offTopic].refusals(), of[answerable].precision(),
		of[freelyAnswerable].refusals(), of[freelyNot].refusals(), of[freelyOff].refusals(),
		of[freelyAnswerable].right/of[freelyAnswerable].asked, of[freelyAnswerable].precision())
}

// outcome counts what became of questions.
type outcome struct{ asked, refused, right float64 }

func (o *outcome) count(refused, right bool) {
	o.asked++
	if refused {
		o.refused++
	} else if right {
		o.right++
	}
}

func (o *outcome) refusals() float64  { return o.refused / o.asked }
func (o *outcome) precision() float64 { return o.right / (o.asked - o.refused) }
