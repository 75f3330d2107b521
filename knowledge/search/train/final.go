package main

import (
	"cmp"
	"fmt"
	"slices"

	"storybot/knowledge/search"
)

// best is the two best candidates of a question.
type best struct {
	rows      [][]float32
	scores    []float32 // of all candidates
	sentences []int
}

// rankTwo asks a question and returns its two best candidates as the ranker sees
// them.
func rankTwo(st story, by judges, question string) best {
	evidence := st.index.Examine(question)
	n := len(search.FeatureNames())
	scores := make(map[int]float32)
	for _, e := range evidence {
		scores[e.Sentence] = float32(by.ranker.score(e.Features[:n]))
	}
	slices.SortStableFunc(evidence, func(a, b search.Evidence) int { return cmp.Compare(scores[b.Sentence], scores[a.Sentence]) })
	var found best
	for _, e := range evidence {
		found.scores = append(found.scores, scores[e.Sentence])
	}
	for i, e := range evidence[:min(2, len(evidence))] {
		search.Stand(found.scores, i, e.Features)
		chart := st.index.Chart(question, e.Sentence)
		search.SetAnswerScore(by.highlighter.answerScore(&chart), e.Features)
		found.rows, found.sentences = append(found.rows, e.Features), append(found.sentences, e.Sentence)
	}
	return found
}

// meet reports whether there is a final.
func (b best) meet() bool {
	asks := slices.Index(search.ConfidenceNames(), "asks")
	return len(b.rows) == 2 && b.rows[0][asks] != 0 && b.scores[0]-b.scores[1] <= search.FinalReach
}

// finalRows are the two as the final sees them.
func (b best) finalRows() (rows [2][]float32) {
	answer := len(search.ConfidenceNames()) - 1
	most := max(b.rows[0][answer], b.rows[1][answer])
	for i := range rows {
		rows[i] = append(slices.Clone(b.rows[i]), most-b.rows[i][answer])
	}
	return rows
}

// settle holds the final.
func (b best) settle(final *forest) {
	if !b.meet() {
		return
	}
	rows := b.finalRows()
	found := [2]float32{float32(final.score(rows[0])), float32(final.score(rows[1]))}
	half, change := search.Settle(b.scores, found)
	search.SetFinal(half, b.rows[0])
	search.SetFinal(-half, b.rows[1])
	if change {
		slices.Reverse(b.rows)
		slices.Reverse(b.sentences)
	}
	for i, row := range b.rows {
		search.Stand(b.scores, i, row)
	}
}

// finalists are the two best candidates of a question that meet in the final.
type finalists struct {
	rows   [2][]float32
	right  [2]bool
	scores [2]float32
	fold   int
	kind   kind
}

// gatherFinalists asks the questions once more.
func gatherFinalists(wiki, news []text, by [folds]judges) []finalists {
	var pairs []finalists
	meet := func(st story, questions []question, every, fold int, k kind) {
		for i, q := range questions {
			if i%every != 0 || len(q.Gold) == 0 {
				continue
			}
			best := rankTwo(st, by[fold], q.Question)
			if best.meet() {
				p := finalists{rows: best.finalRows(), scores: [2]float32(best.scores), fold: fold, kind: k}
				for n, sentence := range best.sentences {
					p.right[n] = slices.Contains(q.Gold, sentence)
				}
				pairs = append(pairs, p)
			}
		}
	}
	askAlone(wiki, 1, alone, meet)
	askAlone(news, everyReported, reported, meet)
	return pairs
}

// trainFinal fits trees to what the ranker's scores leave, on the pairs of which
// one answers.
func trainFinal(pairs []finalists) *forest {
	size := shape{trees: 60, leaves: 4, rate: 0.08}
	var features [][]float32
	var gold []bool
	var lists []list
	var scores []float64
	for _, p := range pairs {
		if p.right[0] == p.right[1] {
			continue
		}
		lists = append(lists, list{len(features), len(features) + 2})
		for n := range p.rows {
			features = append(features, p.rows[n])
			gold = append(gold, p.right[n])
			scores = append(scores, float64(p.scores[n]))
		}
	}
	trees := boost(features, scores, size, 5, func(gradient, hessian []float64) {
		softmaxGradients(lists, gold, scores, gradient, hessian)
	})
	return &forest{names: search.FinalNames(), trees: trees}
}

// learnFinal gives each judge a final that has not seen its articles, and returns
// the one of all, with what the finals of the judges changed.
func learnFinal(pairs []finalists, by *[folds]judges) (*forest, string) {
	var before, after, all [kindsOfList]float64
	for fold := range folds {
		var rest []finalists
		for _, p := range pairs {
			if p.fold != fold {
				rest = append(rest, p)
			}
		}
		by[fold].final = trainFinal(rest)
		for _, p := range pairs {
			if p.fold != fold {
				continue
			}
			found := [2]float32{float32(by[fold].final.score(p.rows[0])), float32(by[fold].final.score(p.rows[1]))}
			_, change := search.Settle(p.scores[:], found)
			all[p.kind]++
			before[p.kind] += share(p.right[0])
			after[p.kind] += share(p.right[0] && !change || p.right[1] && change)
		}
	}
	head := "Which of the two best candidates answers. Learned by ./train; edit nothing here by hand.\nShare of such pairs whose first is right, held out, by the ranker alone, and after the final:\n"
	for k := range all {
		if all[k] > 0 {
			head += fmt.Sprintf("%s %.3f, %.3f\n", kindNames[k], before[k]/all[k], after[k]/all[k])
		}
	}
	return trainFinal(pairs), head
}

func share(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
