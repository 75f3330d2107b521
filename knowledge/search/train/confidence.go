package main

import (
	"cmp"
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
	answerable asked = iota
	removed          // its paragraph was taken out of the story
	offTopic         // asked about another article
)

// How much trials weigh while the model is fitted, and, since people ask mostly
// what a story tells, while it is calibrated.
var (
	trialWeight     = [...]float64{answerable: 1, removed: 0.6, offTopic: 0.6}
	calibrateWeight = [...]float64{answerable: 1, removed: 0.1, offTopic: 0.1}
)

// try asks a question and appends its two best candidates as the ranker sees
// them.
func try(trials []trial, st story, ranker *forest, question string, right func(sentence int) bool, fold int, what asked) []trial {
	evidence := st.index.Examine(question)
	if len(evidence) == 0 {
		return trials
	}
	n := len(search.FeatureNames())
	type one struct {
		score    float32
		evidence search.Evidence
	}
	var all []one
	for _, e := range evidence {
		all = append(all, one{float32(ranker.score(e.Features[:n])), e})
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(b.score, a.score) })
	scores := make([]float32, len(all))
	for i := range all {
		scores[i] = all[i].score
	}
	for i := range min(2, len(all)) {
		row := all[i].evidence.Features
		search.Stand(scores, i, row)
		trials = append(trials, trial{row, right(all[i].evidence.Sentence), i == 0, trialWeight[what], fold, what})
	}
	return trials
}

// trainConfidence fits trees to the logarithm of odds that a trial is right.
func trainConfidence(trials []trial, size shape) *forest {
	features := make([][]float32, len(trials))
	for i := range trials {
		features[i] = trials[i].row
	}
	g := &grower{
		rows: newRows(features), leaves: size.leaves, lambda: 10, minimum: 10, rate: size.rate,
		gradient: make([]float64, len(trials)), hessian: make([]float64, len(trials)),
	}
	m := &forest{names: search.ConfidenceNames()}
	scores := make([]float64, len(trials))
	for range size.trees {
		for i, t := range trials {
			p := 1 / (1 + math.Exp(-scores[i]))
			g.gradient[i], g.hessian[i] = t.weight*p, t.weight*p*(1-p)
			if t.right {
				g.gradient[i] -= t.weight
			}
		}
		m.trees = append(m.trees, g.grow(scores))
	}
	return m
}

// calibrate scales a model so that its scores are true logarithms of odds for
// the best candidates of held-out questions (Platt, 1999). It works the
// scaling into the leaves.
func calibrate(m *forest, held []trial, scores []float64) (slope, offset float64) {
	slope = 1
	for range 50 {
		var ga, gb, aa, ab, bb float64
		for i, t := range held {
			if !t.first {
				continue
			}
			p := 1 / (1 + math.Exp(-slope*scores[i]-offset))
			weight := calibrateWeight[t.what]
			d, h := weight*p, weight*p*(1-p)
			if t.right {
				d -= weight
			}
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
	for _, t := range m.trees {
		t.scale(slope)
	}
	m.trees = append(m.trees, &node{feature: -1, value: offset})
	return slope, offset
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
	var n, refused [3]float64
	var right, shown float64
	for i, t := range held {
		if !t.first {
			continue
		}
		n[t.what]++
		if scores[i] < edge {
			refused[t.what]++
		} else if t.what == answerable {
			shown++
			if t.right {
				right++
			}
		}
	}
	return fmt.Sprintf("threshold %.3f: refused answerable %.3f, removed %.3f, off topic %.3f; of the answerable answered %.3f right",
		1/(1+math.Exp(-edge)), refused[0]/n[0], refused[1]/n[1], refused[2]/n[2], right/shown)
}
