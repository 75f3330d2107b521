package main

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// count is how often a term, or a class of terms, was asked and how often it
// was echoed.
type count struct {
	asked, found float64
	expected     float64         // how often its class would have been echoed
	texts        map[string]bool // where it was asked
}

func (c *count) add(found bool) {
	c.asked++
	if found {
		c.found++
	}
}

func (c *count) rate() float64 { return (c.found + 1) / (c.asked + 2) }

// A term has odds of its own when it was asked so often, of so many texts, and
// they differ so much from its class's.
const (
	leastAsked = 12
	leastTexts = 4
	priorAsked = 12 // questions that a class's rate counts for
	leastOdds  = 0.15
)

// echoed is a term of a question, and where it was asked.
type echoed struct {
	term, class, where string
	found              bool
}

func countEchoes(texts []text, where func(text) string) []echoed {
	var all []echoed
	for _, t := range texts {
		st := tell([]text{t}, nil)
		for _, q := range t.Questions {
			for _, e := range st.index.Echoes(q.Question, q.Gold) {
				all = append(all, echoed{e.Term, e.Class, where(t), e.Found})
			}
		}
	}
	return all
}

func byClass(all []echoed) map[string]*count {
	classes := make(map[string]*count)
	for _, e := range all {
		if classes[e.class] == nil {
			classes[e.class] = &count{}
		}
		classes[e.class].add(e.found)
	}
	return classes
}

func odds(rate float64) float64 { return math.Log(rate / (1 - rate)) }

// writeEchoes counts how often the terms of questions stand in the sentences
// that answer, and writes echoes.txt. The classes are counted as the models
// are learned, but single terms in qamr alone, whose licence lets a table of
// words be made of it.
func writeEchoes(to string, wiki, news []text) error {
	reports := countEchoes(paragraphs(news), func(t text) string { return t.Sentences[0] })
	ofReports := byClass(reports)
	terms := make(map[string]*count)
	for _, e := range reports {
		c := terms[e.term]
		if c == nil {
			c = &count{texts: make(map[string]bool)}
			terms[e.term] = c
		}
		c.add(e.found)
		c.expected += ofReports[e.class].rate()
		c.texts[e.where] = true
	}
	var out strings.Builder
	out.WriteString("# How often a term of a question stands in the sentence that answers it, in logarithms of odds.\n" +
		"# For a class of terms all of it; for a term how much more often than its class, counted in qamr.\n" +
		"# Counted by ./train; edit nothing here by hand.\n")
	classes := byClass(countEchoes(wiki, func(t text) string { return t.Title }))
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		fmt.Fprintf(&out, "%s %.2f\n", class, odds(classes[class].rate()))
	}
	for _, term := range slices.Sorted(maps.Keys(terms)) {
		c := terms[term]
		class := c.expected / c.asked
		more := odds((c.found+priorAsked*class)/(c.asked+priorAsked)) - odds(class)
		if c.asked >= leastAsked && len(c.texts) >= leastTexts && math.Abs(more) >= leastOdds {
			fmt.Fprintf(&out, "%s %.2f\n", term, more)
		}
	}
	return os.WriteFile(filepath.Join(to, "echoes.txt"), []byte(out.String()), 0o644)
}
