package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"storybot/knowledge/search"
)

// text is a line of a training set: sentences, and questions about them.
type text struct {
	Title     string
	Sentences []string
	Paragraph []int
	Questions []struct {
		ID, Question string
		Gold         []int
		Answers      []string
	}
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
