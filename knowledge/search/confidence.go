package search

import "math"

// Whether a candidate answers at all is another question than which answers
// best, and a second model is asked it. It sees what the ranker sees, and how
// the candidate stands among the others and what of the question the whole
// story lacks. Its score is the logarithm of odds; trained on questions with
// and without an answer, it gives a probability.

// Threshold is the confidence from which the best candidate is taken to answer.
const Threshold = 0.25

// ThresholdOfMore is the confidence from which another candidate is taken to
// answer too, where the best does. It is lower, since a quote too many is soon
// passed over, and where the best is wrong the next is most often right.
const ThresholdOfMore = 0.08

// uncounted is the most that a sentence without a number is taken to answer
// "how many", or "how much" of money. Such questions are too few among those
// that the model learns from, and a story's own names make up for the number
// there.
const uncounted = 0.1

// What the confidence model weighs besides the candidate's features.
const (
	cScore          = iota // the ranker's score
	cMargin                // how far it lies above the next, or below the best
	cShare                 // its share of exp(score) among the candidates
	cUnknown               // share of the question's weight that the story lacks
	cUnknownNames          // how many names the story lacks
	cUnknownWords          // how many other words
	cUnread                // how many words neither the story nor WordNet knows
	cMissingEvery          // share of the weight that no candidate holds
	cMissingNear           // weight share of the heaviest term missing in the paragraph
	cExpects               // the kind of answer asked for
	cAsks                  // 1 when the question has a question word
	cNames                 // how many names the question has
	cMended                // how many typing errors were mended
	cHeadUnknown           // 1 when the noun that names the answer's kind is unknown
	cUnknownSpecial        // share of what is rare in English that the story lacks
	cCloseEvery            // share of the weight that candidates hold, or come near to
	cFarthest              // share of the heaviest term that none comes near to
	cFinal                 // what the final added to its score
	cAnswer                // the score of the words in it that are likeliest the answer
	confidences
)

var ownConfidenceNames = [confidences]string{
	"score", "margin", "score share", "unknown", "unknown names", "unknown words", "unread words", "missing every",
	"missing near", "expects", "asks", "names", "mended", "head unknown",
	"unknown special", "close every", "farthest", "final", "answer",
}

// confidenceNames are the features' names and the names above.
func confidenceNames() []string {
	return append(featureNames[:features:features], ownConfidenceNames[:]...)
}

// confidenceRow is what the confidence model sees of one candidate.
type confidenceRow [features + confidences]float32

// confidence returns how likely candidate i is to answer.
func (x *Index) confidence(r *ranking, i int) float64 {
	if r.order[i].same {
		return 1
	}
	scores := r.scores[:r.found]
	row := x.confidenceRow(r, scores, i)
	p := logistic(confidence.score(row[:]))
	if r.lacksNumber(i) {
		return min(p, uncounted)
	}
	return p
}

func (x *Index) confidenceRow(r *ranking, scores []float32, i int) *confidenceRow {
	row := &r.row
	copy(row[:], r.order[i].features[:])
	x.askConfidence(&r.question, row[features:])
	row[features+cMissingEvery] = r.missingEvery()
	row[features+cFinal] = r.order[i].final
	row[features+cAnswer] = x.answerScore(r, r.order[i].sentence)
	for k := range r.question.asked {
		weight := r.question.asked[k].weight / r.question.weight
		row[features+cCloseEvery] += weight * r.sight.nearest[k]
		row[features+cFarthest] = max(row[features+cFarthest], weight*(1-r.sight.nearest[k]))
	}
	row[features+cMissingNear] = row[fMissingHeaviest] * (1 - row[fParagraphAll])
	standing(scores, i, row[features:])
	return row
}

// standing fills in how candidate i stands among all, by their scores.
func standing(scores []float32, i int, row []float32) {
	next := float32(math.Inf(-1))
	var all float64
	for k, s := range scores {
		if k != i {
			next = max(next, s)
		}
		all += math.Exp(float64(s - scores[i]))
	}
	row[cScore] = scores[i]
	row[cMargin] = min(scores[i]-next, 20)
	row[cShare] = float32(1 / all)
}

// askConfidence fills in what is known of the question alone.
func (x *Index) askConfidence(q *question, row []float32) {
	for i := cUnknown; i < confidences; i++ {
		row[i] = 0
	}
	for i, a := range q.asked {
		if a.named() {
			row[cNames]++
		}
		if a.known {
			continue
		}
		row[cUnknown] += a.weight / q.weight
		row[cUnknownSpecial] += a.special / q.special
		if a.named() || !a.real && a.kinds&number == 0 {
			row[cUnknownNames]++
		} else {
			row[cUnknownWords]++
		}
		if !a.real {
			row[cUnread]++
		}
		if i == q.head {
			row[cHeadUnknown] = 1
		}
	}
	row[cExpects] = float32(q.expects)
	row[cAsks] = flag(q.expects != Anything)
	row[cMended] = float32(len(q.fixes) - q.respelt)
}

// missingEvery returns the least weight share that a candidate's paragraph
// and title leave uncovered.
func (r *ranking) missingEvery() float32 {
	least := float32(1)
	for i := range r.found {
		f := &r.looks[i].features
		least = min(least, 1-f[fParagraphAll]-f[fTitleAdds])
	}
	return max(0, least)
}
