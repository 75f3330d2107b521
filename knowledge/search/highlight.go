package search

import (
	_ "embed"
	"math"
)

// Within a sentence that answers, some words are the answer. Every run of at
// most longestSpan words is scored by a third model, and the best is
// highlighted. Its features belong to the first word of the run, to the last,
// to each word inside or to the length, so that a run's score is a sum of four
// numbers, and hundreds of runs cost little.

// longestSpan is how many words are highlighted at most.
const longestSpan = 14

var (
	//go:embed highlight.txt
	highlightText string

	highlighter = mustReadModel("highlight.txt", highlightText, spanNames[:])
)

// lengthKind says whether answers of a kind are short (0), any (1) or long (2).
func lengthKind(e Expectation) int {
	switch e {
	case Anything, Thing:
		return 1
	case Reason, Manner, YesNo:
		return 2
	}
	return 0
}

// spanBits is a set of features.
type spanBits uint64

// set puts a feature in if it is there.
func (b *spanBits) set(feature int, is bool) {
	if is {
		*b |= 1 << feature
	}
}

// weigh adds up the weights of a set of features.
func (b spanBits) weigh(weights []float32) float32 {
	var sum float32
	for i := 0; b != 0; i, b = i+1, b>>1 {
		if b&1 != 0 {
			sum += weights[i]
		}
	}
	return sum
}

// spanWord is a word of the sentence, as the highlighter sees it.
type spanWord struct {
	start, end          int32 // bytes of the sentence
	first, last, inside spanBits
	lastScore           float32
	insideScore         float32
	wanted              bool
	pause               bool // a comma or the like stands before it
}

// maxSpanWords is how much of a sentence is looked at for a highlight.
const maxSpanWords = 120

// spanWords describes the words of a sentence for the highlighter.
func (x *Index) spanWords(r *ranking, sentence uint32) []spanWord {
	row, text := x.row(sentence), x.texts[sentence]
	x.scan(r, row)
	all := r.spans[:0]
	w := words{text: text, folded: r.folded[:0]}
	for range min(len(row), maxSpanWords) {
		if !w.next() {
			break
		}
		start, end := widen(text, w.start, w.end)
		all = append(all, spanWord{start: int32(start), end: int32(end)})
	}
	r.spans, r.folded = all, w.folded
	for i := range all {
		x.describeSpanWord(r, row, text, all, i)
	}
	return all
}

// widen takes the signs of money and per cent to the number they belong to.
func widen(text string, start, end int) (int, int) {
	for _, sign := range []string{"$", "£", "€"} {
		if n := start - len(sign); n >= 0 && text[n:start] == sign {
			start = n
		}
	}
	if end < len(text) && text[end] == '%' {
		end++
	}
	return start, end
}

// describeSpanWord works out the features of a word as the first, the last and
// an inner word of a run.
func (x *Index) describeSpanWord(r *ranking, row []token, text string, all []spanWord, i int) {
	w, s := &all[i], &r.sight
	w.wanted = !s.hitAt(i) && x.shows(row, i)&wanted[r.question.expects] != 0
	capitalised := row[i].marks()&capital != 0
	if i > 0 {
		before := x.about[row[i-1].term()].kinds
		gap := text[all[i-1].end:w.start]
		w.pause = pauses(gap)
		w.first.set(startAfterMatch, s.hitAt(i-1))
		w.first.set(startCutsName, capitalised && row[i-1].marks()&capital != 0 && gap == " ")
		w.first.set(startAfterAuxiliary, before&auxiliary != 0)
		w.first.set(startAfterCalling, before&calling != 0)
		w.first.set(startAfterBy, before&manner != 0)
		w.first.set(startAfterIn, before&locative != 0)
		w.first.set(startAfterNumber, before&number != 0)
		w.first.set(startAfterPause, w.pause)
		w.first.set(startAfterQuote, quotes(gap))
	}
	if i+1 < len(all) {
		after := x.about[row[i+1].term()].kinds
		gap := text[w.end:all[i+1].start]
		w.last.set(endBeforeMatch, s.hitAt(i+1))
		w.last.set(endBeforeHead, s.headAt(&r.question, i+1))
		w.last.set(endCutsName, capitalised && row[i+1].marks()&capital != 0 && gap == " ")
		w.last.set(endBeforeAuxiliary, after&auxiliary != 0)
		w.last.set(endBeforeStop, after&stopWord != 0)
		w.last.set(endBeforePause, pauses(gap))
		w.last.set(endBeforeQuote, quotes(gap))
		unit := after&(measure|duration|magnitude|currency|perCent) != 0
		w.last.set(endCutsUnit, unit && x.about[row[i].term()].kinds&number != 0)
	}
	w.first.set(startArticle, isArticle(text[w.start:w.end]))
	w.first.set(startFirst, i == 0)
	w.last.set(endLast, i == len(all)-1)
	x.describeItself(r, row, w, i)
}

// describeItself works out the features that a word has by itself, not by its
// neighbours.
func (x *Index) describeItself(r *ranking, row []token, w *spanWord, i int) {
	own := x.about[row[i].term()].kinds
	match := r.sight.hitAt(i)
	far := r.sight.distance(i)
	unwanted := wanted[r.question.expects] != 0 && !w.wanted
	w.first.set(startStop, own&stopWord != 0)
	w.first.set(startCausal, own&causal != 0 && r.question.expects == Reason)
	w.first.set(startMatch, match)
	w.first.set(startAtHead, r.sight.headAt(&r.question, i))
	w.last.set(endAtHead, r.sight.headAt(&r.question, i))
	w.first.set(startWanted, w.wanted)
	w.first.set(startUnwanted, unwanted)
	w.first.set(startNumber, own&number != 0)
	w.first.set(startCapital, row[i].marks()&capital != 0)
	w.first.set(startVerb, own&verb != 0)
	w.first.set(startFar, far > 2)
	w.first.set(startFarther, far > 6)
	w.last.set(endStop, own&stopWord != 0)
	w.last.set(endMatch, match)
	w.last.set(endWanted, w.wanted)
	w.last.set(endUnwanted, unwanted)
	w.last.set(endNumber, own&number != 0)
	w.last.set(endVerb, own&verb != 0)
	w.last.set(endFar, far > 2)
	w.last.set(endFarther, far > 6)
	w.inside.set(insideMatch, match)
	w.inside.set(insideStop, own&stopWord != 0)
	w.inside.set(insideWanted, w.wanted)
	w.inside.set(insideUnwanted, unwanted)
	w.inside.set(insideCapital, row[i].marks()&capital != 0)
	w.inside.set(insideNumber, own&number != 0)
	w.inside.set(insideVerb, own&verb != 0)
	w.inside.set(insideWord, true)
}

// headAt reports whether a word matches the noun that names the kind of answer.
func (s *sight) headAt(q *question, i int) bool {
	for _, h := range s.hits {
		if int(h.at) == i && int(h.asked) == q.head {
			return true
		}
	}
	return false
}

// distance returns how many words away the nearest match is.
func (s *sight) distance(i int) int {
	least := maxSpanWords
	for _, h := range s.hits {
		if h.sure {
			least = min(least, max(int(h.at)-i, i-int(h.at)))
		}
	}
	return least
}

// pauses and quotes tell what stands between two words.
func pauses(gap string) bool { return hasByte(gap, ",;:()[]") || len(gap) > 3 }
func quotes(gap string) bool { return hasByte(gap, "\"") || len(gap) > 3 }

func hasByte(s, any string) bool {
	for i := range len(s) {
		for k := range len(any) {
			if s[i] == any[k] {
				return true
			}
		}
	}
	return false
}

func isArticle(word string) bool {
	switch word {
	case "the", "a", "an", "The", "A", "An":
		return true
	}
	return false
}

// highlight returns which bytes of a sentence are the answer to a question. It
// is not the likeliest run of words but the one that can be expected to have
// the most words in common with the answer, all runs being weighed by their
// likelihood.
func (x *Index) highlight(r *ranking, sentence uint32) (start, end int) {
	all := x.spanWords(r, sentence)
	x.scoreSpans(r, all)
	most := float32(math.Inf(-1))
	for i := range all {
		for _, score := range r.spanScores[i][:min(longestSpan, len(all)-i)] {
			most = max(most, score)
		}
	}
	var total, words float64
	var begins, ends [maxSpanWords + 1]float64 // how likely the answer begins and ends at a word
	for i := range all {
		for n, score := range r.spanScores[i][:min(longestSpan, len(all)-i)] {
			if score < most-7 {
				continue
			}
			p := math.Exp(float64(score - most))
			total += p
			words += p * float64(n+1)
			begins[i] += p
			ends[i+n+1] += p
		}
	}
	var sums [maxSpanWords + 1]float64 // how many words of the answer stand before a word
	inside := 0.0
	for i := range all {
		inside += begins[i] - ends[i]
		sums[i+1] = sums[i] + inside
	}
	best := -1.0
	for i := range all {
		for n := range min(longestSpan, len(all)-i) {
			common := sums[i+n+1] - sums[i]
			if expected := 2 * common / (total*float64(n+1) + words); expected > best {
				best, start, end = expected, int(all[i].start), int(all[i+n].end)
			}
		}
	}
	return start, end
}

// scoreSpans scores every run of words: r.spanScores[i][n] is that of the n+1
// words from i on.
func (x *Index) scoreSpans(r *ranking, all []spanWord) {
	weights := highlighter.weights
	wants := wanted[r.question.expects] != 0
	lengths := weights[lengthFirst+lengthKind(r.question.expects)*lengthSteps:]
	for i := range all {
		sum := all[i].first.weigh(weights)
		lacks := wants
		for n := range min(longestSpan, len(all)-i) {
			w := &all[i+n]
			if i == 0 || n == longestSpan-1 {
				w.lastScore, w.insideScore = w.last.weigh(weights), w.inside.weigh(weights)
			}
			sum += w.insideScore
			if n > 0 && w.pause {
				sum += weights[insidePause]
			}
			lacks = lacks && !w.wanted
			score := sum + w.lastScore + lengths[lengthStep(n+1)]
			if lacks {
				score += weights[lacksWanted]
			}
			r.spanScores[i][n] = score
		}
	}
}

// Span is a run of words with its features, as training needs it.
type Span struct {
	Text     string
	Features []float32
}

// SpanNames returns the names of a span's features.
func SpanNames() []string { return spanNames[:] }

// Spans returns the runs of words of a sentence that may answer a question.
func (x *Index) Spans(question string, sentence int) []Span {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	x.read(&r.question, question)
	x.matchAll(&r.matches, &r.question)
	all := x.spanWords(r, uint32(sentence))
	var spans []Span
	for i := range all {
		f := make([]float32, spanFeatures)
		all[i].first.count(f)
		lacks := wanted[r.question.expects] != 0
		for k := i; k < min(i+longestSpan, len(all)); k++ {
			all[k].inside.count(f)
			if k > i && all[k].pause {
				f[insidePause]++
			}
			lacks = lacks && !all[k].wanted
			g := append([]float32(nil), f...)
			all[k].last.count(g)
			g[lengthFirst+lengthKind(r.question.expects)*lengthSteps+lengthStep(k-i+1)] = 1
			g[lacksWanted] = flag(lacks)
			spans = append(spans, Span{x.texts[sentence][all[i].start:all[k].end], g})
		}
	}
	return spans
}

func (b spanBits) count(into []float32) {
	for i := range insideWord + 1 {
		if b&(1<<i) != 0 {
			into[i]++
		}
	}
}
