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
// first. A name that stands in one sentence alone is no topic unless a title
// has it too.
func topicsOf(sentences []search.Sentence, titles []string) []string {
	counts := make(map[string]int)
	for _, s := range sentences {
		for _, name := range namesIn(s.Text) {
			counts[name]++
		}
	}
	headlines := strings.Join(titles, "\n")
	var topics []string
	for name, count := range counts {
		if count > 1 || strings.Contains(headlines, name) {
			topics = append(topics, name)
		}
	}
	slices.SortFunc(topics, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	return topics
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
	suggestions := []string{}
	for _, c := range candidates {
		for _, name := range namesIn(b.sentences[c.Sentence].text()) {
			if len(suggestions) < maxSuggestions && slices.Contains(b.topics, name) && !slices.Contains(suggestions, name) {
				suggestions = append(suggestions, name)
			}
		}
	}
	for _, topic := range b.topics {
		if len(suggestions) < maxSuggestions && !slices.Contains(suggestions, topic) {
			suggestions = append(suggestions, topic)
		}
	}
	return suggestions
}
