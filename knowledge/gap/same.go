package gap

import (
	"slices"
	"strings"
	"unicode"

	"storybot/knowledge/search"
	"storybot/knowledge/shingle"
)

// same reports whether two questions ask the same. They do when, in this
// order, they have
//
//   - the same numbers: what happened in 2017 is not what happened in 2018; and
//   - the same words that ask, if both have any: when is not why; and
//   - the same stems of words, small words aside, in the same order ("Did Ann
//     sue Bob?" is not "Did Bob sue Ann?"); or
//   - nearly the same letters: one slip in 12 or more, two in 24 or more.
func same(a, b string) bool {
	first, second := shingle.Words(a), shingle.Words(b)
	if !slices.Equal(numbers(first), numbers(second)) {
		return false
	}
	if x, y := asking(first), asking(second); len(x) > 0 && len(y) > 0 && !slices.Equal(x, y) {
		return false
	}
	if stems := stemsOf(first); len(stems) > 0 && slices.Equal(stems, stemsOf(second)) {
		return true
	}
	x, y := []rune(strings.Join(first, " ")), []rune(strings.Join(second, " "))
	return within(x, y, min(2, len(x)/12))
}

func numbers(words []string) []string {
	var found []string
	for _, word := range words {
		if strings.ContainsFunc(word, unicode.IsDigit) {
			found = append(found, word)
		}
	}
	return found
}

func asking(words []string) []string {
	var found []string
	for _, word := range words {
		if asks[word] {
			found = append(found, word)
		}
	}
	return found
}

func stemsOf(words []string) []string {
	var stems []string
	for _, word := range words {
		if !small[word] {
			stems = append(stems, search.Stem(word))
		}
	}
	return stems
}

// small are the words that change nothing of what is asked. Those that ask are
// not among them.
var (
	small = set(`a an the is are was were be been do does did has have had of to in on at for from by with and or so please tell me us
		can could would you i know`)
	asks = set("who whom whose what which when where why how many much")
)

func set(list string) map[string]bool {
	members := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		members[word] = true
	}
	return members
}

// within reports whether one text becomes the other by so many letters that
// are replaced, put in or taken out.
func within(a, b []rune, slips int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a)+len(b) <= slips
	case slips == 0:
		return false
	}
	return within(a[1:], b[1:], slips-1) || within(a[1:], b, slips-1) || within(a, b[1:], slips-1)
}
