package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"storybot/knowledge"
)

type askCommand struct {
	folderFlag
	JSON     bool     `name:"json" help:"Write the answer as JSON."`
	Batch    string   `placeholder:"FILE" help:"Read questions as JSON lines {\"id\",\"question\"} from FILE, or from standard input for -, and write the answers as JSON lines."`
	Explain  bool     `help:"Show why: the candidates, what each one's score is made of, and how sure it is."`
	Question []string `arg:"" optional:"" help:"The question; without one, a prompt answers until Ctrl-D."`
}

// Run answers one question, a batch, or whatever is typed at a prompt.
func (a askCommand) Run(c *console) error {
	switch {
	case a.Batch != "" && (a.JSON || a.Explain || len(a.Question) > 0):
		return misuse(errors.New("--batch takes its questions from a file, and always writes JSON: leave the question, --json and --explain out"))
	case a.Explain && len(a.Question) == 0:
		return misuse(errors.New("--explain needs the question on the command line"))
	}
	base, err := a.load(c)
	switch {
	case err != nil:
		return err
	case a.Batch != "":
		return a.batch(c, base)
	case len(a.Question) == 0:
		return a.prompt(c, base)
	}
	question := strings.Join(a.Question, " ")
	if a.Explain {
		return a.explain(c, base, question)
	}
	answer := base.Ask(question)
	if err := a.write(c, answer); err != nil {
		return err
	}
	if !answer.Answered {
		return exit{code: exitNotAnswered}
	}
	return nil
}

func (a askCommand) write(c *console, answer knowledge.Answer) error {
	if a.JSON {
		return writeJSON(c.out, record{Answer: answer})
	}
	_, err := io.WriteString(c.out, c.style.answer(answer))
	return err
}

// longestLine is the longest line of input, in bytes.
const longestLine = 16 << 20

func (a askCommand) prompt(c *console, base *knowledge.Base) error {
	say := func(text string) {
		if c.interactive {
			fmt.Fprint(c.err, text)
		}
	}
	say("Ask about the story; Ctrl-D ends.\n")
	questions := bufio.NewScanner(c.in)
	questions.Buffer(nil, longestLine)
	for say("? "); questions.Scan(); say("\n? ") {
		if strings.TrimSpace(questions.Text()) == "" {
			continue
		}
		if err := a.write(c, base.Ask(questions.Text())); err != nil {
			return err
		}
	}
	say("\n")
	return questions.Err()
}

// record is a line of a batch: an answer with the id of its question.
type record struct {
	ID string `json:"id"`
	knowledge.Answer
}

// batch answers a file of questions.
func (a askCommand) batch(c *console, base *knowledge.Base) error {
	return c.batch(a.Batch, `question: write {"id":"…","question":"…"}`, func(line []byte) (any, bool) {
		var asked struct {
			ID       string  `json:"id"`
			Question *string `json:"question"`
		}
		if err := json.Unmarshal(line, &asked); err != nil || asked.Question == nil {
			return nil, false
		}
		return record{asked.ID, base.Ask(*asked.Question)}, true
	})
}

// answer writes an answer out for a person: the quotes, where they stand, and
// how sure it is.
func (s style) answer(answer knowledge.Answer) string {
	var text strings.Builder
	if !answer.Answered {
		text.WriteString(s.bold(answer.Refusal.Sentence()) + "\n")
		if len(answer.Suggestions) > 0 {
			fmt.Fprintf(&text, "They do tell of: %s\n", knowledge.Legible(strings.Join(answer.Suggestions, ", ")))
		}
		return text.String()
	}
	for i, quote := range answer.Quotes {
		text.WriteString(s.lines(fmt.Sprintf("> %s [%d]", s.quote(quote), i+1), "> ") + "\n")
	}
	for i, quote := range answer.Quotes {
		text.WriteString(s.lines(fmt.Sprintf("[%d] %s", i+1, knowledge.Legible(quote.Citation.String())), "    "))
		for _, also := range quote.AlsoIn {
			text.WriteString(s.lines("    also in "+knowledge.Legible(also.String()), "    "))
		}
	}
	fmt.Fprintf(&text, "%s sure%s\n", answer.Percent(), answer.Agreement())
	if answer.ReadAs != "" {
		fmt.Fprintf(&text, "read as: %s\n", knowledge.Legible(answer.ReadAs))
	}
	return text.String()
}

// quote writes a quote with the part that answers standing out.
func (s style) quote(q knowledge.Quote) string {
	before, after, found := strings.Cut(q.Text, q.Highlight)
	if q.Highlight == "" || !found {
		return knowledge.Legible(q.Text)
	}
	return knowledge.Legible(before) + s.bold(knowledge.Legible(q.Highlight)) + knowledge.Legible(after)
}
