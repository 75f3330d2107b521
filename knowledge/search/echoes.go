package search

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// A rare term weighs much, but some terms, however rare in a story, seldom come
// back in the sentence that answers: "type" of "what type of treaty", "name"
// of "what is the name of". So a term's idf is scaled by how often such a term
// is echoed. The rates of some classes of terms were learned with the models;
// besides, each term that was asked often enough in qamr has the logarithm of
// odds by which it is echoed more often than its class.

//go:embed echoes.txt
var echoesText string

var echoes = readEchoes(echoesText)

// echoTable is how often terms are echoed, in logarithms of odds.
type echoTable struct {
	classes [echoClasses]float32
	terms   map[string]float32 // more than their class
}

// echoClass is what sort of term is asked. Verbs, nouns that name the kind of
// answer, and other words are told apart by how common they are in English, in
// the steps of [Commonness].
type echoClass int

const (
	echoName echoClass = iota
	echoNumber
	echoUnlisted // WordNet does not have it
	echoVerb
	echoHead    = echoVerb + commonSteps
	echoWord    = echoHead + commonSteps
	echoClasses = echoWord + commonSteps

	commonSteps = 8
)

var echoClassNames = func() (names [echoClasses]string) {
	names[echoName], names[echoNumber], names[echoUnlisted] = "a name", "a number", "a word WordNet lacks"
	for common := range echoClass(commonSteps) {
		names[echoVerb+common] = fmt.Sprintf("a verb as common as %d", common)
		names[echoHead+common] = fmt.Sprintf("a kind of answer as common as %d", common)
		names[echoWord+common] = fmt.Sprintf("a word as common as %d", common)
	}
	return names
}()

// readEchoes reads lines of a class in words, or of a term, and its logarithm
// of odds.
func readEchoes(text string) echoTable {
	t := echoTable{terms: make(map[string]float32)}
	class := make(map[string]int)
	for i, name := range echoClassNames {
		class[name] = i
	}
	for line := range strings.Lines(text) {
		term, last := cutLast(strings.TrimSpace(line))
		odds, err := strconv.ParseFloat(last, 32)
		if err != nil || strings.HasPrefix(line, "#") {
			continue
		}
		if i, is := class[term]; is {
			t.classes[i] = float32(odds)
		} else {
			t.terms[term] = float32(odds)
		}
	}
	return t
}

// rate returns how often a question's term is echoed, 0 to 1.
func (t echoTable) rate(a *askedTerm, head bool) float32 {
	return float32(logistic(t.classes[classOf(a, head)] + a.odds))
}

func classOf(a *askedTerm, head bool) echoClass {
	switch {
	case a.kinds&number != 0:
		return echoNumber
	case a.named():
		return echoName
	case a.stem == none:
		return echoUnlisted
	}
	flags, _ := related.about(a.stem)
	common := echoClass(commonness(flags))
	switch {
	case head:
		return echoHead + common
	case a.kinds&verb != 0:
		return echoVerb + common
	}
	return echoWord + common
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
	q := &r.question
	x.read(q, text)
	var found []Echo
	for i := range q.asked {
		a := &q.asked[i]
		e := Echo{Term: strings.Join(Terms(text[a.written.first:a.written.end]), " "), Class: echoClassNames[classOf(a, i == q.head)]}
		for _, s := range sentences {
			e.Found = e.Found || x.inSpan(&question{asked: q.asked[i : i+1]}, span{uint32(s), uint32(s) + 1}) != 0
		}
		found = append(found, e)
	}
	return found
}
