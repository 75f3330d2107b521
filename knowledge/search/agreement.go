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
	found := false
	r.told.words, r.events = r.told.words[:0], r.events[:0]
	for i := 1; i < len(candidates); i++ {
		if x.entries[r.order[i].sentence].article != x.entries[r.order[0].sentence].article {
			like[i] = x.likeToBest(r, i, candidates[i].Confidence >= ThresholdOfMore)
			found = found || like[i] > 0
		}
	}
	for i := 1; i < len(candidates) && found; i++ {
		c := &candidates[i]
		if like[i] == 0 || c.Confidence < ThresholdOfMore && !x.likest(r, like[:len(candidates)], i) {
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

// likeToBest returns how much a candidate is like the best answer, or 0 where
// it does not answer the question. What costs least is asked first.
func (x *Index) likeToBest(r *ranking, i int, sure bool) float32 {
	l := r.order[i]
	f := &l.features
	answers := f[fCoveredSoft] >= holdsFrom && f[fTypeMissing] == 0
	if !answers && !sure {
		return 0
	}
	if len(r.told.words) == 0 {
		x.tell(&r.told, r.order[0].sentence)
	}
	x.tell(&r.retold, l.sentence)
	like := likeness(&r.told, &r.retold)
	switch {
	case like < likestFrom:
		return 0
	case sure && like >= alikeFrom, answers && x.tellsOfEvents(r, x.entries[l.sentence].article):
		return like
	}
	return 0
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

// tellsOfEvents reports whether an article holds what the best answer tells.
func (x *Index) tellsOfEvents(r *ranking, article uint32) bool {
	for _, known := range r.events {
		if known.article == article {
			return known.told
		}
	}
	told := x.holds(x.articles[article], &r.told)
	r.events = append(r.events, eventsIn{article, told})
	return told
}

// eventsIn says whether an article tells of the best answer's events.
type eventsIn struct {
	article uint32
	told    bool
}

// holds reports whether a range of sentences holds eventsShare of a telling.
func (x *Index) holds(of span, t *telling) bool {
	var held float32
	for i := range t.words {
		w := &t.words[i]
		if w.weight == 0 {
			continue
		}
		c := cursor{list: x.list(w.term)}
		if c.seek(of.first); len(c.list) > 0 && c.list[0].sentence() < of.end {
			if held += w.weight; held >= eventsShare*t.weight {
				return true
			}
		}
	}
	return held >= eventsShare*t.weight
}

// telling is a sentence as it is compared with others.
type telling struct {
	words  []toldWord
	weight float32 // of all words together
	heads  uint64  // has a bit of each word's head, to pass over most others
}

// toldWord is a word of a telling. Its head is its first prefixLength letters as
// one number: words of as many letters or more begin alike when their heads are
// equal, and shorter ones are the same.
type toldWord struct {
	head   uint64
	term   uint32
	weight float32 // 0 for a stop word, and for a word that stood before
}

// headBit returns the bit of a head in heads.
func headBit(head uint64) uint64 { return 1 << (head * 0x9E3779B97F4A7C15 >> 58) }

// tell reads a sentence into a telling.
func (x *Index) tell(t *telling, sentence uint32) {
	*t = telling{words: t.words[:0]}
	for _, token := range x.row(sentence) {
		w := toldWord{term: token.term()}
		for i, letter := range x.terms.at(w.term) {
			if i == prefixLength {
				break
			}
			w.head |= uint64(letter) << (8 * i)
		}
		if bit := headBit(w.head); x.about[w.term].kinds&stopWord == 0 && (t.heads&bit == 0 || !t.has(w.term)) {
			w.weight = x.idf(len(x.list(w.term)))
			t.weight += w.weight
		}
		t.heads |= headBit(w.head)
		t.words = append(t.words, w)
	}
}

func (t *telling) has(term uint32) bool {
	for i := range t.words {
		if t.words[i].term == term {
			return true
		}
	}
	return false
}

// likeness returns the share of its weight that the one of two sentences which
// tells less has in common with the other.
func likeness(a, b *telling) float32 {
	lesser, other := a, b
	if b.weight < a.weight {
		lesser, other = b, a
	}
	if lesser.weight == 0 {
		return 0
	}
	var shared float32
	for i := range lesser.words {
		if w := &lesser.words[i]; w.weight > 0 && other.heads&headBit(w.head) != 0 {
			shared += w.weight * other.kinship(w)
		}
	}
	return shared / lesser.weight
}

// kinship returns how far a telling has a word, or one that begins as it does.
func (t *telling) kinship(w *toldWord) float32 {
	most := float32(0)
	for i := range t.words {
		if t.words[i].head == w.head {
			if t.words[i].term == w.term {
				return 1
			}
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
