package search

// Evidence is what the model weighs about one candidate, in the order of
// [FeatureNames].
type Evidence struct {
	Sentence int
	Features []float32
}

// FeatureNames returns the names of the features.
func FeatureNames() []string { return featureNames[:] }

// ConfidenceNames returns the names of what the confidence model weighs:
// first the features, then how the candidate stands among the others, then
// what is known of the question.
func ConfidenceNames() []string { return confidenceNames() }

// Examine returns the evidence for a question's candidates, the best first, as
// training needs it: how they stand, and the score of the likeliest answer in
// each, are by the models that are embedded, until [Stand] and [SetAnswerScore]
// put in others.
func (x *Index) Examine(question string) []Evidence {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	x.rank(r, question)
	evidence := make([]Evidence, r.found)
	for i := range evidence {
		row := x.confidenceRow(r, r.scores[:r.found], i)
		evidence[i] = Evidence{int(r.order[i].sentence), append([]float32(nil), row[:]...)}
	}
	return evidence
}

// FinalNames returns the names of what the final weighs: those of
// [ConfidenceNames], and one more.
func FinalNames() []string { return finalNames() }

// SetAnswerScore puts into a row of evidence the score of the words that are
// likeliest the answer, by another model than the one that is embedded.
func SetAnswerScore(score float32, row []float32) { row[features+cAnswer] = score }

// SetFinal puts into a row of evidence what a final added to the score.
func SetFinal(added float32, row []float32) { row[features+cFinal] = added }

// Stand puts into a row of evidence how its candidate stands among all of its
// question's, when they are scored anew.
func Stand(scores []float32, i int, row []float32) { standing(scores, i, row[features:]) }
