package search

import "strings"

// Expectation is the kind of answer that a question asks for.
type Expectation uint8

// The expectations.
const (
	Anything Expectation = iota
	Person
	Date
	Place
	Count
	Money
	Share
	Duration
	Measure
	Reason
	Manner
	Thing
	YesNo
	expectations
)

var expectationNames = [expectations]string{
	"anything", "person", "date", "place", "count", "money", "share", "duration", "measure", "reason", "manner",
	"thing", "yes or no",
}

// String returns the expectation in words.
func (e Expectation) String() string { return expectationNames[e] }

// askedTerm is a term of a question.
type askedTerm struct {
	term    uint32 // none when the story lacks it
	stem    uint32 // WordNet's number, or none
	weight  float32
	special float32 // 1 for a word rare in English, less for a common one
	odds    float32 // of being echoed in an answer, more than its class has
	from    []translation
	vector  uint32 // its number in the table of vectors, or none
	kinds   kinds
	marks   marks
	at      int    // which word of the question it is
	written span   // its bytes in the question
	spelt   string // its stem, where the story lacks it
	known   bool
	real    bool // the story or WordNet knows it: no typing error
	initial bool
}

// named reports whether a term is a name, by the question or by the story.
func (a askedTerm) named() bool {
	return a.kinds&name != 0 || a.marks&capital != 0 && !a.initial
}

// The most of a question that is read: words, and distinct terms.
const (
	maxWords = 400
	maxAsked = 64
)

// question is a question as the index reads it.
type question struct {
	text    string
	row     []token // its words; none's token for those that the story lacks
	asked   []askedTerm
	weight  float32 // of all terms together
	special float32 // likewise
	expects Expectation
	head    int  // which asked term names the kind of answer, or -1
	calls   bool // it asks what something is called
	words   int
	fixes   []fix
	respelt int    // how many of them are the term that was meant all the same
	lookUps int    // how many words were looked up to be mended
	stems   []byte // of the words the story lacks: see unknownStem
	form    form
	formed  bool // form is known
}

// unknown is the token of a word that the story lacks.
const unknown = token(1<<termBits - 1)

// read reads a question. It fills q anew and keeps its arrays.
func (x *Index) read(q *question, text string) {
	*q = question{text: text, row: q.row[:0], asked: q.asked[:0], fixes: q.fixes[:0], stems: q.stems, head: -1}
	w := words{text: text, folded: q.stems[:0]}
	for q.words < maxWords && w.next() {
		x.readWord(q, &w)
		q.words++
	}
	q.stems = w.folded
	x.expect(q)
	for i := range q.asked {
		x.weigh(q, i)
		q.weight += q.asked[i].weight
		q.special += q.asked[i].special
	}
}

// weigh works out what a term weighs.
func (x *Index) weigh(q *question, i int) {
	a := &q.asked[i]
	n := 0
	if a.term != none {
		n = len(x.list(a.term))
	}
	a.weight = x.idf(n) * echoes.rate(a, i == q.head)
}

func (x *Index) readWord(q *question, w *words) {
	folded := w.folded
	term, stem := x.termOfWord(folded)
	real := true
	if q.words == 0 && term == none {
		if meant := x.misspelt(folded); meant != "" {
			q.fixes = append(q.fixes, fix{w.start, w.end, none, meant})
			q.row = append(q.row, unknown)
			return
		}
	}
	if term != none {
		x.respell(q, w, term)
	} else if !stopWords[string(folded)] {
		if term, real = x.mend(q, w, stem); real && term != none {
			folded = x.terms.at(term)
		}
	}
	if term != none && x.about[term].kinds&stopWord != 0 {
		q.row = append(q.row, newToken(term, w.marks))
		return
	}
	if term == none && stopWords[string(folded)] {
		q.row = append(q.row, unknown)
		return
	}
	at := len(q.row)
	if term == none {
		q.row = append(q.row, unknown)
	} else {
		q.row = append(q.row, newToken(term, w.marks))
		for i := range q.asked {
			if q.asked[i].term == term {
				return
			}
		}
	}
	if len(q.asked) == maxAsked {
		return
	}
	a := askedTerm{
		term: term, stem: none, marks: w.marks, at: at, real: real,
		written: span{uint32(w.start), uint32(w.end)}, initial: w.marks&opening != 0,
	}
	if term == none {
		a.spelt = stem
		a.kinds = kindsOf(stem)
		a.stem, a.vector = related.find([]byte(stem)), vectors.find([]byte(stem))
		a.odds, a.from = echoes.terms[stem], translations[stem]
	} else {
		a.kinds, a.stem, a.vector = x.about[term].kinds, x.about[term].stem, x.about[term].vector
		a.known = len(x.list(term)) > 0
		word := x.terms.at(term)
		a.odds, a.from = echoes.terms[string(word)], translations[string(word)]
	}
	q.calls = q.calls || a.kinds&calling != 0
	a.special = x.special(&a)
	q.asked = append(q.asked, a)
}

// special returns how rare a term is in English, 1 for the rarest.
func (x *Index) special(a *askedTerm) float32 {
	if a.stem == none || a.named() {
		return 1
	}
	flags, _ := related.about(a.stem)
	return 1 - float32(commonness(flags))/8
}

// termOfWord returns the story's term for a folded word, or none, and the stem
// of one that the story does not have so.
func (x *Index) termOfWord(word []byte) (term uint32, stem string) {
	if n := x.words.find(word); n != none {
		return x.termOf[n], ""
	}
	if stopWords[string(word)] {
		return none, ""
	}
	stem = Stem(string(word))
	return x.terms.find([]byte(stem)), stem
}

// expect works out what kind of answer a question asks for: from its question
// word, and from the word that follows or the noun that it belongs to.
func (x *Index) expect(q *question) {
	w := words{text: q.text}
	var at, behind int // the question word, and where the text goes on
	asks := ""
	for n := 0; n < maxWords && w.next(); n++ {
		word := questionWord(w.folded)
		if n == 0 && len(q.fixes) > 0 && q.fixes[0].start == w.start {
			word = q.fixes[0].spelled
		}
		if word != "" {
			asks, at, behind = word, n, w.end
			if asks != "that" {
				break
			}
		} else if n == 0 && kindTable[string(w.folded)]&auxiliary != 0 {
			q.expects = YesNo
		}
	}
	if asks == "" {
		return
	}
	w = words{text: q.text, at: behind}
	w.next()
	following := string(w.folded)
	q.head = x.headOf(q, at)
	switch asks {
	case "who", "whom", "whose":
		q.expects = Person
	case "when":
		q.expects = Date
	case "where":
		q.expects = Place
	case "why":
		q.expects = Reason
	case "how":
		q.expects = expectHow(following, q.text[behind:])
	default:
		q.expects = x.expectThing(q, following)
	}
}

// misspelt returns the question word that is meant by one often misspelt, or
// by a word that is none and but one letter off.
func (x *Index) misspelt(word []byte) string {
	switch string(word) {
	case "witch", "wich":
		return "which"
	case "wen":
		return "when"
	case "wat", "wot":
		return "what"
	}
	if len(word) < 3 || len(word) > len("where")+1 || stopWords[string(word)] || related.find(word) != none {
		return ""
	}
	near := newAligner(word)
	for _, meant := range [...]string{"what", "when", "where", "which", "who", "why", "how"} {
		if near.distance([]byte(meant)) <= 1 {
			return meant
		}
	}
	return ""
}

func questionWord(word []byte) string {
	switch string(word) {
	case "who", "whom", "whose", "what", "which", "when", "where", "why", "how":
		return string(word)
	case "whats":
		return "what"
	case "whos":
		return "who"
	}
	return ""
}

// expectHow reads what follows "how".
func expectHow(following, rest string) Expectation {
	switch following {
	case "many":
		return Count
	case "much":
		if strings.Contains(rest, "time") {
			return Duration
		}
		return Money
	case "long":
		return Duration
	case "old", "often", "frequently":
		return Count
	case "far", "tall", "high", "big", "large", "deep", "fast", "heavy", "wide", "hot", "cold":
		return Measure
	}
	return Manner
}

var expectedNouns = []struct {
	expects Expectation
	nouns   map[string]bool
}{
	{Date, set(`year date day month century decade time season era period years dates days months`)},
	{Share, set(`percentage percent proportion share fraction rate`)},
	{Count, set(`number amount population age size many`)},
	{Money, set(`cost price budget salary fine revenue`)},
	{Place, set(`country city state place location region town area continent village county district province
		island river nation countries cities states street`)},
	{Person, set(`person man woman people president king queen author scientist actor leader name player politician
		emperor pope director founder official minister singer architect names company organization organisation group
		party agency newspaper`)},
	{Reason, set(`reason cause causes reasons`)},
	{Duration, set(`length duration`)},
	{Measure, set(`height distance speed temperature weight depth width`)},
}

// expectThing reads what "what" or "which" asks for.
func (x *Index) expectThing(q *question, following string) Expectation {
	for _, e := range expectedNouns {
		if e.nouns[following] {
			return e.expects
		}
	}
	if q.head >= 0 && q.asked[q.head].stem != none {
		_, categories := related.about(q.asked[q.head].stem)
		switch {
		case categories&categoryLocation != 0:
			return Place
		case categories&categoryPerson != 0:
			return Person
		case categories&categoryTime != 0:
			return Date
		}
	}
	return Thing
}

// headOf returns the asked term that closes the nouns behind a question word,
// as "agencies" of "what government agencies did": it names the kind of
// answer. It is -1 where the question word stands alone.
func (x *Index) headOf(q *question, at int) int {
	head := -1
	for i, a := range q.asked {
		switch {
		case a.at <= at:
		case a.at == at+1 && a.kinds&verb == 0, head >= 0 && a.at == q.asked[head].at+1 && a.kinds&verb == 0:
			head = i
		case head < 0 && a.at == at+2 && q.words > at+1 && a.kinds&verb == 0 && q.row[at+1].isStop(x) && !q.row[at+1].isAuxiliary(x):
			head = i // how many people, what the reason
		default:
			return head
		}
	}
	return head
}

func (t token) isStop(x *Index) bool {
	return t != unknown && x.about[t.term()].kinds&stopWord != 0
}

func (t token) isAuxiliary(x *Index) bool {
	return t.isStop(x) && x.about[t.term()].kinds&auxiliary != 0
}
