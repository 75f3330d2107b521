package search

import (
	_ "embed"
	"strconv"
	"strings"
)

// A rare term weighs much, but some terms, however rare in a story, seldom come
// back in the sentence that answers: "type" of "what type of treaty", "name"
// of "what is the name of". How often a term of a question is echoed was
// counted over the training questions, and its idf is scaled by that. A term
// that was not met often enough has the rate of its class.

//go:embed echoes.txt
var echoesText string

var echoes = readEchoes(echoesText)

// echoTable is how often terms are echoed, 0 to 1: by class and by term.
type echoTable struct {
	classes [echoClasses]float32
	terms   map[string]float32
}

type echoClass int

const (
	echoName echoClass = iota
	echoNumber
	echoVerb
	echoRare // a word that WordNet's makers met in no tagged text
	echoWord
	echoClasses
)

var echoClassNames = [echoClasses]string{"a name", "a number", "a verb", "a rare word", "any other word"}

// readEchoes reads lines of a term, or of a class in words, and its rate.
func readEchoes(text string) echoTable {
	t := echoTable{terms: make(map[string]float32)}
	for i := range t.classes {
		t.classes[i] = 1
	}
	for line := range strings.Lines(text) {
		term, last := cutLast(strings.TrimSpace(line))
		rate, err := strconv.ParseFloat(last, 32)
		if err != nil || strings.HasPrefix(line, "#") {
			continue
		}
		t.terms[term] = float32(rate)
		for i, name := range echoClassNames {
			if name == term {
				t.classes[i] = float32(rate)
				delete(t.terms, term)
			}
		}
	}
	return t
}

// rate returns how often a question's term is echoed.
func (t echoTable) rate(a *askedTerm, term []byte) float32 {
	if rate, known := t.terms[string(term)]; known {
		return rate
	}
	return t.classes[classOf(a)]
}

func classOf(a *askedTerm) echoClass {
	switch {
	case a.kinds&number != 0:
		return echoNumber
	case a.named():
		return echoName
	case a.kinds&verb != 0:
		return echoVerb
	case a.stem == none:
		return echoRare
	}
	if flags, _ := related.about(a.stem); commonness(flags) == 0 {
		return echoRare
	}
	return echoWord
}

// Echo is a term of a question, and whether a sentence echoes it.
type Echo struct {
	Term, Class string
	Found       bool
}

// Echoes returns the terms of a question and which of them stand in some
// sentences, as training counts them.
func (x *Index) Echoes(text string, sentences []int) []Echo {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	x.read(&r.question, text)
	var found []Echo
	for i := range r.question.asked {
		a := &r.question.asked[i]
		e := Echo{Term: strings.Join(Terms(text[a.written.first:a.written.end]), " "), Class: echoClassNames[classOf(a)]}
		for _, s := range sentences {
			e.Found = e.Found || x.inSpan(&question{asked: r.question.asked[i : i+1]}, span{uint32(s), uint32(s) + 1}) != 0
		}
		found = append(found, e)
	}
	return found
}
