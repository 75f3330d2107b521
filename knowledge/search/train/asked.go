package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// The questions of both training sets were asked by people who had the sentence
// before them, and share most of its words. Those who ask in a chat remember the
// matter, not the words, and ask just as well for what the text does not tell.
// So some thousand questions of that sort were written about the same texts:
// asked.jsonl has for each the text's set and its number there, the numbers of
// the sentences that answer it, none where the text does not, and which bytes of
// the first of them are the answer.

//go:embed asked.jsonl
var askedText string

// readFreely gives the texts of both sets the questions that were asked freely.
func readFreely(wiki, news []text) error {
	of := map[string][]text{"new_wiki": wiki, "qamr": news}
	lines := bufio.NewScanner(strings.NewReader(askedText))
	for number := 1; lines.Scan(); number++ {
		var q struct {
			Set, Question string
			Text          int
			Gold          []int
			Answer        *[2]int
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return fmt.Errorf("asked.jsonl, line %d: %w", number, err)
		}
		texts := of[q.Set]
		if q.Text < 0 || q.Text >= len(texts) {
			return fmt.Errorf("asked.jsonl, line %d: %q has no text %d", number, q.Set, q.Text)
		}
		t := &texts[q.Text]
		for _, g := range q.Gold {
			if g < 0 || g >= len(t.Sentences) {
				return fmt.Errorf("asked.jsonl, line %d: text %d of %q has no sentence %d", number, q.Text, q.Set, g)
			}
		}
		asked := question{Question: q.Question, Gold: q.Gold}
		if q.Answer != nil && len(q.Gold) > 0 {
			sentence := t.Sentences[q.Gold[0]]
			if first, end := q.Answer[0], q.Answer[1]; first < 0 || end < first || end > len(sentence) {
				return fmt.Errorf("asked.jsonl, line %d: sentence %d has no bytes %d to %d", number, q.Gold[0], first, end)
			}
			asked.Answers = []string{sentence[q.Answer[0]:q.Answer[1]]}
		}
		t.Freely = append(t.Freely, asked)
	}
	return lines.Err()
}
