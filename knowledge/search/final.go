package search

// The two candidates that the ranker puts first meet again in a final. The ranker
// does not see whether a sentence has words that could be the answer, since to
// look for them in every candidate would take longer than all else; the final's
// model (final.txt) does: it sees a candidate as the model of confidence does,
// and how far the score of its likeliest words lies below the other's. Of what
// the model finds between the two, half is added to the score of the one, and
// half taken from the other's. How a candidate stands among all is still told by
// the ranker's scores, of which the better one goes to who has won.
//
// There is no final where the question is some keywords: no words are more of an
// answer to them than others.

// FinalReach is how far apart the scores of the two best may lie for a final to
// take place. Where they lie farther apart, it seldom changes their places.
const FinalReach = 6

// finalNames are the names of what the final weighs.
func finalNames() []string { return append(confidenceNames(), "answer behind") }

// finalRow is what the final sees of a candidate.
type finalRow [features + confidences + 1]float32

// playFinal holds the final between the two best candidates.
func (x *Index) playFinal(r *ranking) {
	if r.found < 2 || r.order[0].same || r.question.expects == Anything || r.scores[0]-r.scores[1] > FinalReach {
		return
	}
	var rows [2]finalRow
	for i := range rows {
		copy(rows[i][:], x.confidenceRow(r, r.scores[:r.found], i)[:])
	}
	most := max(rows[0][features+cAnswer], rows[1][features+cAnswer])
	var found [2]float32
	for i := range rows {
		rows[i][features+confidences] = most - rows[i][features+cAnswer]
		found[i] = final.score(rows[i][:])
	}
	half, change := Settle(r.scores[:r.found], found)
	r.order[0].final, r.order[1].final = half, -half
	for _, l := range r.order[:2] {
		l.score += l.final
	}
	if change {
		r.order[0], r.order[1] = r.order[1], r.order[0]
	}
}

// Settle returns what is added to the score of the first of two candidates, and
// taken from the second's, after what the final found, and whether they change
// places.
func Settle(scores []float32, found [2]float32) (half float32, change bool) {
	half = (found[0] - found[1]) / 2
	return half, scores[1]-half > scores[0]+half
}
