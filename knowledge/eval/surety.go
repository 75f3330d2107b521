package eval

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"storybot/knowledge"
)

// Surety measures confidences: what they would come to without a threshold, and
// whether they hold.
type Surety struct {
	guesses []guess // for the answerable questions
	shown   []guess // for all questions that were answered
}

// guess is how sure of an answer storybot was, and whether that was right.
type guess struct {
	confidence float64
	right      bool
}

// add counts an answer, or what would have been answered.
func (s *Surety) add(q Question, answer knowledge.Answer, asker Candid) {
	g := guess{confidence: answer.Confidence}
	if answer.Answered {
		g.right = q.isGold(answer.Quotes[0])
		s.shown = append(s.shown, g)
	} else if nearest, ok := asker.Nearest(q.Question); ok {
		g.right = q.isGold(nearest)
	}
	if q.isAnswerable() {
		s.guesses = append(s.guesses, g)
	}
}

// merge counts another Surety's questions too.
func (s *Surety) merge(other *Surety) {
	s.guesses = append(s.guesses, other.guesses...)
	s.shown = append(s.shown, other.shown...)
}

// P1Off is the share of the answerable questions whose nearest sentence is a
// gold one: P1 with the threshold off.
func (s *Surety) P1Off() float64 { return rightOf(s.guesses) }

// surest is the share of answerable questions that PrecisionAt80 answers.
const surest = 0.8

// PrecisionAt80 is how many of the answers would be right if only the surest
// four fifths of the answerable questions were answered.
func (s *Surety) PrecisionAt80() float64 {
	sorted := slices.SortedStableFunc(slices.Values(s.guesses), func(a, b guess) int { return cmp.Compare(b.confidence, a.confidence) })
	return rightOf(sorted[:int(math.Round(surest*float64(len(sorted))))])
}

// bins are how many equal steps the confidences are sorted into.
const bins = 10

// CalibrationError is the expected calibration error of the answers shown (Guo
// and others, "On calibration of modern neural networks", 2017): how far, in
// the mean, a confidence lies from the share of answers right that were given
// with about that confidence.
func (s *Surety) CalibrationError() float64 {
	var sum, right [bins]float64
	for _, g := range s.shown {
		bin := min(bins-1, int(g.confidence*bins))
		sum[bin] += g.confidence
		right[bin] += float64(one(g.right))
	}
	off := 0.0
	for bin := range sum {
		off += math.Abs(sum[bin] - right[bin])
	}
	return off / float64(max(1, len(s.shown)))
}

func rightOf(guesses []guess) float64 {
	right := 0
	for _, g := range guesses {
		right += one(g.right)
	}
	return share(right, len(guesses))
}

// String is the figures in a line.
func (s *Surety) String() string {
	return fmt.Sprintf("p1_off=%.3f precision_at_80=%.3f calibration_error=%.3f", s.P1Off(), s.PrecisionAt80(), s.CalibrationError())
}
