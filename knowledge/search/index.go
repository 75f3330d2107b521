// Package search finds the sentences that answer a question.
//
// # Candidates
//
// An [Index] lists, for every term, its postings: the sentences that it stands
// in and how often. A question's terms score the sentences in their postings
// by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework",
// 2009):
//
//	score(q, s) = Σ idf(t) · tf(t,s)·(k1+1) / (tf(t,s) + k1·(1 − b + b·|s|/avg))
//	idf(t)      = ln(1 + (N − n(t) + ½) / (n(t) + ½))
//
// for the N sentences s, of which n(t) hold the term t, tf(t,s) times.
//
// # Confidence
//
// BM25 puts sentences in an order but does not say whether the first is any
// good. The confidence of a candidate is the share of the question's weight
// that it covers: the idf of the question's terms that stand in the sentence,
// by that of all its terms. A word that the story lacks weighs the most, so a
// question about something else covers little. Half a term's weight counts
// when it stands next to the sentence, in the title above or in the same
// paragraph. Below [Threshold] nothing answers.
package search

import (
	"cmp"
	"math"
	"slices"
)

// Sentence is a sentence to be found.
type Sentence struct {
	Text      string
	Article   int // which of the story's articles it stands in, from 0
	Paragraph int // which paragraph there; equal for the sentences of one paragraph
}

// Candidate is a sentence that may answer a question.
type Candidate struct {
	Sentence   int     // its place among the sentences that were indexed
	Score      float64 // BM25: comparable within one question only
	Confidence float64 // 0 to 1
}

// The parameters of BM25, as they suit single sentences.
const (
	k1 = 0.9
	b  = 0.4
)

// Threshold is the confidence from which a sentence is taken to answer. A lower
// one answers more questions and refuses fewer of those that the articles leave
// open.
const Threshold = 0.45

// nearby is what a term counts that stands near a sentence, not in it.
const nearby = 0.5

// Index finds sentences. It does not change once it is made, so any number of
// goroutines may search it.
type Index struct {
	sentences []Sentence
	postings  map[string][]posting
	lengths   []int // in terms
	average   float64
	surround  []map[string]bool // for each sentence, the terms near it
}

type posting struct {
	sentence int
	count    int
}

// New indexes sentences. titles are those of their articles.
func New(sentences []Sentence, titles []string) *Index {
	x := &Index{
		sentences: sentences,
		postings:  make(map[string][]posting),
		lengths:   make([]int, len(sentences)),
	}
	paragraphs := make(map[[2]int]map[string]bool)
	for i, s := range sentences {
		paragraph := [2]int{s.Article, s.Paragraph}
		if paragraphs[paragraph] == nil {
			paragraphs[paragraph] = asSet(Terms(titles[s.Article]))
		}
		terms := Terms(s.Text)
		x.add(i, terms)
		for _, term := range terms {
			paragraphs[paragraph][term] = true
		}
		x.surround = append(x.surround, paragraphs[paragraph])
		x.average += float64(len(terms)) / float64(len(sentences))
	}
	return x
}

func (x *Index) add(sentence int, terms []string) {
	x.lengths[sentence] = len(terms)
	for _, term := range terms {
		list := x.postings[term]
		if n := len(list); n > 0 && list[n-1].sentence == sentence {
			list[n-1].count++
			continue
		}
		x.postings[term] = append(list, posting{sentence, 1})
	}
}

// Rank returns the n best candidates for the terms of a question, the best
// first. Sentences that share no term with it are no candidates.
func (x *Index) Rank(terms []string, n int) []Candidate {
	asked := distinct(terms)
	scores := make(map[int]float64)
	var weight float64
	for _, term := range asked {
		idf := x.idf(term)
		weight += idf
		for _, p := range x.postings[term] {
			tf := float64(p.count)
			norm := k1 * (1 - b + b*float64(x.lengths[p.sentence])/x.average)
			scores[p.sentence] += idf * tf * (k1 + 1) / (tf + norm)
		}
	}
	candidates := make([]Candidate, 0, len(scores))
	for sentence, score := range scores {
		covered := x.covered(sentence, asked)
		candidates = append(candidates, Candidate{sentence, score, covered / weight})
	}
	slices.SortFunc(candidates, func(c, d Candidate) int {
		return cmp.Or(
			cmp.Compare(d.Score*(1+d.Confidence), c.Score*(1+c.Confidence)),
			cmp.Compare(c.Sentence, d.Sentence),
		)
	})
	return candidates[:min(n, len(candidates))]
}

func (x *Index) idf(term string) float64 {
	n := float64(len(x.postings[term]))
	return math.Log(1 + (float64(len(x.sentences))-n+0.5)/(n+0.5))
}

// covered returns the weight of the terms asked for that stand in a sentence
// or near it.
func (x *Index) covered(sentence int, asked []string) float64 {
	var weight float64
	for _, term := range asked {
		switch {
		case x.holds(sentence, term):
			weight += x.idf(term)
		case x.surround[sentence][term]:
			weight += nearby * x.idf(term)
		}
	}
	return weight
}

func (x *Index) holds(sentence int, term string) bool {
	_, found := slices.BinarySearchFunc(x.postings[term], sentence, func(p posting, s int) int {
		return cmp.Compare(p.sentence, s)
	})
	return found
}

func distinct(terms []string) []string {
	terms = slices.Sorted(slices.Values(terms))
	return slices.Compact(terms)
}

func asSet(terms []string) map[string]bool {
	members := make(map[string]bool, len(terms))
	for _, term := range terms {
		members[term] = true
	}
	return members
}
