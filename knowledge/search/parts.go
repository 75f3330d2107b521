package search

import (
	"strings"
	"unicode/utf8"
)

// part is a light part of speech: enough to tell where a phrase begins and
// ends, worked out from the word alone. The commonest words of English have
// parts of their own.
type part uint8

const (
	partEdge part = iota // no word: before the first and behind the last
	partArticle
	partOwner // his, its; this, that
	partOf
	partTo
	partBy
	partIn // in, at, on, near
	partFrom
	partFor
	partWith
	partAs
	partPreposition
	partBecause
	partAfter
	partThat // that, which, who
	partAnd
	partPronoun
	partAuxiliary
	partNot
	partNumber
	partYear
	partDay // weekdays and months
	partName
	partCalled
	partVerb
	partPast // ends in -ed
	partIng
	partAdverb
	partAdjective
	partPlural
	partNoun
	parts
)

var partNames = [parts]string{
	"edge", "article", "owner", "of", "to", "by", "in", "from", "for", "with", "as", "preposition", "because", "after",
	"that", "and", "pronoun", "auxiliary", "not", "number", "year", "day", "name", "called", "verb", "past", "ing",
	"adverb", "adjective", "plural", "noun",
}

var partOfWord = func() map[string]part {
	of := make(map[string]part)
	for _, list := range []struct {
		part  part
		words string
	}{
		{partArticle, `the a an`},
		{partOwner, `my your his her its our their this these those whose some any no each every either another such all both
			many much most more few several`},
		{partOf, `of`}, {partTo, `to`}, {partBy, `by`}, {partFrom, `from`}, {partFor, `for`}, {partWith, `with`}, {partAs, `as`},
		{partIn, `in at on near`},
		{partPreposition, `about against across along amid among around behind below beneath beside besides between beyond
			concerning despite down during except inside into like off onto out outside over past per regarding through
			throughout toward towards under underneath up upon via within without than including`},
		{partBecause, `because since so due owing thus therefore hence`},
		{partAfter, `after before until till while when whenever once although though whereas if unless where following`},
		{partThat, `that which who whom what how why`},
		{partAnd, `and or but nor`},
		{partPronoun, `i me you he him she it we us they them himself herself itself themselves there here one ones`},
		{partAuxiliary, `am is are was were be been being do does did done have has had having will would shall should can
			could may might must cannot`},
		{partNot, `not never also only just even still already often then now very too however both almost nearly about
			approximately roughly`},
	} {
		for _, word := range strings.Fields(list.words) {
			if _, known := of[word]; !known {
				of[word] = list.part
			}
		}
	}
	return of
}()

// longestListed is the length of the longest word of that list.
const longestListed = 13

// partOf returns the part of the word at i of a row, which is written so.
func (x *Index) partOf(row []token, i int, written string) part {
	t := row[i]
	about := &x.about[t.term()]
	if about.kinds&listed != 0 {
		if p, listed := x.listedPart(t, written); listed {
			return p
		}
	}
	switch {
	case about.kinds&year != 0 && t.marks()&money == 0:
		return partYear
	case about.kinds&number != 0:
		return partNumber
	case about.kinds&(month|weekday) != 0 && t.marks()&capital != 0:
		return partDay
	case t.marks()&capital != 0 && (t.marks()&opening == 0 || about.kinds&name != 0):
		return partName
	case about.kinds&calling != 0:
		return partCalled
	}
	return partOfEnding(written, about)
}

// listedPart returns the part of a word that the list may have.
func (x *Index) listedPart(t token, written string) (part, bool) {
	of := x.about[t.term()].kinds
	switch {
	case of&stopWord != 0 && isPlain(written) && len(written) == len(x.terms.at(t.term())):
		return part(of >> kindBits), of>>kindBits != 0
	case len(written) > longestListed || t.marks()&capital != 0 && t.marks()&opening == 0 && of&stopWord == 0:
		return 0, false
	}
	var lowered [longestListed]byte
	n := copy(lowered[:], written)
	lowered[0] |= 0x20
	p, listed := partOfWord[string(lowered[:n])]
	return p, listed
}

// isPlain reports whether a word is written in letters from a to z alone, but for
// the first, which may be a capital. Others are folded into stop words that they
// are not, such as "we're" and "A.M."
func isPlain(written string) bool {
	for i := 1; i < len(written); i++ {
		if written[i] < 'a' || written[i] > 'z' {
			return false
		}
	}
	return written[0] < utf8.RuneSelf
}

// partOfEnding tells by how a word ends.
func partOfEnding(written string, about *aboutTerm) part {
	isVerb := about.kinds&verb != 0
	switch {
	case strings.HasSuffix(written, "ing") && len(written) > 4:
		return partIng
	case strings.HasSuffix(written, "ed") && len(written) > 3:
		return partPast
	case strings.HasSuffix(written, "ly"):
		return partAdverb
	case isVerb:
		return partVerb
	case hasAnySuffix(written, "al", "ive", "ous", "ful", "ic", "an", "less", "able", "ible", "ary", "ese", "ish"):
		return partAdjective
	case about.stem == none && about.categories == 0:
		return partNoun
	case strings.HasSuffix(written, "s") && !strings.HasSuffix(written, "ss"):
		return partPlural
	}
	return partNoun
}

func hasAnySuffix(word string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return false
}

// gap is what stands between two words.
type gap uint8

const (
	gapSpace gap = iota
	gapComma
	gapColon // and semicolons and dashes
	gapOpen  // a bracket opens
	gapClose
	gapQuote
	gapHyphen // no space: parts of one word
	gapEdge
	gaps
)

var gapNames = [gaps]string{"space", "comma", "colon", "open", "close", "quote", "hyphen", "edge"}

// gapOf returns what a text between two words is.
func gapOf(between string) gap {
	switch {
	case between == " ":
		return gapSpace
	case strings.ContainsAny(between, "\"“”"):
		return gapQuote
	case strings.ContainsAny(between, "(["):
		return gapOpen
	case strings.ContainsAny(between, ")]"):
		return gapClose
	case strings.ContainsAny(between, ",.!?"):
		return gapComma
	case strings.ContainsAny(between, ";:—–") || strings.Contains(between, " - "):
		return gapColon
	case strings.ContainsAny(between, " \n"):
		return gapSpace
	}
	return gapHyphen
}
