// Package eval measures answers against questions whose answers are known.
//
// There are two kinds of question files, both with a JSON object a line:
//
//   - A curator's: what a quote must say, or that the articles don't say it. Each
//     question is met or fails ([Check]).
//
//     {"question":"When does the bridge close?","expect":"Monday"}
//     {"question":"What does it cost?","refuse":true}
//
//   - A gold file: for each question the sentences that answer it. The answers
//     are scored ([Score]).
//
//     {"id":"1","question":"…","answerable":true,"gold":["…"],"answer":"…"}
package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Question is one question, of either kind.
type Question struct {
	Line     int    `json:"-"` // where it stands in its file, counted from 1
	Question string `json:"question"`

	// Of a curator's question: Expect is the words that the quote must contain,
	// and Refuse that there must be no answer.
	Expect string `json:"expect"`
	Refuse bool   `json:"refuse"`

	// Of a gold question; see [Score].
	ID         string   `json:"id"`
	Answerable *bool    `json:"answerable"` // nil: it is a curator's
	Gold       []string `json:"gold"`       // the sentences that answer
	Answer     string   `json:"answer"`     // the short answer, or ""
	Style      string   `json:"style"`
	Article    Articles `json:"article"` // which it is about; none: nothing in the story
}

// Articles are the names of some articles. A file may give one as plain text.
type Articles []string

// UnmarshalJSON reads a list of names, or a name.
func (a *Articles) UnmarshalJSON(text []byte) error {
	var name string
	if err := json.Unmarshal(text, &name); err != nil {
		return json.Unmarshal(text, (*[]string)(a))
	}
	*a = nil
	if name != "" {
		*a = Articles{name}
	}
	return nil
}

// IsGold reports whether a question is to be scored, not checked.
func (q Question) IsGold() bool { return q.Answerable != nil }

// longestLine is the longest line of a file, in bytes.
const longestLine = 16 << 20

// ErrNoQuestions refuses a file without any.
var ErrNoQuestions = errors.New(`no question in it: write a line such as {"question":"…","expect":"words of the quote"} or {"question":"…","refuse":true}`)

// Read reads a file of questions. The error names the line.
func Read(file io.Reader) ([]Question, error) {
	var questions []Question
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestLine)
	for number := 1; lines.Scan(); number++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		q := Question{Line: number}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fmt.Errorf(`line %d is no question: write {"question":"…","expect":"words of the quote"}`, number)
		}
		if err := q.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		questions = append(questions, q)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the questions: %w", err)
	}
	if len(questions) == 0 {
		return nil, ErrNoQuestions
	}
	return questions, nil
}

// check returns what is wrong with a question.
func (q Question) check() error {
	switch {
	case q.IsGold():
		return nil
	case strings.TrimSpace(q.Question) == "":
		return errors.New(`"question" is missing`)
	case q.Refuse && q.Expect != "":
		return errors.New(`it has both "expect" and "refuse": leave one out`)
	case !q.Refuse && len(words(q.Expect)) == 0:
		return errors.New(`it has neither "expect" nor "refuse": say which words the quote must contain, or that there is no answer`)
	}
	return nil
}
