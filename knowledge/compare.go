package knowledge

import (
	"cmp"
	"slices"

	"storybot/knowledge/article"
	"storybot/knowledge/search"
)

// Comparison is how each article tells of one topic.
type Comparison struct {
	Topic    string
	Version  string             // of the Base that compared
	Tellings []Telling          // the articles that tell of it, in the order of their files
	Silent   []*article.Article // those that do not
}

// Telling is what one article says of the topic.
type Telling struct {
	Article *article.Article
	Quotes  []ComparedQuote // in the order of the text
}

// ComparedQuote is a quote, and the details in which another article differs.
type ComparedQuote struct {
	Quote
	Differences []Difference
}

// maxTold is how many sentences of one article a comparison quotes.
const maxTold = 2

// Compare returns how each article tells of a topic.
//
// An article tells of it in the sentences that hold the most of the topic's
// terms, and more than half of them at that: the two best are quoted. What
// differs between the quotes of two articles is found by [differences].
func (b *Base) Compare(topic string) Comparison {
	comparison := Comparison{Topic: topic, Version: b.version}
	asked := asSet(search.Terms(topic))
	told := make(map[*article.Article][]match)
	for _, p := range b.sentences {
		terms := asSet(search.Terms(p.text()))
		if held := common(terms, asked); 2*held > len(asked) {
			told[p.article] = append(told[p.article], match{p, held, terms})
		}
	}
	var details []detailed
	for _, a := range b.articles {
		if len(told[a]) == 0 {
			comparison.Silent = append(comparison.Silent, a)
			continue
		}
		telling := Telling{Article: a}
		for _, m := range best(told[a]) {
			details = append(details, detailed{
				telling: len(comparison.Tellings), quote: len(telling.Quotes),
				terms: m.terms, found: detailsIn(m.text(), a.Published),
			})
			telling.Quotes = append(telling.Quotes, ComparedQuote{Quote: quote(m.place, More)})
		}
		comparison.Tellings = append(comparison.Tellings, telling)
	}
	for _, d := range differences(details) {
		quote := &comparison.Tellings[d.telling].Quotes[d.quote]
		quote.Differences = append(quote.Differences, d.Difference)
	}
	return comparison
}

// match is a sentence that tells of a topic.
type match struct {
	place
	held  int // how many of the topic's terms
	terms map[string]bool
}

// best returns the sentences that hold the most terms, in the order of the
// text.
func best(told []match) []match {
	slices.SortStableFunc(told, func(a, b match) int { return cmp.Compare(b.held, a.held) })
	told = told[:min(len(told), maxTold)]
	slices.SortFunc(told, func(a, b match) int { return cmp.Compare(a.sentence.Start, b.sentence.Start) })
	return told
}

func asSet(terms []string) map[string]bool {
	set := make(map[string]bool, len(terms))
	for _, term := range terms {
		set[term] = true
	}
	return set
}

// common returns how many terms are in both sets.
func common(a, b map[string]bool) int {
	n := 0
	for term := range a {
		if b[term] {
			n++
		}
	}
	return n
}
