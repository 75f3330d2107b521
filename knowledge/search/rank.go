package search

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Candidate is a sentence that may answer a question.
type Candidate struct {
	Sentence int     // its place among the sentences that were indexed
	Score    float64 // comparable within one question only
	// Confidence is how likely it is to answer, 0 to 1. It is 0 behind one
	// that is not sure enough.
	Confidence float64
	// Start and End are the bytes of the sentence that are the answer; equal
	// where it does not answer.
	Start, End int
	Stance     Stance // to the first candidate, where that answers
}

// depth is how many sentences are looked at closely for one question.
const depth = 20

// ranking is what one question needs while it is answered. It is kept for the
// next, so that answering allocates next to nothing.
type ranking struct {
	question question
	matches  matches
	pruning  pruning
	best     []scored
	looks    [depth]look
	order    [depth]*look // the best first
	found    int
	sight    sight
	scores   [depth]float32

	article     uint32 // the article looked at last
	articleSeen bool
	inArticle   mask // the terms in it, and in its title
	inTitle     mask

	row    confidenceRow
	runs   [2]runs // of the two sentences that were asked for last
	newest int     // of the two
	folded []byte

	told   telling // the best candidate, where it answers
	retold telling // another, as it is compared with that one
	events []eventsIn
}

var rankings = sync.Pool{New: func() any { return new(ranking) }}

// look is a candidate looked at closely.
type look struct {
	sentence uint32
	bm25     float32
	score    float32
	trees    bool    // the ranker's trees were asked too
	final    float32 // what the final added to the score
	same     bool    // the question is the sentence itself
	features [features]float32
}

// Result is what a question finds.
type Result struct {
	Candidates []Candidate // the best first
	ReadAs     string      // the question with its typing errors mended, or ""
	Words      int         // in the question
	Asked      int         // how many of them tell sentences apart
	Expects    Expectation
}

// Ask returns the n best candidates for a question.
func (x *Index) Ask(text string, n int) Result {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	return x.ask(r, text, n)
}

func (x *Index) ask(r *ranking, text string, n int) Result {
	x.rank(r, text)
	x.playFinal(r)
	result := Result{Words: r.question.words, Asked: len(r.question.asked), Expects: r.question.expects}
	result.ReadAs = x.readAs(&r.question)
	if r.found == 0 {
		return result
	}
	result.Candidates = make([]Candidate, min(n, r.found))
	sure, threshold := true, Threshold
	for i := range result.Candidates {
		l := r.order[i]
		c := &result.Candidates[i]
		c.Sentence, c.Score = int(l.sentence), float64(l.score)
		if !sure {
			continue
		}
		c.Confidence = x.confidence(r, i)
		if sure = c.Confidence >= threshold; sure {
			c.Start, c.End = x.highlight(r, l.sentence)
		}
		threshold = ThresholdOfMore
	}
	x.takeStances(r, result.Candidates)
	return result
}

// rank reads a question, finds its candidates and puts them in order.
func (x *Index) rank(r *ranking, text string) {
	for i := range r.runs {
		r.runs[i].scored = false
	}
	x.read(&r.question, text)
	x.matchAll(&r.matches, &r.question)
	x.findCandidates(r)
	x.lookAtAll(r)
	order := r.order[:r.found]
	most := float32(math.Inf(-1))
	for i := range order {
		order[i] = &r.looks[i]
		order[i].score = ranker.line(order[i].features[:])
		most = max(most, order[i].score)
	}
	for _, l := range order {
		if l.trees = l.score >= most-treesReach; l.trees {
			l.score = ranker.trees.addTo(l.score, l.features[:])
		}
	}
	slices.SortFunc(order, x.better)
	for i, l := range order {
		r.scores[i] = l.score
	}
}

// treesReach is how far below the best a candidate's line may lie for the trees
// to be asked too. From farther below none comes first.
const treesReach = 6

// better compares two candidates. Where their scores are equal their texts
// decide, so that the order of the articles does not.
func (x *Index) better(a, b *look) int {
	switch {
	case a.same && !b.same:
		return -1
	case b.same && !a.same:
		return 1
	}
	if by := cmp.Compare(b.score, a.score); by != 0 {
		return by
	}
	return cmp.Or(cmp.Compare(b.bm25, a.bm25),
		cmp.Compare(x.texts[a.sentence], x.texts[b.sentence]), cmp.Compare(a.sentence, b.sentence))
}

// findCandidates puts the sentences that BM25 scores best into r.looks.
func (x *Index) findCandidates(r *ranking) {
	given := r.pruning.given[:0]
	for _, m := range r.matches.all {
		weight := r.question.asked[m.asked].weight
		if m.kind != exact {
			own := x.idf(len(x.list(m.term)))
			if weight = min(weight, own) * trust[m.kind] * m.weight * softShare; m.weight < softLeast {
				continue
			}
		}
		if len(given) < maxCursors && len(x.list(m.term)) > 0 {
			given = append(given, cursor{x.list(m.term), weight, weight * x.bound[m.term], weight * x.least[m.term]})
		}
	}
	r.pruning.given = given
	r.best = x.top(&r.pruning, depth, r.best)
	slices.SortFunc(r.best, func(a, b scored) int { return int(a.sentence) - int(b.sentence) }) // an article's follow each other
	r.found = len(r.best)
	for i, s := range r.best {
		r.looks[i] = look{sentence: s.sentence, bm25: s.score}
	}
}

// softShare and softLeast hold back matches that are not exact while
// candidates are looked for.
const (
	softShare = 0.25
	softLeast = 0.3
)

func (x *Index) readAs(q *question) string {
	if len(q.fixes) == 0 {
		return ""
	}
	read, at := make([]byte, 0, len(q.text)+8), 0
	for _, f := range q.fixes {
		read = append(read, q.text[at:f.start]...)
		if f.spelled != "" {
			read = append(read, f.spelled...)
		} else {
			read = append(read, x.words.at(f.word)...)
		}
		at = f.end
	}
	return string(append(read, q.text[at:]...))
}
