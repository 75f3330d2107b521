package search

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// Terms returns the terms of a text in its order: its words and numbers in
// lower case, without accents, possessives and stop words, cut to their stems
// (Snowball, English). "Parliament's votes" gives "parliament", "vote".
func Terms(text string) []string {
	var terms []string
	for _, word := range words(text) {
		if !stopWords[word] {
			terms = append(terms, english.Stem(word, false))
		}
	}
	return terms
}

// words returns a text's words and numbers, folded but not stemmed. A full
// stop or a comma between letters or digits, as in "U.S." and "84,121", joins
// them.
func words(text string) []string {
	var found []string
	for _, field := range strings.FieldsFunc(fold(text), breaksWord) {
		field = strings.Trim(field, "'.,")
		field = strings.TrimSuffix(field, "'s")
		field = joined.Replace(field)
		if field != "" {
			found = append(found, field)
		}
	}
	return found
}

var joined = strings.NewReplacer("'", "", ".", "", ",", "")

func breaksWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("'.,", r)
}

// fold lowers case, takes accents off and makes curly apostrophes straight.
func fold(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘':
			folded.WriteByte('\'')
		default:
			folded.WriteRune(unicode.ToLower(r))
		}
	}
	return folded.String()
}

// stopWords are too common to tell sentences apart, and the words that make a
// sentence a question. "us" is not one: folded, it is also the United States.
var stopWords = set(`a an the this that these those there here and or but nor so if then than
	i me my you your he him his she her hers it its we our they them their who whom whose which what
	when where why how am is are was were be been being do does did done doing have has had having
	will would shall should can could may might must of in on at by for from to with about into onto
	over under between as not no yes up out off again just also very too any some such own same all
	many much more most other each both few only once during before after while because until against
	s t d ll m re ve dont doesnt didnt isnt wasnt arent werent cant wont please tell say said says
	happen happened`)

func set(list string) map[string]bool {
	members := make(map[string]bool)
	for _, member := range strings.Fields(list) {
		members[member] = true
	}
	return members
}
