package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a range of bytes.
type Span struct{ Start, End int }

// Split returns the sentences of a paragraph as ranges of its bytes, without
// the white space between them.
//
// A sentence ends at a run of full stops, question or exclamation marks, with
// the quotation marks and brackets that close behind it, when white space and
// the beginning of another sentence follow. A full stop does not end one
// behind an abbreviation or an initial, nor does an ellipsis; and nothing does
// when the text goes on in lower case, as in ‘"Stop!" he said’. An abbreviation
// that often closes a sentence ("a.m.", "Inc.", "U.S.") ends one when a word
// follows that mostly opens sentences, such as "The".
func Split(paragraph string) []Span {
	var spans []Span
	start, _ := trim(paragraph, 0, len(paragraph))
	for _, stop := range stops.FindAllStringIndex(paragraph, -1) {
		if stop[0] < start || !endsSentence(paragraph, stop[0], stop[1]) {
			continue
		}
		_, end := trim(paragraph, start, stop[1])
		if start < end {
			spans = append(spans, Span{start, end})
		}
		start = stop[1]
	}
	if s, e := trim(paragraph, start, len(paragraph)); s < e {
		spans = append(spans, Span{s, e})
	}
	return spans
}

// stops finds where a sentence may end: marks, what closes behind them, and
// the white space that follows.
var stops = regexp.MustCompile(`[.!?…]+["'”’»)\]]*[\s\x{00A0}]+`)

func endsSentence(text string, start, end int) bool {
	rest := text[end:]
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, `"'“‘«([`))
	if rest == "" || unicode.IsLower(first) {
		return false
	}
	marks := strings.TrimRight(text[start:end], " \t\r\n\u00A0\"'”’»)]")
	if strings.Contains(marks, "…") || strings.Contains(marks, "...") {
		return closesQuotation(text[start:end])
	}
	if marks != "." {
		return true
	}
	before := lastWord(text[:start])
	switch {
	case neverLast[strings.ToLower(before)]:
		return false
	case strings.EqualFold(before, "no") && unicode.IsDigit(first):
		return false
	case isInitial(before):
		return false
	case oftenLast[strings.ToLower(before)] || strings.Contains(before, "."):
		return opener[firstWord(rest)]
	}
	return true
}

func closesQuotation(stop string) bool { return strings.ContainsAny(stop, "\"”»") }

// lastWord returns the word at the end of a text, with the full stops inside
// it: "U.S" of "in the U.S".
func lastWord(text string) string {
	at := strings.LastIndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.'
	})
	if at < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return text[at+size:]
}

func firstWord(text string) string {
	text = strings.TrimLeft(text, `"'“‘«([`)
	if at := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); at >= 0 {
		return text[:at]
	}
	return text
}

// isInitial reports whether a word is one capital letter, as in "J. K. Rowling".
func isInitial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsUpper(r) && r != 'I'
}

var (
	neverLast = words(`mr mrs ms mx dr prof rev hon st gov sen rep gen col lt sgt capt cmdr adm maj pres
		jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
		vs cf e.g i.e fig approx ca messrs mt`)
	oftenLast = words(`inc ltd co corp llc plc bros jr sr etc a.m p.m u.s u.k e.u u.n`)
	opener    = words(`The A An He She It They We You This That These Those His Her Its Their Our In On At
		But And However After Before When While If As For From With By To There According Also Since`)
)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}
