package search

import (
	"cmp"
	"fmt"
	"slices"
)

// Explanation says how the candidates for a question were put in order, and
// why the best was or was not taken to answer.
type Explanation struct {
	Asked      []AskedWord
	ReadAs     string
	Expects    Expectation
	Candidates []ExplainedCandidate // five at most, the best first
	Confidence []FeatureShare       // of the best candidate, the greatest first
	Verdict    string
}

// AskedWord is a word of the question that tells sentences apart.
type AskedWord struct {
	Word   string
	Weight float64 // its share of the question's
	Known  bool    // it stands in the story
	Named  bool    // it is taken for a name
}

// ExplainedCandidate is a candidate and what its score is made of.
type ExplainedCandidate struct {
	Candidate
	Shares []FeatureShare // the greatest first; those of no account are left out
}

// FeatureShare is what a feature adds to a score.
type FeatureShare struct {
	Feature string
	Value   float64 // of the feature
	Share   float64 // of the score
}

// explained is how many candidates are explained.
const explained = 5

// Explain answers a question as [Index.Ask] does, and says why so.
func (x *Index) Explain(text string) Explanation {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	x.rank(r, text)
	x.playFinal(r)
	q := &r.question
	e := Explanation{ReadAs: x.readAs(q), Expects: q.expects, Verdict: "no word of the question stands in the articles"}
	for _, a := range q.asked {
		e.Asked = append(e.Asked, AskedWord{
			text[a.written.first:a.written.end], float64(a.weight / q.weight), a.known, a.named(),
		})
	}
	for i := range min(explained, r.found) {
		l := r.order[i]
		c := Candidate{Sentence: int(l.sentence), Score: float64(l.score), Confidence: x.confidence(r, i)}
		shares := sharesOf(ranker, l.trees, featureNames[:], l.features[:])
		if l.final != 0 {
			shares = byWeight(append(shares, FeatureShare{"final", float64(x.answerScore(r, l.sentence)), float64(l.final)}))
		}
		e.Candidates = append(e.Candidates, ExplainedCandidate{c, shares})
	}
	if r.found > 0 {
		row := x.confidenceRow(r, r.scores[:r.found], 0)
		e.Confidence = sharesOf(confidence, true, confidenceNames(), row[:])
		e.Verdict = verdict(e.Candidates[0].Confidence, e.Confidence)
		if r.lacksNumber(0) {
			e.Verdict = fmt.Sprintf("%.0f %% sure at most: nothing but a number answers, and the sentence has none", 100*uncounted)
		}
	}
	return e
}

func sharesOf(m *model, trees bool, names []string, row []float32) []FeatureShare {
	var shares []FeatureShare
	for i, share := range m.shares(row, trees) {
		if share > 0.005 || share < -0.005 {
			shares = append(shares, FeatureShare{names[i], float64(row[i]), float64(share)})
		}
	}
	return byWeight(shares)
}

// byWeight puts the greatest first.
func byWeight(shares []FeatureShare) []FeatureShare {
	slices.SortStableFunc(shares, func(a, b FeatureShare) int {
		return cmp.Compare(max(b.Share, -b.Share), max(a.Share, -a.Share))
	})
	return shares
}

// verdict says in a sentence why a candidate was or was not good enough.
func verdict(confidence float64, shares []FeatureShare) string {
	for _, s := range shares {
		switch {
		case confidence >= Threshold && s.Share > 0:
			return fmt.Sprintf("%.0f %% sure, at least the %.0f %% needed: most of all for %q (%.2f)", 100*confidence, 100*Threshold, s.Feature, s.Value)
		case confidence < Threshold && s.Share < 0:
			return fmt.Sprintf("%.0f %% sure, less than the %.0f %% needed: most of all for %q (%.2f)", 100*confidence, 100*Threshold, s.Feature, s.Value)
		}
	}
	return fmt.Sprintf("%.0f %% sure; %.0f %% is needed", 100*confidence, 100*Threshold)
}
