package search

import (
	"math"
	"slices"
)

// Sentence is a sentence to be found.
type Sentence struct {
	Text      string
	Article   int    // which of the story's articles it stands in, from 0
	Paragraph int    // which paragraph there; equal for the sentences of one paragraph
	Heading   string // the heading above it, or ""
}

// Index finds sentences. It does not change once it is made, so any number of
// goroutines may search it.
//
// It keeps every sentence twice. For each term, postings list the sentences
// that it stands in, to find candidates; and each sentence is a row of tokens,
// one a word, to look at a candidate closely. Both are numbers in one long
// array, so a story of thousands of articles is a dozen objects on the heap.
type Index struct {
	texts    []string
	entries  []entry
	tokens   []token
	titles   [][]token // of the articles
	headings [][]token // the distinct headings, from 1
	articles []span    // the sentences of each article

	words     table     // as they are written, folded
	termOf    []uint32  // of each word
	forms     []uint32  // how often each word stands in the story
	spellings spellings // to find the word that a typing error means
	terms     table     // stems, and stop words as they are
	about     []aboutTerm
	stems     rankedSet // the stems of WordNet's that the story has
	byStem    []uint32  // and their terms, in the order of their numbers there

	shorts   []short
	prefixes table    // the first letters of terms
	family   []uint32 // for each prefix, a term that begins so
	sibling  []uint32 // for each term, another that begins as it does, or none

	postings []posting
	lengths  []uint8   // of the sentences, in terms, stop words aside
	from     []uint32  // where a term's postings begin, one more than terms
	bound    []float32 // the most a term adds to a score, but for its idf
	least    []float32 // what it adds at least to the depth sentences it adds most to, but for its idf
	norms    [maxLength + 1]float32
	gains    [usualCount * usualLength]float32 // see gain
	idfs     [256]float32                      // of terms in so many sentences, for those are most

	paragraphLength float32 // the mean, in sentences
}

// entry is what is known of a sentence.
type entry struct {
	first     uint32 // token
	paragraph span   // the sentences of its paragraph
	article   uint32
	heading   uint32 // 0 for none
}

// span is a range, from first up to but without end.
type span struct{ first, end uint32 }

// token is a word of a sentence: its term, with the marks above it.
type token uint32

const termBits = 24

func newToken(term uint32, m marks) token { return token(term | uint32(m)<<termBits) }
func (t token) term() uint32              { return uint32(t) & (1<<termBits - 1) }
func (t token) marks() marks              { return marks(t >> termBits) }

// posting is a sentence and how often a term stands in it, up to 31 times.
type posting uint32

const countBits = 5

func newPosting(sentence, count uint32) posting {
	return posting(sentence<<countBits | min(count, 1<<countBits-1))
}
func (p posting) sentence() uint32 { return uint32(p) >> countBits }
func (p posting) count() uint32    { return uint32(p) & (1<<countBits - 1) }

// aboutTerm is what a term is, whichever sentence it stands in.
type aboutTerm struct {
	kinds      kinds
	stem       uint32 // its number in WordNet's table, or none
	categories uint32 // the noun categories WordNet puts it in
	vector     uint32 // its number in the table of vectors, or none
}

// maxLength is the length from which sentences count as equally long.
const maxLength = 255

// logOfLength has the logarithm of one more than each length.
var logOfLength = func() (of [maxLength + 1]float32) {
	for length := range of {
		of[length] = float32(math.Log1p(float64(length)))
	}
	return of
}()

// New indexes sentences; those of an article, and of a paragraph, follow each
// other. titles are those of the articles.
func New(sentences []Sentence, titles []string) *Index {
	size := 0
	for _, s := range sentences {
		size += len(s.Text)
	}
	x := &Index{
		texts:    make([]string, 0, len(sentences)),
		entries:  make([]entry, 0, len(sentences)+1),
		tokens:   make([]token, 0, size/5),
		titles:   make([][]token, len(titles)),
		headings: [][]token{nil},
		articles: make([]span, len(titles)),
	}
	build := builder{Index: x}
	for i, title := range titles {
		x.titles[i] = build.read(title, nil)
	}
	build.inTitles = true
	build.addSentences(sentences)
	build.nameTerms()
	build.describeTerms()
	build.families()
	build.shorten()
	build.postAll()
	x.spellings = newSpellings(&x.words)
	return x
}

// row returns the tokens of a sentence.
func (x *Index) row(sentence uint32) []token {
	return x.tokens[x.entries[sentence].first:x.entries[sentence+1].first]
}

// list returns the postings of a term.
func (x *Index) list(term uint32) []posting {
	return x.postings[x.from[term]:x.from[term+1]]
}

// idf returns the weight of a term that stands in n sentences.
func (x *Index) idf(n int) float32 {
	if n < len(x.idfs) {
		return x.idfs[n]
	}
	return x.newIDF(n)
}

func (x *Index) newIDF(n int) float32 {
	all := float64(len(x.texts))
	return float32(math.Log(1 + (all-float64(n)+0.5)/(float64(n)+0.5)))
}

// termOfStem returns the story's term for a stem of WordNet's, or none.
func (x *Index) termOfStem(stem uint32) uint32 {
	if !x.stems.has(stem) {
		return none
	}
	return x.byStem[x.stems.rank(stem)]
}

// builder fills an Index.
type builder struct {
	*Index
	reader   words
	inTitles bool
	named    []uint32 // for each term, how often it stands capital inside a sentence
	counted  []uint32 // and how often in all
}

// addSentences reads all sentences into rows of tokens.
func (b *builder) addSentences(sentences []Sentence) {
	headings := make(map[string]uint32)
	for i, s := range sentences {
		if i == 0 || sentences[i-1].Article != s.Article {
			b.articles[s.Article] = span{uint32(i), uint32(i)}
		}
		b.articles[s.Article].end++
		e := entry{first: uint32(len(b.tokens)), article: uint32(s.Article)}
		if s.Heading != "" {
			n, known := headings[s.Heading]
			if !known {
				n = uint32(len(b.headings))
				headings[s.Heading] = n
				b.headings = append(b.headings, b.read(s.Heading, nil))
			}
			e.heading = n
		}
		b.tokens = b.read(s.Text, b.tokens)
		b.texts = append(b.texts, s.Text)
		b.entries = append(b.entries, e)
	}
	b.entries = append(b.entries, entry{first: uint32(len(b.tokens))})
	b.tokens = slices.Clip(b.tokens)
	for i := 0; i < len(sentences); {
		end := i + 1
		for end < len(sentences) && sentences[end].Article == sentences[i].Article && sentences[end].Paragraph == sentences[i].Paragraph {
			end++
		}
		for k := i; k < end; k++ {
			b.entries[k].paragraph = span{uint32(i), uint32(end)}
		}
		i = end
		b.paragraphLength++
	}
	b.paragraphLength = float32(len(sentences)) / max(1, b.paragraphLength)
}

// read appends the tokens of a text to a row, and counts its words.
func (b *builder) read(text string, row []token) []token {
	b.reader = words{text: text, folded: b.reader.folded}
	for b.reader.next() {
		word, isNew := b.words.add(b.reader.folded)
		if isNew {
			b.termOf = append(b.termOf, b.newTerm(b.reader.folded))
			b.forms = append(b.forms, 0)
		}
		term := b.termOf[word]
		b.forms[word]++
		if b.inTitles && b.reader.marks&opening == 0 {
			b.counted[term]++
			if b.reader.marks&capital != 0 {
				b.named[term]++
			}
		}
		row = append(row, newToken(term, b.reader.marks))
	}
	return row
}

// newTerm returns the term of a word that was not seen before.
func (b *builder) newTerm(word []byte) uint32 {
	stem := termFor(word)
	term, isNew := b.terms.add([]byte(stem))
	if isNew {
		b.about = append(b.about, aboutTerm{kinds: kindsOf(stem), stem: none, vector: none})
		b.named = append(b.named, 0)
		b.counted = append(b.counted, 0)
	}
	return term
}

// termFor returns the term that a folded word is an instance of: its stem, or
// the word itself when it is a stop word.
func termFor(word []byte) string {
	if stopWords[string(word)] {
		return string(word)
	}
	return Stem(string(word))
}

// nameTerms marks the terms that the story mostly writes with a capital.
func (b *builder) nameTerms() {
	for term := range b.about {
		if 2*b.named[term] > b.counted[term] && b.about[term].kinds&stopWord == 0 {
			b.about[term].kinds |= name
		}
	}
}

// describeTerms looks the terms up in WordNet, and their vectors.
func (b *builder) describeTerms() {
	b.stems = newRankedSet(related.len())
	known := 0
	for term := range b.about {
		t := &b.about[term]
		if t.kinds&(stopWord|number) != 0 {
			continue
		}
		t.vector = vectors.find(b.terms.at(uint32(term)))
		if t.stem = related.find(b.terms.at(uint32(term))); t.stem == none {
			continue
		}
		var flags byte
		if flags, t.categories = related.about(t.stem); flags&MostlyVerb != 0 {
			t.kinds |= verb
		}
		b.stems.add(t.stem)
		known++
	}
	b.stems.count()
	b.byStem = make([]uint32, known)
	for term := range b.about {
		if stem := b.about[term].stem; stem != none {
			b.byStem[b.stems.rank(stem)] = uint32(term)
		}
	}
}

// postAll makes the postings: it counts how many each term will have, and then
// writes them where they belong.
func (b *builder) postAll() {
	b.from = make([]uint32, b.terms.len()+1)
	b.lengths = make([]uint8, len(b.texts))
	last := make([]uint32, b.terms.len()) // the sentence a term was seen in last, plus one
	total := 0
	for s := range b.texts {
		length := 0
		for _, t := range b.row(uint32(s)) {
			term := t.term()
			if b.about[term].kinds&stopWord != 0 {
				continue
			}
			length++
			if last[term] != uint32(s)+1 {
				last[term] = uint32(s) + 1
				b.from[term+1]++
			}
		}
		b.lengths[s] = uint8(min(length, maxLength))
		total += int(b.lengths[s])
	}
	for term := range last {
		b.from[term+1] += b.from[term]
		last[term] = b.from[term]
	}
	b.postings = make([]posting, b.from[len(last)])
	for s := range b.texts {
		for _, t := range b.row(uint32(s)) {
			term := t.term()
			if b.about[term].kinds&stopWord != 0 {
				continue
			}
			at := last[term]
			if at > b.from[term] && b.postings[at-1].sentence() == uint32(s) {
				b.postings[at-1] = newPosting(uint32(s), b.postings[at-1].count()+1)
				continue
			}
			b.postings[at] = newPosting(uint32(s), 1)
			last[term]++
		}
	}
	b.boundAll(float64(total) / float64(max(1, len(b.texts))))
}

// boundAll works out the parts of BM25 that no question changes.
func (b *builder) boundAll(average float64) {
	for length := range b.norms {
		b.norms[length] = float32(k1 * (1 - lengthShare + lengthShare*float64(length)/max(average, 1)))
	}
	for i := range uint32(len(b.gains)) {
		b.gains[i] = b.newGain(i/usualLength, i%usualLength)
	}
	for n := range b.idfs {
		b.idfs[n] = b.newIDF(n)
	}
	b.bound = make([]float32, b.terms.len())
	b.least = make([]float32, b.terms.len())
	var best []scored
	for term := range b.bound {
		best = best[:0]
		for _, p := range b.list(uint32(term)) {
			gain := b.gain(p)
			b.bound[term] = max(b.bound[term], gain)
			if len(best) < depth || gain > best[0].score {
				best = keep(best, scored{p.sentence(), gain}, depth)
			}
		}
		if len(best) == depth {
			b.least[term] = best[0].score
		}
	}
}
