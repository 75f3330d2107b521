package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"storybot/knowledge/search"
)

// text is a line of a training set: sentences, and questions about them.
type text struct {
	Title     string
	Sentences []string
	Paragraph []int
	Questions []question
	Freely    []question `json:"-"` // asked in other words than the text's: see asked.go
}

type question struct {
	ID, Question string
	Gold         []int
	Answers      []string
}

func readTexts(folder, name string) ([]text, error) {
	f, err := os.Open(filepath.Join(folder, "gold", "qa", "train", name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []text
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var t text
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, len(texts)+1, err)
		}
		texts = append(texts, t)
	}
	return texts, lines.Err()
}

// keep returns a text with some of its sentences only. A question keeps the
// gold that is left, which may be none.
func (t text) keep(in func(sentence int) bool) text {
	kept := text{Title: t.Title}
	number := make(map[int]int)
	for i, sentence := range t.Sentences {
		if in(i) {
			number[i] = len(kept.Sentences)
			kept.Sentences = append(kept.Sentences, sentence)
			kept.Paragraph = append(kept.Paragraph, t.Paragraph[i])
		}
	}
	for _, q := range t.Questions {
		var gold []int
		for _, g := range q.Gold {
			if n, in := number[g]; in {
				gold = append(gold, n)
			}
		}
		q.Gold = gold
		kept.Questions = append(kept.Questions, q)
	}
	return kept
}

// paragraphs returns the paragraphs of texts as texts of their own, for each
// of qamr is from another report. They have no title.
func paragraphs(texts []text) []text {
	var parts []text
	for _, t := range texts {
		for first := 0; first < len(t.Sentences); {
			end := first
			for end < len(t.Sentences) && t.Paragraph[end] == t.Paragraph[first] {
				end++
			}
			part := t.keep(func(i int) bool { return first <= i && i < end })
			part.Title = ""
			part.Questions = slices.DeleteFunc(part.Questions, func(q question) bool { return len(q.Gold) == 0 })
			parts = append(parts, part)
			first = end
		}
	}
	return parts
}

// story is an index of one or more texts, and where each text begins in it.
type story struct {
	index *search.Index
	first []int
}

// tell indexes texts as the articles of one story. The sentences of paragraphs
// for which out returns true have no words there, so that all others keep
// their numbers; a nil out keeps all.
func tell(texts []text, out func(paragraph int) bool) story {
	var s story
	var sentences []search.Sentence
	var titles []string
	for i, t := range texts {
		s.first = append(s.first, len(sentences))
		titles = append(titles, t.Title)
		for k, sentence := range t.Sentences {
			if out != nil && out(t.Paragraph[k]) {
				sentence = ""
			}
			sentences = append(sentences, search.Sentence{Text: sentence, Article: i, Paragraph: t.Paragraph[k]})
		}
	}
	s.index = search.New(sentences, titles)
	return s
}

// readHalf reads the first half of the folders of gold/qa/squad, by name, as
// texts of the sentences that answer: the half that may be learned from. The
// other half is to measure on.
func readHalf(folder string) ([]text, error) {
	files, err := filepath.Glob(filepath.Join(folder, "gold", "qa", "squad", "*", "questions.jsonl"))
	if err != nil {
		return nil, err
	}
	var texts []text
	for _, file := range files[:len(files)/2] {
		t, err := readQuestions(file)
		if err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// readQuestions reads the answerable questions of a file, each about the first
// of the sentences that answer it.
func readQuestions(file string) (t text, err error) {
	f, err := os.Open(file)
	if err != nil {
		return t, err
	}
	defer f.Close()
	t.Title = filepath.Base(filepath.Dir(file))
	known := make(map[string]int)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q struct {
			ID, Question, Answer string
			Gold                 []string
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return t, fmt.Errorf("%s: %w", file, err)
		}
		if q.Answer == "" || len(q.Gold) == 0 {
			continue
		}
		at, seen := known[q.Gold[0]]
		if !seen {
			at = len(t.Sentences)
			known[q.Gold[0]] = at
			t.Sentences = append(t.Sentences, q.Gold[0])
			t.Paragraph = append(t.Paragraph, at)
		}
		t.Questions = append(t.Questions, question{q.ID, q.Question, []int{at}, []string{q.Answer}})
	}
	return t, lines.Err()
}
