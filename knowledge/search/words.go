package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// words cuts a text into its words and numbers. A word is folded: in lower
// case, without accents, apostrophes and possessives. A full stop or comma
// between letters or digits joins them, so "U.S." is "us" and "84,121" is
// "84121", but "2.5" keeps its point. Everything else parts words.
//
// Folding an ASCII word costs a table look-up a byte and allocates nothing.
type words struct {
	text   string
	at     int    // where the search for the next word begins
	folded []byte // the word, until next is called again
	start  int    // of the word, in bytes of the text
	end    int
	marks  marks
}

// marks say how a word is written, where that is lost in folding.
type marks uint8

const (
	capital marks = 1 << iota // begins with a capital
	shouted                   // is all capitals, more than one
	digits                    // begins with a digit
	money                     // stands behind a currency sign
	percent                   // stands before a per cent sign
	opening                   // is the first word of the text
)

// The classes of bytes.
const (
	breaks = iota
	lower
	upper
	digit
	joins  // . , '
	beyond // part of a rune that is not ASCII
)

var classes = func() (table [256]byte) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z':
			table[c] = lower
		case 'A' <= c && c <= 'Z':
			table[c] = upper
		case '0' <= c && c <= '9':
			table[c] = digit
		case c == '.' || c == ',' || c == '\'':
			table[c] = joins
		case c >= utf8.RuneSelf:
			table[c] = beyond
		}
	}
	return table
}()

// next moves to the next word and reports whether there is one.
func (w *words) next() bool {
	first := w.at == 0
	for w.at < len(w.text) {
		if w.takeWord() {
			if first || !wordBefore(w.text[:w.start]) {
				w.marks |= opening
			}
			return true
		}
	}
	return false
}

// wordBefore reports whether a letter or digit stands in a text that is all
// punctuation when none does; it looks at a few bytes only, since a first word
// stands near the beginning.
func wordBefore(text string) bool {
	if len(text) > 8 {
		return true
	}
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// takeWord reads one word, or one thing that is none.
func (w *words) takeWord() bool {
	w.folded, w.marks = w.folded[:0], 0
	w.start, w.end = w.at, -1
	capitals, small := 0, 0
	for w.at < len(w.text) {
		c := w.text[w.at]
		switch classes[c] {
		case lower:
			w.folded = append(w.folded, c)
			small++
			w.at++
			continue
		case upper:
			w.folded = append(w.folded, c|0x20)
			capitals++
			w.at++
			continue
		case digit:
			w.folded = append(w.folded, c)
			w.at++
			continue
		case joins:
			if w.joined(c, 1) {
				w.at++
				continue
			}
		case beyond:
			r, size := utf8.DecodeRuneInString(w.text[w.at:])
			if r == '’' || r == '‘' {
				if w.joined('\'', size) {
					w.at += size
					continue
				}
			} else if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
				if unicode.IsUpper(r) {
					capitals++
				} else {
					small++
				}
				w.folded = appendFolded(w.folded, r)
				w.at += size
				continue
			}
			w.skip(size)
			return w.finish(capitals, small)
		}
		w.skip(1)
		return w.finish(capitals, small)
	}
	w.end = w.at
	return w.finish(capitals, small)
}

// skip ends the word before what parts it from the next.
func (w *words) skip(size int) {
	if w.end < 0 {
		w.end = w.at
	}
	w.at += size
}

// joined reports whether a joining mark stands inside a word, and folds it: it
// is kept as the point of a number only. A possessive's apostrophe is not
// inside: it ends the word, and its s is passed over.
func (w *words) joined(mark byte, size int) bool {
	after := w.at + size
	if len(w.folded) == 0 || after >= len(w.text) || w.at == w.start {
		return false
	}
	next := classes[w.text[after]]
	numeric := classes[w.text[w.at-1]] == digit
	switch {
	case mark == ',':
		return numeric && next == digit
	case mark == '.' && numeric && next == digit:
		w.folded = append(w.folded, '.')
		return true
	case mark == '\'' && w.text[after]|0x20 == 's' && !w.letterAt(after+1):
		w.end, w.at = w.at, after+1-size
		return false
	}
	if next == beyond {
		r, _ := utf8.DecodeRuneInString(w.text[after:])
		return unicode.IsLetter(r)
	}
	return next == lower || next == upper || next == digit
}

func (w *words) letterAt(i int) bool {
	return i < len(w.text) && classes[w.text[i]] != breaks && classes[w.text[i]] != joins
}

func (w *words) finish(capitals, small int) bool {
	if len(w.folded) == 0 {
		return false
	}
	if capitals > 0 && (classes[w.text[w.start]] == upper || classes[w.text[w.start]] == beyond) {
		w.marks |= capital
	}
	if capitals > 1 && small == 0 {
		w.marks |= shouted
	}
	if classes[w.text[w.start]] == digit {
		w.marks |= digits
		if w.start > 0 && (w.text[w.start-1] == '$' || strings.HasSuffix(w.text[:w.start], "£") || strings.HasSuffix(w.text[:w.start], "€")) {
			w.marks |= money
		}
		if w.end < len(w.text) && w.text[w.end] == '%' {
			w.marks |= percent
		}
	}
	return true
}

// appendFolded lowers a rune's case and takes its accents off.
func appendFolded(b []byte, r rune) []byte {
	var encoded [utf8.UTFMax]byte
	size := utf8.EncodeRune(encoded[:], r)
	var parts [32]byte
	for _, part := range string(norm.NFKD.Append(parts[:0], encoded[:size]...)) {
		if !unicode.Is(unicode.Mn, part) {
			b = utf8.AppendRune(b, unicode.ToLower(part))
		}
	}
	return b
}

// Terms returns the terms of a text in its order: its words without the stop
// words, cut to their stems. "Parliament's votes" gives "parliament", "vote".
func Terms(text string) []string {
	var terms []string
	w := words{text: text}
	for w.next() {
		if word := string(w.folded); !stopWords[word] {
			terms = append(terms, Stem(word))
		}
	}
	return terms
}

// longestStemmed is the length from which a word is no word of English.
const longestStemmed = 40

// Stem returns the stem of a folded word (Snowball, English).
func Stem(word string) string {
	if len(word) < 3 || len(word) > longestStemmed || word[0] <= '9' || isStem(word) {
		return word
	}
	return english.Stem(word, true)
}

// isStem reports whether a word is plainly its own stem: it is all letters from
// a to z, and its last two end no suffix that the stemmer knows, nor any of the
// words that it makes exceptions of.
func isStem(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	before, last := word[len(word)-2], word[len(word)-1]
	switch last {
	case 'e', 's', 'y':
		return false
	case 'c':
		return before != 'i'
	case 'd':
		return before != 'e'
	case 'g':
		return before != 'n'
	case 'i':
		return before != 'c' && before != 'g' && before != 'l' && before != 't'
	case 'l':
		return before != 'a' && before != 'l' && before != 'u'
	case 'm':
		return before != 's'
	case 'n':
		return before != 'o'
	case 'r':
		return before != 'e' && before != 'o'
	case 't':
		return before != 'n'
	}
	return true
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
	happen happened whats whos`)

func set(list string) map[string]bool {
	members := make(map[string]bool)
	for _, member := range strings.Fields(list) {
		members[member] = true
	}
	return members
}
