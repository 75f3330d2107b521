package search

// Two sentences tell of the same when they share most of what is rare in the
// shorter one. They differ when, besides, each gives a number or a date that
// the other does not, when both quote and not the same words, or when what
// answers the question is a name in both and not the same.

// alikeFrom is the share of its weight that the lighter of two sentences has
// in common with the other when they tell of the same.
const alikeFrom = 0.45

// Alike reports whether two candidates tell of the same.
func (x *Index) Alike(a, b Candidate) bool {
	shared, all := x.shared(uint32(a.Sentence), uint32(b.Sentence))
	back, lesser := x.shared(uint32(b.Sentence), uint32(a.Sentence))
	if lesser < all {
		shared, all = back, lesser
	}
	return all > 0 && shared/all >= alikeFrom
}

// shared returns the weight of the terms of a sentence, and of those among
// them that another has too.
func (x *Index) shared(a, b uint32) (shared, all float32) {
	other := x.row(b)
	row := x.row(a)
	for i, t := range row {
		if x.about[t.term()].kinds&stopWord != 0 || holdsTerm(row[:i], t.term()) {
			continue
		}
		weight := x.idf(len(x.list(t.term())))
		all += weight
		if holdsTerm(other, t.term()) {
			shared += weight
		}
	}
	return shared, all
}

func holdsTerm(row []token, term uint32) bool {
	for _, t := range row {
		if t.term() == term {
			return true
		}
	}
	return false
}

// Differ reports whether two sentences that tell of the same do not agree.
func (x *Index) Differ(a, b Candidate) bool {
	rowA, rowB := x.row(uint32(a.Sentence)), x.row(uint32(b.Sentence))
	dated := month | weekday | year
	for _, of := range []kinds{number &^ year, dated} {
		if x.lacks(rowA, rowB, of) && x.lacks(rowB, rowA, of) {
			return true
		}
	}
	if x.quotesOthers(a.Sentence, b.Sentence) {
		return true
	}
	answerA, answerB := x.texts[a.Sentence][a.Start:a.End], x.texts[b.Sentence][b.Start:b.End]
	return startsCapital(answerA) && startsCapital(answerB) && !shareWord(answerA, answerB)
}

// lacks reports whether a row lacks a term of a kind that another has.
func (x *Index) lacks(row, other []token, of kinds) bool {
	for _, t := range other {
		about := x.about[t.term()].kinds
		if about&of != 0 && (t.marks()&(digits|capital) != 0) && !holdsTerm(row, t.term()) {
			return true
		}
	}
	return false
}

// quotesOthers reports whether two sentences both quote, and not the same
// words.
func (x *Index) quotesOthers(a, b int) bool {
	quotedA, quotedB := quoted(x.texts[a]), quoted(x.texts[b])
	if quotedA == "" || quotedB == "" {
		return false
	}
	v, w := words{text: quotedA}, words{text: quotedB}
	for {
		moreA, moreB := v.next(), w.next()
		if moreA != moreB || string(v.folded) != string(w.folded) {
			return true
		}
		if !moreA {
			return false
		}
	}
}

// quoted returns what stands in a text from its first quotation mark to its
// last; a quotation that opens or closes elsewhere reaches to the text's end.
func quoted(text string) string {
	first, last, marks := -1, -1, 0
	for i, r := range text {
		if r == '"' || r == '“' || r == '”' {
			if first < 0 {
				first = i
			}
			last = i
			marks++
		}
	}
	switch {
	case marks == 0:
		return ""
	case marks > 1:
		return text[first:last]
	case first < len(text)/2:
		return text[first:]
	}
	return text[:last]
}

func startsCapital(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// shareWord reports whether two texts have a word in common.
func shareWord(a, b string) bool {
	v := words{text: a}
	for v.next() {
		w := words{text: b}
		for w.next() {
			if string(v.folded) == string(w.folded) && !stopWords[string(v.folded)] {
				return true
			}
		}
	}
	return false
}

// Points reports whether a sentence opens with a word that stands for
// something said before it, such as "he" or "this".
func (x *Index) Points(sentence int) bool {
	row := x.row(uint32(sentence))
	return len(row) > 0 && x.about[row[0].term()].kinds&pointing != 0
}
