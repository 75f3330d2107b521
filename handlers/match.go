package handlers

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/sahilm/fuzzy"
	"golang.org/x/text/unicode/norm"
)

// match finds what a person is typing among names and titles.
//
// What was typed and the candidates are folded first: lower case, no accents.
// Then each candidate falls into the first of these classes that it fits, and
// the classes come one after the other:
//
//	begins    the candidate begins with what was typed
//	initials  what was typed are the first letters of its words:
//	          "ep" for European Parliament
//	words     each typed word is nearly one of its words, or the beginning of
//	          one, in any order: "parlaiment european"
//	letters   the typed letters stand in it in this order, by sahilm/fuzzy:
//	          "eurparl"
//	some      some typed word is nearly one of its words: "why did kaspersky stop"
//
// The classes are as they are because of what sahilm/fuzzy is not: its score
// overflows at about 40 adjacent letters, so that the exact beginning of a long
// title scores below zero (here no more than maxPattern letters are matched),
// and it finds nothing where letters are swapped or words are in another order.
func match(typed string, candidates []string) []string {
	pattern := fold(typed)
	if letters := []rune(pattern); len(letters) > maxPattern {
		pattern = string(letters[:maxPattern])
	}
	if strings.TrimSpace(pattern) == "" {
		return candidates
	}
	folded := make([]string, len(candidates))
	for i, c := range candidates {
		folded[i] = fold(c)
	}
	letters := map[int]int{} // scores of sahilm/fuzzy
	for _, m := range fuzzy.Find(strings.TrimSpace(pattern), folded) {
		letters[m.Index] = m.Score
	}
	var found []ranked
	for i := range candidates {
		if r, ok := rank(pattern, folded[i]); ok {
			found = append(found, ranked{i, r.class, r.cost})
		} else if score, ok := letters[i]; ok {
			found = append(found, ranked{i, byLetters, -score})
		} else if cost, ok := someWords(pattern, folded[i]); ok {
			found = append(found, ranked{i, bySomeWords, cost})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.cost, b.cost))
	})
	matched := make([]string, len(found))
	for i, r := range found {
		matched[i] = candidates[r.index]
	}
	return matched
}

// maxPattern is how many characters of what was typed are matched.
const maxPattern = 32

// ranked is a candidate with its class, and its cost within it: less is better.
type ranked struct {
	index, class, cost int
}

const (
	byBeginning = iota
	byInitials
	byWords
	byLetters
	bySomeWords
)

// rank puts a candidate into one of the first three classes.
func rank(pattern, candidate string) (ranked, bool) {
	words := wordsOf(candidate)
	switch initials := firstLetters(words); {
	case strings.HasPrefix(candidate, pattern):
		return ranked{class: byBeginning, cost: len(candidate)}, true
	case len(pattern) > 1 && strings.HasPrefix(initials, pattern):
		return ranked{class: byInitials, cost: len(initials)}, true
	}
	cost := 0
	typed := wordsOf(pattern)
	for _, word := range typed {
		c, at, ok := nearest(word, words)
		if !ok {
			return ranked{}, false
		}
		cost += 10 * c
		words = slices.Delete(slices.Clone(words), at, at+1)
	}
	return ranked{class: byWords, cost: cost + len(words)}, len(typed) > 0
}

// someWords returns less the more typed words are nearly words of a candidate,
// the long ones above all.
func someWords(pattern, candidate string) (cost int, ok bool) {
	const short = 4
	words := wordsOf(candidate)
	for _, word := range wordsOf(pattern) {
		if len(word) < short {
			continue
		}
		if c, _, near := nearest(word, words); near {
			cost += c - len(word)
			ok = true
		}
	}
	return cost, ok
}

// nearest returns the word that a typed one is nearest to, and how many edits
// away; a beginning that was typed is as near as the whole word.
func nearest(typed string, words []string) (edits, at int, ok bool) {
	edits = allowed(typed) + 1
	for i, word := range words {
		distance := editDistance(typed, word)
		if letters := []rune(word); len(letters) > len([]rune(typed)) {
			distance = min(distance, editDistance(typed, string(letters[:len([]rune(typed))])))
		}
		if distance < edits {
			edits, at, ok = distance, i, true
		}
	}
	return edits, at, ok
}

// allowed is how many edits a typed word may be away: none for a short one.
func allowed(word string) int {
	switch n := len([]rune(word)); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// editDistance counts the letters to insert, delete, replace or swap with the
// next to make a of b (Damerau and Levenshtein, no letter twice).
func editDistance(a, b string) int {
	from, to := []rune(a), []rune(b)
	var before, last []int // the rows for from[:i-2] and from[:i-1]
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(from); i++ {
		before, last, row = last, row, make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			change := last[j-1]
			if from[i-1] != to[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(to)]
}

// fold lowers case and takes accents off.
func fold(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			folded.WriteRune(r)
		}
	}
	return strings.TrimLeft(folded.String(), " ")
}

func wordsOf(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func firstLetters(words []string) string {
	var letters strings.Builder
	for _, word := range words {
		letters.WriteRune([]rune(word)[0])
	}
	return letters.String()
}
