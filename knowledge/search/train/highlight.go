package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"storybot/knowledge/search"
)

// spanSet is the runs of words of sentences that answer, and which of them
// come nearest to the answer given.
type spanSet struct {
	features [][]float32
	best     []bool
	likeness []float64
	lists    []list
	fold     []int
}

func gatherSpans(wiki, news []text) *spanSet {
	s := &spanSet{}
	for i, t := range wiki {
		s.add(t, 2, i%folds)
	}
	for i, t := range news {
		s.add(t, 12, i%folds)
	}
	return s
}

func (s *spanSet) add(t text, every, fold int) {
	st := tell([]text{t}, nil)
	for i, q := range t.Questions {
		if i%every != 0 {
			continue
		}
		var like []float64
		most := 0.0
		spans := st.index.Spans(q.Question, q.Gold[0])
		for _, span := range spans {
			l := 0.0
			for _, answer := range q.Answers {
				l = max(l, f1(answer, span.Text))
			}
			like = append(like, l)
			most = max(most, l)
		}
		if most < 0.6 {
			continue
		}
		first := len(s.features)
		for k, span := range spans {
			s.features = append(s.features, span.Features)
			s.best = append(s.best, like[k] == most)
			s.likeness = append(s.likeness, like[k])
		}
		s.lists = append(s.lists, list{first, len(s.features)})
		s.fold = append(s.fold, fold)
	}
}

// f1 is how alike two texts are: the harmonic mean of the shares of words that
// each has in common with the other.
func f1(a, b string) float64 {
	as, bs := tokens(a), tokens(b)
	counts := make(map[string]int)
	for _, t := range as {
		counts[t]++
	}
	same := 0
	for _, t := range bs {
		if counts[t] > 0 {
			counts[t]--
			same++
		}
	}
	if same == 0 {
		return 0
	}
	return 2 * float64(same) / float64(len(as)+len(bs))
}

func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// trainHighlight learns highlight.txt.
func trainHighlight(to string, wiki, news []text) error {
	s := gatherSpans(wiki, news)
	held := &spanSet{}
	rest := &spanSet{}
	for i, l := range s.lists {
		part := rest
		if s.fold[i] == 0 {
			part = held
		}
		first := len(part.features)
		part.features = append(part.features, s.features[l.first:l.end]...)
		part.best = append(part.best, s.best[l.first:l.end]...)
		part.likeness = append(part.likeness, s.likeness[l.first:l.end]...)
		part.lists = append(part.lists, list{first, len(part.features)})
	}
	weights, _ := linear(rest.features, rest.lists, rest.best, 80, 1e-4)
	m := &forest{names: search.SpanNames(), weights: weights}
	sum := 0.0
	for _, l := range held.lists {
		at, most := l.first, m.score(held.features[l.first])
		for k := l.first; k < l.end; k++ {
			if v := m.score(held.features[k]); v > most {
				at, most = k, v
			}
		}
		sum += held.likeness[at]
	}
	figure := fmt.Sprintf("F1 %.3f against the answers, in the right sentences of held-out articles", sum/float64(len(held.lists)))
	fmt.Println(figure)
	weights, _ = linear(s.features, s.lists, s.best, 80, 1e-4)
	m.weights = weights
	head := "Which words of a sentence are the answer. Learned by ./train; edit nothing here by hand.\n" + figure + "\n"
	return os.WriteFile(filepath.Join(to, "highlight.txt"), []byte(m.text(head)), 0o644)
}
