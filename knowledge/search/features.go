package search

import (
	"math"
	"math/bits"
)

// The features of a candidate: what the model weighs. A share is of the
// question's weight, so that 1 is all of it; a term's weight is its idf.
const (
	fBM25            = iota // BM25, as a share of the most the question can reach
	fBM25Behind             // how far BM25 lies behind the best candidate's
	fBM25First              // 1 for the candidate that BM25 puts first
	fCovered                // share that stands in the sentence
	fCoveredBehind          // how far that lies behind the best candidate's
	fCoveredTerms           // share of the terms, unweighted
	fCoveredSoft            // share that stands there, or whose like does
	fSoftBehind             // how far that lies behind the best candidate's
	fCoveredNames           // share of the names
	fMissingNames           // weight share of the names that are missing
	fCoveredNumbers         // share of the numbers
	fMissingNumbers         // 1 when a number asked for is missing
	fCoveredVerbs           // share of the verbs
	fCoveredRest            // share of what is neither name nor number nor verb
	fHeaviest               // 1 when the heaviest known term is there
	fMissingHeaviest        // share of the heaviest term missing
	fFirstTerm              // 1 when the question's first term is there
	fLastTerm               // 1 when its last is
	fHead                   // 1 when the noun that names the answer's kind is there
	fHeadLike               // how far its like is
	fDerived                // share whose derivation is there
	fSynonym
	fHypernym
	fHyponym
	fOpposite
	fDefining
	fShortened
	fPrefixed
	fTranslated
	fAdjacent      // share of neighbours in the question that are neighbours in the sentence
	fProximity     // how close together the matches are
	fRun           // longest common run of words, as a share of the question's
	fOrder         // share of pairs in the order of the question
	fParagraph     // share in the paragraph, without the sentence
	fParagraphAll  // share in the paragraph, with it
	fBefore        // share in the sentence before
	fAfter         // share in the sentence after
	fBeforeAdds    // share that the sentence before adds
	fAfterAdds     // share that the sentence after adds
	fPointingAdds  // share that the sentence before adds, where this one opens with a pronoun
	fPointing      // 1 when it opens with a pronoun
	fTitleAdds     // share that the title adds
	fHeadingAdds   // share that the heading adds
	fArticle       // share that stands anywhere in the article
	fArticleBehind // how far that lies behind the best candidate's
	fOpensParagraph
	fOpensArticle
	fLength // logarithm of the number of terms
	fLengthSquare
	fUnasked     // share of the sentence's terms that the question lacks
	fQuestion    // 1 when it is itself a question
	fHasName     // 1 when a name stands in it that the question lacks
	fHasNumber   // 1 when such a number does
	fHasDate     // 1 when such a date does
	fTypeFound   // 1 when the kind of answer asked for stands in it
	fTypeMissing // 1 when it does not, though a kind is asked for
	fTypeNear    // how near that stands to what matches
	fWho         // 1 when a person is asked for and one stands in it, -1 when none does
	fWhen        // likewise of dates, and so on
	fWhere
	fCount
	fMoney
	fDuration
	fReason
	fManner
	fTerms           // how many terms the question has
	fBehindAll       // how far the sum of the main features lies behind the best's
	fOpensWith       // 1 when one of its first three words matches
	fDefines         // 1 when a match is followed by "is" or the like
	fDefined         // that, where the question is about the term alone
	fEarly           // how early the heaviest match stands
	fSpecial         // share of what is rare in English that is there
	fSpecialNear     // share of it that is there, in the paragraph or in the title
	fMissingSpecial  // how rare the rarest term missing from all three is
	fParagraphBM25   // BM25 of the paragraph, as a share of the most
	fParagraphBehind // how far that lies behind the best candidate's
	fModified        // 1 when the answer's noun has a word before it that the question lacks
	fCalls           // 1 when the question asks for a name and the sentence says "called" or the like
	fPersonRun       // 1 when a name of two words or more stands in it that the question lacks
	fClose           // share that stands there, or whose like does, by how near that is
	fCloseBehind     // how far that lies behind the best candidate's
	fMissingClose    // share of the heaviest term missing, less what comes near it
	fCloseHead       // how near a word comes to the noun that names the answer's kind
	fCloseAdds       // share of the missing terms that words come near
	fCloseVerb       // how near a word comes to a missing verb
	features
)

// featureNames are the names of the features in the weights file.
var featureNames = [features]string{
	"bm25", "bm25 behind", "bm25 first", "covered", "covered behind", "covered terms", "covered soft", "soft behind",
	"covered names", "missing names", "covered numbers", "missing numbers", "covered verbs", "covered rest",
	"heaviest", "missing heaviest", "first term", "last term", "head", "head like", "derived", "synonym", "hypernym",
	"hyponym", "opposite", "defining", "shortened", "prefixed", "translated", "adjacent", "proximity", "run", "order",
	"paragraph", "paragraph all", "before", "after", "before adds", "after adds", "pointing adds", "pointing",
	"title adds", "heading adds", "article", "article behind", "opens paragraph", "opens article", "length",
	"length square", "unasked", "question", "has name", "has number", "has date", "type found", "type missing",
	"type near", "who", "when", "where", "count", "money", "duration", "reason", "manner", "terms", "behind all",
	"opens with", "defines", "defined", "early", "special",
	"special near", "missing special", "paragraph bm25", "paragraph behind", "modified", "calls", "person run",
	"close", "close behind", "missing close", "close head", "close adds", "close verb",
}

// mask has a bit for each term of the question.
type mask uint64

// sight is the room that looking at one candidate takes.
type sight struct {
	soft   [matchKinds][maxAsked]float32 // the best match of each kind, by term
	like   mask                          // the terms that have any; soft is zero for all others
	hits   []hit
	answer []int16 // the words that the kind of answer asked for may stand at
	runs   [2][maxRun + 1]uint8
	// nearest is how near any candidate comes to each term.
	nearest [maxAsked]float32
}

// hit is a word of the sentence that matches a term of the question.
type hit struct {
	at    int16
	asked uint8
	sure  bool // the term itself or a derivation
}

// lookAtAll works out the features of all candidates.
func (x *Index) lookAtAll(r *ranking) {
	r.articleSeen = false
	clear(r.sight.nearest[:])
	for i := range r.found {
		x.lookAt(r, &r.looks[i])
	}
	looks := r.looks[:r.found]
	for _, pair := range [...]struct{ of, behind int }{
		{fBM25, fBM25Behind}, {fCovered, fCoveredBehind}, {fCoveredSoft, fSoftBehind},
		{fArticle, fArticleBehind}, {fParagraphBM25, fParagraphBehind}, {fBehindAll, fBehindAll}, {fClose, fCloseBehind},
	} {
		most := float32(math.Inf(-1))
		for i := range looks {
			most = max(most, looks[i].features[pair.of])
		}
		for i := range looks {
			looks[i].features[pair.behind] = most - looks[i].features[pair.of]
		}
	}
	for i := range looks {
		looks[i].features[fBM25First] = flag(looks[i].features[fBM25Behind] == 0)
	}
}

func (x *Index) lookAt(r *ranking, l *look) {
	q, s := &r.question, &r.sight
	row := x.row(l.sentence)
	covered := x.scan(r, row)
	f := &l.features
	f[fBM25] = l.bm25 / (q.weight * (k1 + 1))
	f[fTerms] = float32(len(q.asked))
	x.lookAtCoverage(q, s, f, covered)
	x.lookAtOrder(q, s, f, row)
	x.lookAround(r, l, covered)
	x.lookAtForm(f, l.sentence, row, covered)
	x.lookAtOpening(q, s, f, row)
	x.lookForLikes(q, s, f, row, covered)
	x.lookForAnswer(q, s, f, row)
	l.same = len(row) == len(q.row) && f[fRun] == 1 && sameTerms(row, q.row)
	f[fBehindAll] = f[fBM25] + f[fCoveredSoft] + f[fAdjacent] + f[fRun]
}

func sameTerms(a, b []token) bool {
	for i := range a {
		if a[i].term() != b[i].term() {
			return false
		}
	}
	return true
}

// scan goes over a sentence once and notes what matches the question. It
// returns the terms that stand in it themselves.
func (x *Index) scan(r *ranking, row []token) mask {
	s := &r.sight
	for ; s.like != 0; s.like &= s.like - 1 {
		for kind, asked := 0, bits.TrailingZeros64(uint64(s.like)); kind < int(matchKinds); kind++ {
			s.soft[kind][asked] = 0
		}
	}
	s.hits = s.hits[:0]
	var covered mask
	for i, t := range row {
		for m := r.matches.first(t.term()); m >= 0; m = r.matches.all[m].next {
			found := &r.matches.all[m]
			if found.kind == exact {
				covered |= 1 << found.asked
			}
			s.like |= 1 << found.asked
			of := &s.soft[found.kind][found.asked]
			*of = max(*of, found.weight)
			if found.kind <= derived || found.weight > 0.5 && found.kind != opposite && found.kind != defining {
				s.hits = append(s.hits, hit{int16(i), found.asked, found.kind <= derived})
			}
		}
	}
	return covered
}

// lookAtCoverage works out how much of the question the sentence covers.
func (x *Index) lookAtCoverage(q *question, s *sight, f *[features]float32, covered mask) {
	var all, kept [4]float32 // names, numbers, verbs, the rest
	var terms int
	heaviest, missing := -1, float32(0)
	for i := range q.asked {
		a := &q.asked[i]
		group := groupOf(a)
		all[group] += a.weight
		if a.known && (heaviest < 0 || a.weight > q.asked[heaviest].weight) {
			heaviest = i
		}
		if s.like&(1<<i) == 0 {
			missing = max(missing, a.weight)
			continue
		}
		soft := float32(0)
		for kind := range s.soft {
			weight := s.soft[kind][i]
			soft = max(soft, trust[kind]*weight)
		}
		f[fCoveredSoft] += soft * a.weight
		if covered&(1<<i) != 0 {
			terms++
			kept[group] += a.weight
			f[fCovered] += a.weight
			continue
		}
		missing = max(missing, a.weight*(1-soft))
		for kind := derived; kind < matchKinds; kind++ {
			f[fDerived+int(kind-derived)] += s.soft[kind][i] * a.weight
		}
	}
	f[fCovered] /= q.weight
	f[fCoveredSoft] /= q.weight
	for i := fDerived; i <= fTranslated; i++ {
		f[i] /= q.weight
	}
	f[fCoveredTerms] = float32(terms) / float32(len(q.asked))
	f[fCoveredNames], f[fMissingNames] = share(kept[0], all[0]), (all[0]-kept[0])/q.weight
	f[fCoveredNumbers], f[fMissingNumbers] = share(kept[1], all[1]), flag(all[1] > kept[1])
	f[fCoveredVerbs], f[fCoveredRest] = share(kept[2], all[2]), share(kept[3], all[3])
	f[fHeaviest] = flag(heaviest >= 0 && covered&(1<<heaviest) != 0)
	f[fMissingHeaviest] = missing / q.weight
	f[fFirstTerm] = flag(covered&1 != 0)
	f[fLastTerm] = flag(covered&(1<<(len(q.asked)-1)) != 0)
	if q.head >= 0 {
		f[fHead] = flag(covered&(1<<q.head) != 0)
		for kind := range s.soft {
			f[fHeadLike] = max(f[fHeadLike], s.soft[kind][q.head])
		}
	}
}

// groupOf sorts the terms of a question: names 0, numbers 1, verbs 2, others 3.
func groupOf(a *askedTerm) int {
	switch {
	case a.kinds&number != 0:
		return 1
	case a.named():
		return 0
	case a.kinds&verb != 0:
		return 2
	}
	return 3
}

func share(part, whole float32) float32 {
	if whole == 0 {
		return 1
	}
	return part / whole
}

func flag(is bool) float32 {
	if is {
		return 1
	}
	return 0
}

// lookAtForm works out what the sentence is like by itself.
func (x *Index) lookAtForm(f *[features]float32, sentence uint32, row []token, covered mask) {
	length := float32(x.lengths[sentence])
	f[fLength] = logOfLength[x.lengths[sentence]]
	f[fLengthSquare] = f[fLength] * f[fLength] / 10
	if length > 0 {
		f[fUnasked] = 1 - min(1, f[fCoveredTerms]*f[fTerms]/length)
	}
	text := x.texts[sentence]
	f[fQuestion] = flag(len(text) > 0 && text[len(text)-1] == '?')
}

// lookAtOpening works out whether the sentence is about what the question
// asks: what it opens with, and what it says something "is".
func (x *Index) lookAtOpening(q *question, s *sight, f *[features]float32, row []token) {
	heaviest := float32(0)
	for _, h := range s.hits {
		if h.at < 3 {
			f[fOpensWith] = 1
		}
		if a := &q.asked[h.asked]; a.weight > heaviest {
			heaviest = a.weight
			f[fEarly] = 1 / float32(h.at+1)
		}
		if int(h.asked) == q.head && h.at > 0 && !s.hitAt(int(h.at)-1) && !row[h.at-1].isStop(x) {
			f[fModified] = 1
		}
		if next := int(h.at) + 1; next < len(row) && row[next].isAuxiliary(x) {
			f[fDefines] = 1
		}
	}
	if q.calls {
		for _, t := range row {
			if x.about[t.term()].kinds&calling != 0 {
				f[fCalls] = 1
			}
		}
	}
	if len(q.asked) <= 2 {
		f[fDefined] = f[fDefines] * f[fOpensWith]
	}
}
