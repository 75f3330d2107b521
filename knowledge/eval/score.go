package eval

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"storybot/knowledge"
)

// Score counts how a gold file's questions were answered. A quote counts as a
// gold sentence when it has four fifths of its tokens, and is not much longer.
// An answerable question that is refused counts as wrong.
type Score struct {
	answerable, answered, first, firstThree int
	unanswerable, refused                   int
	offTopic, offTopicRefused               int
	shortAnswers                            int
	overlap                                 float64 // of the highlights with the short answers, summed
	styles                                  map[string]tally
	surety                                  Surety
}

// tally is how many of some questions were right.
type tally struct{ right, of int }

// Figures are the shares that a Score comes to, from 0 to 1; 0 of none.
type Figures struct {
	P1         float64 // answerable questions whose first quote is a gold sentence
	P3         float64 // answerable questions with one among the first three
	Answered   float64 // answerable questions that were answered
	Precision  float64 // P1 over those that were answered
	Refused    float64 // unanswerable questions that were refused
	RefusedOff float64 // the same of those that are about nothing in the story
	F1         float64 // overlap of the highlight with the short answer
}

// Candid answers questions, and tells of one that it refuses which sentence came
// nearest, as a [knowledge.Base] does.
type Candid interface {
	Asker
	Nearest(question string) (knowledge.Quote, bool)
}

// Grade asks all gold questions and scores the answers.
func Grade(asker Candid, questions []Question) *Score {
	score := &Score{}
	for _, q := range questions {
		answer := asker.Ask(q.Question)
		score.add(q, answer)
		score.surety.add(q, answer, asker)
	}
	return score
}

// add counts one answer.
func (s *Score) add(q Question, answer knowledge.Answer) {
	var quotes []knowledge.Quote
	if answer.Answered {
		quotes = answer.Quotes
	}
	if !q.isAnswerable() {
		s.addUnanswerable(q, len(quotes) == 0)
		return
	}
	right := len(quotes) > 0 && q.isGold(quotes[0])
	s.answerable++
	s.answered += one(len(quotes) > 0)
	s.first += one(right)
	s.firstThree += one(slices.ContainsFunc(quotes[:min(3, len(quotes))], q.isGold))
	s.addStyle(q.Style, tally{one(right), 1})
	if q.Answer == "" {
		return
	}
	s.shortAnswers++
	if len(quotes) > 0 {
		s.overlap += f1(q.Answer, quotes[0].Highlight)
	}
}

func (s *Score) addUnanswerable(q Question, refused bool) {
	s.unanswerable++
	s.refused += one(refused)
	if len(q.Article) == 0 {
		s.offTopic++
		s.offTopicRefused += one(refused)
	}
}

func (s *Score) addStyle(style string, t tally) {
	if style == "" {
		style = "-"
	}
	if s.styles == nil {
		s.styles = make(map[string]tally)
	}
	sum := s.styles[style]
	s.styles[style] = tally{sum.right + t.right, sum.of + t.of}
}

// Merge counts another Score's questions too.
func (s *Score) Merge(other *Score) {
	for _, sum := range []struct{ to, from *int }{
		{&s.answerable, &other.answerable}, {&s.answered, &other.answered},
		{&s.first, &other.first}, {&s.firstThree, &other.firstThree},
		{&s.unanswerable, &other.unanswerable}, {&s.refused, &other.refused},
		{&s.offTopic, &other.offTopic}, {&s.offTopicRefused, &other.offTopicRefused},
		{&s.shortAnswers, &other.shortAnswers},
	} {
		*sum.to += *sum.from
	}
	s.overlap += other.overlap
	for style, t := range other.styles {
		s.addStyle(style, t)
	}
	s.surety.merge(&other.surety)
}

// Questions is how many were asked.
func (s *Score) Questions() int { return s.answerable + s.unanswerable }

// Surety is how sure the answers were.
func (s *Score) Surety() *Surety { return &s.surety }

// isAnswerable reports whether a gold question has an answer.
func (q Question) isAnswerable() bool { return q.Answerable != nil && *q.Answerable }

// isGold reports whether a quote is one of the sentences that answer.
func (q Question) isGold(quote knowledge.Quote) bool {
	return slices.ContainsFunc(q.Gold, func(gold string) bool { return same(gold, quote.Text) })
}

// Figures returns what the counts come to.
func (s *Score) Figures() Figures {
	return Figures{
		P1:         share(s.first, s.answerable),
		P3:         share(s.firstThree, s.answerable),
		Answered:   share(s.answered, s.answerable),
		Precision:  share(s.first, s.answered),
		Refused:    share(s.refused, s.unanswerable),
		RefusedOff: share(s.offTopicRefused, s.offTopic),
		F1:         s.overlap / float64(max(1, s.shortAnswers)),
	}
}

// String is the figures in a line.
func (f Figures) String() string {
	return fmt.Sprintf("p1=%.3f p3=%.3f answered=%.3f precision=%.3f refused=%.3f refused_off=%.3f f1=%.3f",
		f.P1, f.P3, f.Answered, f.Precision, f.Refused, f.RefusedOff, f.F1)
}

// Styles returns a line for each style of question, with how many of them were
// right.
func (s *Score) Styles() []string {
	var lines []string
	for _, style := range slices.Sorted(maps.Keys(s.styles)) {
		t := s.styles[style]
		lines = append(lines, fmt.Sprintf("%s: p1 %.3f (%d/%d)", style, share(t.right, t.of), t.right, t.of))
	}
	return lines
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

var token = regexp.MustCompile(`[a-z0-9]+`)

// dotted is the one capital that becomes two characters in small letters.
var dotted = strings.NewReplacer("İ", "i̇", "’", "", "'", "")

// tokens counts the tokens of a text.
func tokens(text string) (counts map[string]int, total int) {
	counts = make(map[string]int)
	all := token.FindAllString(strings.ToLower(dotted.Replace(text)), -1)
	for _, t := range all {
		counts[t]++
	}
	return counts, len(all)
}

// shared counts the tokens that two texts have in common.
func shared(a, b map[string]int) int {
	n := 0
	for t, count := range a {
		n += min(count, b[t])
	}
	return n
}

// same reports whether a quote is a gold sentence.
func same(gold, quote string) bool {
	g, goldTotal := tokens(gold)
	q, quoteTotal := tokens(quote)
	return goldTotal > 0 &&
		float64(shared(g, q)) >= 0.8*float64(goldTotal) &&
		float64(quoteTotal) <= 1.6*float64(goldTotal)+8
}

// f1 is the harmonic mean of how much of each text's tokens is in the other.
func f1(answer, highlight string) float64 {
	a, answerTotal := tokens(answer)
	h, highlightTotal := tokens(highlight)
	common := shared(a, h)
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(answerTotal+highlightTotal)
}
