package search

import (
	_ "embed"
	"strconv"
	"strings"
)

// People ask in other words than the story's, and some of these no dictionary
// relates: "country" for "China", "die" for "death toll". Which words of a
// sentence bring forth which of a question was learned from the questions of
// qamr by IBM's first translation model (Brown and others, "The mathematics of
// statistical machine translation", 1993).

//go:embed translations.txt
var translationsText string

var translations = readTranslations(translationsText)

// translation is a term of sentences, and how likely it brings forth a term of
// a question.
type translation struct {
	term   string
	weight float32
}

// readTranslations reads lines of a question's term, a sentence's, and the
// probability.
func readTranslations(text string) map[string][]translation {
	all := make(map[string][]translation)
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		if weight, err := strconv.ParseFloat(fields[2], 32); err == nil {
			all[fields[0]] = append(all[fields[0]], translation{fields[1], float32(weight)})
		}
	}
	return all
}

// matchTranslations adds what a term is likely translated from, so far as it is
// in the story.
func (x *Index) matchTranslations(m *matches, asked int, a *askedTerm) {
	for _, t := range a.from {
		if term := x.terms.find([]byte(t.term)); term != none && term != a.term {
			m.add(term, asked, translated, t.weight)
		}
	}
}
