package main

import (
	"fmt"
	"slices"
	"strings"

	"storybot/knowledge/search"
)

// set is the candidates of many questions, and which of them are right.
type set struct {
	features [][]float32
	gold     []bool
	lists    []list
	fold     []int // of each list
	kind     []kind
	missed   [kindsOfList]int // questions whose answer is no candidate
}

// kind is what sort of story a question was asked of.
type kind int

const (
	alone    kind = iota // an article alone
	among                // articles on other subjects beside
	reported             // news
	freely               // an article alone, asked in other words
	kindsOfList
)

var kindNames = [kindsOfList]string{"alone", "among others", "news", "asked freely"}

// ask puts the candidates of questions about one part of a story into the set,
// every so many of them; those that nothing answers are left out.
func (s *set) ask(st story, part int, questions []question, every, fold int, k kind) {
	for i, q := range questions {
		if i%every != 0 || len(q.Gold) == 0 {
			continue
		}
		evidence := st.index.Examine(q.Question)
		if len(evidence) == 0 {
			continue
		}
		first, found := len(s.features), false
		for _, e := range evidence {
			right := slices.Contains(q.Gold, e.Sentence-st.first[part])
			found = found || right
			s.features = append(s.features, e.Features[:len(search.FeatureNames())])
			s.gold = append(s.gold, right)
		}
		if !found {
			s.features, s.gold = s.features[:first], s.gold[:first]
			s.missed[k]++
			continue
		}
		s.lists = append(s.lists, list{first, len(s.features)})
		s.fold = append(s.fold, fold)
		s.kind = append(s.kind, k)
	}
}

// without returns the set without a fold, and the fold by itself.
func (s *set) without(fold int) (rest, held *set) {
	rest, held = &set{}, &set{}
	for i, l := range s.lists {
		to := rest
		if s.fold[i] == fold {
			to = held
		}
		first := len(to.features)
		to.features = append(to.features, s.features[l.first:l.end]...)
		to.gold = append(to.gold, s.gold[l.first:l.end]...)
		to.lists = append(to.lists, list{first, len(to.features)})
		to.kind = append(to.kind, s.kind[i])
		to.fold = append(to.fold, s.fold[i])
	}
	return rest, held
}

// first returns the share of questions whose best candidate is right.
func (s *set) first(score func([]float32) float64) (shares [kindsOfList]float64) {
	var asked [kindsOfList]float64
	for i, l := range s.lists {
		best, most := l.first, score(s.features[l.first])
		for k := l.first + 1; k < l.end; k++ {
			if v := score(s.features[k]); v > most {
				best, most = k, v
			}
		}
		asked[s.kind[i]]++
		if s.gold[best] {
			shares[s.kind[i]]++
		}
	}
	for k := range shares {
		shares[k] /= max(1, asked[k])
	}
	return shares
}

// trainRanker fits a line first, and trees to what it leaves.
func trainRanker(s *set, size shape) *forest {
	weights, scores := linear(s.features, s.lists, s.gold, size.steps, 1e-4)
	trees := boost(s.features, scores, size, 5, func(gradient, hessian []float64) {
		softmaxGradients(s.lists, s.gold, scores, gradient, hessian)
	})
	return &forest{names: search.FeatureNames(), weights: weights, trees: trees}
}

func figures(shares [kindsOfList]float64) string {
	var parts []string
	for k, share := range shares {
		parts = append(parts, fmt.Sprintf("%s %.3f", kindNames[k], share))
	}
	return strings.Join(parts, ", ")
}
