package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"storybot/knowledge/search"
)

// A pair of terms is kept when it was met so often, and is so likely.
const (
	rounds       = 5
	leastMet     = 2.0
	leastLikely  = 0.04
	mostOfTerm   = 12 // translations of one term of questions
	leastReports = 4  // of which it was asked
	nothing      = "" // what the words of a question come from that no word of the sentence explains
)

// pair is a sentence and a question that it answers, in terms.
type pair struct{ sentence, question []string }

// likely is how likely a term of a sentence brings forth a term of a question:
// likely[question's][sentence's].
type likely map[string]map[string]float64

// writeTranslations learns which terms of sentences bring forth which of
// questions, from qamr alone, and writes translations.txt.
func writeTranslations(to string, news []text) error {
	var pairs []pair
	asked := make(map[string]int)
	for _, t := range paragraphs(news) {
		inReport := make(map[string]bool)
		for _, q := range t.Questions {
			terms := search.Terms(q.Question)
			for _, g := range q.Gold {
				pairs = append(pairs, pair{append(search.Terms(t.Sentences[g]), nothing), terms})
			}
			for _, term := range terms {
				inReport[term] = true
			}
		}
		for term := range inReport {
			asked[term]++
		}
	}
	table, met := translate(pairs)
	var out strings.Builder
	out.WriteString("# How likely a term of a sentence (second) brings forth a term of a question (first).\n# Learned by ./train from QAMR (MIT licence) alone; edit nothing here by hand.\n")
	for _, question := range slices.Sorted(maps.Keys(table)) {
		if asked[question] < leastReports {
			continue
		}
		var kept []string
		for sentence, p := range table[question] {
			if sentence != question && sentence != nothing && p >= leastLikely && met[question][sentence] >= leastMet {
				kept = append(kept, sentence)
			}
		}
		slices.SortFunc(kept, func(a, b string) int {
			return cmp.Or(cmp.Compare(table[question][b], table[question][a]), strings.Compare(a, b))
		})
		for _, sentence := range kept[:min(len(kept), mostOfTerm)] {
			fmt.Fprintf(&out, "%s %s %.2f\n", question, sentence, table[question][sentence])
		}
	}
	return os.WriteFile(filepath.Join(to, "translations.txt"), []byte(out.String()), 0o644)
}

// translate runs expectation and maximisation over the pairs, in their order.
// It returns the probabilities, and how often each pair of terms is expected
// to have met.
func translate(pairs []pair) (table, met likely) {
	for range rounds {
		met = make(likely)
		total := make(map[string]float64)
		for _, p := range pairs {
			for _, q := range p.question {
				sum := 0.0
				for _, s := range p.sentence {
					sum += table.of(q, s)
				}
				if met[q] == nil {
					met[q] = make(map[string]float64)
				}
				for _, s := range p.sentence {
					share := table.of(q, s) / sum
					met[q][s] += share
					total[s] += share
				}
			}
		}
		table = make(likely)
		for q, of := range met {
			table[q] = make(map[string]float64)
			for s, n := range of {
				table[q][s] = n / total[s]
			}
		}
	}
	return table, met
}

// of returns a probability; before the first round all are equal.
func (l likely) of(question, sentence string) float64 {
	if l == nil {
		return 1
	}
	return max(l[question][sentence], 1e-12)
}
