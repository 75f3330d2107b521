package knowledge

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"storybot/knowledge/search"
)

// A topic is a name: words that begin with a capital inside a sentence, such
// as "European Parliament". One word at the head of a sentence is no evidence,
// for every sentence begins with a capital.
var names = regexp.MustCompile(`\p{Lu}[\p{L}\d]*(?:[-’'][\p{L}\d]+)*(?: (?:of |the |and )?\p{Lu}[\p{L}\d]*(?:[-’'][\p{L}\d]+)*)*`)

// calendar has the names that tell when, which are no topics.
var calendar = map[string]bool{
	"Monday": true, "Tuesday": true, "Wednesday": true, "Thursday": true, "Friday": true,
	"Saturday": true, "Sunday": true,
	"January": true, "February": true, "March": true, "April": true, "May": true, "June": true, "July": true,
	"August": true, "September": true, "October": true, "November": true, "December": true,
}

// topicsOf returns the names in the sentences, those of the most sentences
// first, and for each sentence the topics that stand in it. A name that stands
// in one sentence alone is no topic unless a title has it too.
func topicsOf(sentences []search.Sentence, titles []string) (topics []string, named [][]string) {
	counts := make(map[string]int)
	named = make([][]string, len(sentences))
	for i, s := range sentences {
		named[i] = namesIn(s.Text)
		for _, name := range named[i] {
			counts[name]++
		}
	}
	headlines := strings.Join(titles, "\n")
	isTopic := func(name string) bool { return counts[name] > 1 || strings.Contains(headlines, name) }
	for name := range counts {
		if isTopic(name) {
			topics = append(topics, name)
		}
	}
	slices.SortFunc(topics, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for i, names := range named {
		named[i] = slices.Clip(slices.DeleteFunc(names, func(name string) bool { return !isTopic(name) }))
	}
	return topics, named
}

// namesIn returns the names in a sentence, each once.
func namesIn(sentence string) []string {
	var found []string
	for _, m := range names.FindAllStringIndex(sentence, -1) {
		name := strings.TrimSuffix(strings.TrimSuffix(sentence[m[0]:m[1]], "'s"), "’s")
		if m[0] == 0 {
			name = withoutOpener(name)
		}
		if len(search.Terms(name)) > 0 && len(name) > 1 && !calendar[name] && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// withoutOpener takes from a name at the head of a sentence the word that has
// its capital from standing there, if it is one: "The" of "The European
// Parliament". What is left must be more than one word to be a name.
func withoutOpener(name string) string {
	first, rest, more := strings.Cut(name, " ")
	switch {
	case len(search.Terms(first)) == 0:
		return rest
	case !more && first != strings.ToUpper(first):
		return ""
	}
	return name
}

// maxSuggestions is how many topics a refusal offers.
const maxSuggestions = 3

// suggest returns topics that stand in the sentences nearest to a question.
func (b *Base) suggest(candidates []search.Candidate) []string {
	suggestions := make([]string, 0, maxSuggestions)
	add := func(topics []string) {
		for _, topic := range topics {
			if len(suggestions) < maxSuggestions && !slices.Contains(suggestions, topic) {
				suggestions = append(suggestions, topic)
			}
		}
	}
	for _, c := range candidates {
		add(b.named[c.Sentence])
	}
	add(b.topics[:min(len(b.topics), 2*maxSuggestions)])
	return suggestions
}
