package dates

import (
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a mark of the text.
type token struct {
	start, end int
	word       // id is 0 where the vocabulary does not know it
	capital    bool
	quoted     bool // stands within a quotation
	joined     bool // no white space before it
	past       bool // may be a verb in the past tense, by its ending
}

// The ids of tokens that no pattern names.
const (
	unknown   = 0
	lineBreak = 1<<16 - 1
)

// tokens cuts a text up. A line break is a token of its own, so that no
// pattern reaches across one; with anyCase, "may" is a month as well as "May".
func tokens(text string, words vocabulary, anyCase bool) []token {
	cut := lexer{text: text, words: words, anyCase: anyCase}
	cut.tokens = make([]token, 0, len(text)/5+8)
	for cut.at < len(text) {
		cut.next()
	}
	return cut.tokens
}

type lexer struct {
	text    string
	words   vocabulary
	anyCase bool
	at      int
	quoted  bool
	tokens  []token
}

func (l *lexer) next() {
	r, size := utf8.DecodeRuneInString(l.text[l.at:])
	switch {
	case r == '\n':
		l.quoted = l.quoted && l.at+1 < len(l.text) && l.text[l.at+1] != '\n'
		l.emit(size, word{id: lineBreak})
	case unicode.IsSpace(r):
		l.at += size
	case isDigit(r):
		l.number()
	case unicode.IsLetter(r):
		l.word()
	default:
		l.mark(r, size)
	}
}

func (l *lexer) emit(size int, w word) {
	t := token{start: l.at, end: l.at + size, word: w, quoted: l.quoted}
	if n := len(l.tokens); n > 0 && l.tokens[n-1].end == l.at {
		t.joined = true
	}
	l.tokens = append(l.tokens, t)
	l.at += size
}

// mark cuts a sign. All dashes but the long one count as a hyphen, and all
// quotation marks as a straight one.
func (l *lexer) mark(r rune, size int) {
	spelling := l.text[l.at : l.at+size]
	switch r {
	case '–', '‐', '‑':
		spelling = "-"
	case '—':
		spelling = "--"
	case '’', '‘', '`':
		spelling = "'"
	case '“', '«':
		l.quoted, spelling = true, `"`
	case '”', '»':
		spelling = `"`
	}
	w := l.words[spelling]
	l.emit(size, w)
	if r == '"' {
		l.quoted = !l.quoted
	}
	if r == '”' || r == '»' {
		l.quoted = false
	}
}

const longestWord = 24

// word cuts a word. Digits within it belong to it (A380), and the full stops of
// "a.m." and "U.S.".
func (l *lexer) word() {
	var lower [longestWord]byte
	size, dots := 0, 0
	capital := false
	for i, r := range l.text[l.at:] {
		if r == '.' && i == 2*dots+1 && followsLetter(l.text[l.at+i+1:]) {
			dots++
		} else if !unicode.IsLetter(r) && !isDigit(r) {
			break
		}
		if i == 0 {
			capital = unicode.IsUpper(r)
		}
		if r < utf8.RuneSelf && i < longestWord {
			lower[i] = byte(unicode.ToLower(r))
		} else if i < longestWord {
			lower[i] = '?'
		}
		size = i + utf8.RuneLen(r)
	}
	w := l.words[string(lower[:min(size, longestWord)])]
	if w.capital && !capital && !l.anyCase {
		w.is &^= month | weekday
	}
	past := w.is&past != 0 || (w.id == unknown || w.is&says != 0) && size > 3 && size <= longestWord && lower[size-2] == 'e' && lower[size-1] == 'd' && !capital
	if w.shortened && stopFollows(l.text[l.at+size:]) || dots > 0 && l.at+size < len(l.text) && l.text[l.at+size] == '.' {
		size++
	}
	l.emit(size, w)
	l.tokens[len(l.tokens)-1].past = past
	l.tokens[len(l.tokens)-1].capital = capital
	l.join()
}

// join makes one number of "twenty", "-" and "five".
func (l *lexer) join() {
	n := len(l.tokens)
	if n < 3 {
		return
	}
	tens, hyphen, ones := l.tokens[n-3], l.tokens[n-2], l.tokens[n-1]
	if tens.is&number == 0 || tens.n < 20 || tens.n > 90 || tens.n%10 != 0 || hyphen.id != l.words["-"].id || ones.is&(number|ordnum) == 0 || ones.n > 9 {
		return
	}
	ones.start, ones.n, ones.joined, ones.capital = tens.start, tens.n+ones.n, tens.joined, tens.capital
	l.tokens = append(l.tokens[:n-3], ones)
}

func followsLetter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// stopFollows reports whether a shortened word's full stop follows, rather than
// the sentence's: "Jan. 5".
func stopFollows(text string) bool {
	return len(text) > 2 && text[0] == '.' && (text[1] == ',' || text[1] == ' ' && isDigit(rune(text[2])))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// shapes lists how numbers are written, longest first: 9 stands for one or two
// digits, 99 for two, 999 for three and 9999 for four.
var shapes = []struct {
	shape string
	is    class
}{
	{"9999-99-99T99:99", isotime},
	{"9999-99-99", iso},
	{"9999/99/99", iso},
	{"9/9/9999", slash},
	{"9/9/99", slash},
	{"9.9.9999", slash},
	{"9:99:99", clock},
	{"9:99", clock},
	{"9999-99", isomonth},
}

// number cuts a number, in the longest shape that fits. What is no date in any
// shape, such as 4,300 or 0.79, is cut as one unknown token.
func (l *lexer) number() {
	for _, s := range shapes {
		if size, parts := fit(l.text[l.at:], s.shape); size > 0 {
			if w, ok := shaped(s.is, parts); ok {
				l.emit(size, w)
				return
			}
		}
	}
	digits, value := 0, 0
	for digits < len(l.text)-l.at && isDigit(rune(l.text[l.at+digits])) {
		if digits < 9 {
			value = 10*value + int(l.text[l.at+digits]-'0')
		}
		digits++
	}
	size, w := l.suffix(digits, value)
	l.emit(size, w)
}

// suffix looks at what is joined to plain digits: "6th", "1960s", "4GB", ",300".
func (l *lexer) suffix(digits, value int) (int, word) {
	rest := l.text[l.at+digits:]
	letters := 0
	for letters < len(rest) && letters < longestWord && 'a' <= rest[letters]|0x20 && rest[letters]|0x20 <= 'z' {
		letters++
	}
	w := plain(digits, value)
	if n := len(l.tokens); n > 0 && l.tokens[n-1].end == l.at && isSign(l.text[l.at-1]) {
		w = word{is: number, n: value}
	}
	switch ending := rest[:letters]; {
	case letters == 0:
		return l.grouped(digits, w)
	case ending == "st" || ending == "nd" || ending == "rd" || ending == "th":
		return digits + 2, word{is: ordnum | w.is&day, n: value}
	case ending == "s" && digits == 4 && value%10 == 0:
		return digits + 1, word{is: decade, n: value}
	case ending == "s" && digits == 2 && value%10 == 0:
		return digits + 1, word{is: decade, n: value}
	case l.words[ending].is&half != 0 || ending == "a" || ending == "p":
		return digits, w
	}
	return digits + letters, word{}
}

// isSign reports whether a number behind a byte is an amount or a name.
func isSign(b byte) bool {
	return b == '$' || b == '#' || b == '.' || b == '/' || b == '\'' || b >= utf8.RuneSelf
}

// grouped passes over thousands and decimals.
func (l *lexer) grouped(digits int, w word) (int, word) {
	size := digits
	for {
		rest := l.text[l.at+size:]
		if len(rest) < 2 || rest[0] != ',' && rest[0] != '.' || !isDigit(rune(rest[1])) {
			break
		}
		group := 1
		for group < len(rest) && isDigit(rune(rest[group])) {
			group++
		}
		if rest[0] == ',' && group != 4 {
			break
		}
		size, w = size+group, word{is: number, n: -1}
	}
	return size, w
}

// plain is what digits alone may be.
func plain(digits, value int) word {
	w := word{is: number, n: value}
	if digits <= 2 {
		w.is |= day
	}
	if digits == 4 && value >= 1000 {
		w.is |= year
	}
	return w
}

// fit matches the head of a text with a shape. It returns how long the head is,
// 0 where it does not fit, and the shape's numbers.
func fit(text, shape string) (size int, parts [5]int) {
	n := 0
	for s := 0; s < len(shape); {
		if shape[s] != '9' {
			if size >= len(text) || text[size] != shape[s] {
				return 0, parts
			}
			s, size, n = s+1, size+1, n+1
			continue
		}
		wide := 0
		for s < len(shape) && shape[s] == '9' {
			s, wide = s+1, wide+1
		}
		digits := 0
		for size < len(text) && digits <= wide && isDigit(rune(text[size])) {
			parts[n], size, digits = 10*parts[n]+int(text[size]-'0'), size+1, digits+1
		}
		if digits != wide && (wide != 1 || digits != 2) {
			return 0, parts
		}
	}
	if size+1 < len(text) && (text[size] == '-' || text[size] == '/') && isDigit(rune(text[size+1])) {
		return 0, parts
	}
	return size, parts
}

// shaped packs the numbers of a shape into one: a date as yyyymmdd (20180616),
// a clock as hhmm.
func shaped(is class, p [5]int) (word, bool) {
	w := word{is: is}
	switch is {
	case isotime:
		w.n = ((p[0]*100+p[1])*100+p[2])*10000 + p[3]*100 + p[4]
	case iso:
		w.n = p[0]*10000 + p[1]*100 + p[2]
	case slash:
		if p[2] < 100 {
			p[2] += 2000
			if p[2] > 2050 {
				p[2] -= 100
			}
		}
		w.n = p[2]*10000 + p[0]*100 + p[1]
	case isomonth:
		// 2010-11 is more often two years than a month.
		w.n = p[0]*10000 + p[1]*100
		return w, p[1] >= 1 && p[1] <= 12 && p[1] != p[0]%100+1
	case clock:
		w.n = p[0]*100 + p[1]
		return w, p[0] < 24 && p[1] < 60
	}
	return w, true
}
