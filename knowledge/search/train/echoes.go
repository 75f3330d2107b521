package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// count is how often a term was asked, and how often echoed; each text counts.
type count struct {
	asked, found float64
	texts        map[string]bool
}

func (c *count) add(title string, found bool, weight float64) {
	c.asked += weight
	if found {
		c.found += weight
	}
	if c.texts == nil {
		c.texts = make(map[string]bool)
	}
	c.texts[title] = true
}

// A term has a rate of its own when it was asked so often, of so many texts.
const (
	leastAsked = 6
	leastTexts = 4
	prior      = 4 // questions that a class's rate counts for
)

// writeEchoes counts how often the terms of questions stand in the sentences
// that answer, and writes echoes.txt.
func writeEchoes(to string, wiki, news []text) error {
	terms, classes := make(map[string]*count), make(map[string]*count)
	termClass := make(map[string]string)
	add := func(t text, weight float64) {
		st := tell([]text{t}, nil)
		for _, q := range t.Questions {
			for _, e := range st.index.Echoes(q.Question, q.Gold) {
				if terms[e.Term] == nil {
					terms[e.Term] = &count{}
				}
				if classes[e.Class] == nil {
					classes[e.Class] = &count{}
				}
				terms[e.Term].add(t.Title, e.Found, weight)
				classes[e.Class].add(t.Title, e.Found, weight)
				termClass[e.Term] = e.Class
			}
		}
	}
	for _, t := range wiki {
		add(t, 1)
	}
	for _, t := range news {
		add(t, 0.25)
	}
	var out strings.Builder
	out.WriteString("# How often a term of a question stands in the sentence that answers it.\n# Counted by ./train; edit nothing here by hand.\n")
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		fmt.Fprintf(&out, "%s %.2f\n", class, classes[class].found/classes[class].asked)
	}
	for _, term := range slices.Sorted(maps.Keys(terms)) {
		c, class := terms[term], classes[termClass[term]]
		if c.asked < leastAsked || len(c.texts) < leastTexts {
			continue
		}
		fmt.Fprintf(&out, "%s %.2f\n", term, (c.found+prior*class.found/class.asked)/(c.asked+prior))
	}
	return os.WriteFile(filepath.Join(to, "echoes.txt"), []byte(out.String()), 0o644)
}
