package search

import (
	_ "embed"
	"math"
	"strings"
)

// Within a sentence that answers, some words are the answer. Every run of at
// most longestSpan words is scored by a model of its own, and one is highlighted.
//
// The model looks for phrases, and for what the question's form asks: its
// features are what the first word of a run is and what stands before it, what
// the last is and what stands behind it, the words inside and between them,
// and the length. So a run's score is a sum of what its words bring,
//
//	score(i…k) = first(i) + last(k) + Σ inside(i…k) + Σ joint(i+1…k) + length
//
// and once each word's four numbers are known, hundreds of runs cost little.

// longestSpan is how many words are highlighted at most.
const longestSpan = 20

var (
	//go:embed highlight.txt
	highlightText string

	highlighter = mustReadModel("highlight.txt", highlightText, spanNames)
)

// maxSpanWords is how much of a sentence is looked at for a highlight.
const maxSpanWords = 120

// spanWord is a word of the sentence, as the highlighter sees it.
type spanWord struct {
	start, end int32 // bytes of the sentence
	part       part
	gap        gap  // before it
	match      bool // it is one of the question's, or derived from one
	like       bool // it is related to one of the question's
	atHead     bool // it matches the noun that names the kind of answer
	likeHead   bool
	verb       bool // it matches a verb of the question
	wanted     bool
	landmark   [landmarks]bool
	since      reach // words since the last match before it
	until      reach // words until the next match behind it

	first, last, inside, joint float32
}

// reach is how many words away what matches the question stands, 0 for none.
type reach struct {
	match, verb uint8
	landmark    [landmarks]uint8
}

// runs are the runs of words of a sentence, scored.
type runs struct {
	of     uint32 // the sentence
	scored bool
	words  []spanWord
	scores [maxSpanWords][longestSpan]float32 // scores[i][n] is that of the n+1 words from i on
	most   float32                            // of all scores
	answer float32                            // of the runs that could be an answer, from their first and last words
}

// spanWords reads the words of a sentence for the highlighter, into the room that
// is given.
func (x *Index) spanWords(r *ranking, f form, sentence uint32, room []spanWord) []spanWord {
	row, text := x.row(sentence), x.texts[sentence]
	x.scan(r, row)
	all := room[:0]
	w := words{text: text, folded: r.folded[:0]}
	for i := range min(len(row), maxSpanWords) {
		if !w.next() {
			break
		}
		start, end := widen(text, w.start, w.end)
		word := spanWord{start: int32(start), end: int32(end), gap: gapEdge}
		if i > 0 {
			word.gap = gapOf(text[all[i-1].end:start])
		}
		word.part = x.partOf(row, i, text[w.start:w.end])
		all = append(all, word)
	}
	r.folded = w.folded
	r.sight.markHits(&r.question, f, all)
	for i := range all {
		all[i].wanted = !all[i].match && x.shows(row, i)&wanted[r.question.expects] != 0
	}
	measureDistances(all)
	return all
}

// widen takes the signs of money and per cent to the number they belong to.
func widen(text string, start, end int) (int, int) {
	if start > 0 && text[start-1] != ' ' {
		for _, sign := range [...]string{"$", "£", "€"} {
			if strings.HasSuffix(text[:start], sign) {
				start -= len(sign)
			}
		}
	}
	if end < len(text) && text[end] == '%' {
		end++
	}
	return start, end
}

// markHits marks the words that match the question.
func (s *sight) markHits(q *question, f form, all []spanWord) {
	for _, h := range s.hits {
		if int(h.at) >= len(all) {
			break
		}
		w := &all[h.at]
		head := int(h.asked) == q.head
		w.match = w.match || h.sure
		w.like = w.like || !h.sure
		w.atHead = w.atHead || head && h.sure
		w.likeHead = w.likeHead || head
		for n, asked := range [...]int{f.prior, f.next, f.final} {
			w.landmark[n] = w.landmark[n] || int(h.asked) == asked
		}
		w.verb = w.verb || q.asked[h.asked].kinds&verb != 0 && !head
	}
}

// measureDistances counts the words from each to the matches around it.
func measureDistances(all []spanWord) {
	var away reach
	for i := range all {
		all[i].since = away
		away.pass(&all[i])
	}
	away = reach{}
	for i := len(all) - 1; i >= 0; i-- {
		all[i].until = away
		away.pass(&all[i])
	}
}

// pass goes past a word.
func (r *reach) pass(w *spanWord) {
	r.match, r.verb = onward(r.match, w.match), onward(r.verb, w.verb)
	for i := range r.landmark {
		r.landmark[i] = onward(r.landmark[i], w.landmark[i])
	}
}

func onward(distance uint8, here bool) uint8 {
	switch {
	case here:
		return 1
	case distance > 0:
		return distance + 1
	}
	return 0
}

// describe works out what each word brings to a run.
func (x *Index) describe(q *question, row []token, f form, all []spanWord, t *tally) {
	edge := spanWord{gap: gapEdge}
	for i := range all {
		before, after := &edge, &edge
		var kindsBefore, kindsAfter kinds
		if i > 0 {
			before, kindsBefore = &all[i-1], x.about[row[i-1].term()].kinds
		}
		if i+1 < len(all) {
			after, kindsAfter = &all[i+1], x.about[row[i+1].term()].kinds
		}
		w, about := &all[i], &x.about[row[i].term()]
		unwanted := wanted[q.expects] != 0 && !w.wanted

		t.first(f, w, before)
		t.firstOfKind(f.shape, row[i].marks(), about.kinds, kindsBefore)
		t.flag(f.shape, flagStartUnwanted, unwanted)
		w.first = t.take()

		t.last(f, w, after)
		t.lastOfKind(f.shape, about, kindsAfter)
		t.flag(f.shape, flagEndUnwanted, unwanted)
		w.last = t.take()

		t.inside(f, w)
		t.flag(f.shape, flagInsideUnwanted, unwanted)
		w.inside = t.take()

		if i > 0 {
			t.add(jointPair + int(before.part)*int(parts) + int(w.part))
			t.add(jointGap + int(f.shape)*int(gaps) + int(w.gap))
		}
		w.joint = t.take()
	}
}

func ifSo(is bool) int {
	if is {
		return 1
	}
	return 0
}

// opens and closes say which parts of speech a highlight may begin and end
// with.
func (p part) opens() bool { return p != partAnd && p != partOf && p != partNot && p != partAuxiliary }

func (p part) closes() bool {
	switch p {
	case partArticle, partOwner, partOf, partTo, partBy, partIn, partFrom, partFor, partWith, partAs, partPreposition,
		partBecause, partAfter, partThat, partAnd:
		return false
	}
	return true
}

// highlight returns which bytes of a sentence are the answer to a question,
// equal where the question asks for yes or no. It is not the likeliest run of
// words but the one that can be expected to have the most words in common with
// the answer, all runs being weighed by their likelihood.
func (x *Index) highlight(r *ranking, sentence uint32) (start, end int) {
	s := x.scoreRuns(r, sentence)
	if r.question.form.shape == shapeYesNo {
		return 0, 0
	}
	first, last := s.expectMost()
	if last < first {
		return 0, 0
	}
	return wholeMarks(x.texts[sentence], int(s.words[first].start), int(s.words[last].end))
}

// scoreRuns reads a sentence and scores its runs of words, unless it did so for
// one of the last two.
func (x *Index) scoreRuns(r *ranking, sentence uint32) *runs {
	for i := range r.runs {
		if s := &r.runs[i]; s.scored && s.of == sentence {
			r.newest = i
			return s
		}
	}
	q := &r.question
	if !q.formed {
		q.form, r.folded = x.formOf(q, r.folded)
		q.formed = true
	}
	r.newest = 1 - r.newest
	s := &r.runs[r.newest]
	s.of, s.scored = sentence, true
	s.words = x.spanWords(r, q.form, sentence, s.words)
	x.describe(q, x.row(sentence), q.form, s.words, &tally{})
	s.score(q)
	return s
}

// answerScore returns the score of the run of words that is likeliest the
// answer. It tells sentences apart that answer from those that speak of the
// matter alone: "When did Kaspersky move?" finds no date to its liking in "It
// will move to Switzerland".
func (x *Index) answerScore(r *ranking, sentence uint32) float32 {
	return x.scoreRuns(r, sentence).answer
}

// NoRun is the score of a sentence without a run that could be an answer.
const NoRun = -50

// score scores every run of words.
func (s *runs) score(q *question) {
	f, all := q.form, s.words
	var lengths [longestSpan]float32
	var t tally
	for n := range lengths {
		t.ofLength(f.shape, n+1)
		lengths[n] = t.take()
	}
	lacking := float32(0)
	if wanted[q.expects] != 0 {
		t.lacksWanted(f.shape)
		if lacking = t.take(); f.shape.strict() {
			lacking = min(lacking, OutOfKind)
		}
	}
	most, answer := float32(math.Inf(-1)), float32(NoRun)
	for i := range all {
		sum, lacks := all[i].first+all[i].inside, lacking
		opens := all[i].part.opens()
		for n := range min(longestSpan, len(all)-i) {
			w := &all[i+n]
			if n > 0 {
				sum += w.inside + w.joint
			}
			if w.wanted {
				lacks = 0
			}
			score := sum + w.last + lengths[n] + lacks
			s.scores[i][n] = score
			if score > most {
				most = score
			}
			if opens && score > answer && w.part.closes() {
				answer = score
			}
		}
	}
	s.most, s.answer = most, answer
}

// OutOfKind is what a run loses at least that is no date where a date is asked
// for, or no number for a number: more than its other features make good.
const OutOfKind = -5

// unlikely is how far below the best score a run is no longer weighed.
const unlikely = 7

// expectMost returns the run of words with the greatest expected F1 against
// the answer; last is less than first where there is none.
func (s *runs) expectMost() (first, last int) {
	all := s.words
	var total, words float64
	var begins, ends [maxSpanWords + 1]float64 // how likely the answer begins and ends at a word
	for i := range all {
		for n, score := range s.scores[i][:min(longestSpan, len(all)-i)] {
			if score < s.most-unlikely {
				continue
			}
			p := math.Exp(float64(score - s.most))
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
	var both [longestSpan]float64 // how many words a run and the answer have, in all runs together
	for n := range both {
		both[n] = total*float64(n+1) + words
	}
	var closing [maxSpanWords]uint8 // the words that a highlight may end with
	closings := closing[:0]
	for i := range all {
		if all[i].part.closes() {
			closings = append(closings, uint8(i))
		}
	}
	best, last := -1.0, -1
	for i := range all {
		if len(closings) > 0 && int(closings[0]) < i {
			closings = closings[1:]
		}
		if !all[i].part.opens() {
			continue
		}
		for _, k := range closings {
			n := int(k) - i
			if n >= longestSpan {
				break
			}
			// A division for each run would take longer than all else here.
			if common := sums[k+1] - sums[i]; common > best*both[n] {
				best, first, last = common/both[n], i, int(k)
			}
		}
	}
	return first, last
}

// wholeMarks takes in a closing quotation mark or bracket whose opening one
// stands inside.
func wholeMarks(text string, start, end int) (int, int) {
	for _, pair := range [...][2]string{{`"`, `"`}, {"“", "”"}, {"(", ")"}} {
		inside := strings.Count(text[start:end], pair[0])
		if pair[0] != pair[1] {
			inside -= strings.Count(text[start:end], pair[1])
		}
		if inside%2 == 1 && strings.HasPrefix(text[end:], pair[1]) {
			end += len(pair[1])
		}
	}
	return start, end
}
