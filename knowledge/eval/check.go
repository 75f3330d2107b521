package eval

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"storybot/knowledge"
)

// Asker answers questions, as a [knowledge.Base] does.
type Asker interface {
	Ask(question string) knowledge.Answer
}

// Failure is a curator's question that was not met.
type Failure struct {
	Question
	Why string // what was wrong, in a line
}

// Check asks a curator's questions and returns those that fail, in their order.
// A question is met when the first quote contains all the words that are
// expected, in whatever order, case and accents, or when there is no answer as
// it should be.
func Check(asker Asker, questions []Question) []Failure {
	var failures []Failure
	for _, q := range questions {
		if why := q.fails(asker.Ask(q.Question)); why != "" {
			failures = append(failures, Failure{q, why})
		}
	}
	return failures
}

// fails returns why an answer does not meet a question, or "".
func (q Question) fails(answer knowledge.Answer) string {
	switch {
	case q.Refuse && !answer.Answered:
		return ""
	case q.Refuse:
		return fmt.Sprintf("there should be no answer; it answered %q", answer.Quotes[0].Text)
	case !answer.Answered:
		return fmt.Sprintf("no answer; expected %q", q.Expect)
	}
	for i, quote := range answer.Quotes {
		switch {
		case !contains(quote.Text, q.Expect):
		case i == 0:
			return ""
		default:
			return fmt.Sprintf("expected %q first; it stands in quote %d, after %q", q.Expect, i+1, answer.Quotes[0].Text)
		}
	}
	return fmt.Sprintf("expected %q; it answered %q", q.Expect, answer.Quotes[0].Text)
}

// contains reports whether a text has all the words of another.
func contains(text, expected string) bool {
	has := words(text)
	return !slices.ContainsFunc(words(expected), func(word string) bool { return !slices.Contains(has, word) })
}

// words returns a text's words and numbers, in small letters without accents.
func words(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
