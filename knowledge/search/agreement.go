package search

// Stance is how what another article says stands to the best answer.
type Stance uint8

// The stances.
const (
	Apart   Stance = iota // it tells of something else, or stands in the same article
	Agrees                // it tells of the same
	Differs               // it tells of the same, but not alike
)

// Beside the best answer of the story what another article says looks poor,
// for writers seldom use the same words. So it need not reach the threshold:
// the sentence of each other article that is most like the best answer is taken
// to answer too, when it holds a good part of the question, has the kind of
// answer that is asked for, and its article tells of the same events.
//
// They differ when each gives a number or a date that the other does not, when
// both quote and not the same words, or when what answers the question is a
// name in both and not the same.

const (
	alikeFrom   = 0.45 // the likeness from which any answer tells of the same
	likestFrom  = 0.17 // and from which the likest sentence of an article does
	holdsFrom   = 0.25 // the share of the question that it holds then, or its like
	eventsShare = 0.3  // the share of the best answer that its article holds then
	kinWeight   = 0.8  // how far a word counts that begins as another
)

// takeStances works out how the candidates stand to the first.
func (x *Index) takeStances(r *ranking, candidates []Candidate) {
	if len(candidates) == 0 || candidates[0].Confidence < Threshold {
		return
	}
	var like [depth]float32
	best := uint32(candidates[0].Sentence)
	for i := 1; i < len(candidates); i++ {
		l := r.order[i]
		if x.entries[l.sentence].article == x.entries[best].article {
			continue
		}
		like[i] = x.likeness(best, l.sentence)
		if !x.answersToo(best, l) && (candidates[i].Confidence < Threshold || like[i] < alikeFrom) {
			like[i] = 0
		}
	}
	for i := 1; i < len(candidates); i++ {
		c := &candidates[i]
		if like[i] < likestFrom || c.Confidence < Threshold && !x.likest(r, like[:len(candidates)], i) {
			continue
		}
		if c.Start == c.End {
			c.Start, c.End = x.highlight(r, uint32(c.Sentence))
		}
		c.Stance = Agrees
		if x.differ(candidates[0], *c) {
			c.Stance = Differs
		}
	}
}

// likest reports whether no other candidate of the same article is more like
// the best answer.
func (x *Index) likest(r *ranking, like []float32, i int) bool {
	article := x.entries[r.order[i].sentence].article
	for k := range like {
		if like[k] > like[i] && x.entries[r.order[k].sentence].article == article {
			return false
		}
	}
	return true
}

// answersToo reports whether a candidate may answer though it does not reach
// the threshold.
func (x *Index) answersToo(best uint32, l *look) bool {
	f := &l.features
	if f[fCoveredSoft] < holdsFrom || f[fTypeMissing] > 0 {
		return false
	}
	var held, all float32
	of := x.articles[x.entries[l.sentence].article]
	row := x.row(best)
	for i, t := range row {
		if !x.tells(row[:i], t) {
			continue
		}
		weight := x.idf(len(x.list(t.term())))
		all += weight
		c := cursor{list: x.list(t.term())}
		if c.seek(of.first); len(c.list) > 0 && c.list[0].sentence() < of.end {
			held += weight
		}
	}
	return held >= eventsShare*all
}

// likeness returns the share of its weight that the one of two sentences which
// tells less has in common with the other.
func (x *Index) likeness(a, b uint32) float32 {
	lesser, other := x.row(a), x.row(b)
	all, more := x.weightOf(lesser), x.weightOf(other)
	if more < all {
		lesser, other, all = other, lesser, more
	}
	if all == 0 {
		return 0
	}
	var shared float32
	for i, t := range lesser {
		if x.tells(lesser[:i], t) {
			shared += x.idf(len(x.list(t.term()))) * x.kinship(t.term(), other)
		}
	}
	return shared / all
}

// weightOf returns the weight of a row's terms, each counted once.
func (x *Index) weightOf(row []token) float32 {
	var weight float32
	for i, t := range row {
		if x.tells(row[:i], t) {
			weight += x.idf(len(x.list(t.term())))
		}
	}
	return weight
}

// tells reports whether a word says something that those before it did not.
func (x *Index) tells(before []token, t token) bool {
	return x.about[t.term()].kinds&stopWord == 0 && !holdsTerm(before, t.term())
}

// kinship returns how far a row has a term, or one that begins as it does.
func (x *Index) kinship(term uint32, row []token) float32 {
	most := float32(0)
	word := x.terms.at(term)
	for _, t := range row {
		if t.term() == term {
			return 1
		}
		if other := x.terms.at(t.term()); len(word) >= prefixLength && len(other) >= prefixLength &&
			string(word[:prefixLength]) == string(other[:prefixLength]) {
			most = kinWeight
		}
	}
	return most
}

func holdsTerm(row []token, term uint32) bool {
	for _, t := range row {
		if t.term() == term {
			return true
		}
	}
	return false
}

// differ reports whether two sentences that tell of the same do not agree.
func (x *Index) differ(a, b Candidate) bool {
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
