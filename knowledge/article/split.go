package article

import (
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
// the beginning of another sentence follow. So a quotation of several sentences
// is several sentences, and a quotation mark stays with its sentence, whether
// or not its partner was ever written. These do not end one:
//
//   - an ellipsis, unless it closes a quotation;
//   - what goes on in lower case, or with the one who spoke: ‘"Stop!" he said’,
//     ‘"Why?" Smith asked’;
//   - the full stop of a title ("Gov."), of an initial, or of "No." before a
//     number;
//   - the full stop of an abbreviation that may as well close a sentence ("a.m.",
//     "Inc.", "U.S.", "Jan."), unless a word follows that opens sentences, such
//     as "The".
func Split(paragraph string) []Span {
	var spans []Span
	start, limit := trim(paragraph, 0, len(paragraph))
	for at := start; at < limit; {
		s, ok := nextStop(paragraph[:limit], at)
		if !ok {
			break
		}
		at = s.next
		if s.closed > start && s.endsSentence(paragraph[:limit]) {
			spans = append(spans, Span{start, s.closed})
			start = s.next
		}
	}
	if start < limit {
		spans = append(spans, Span{start, limit})
	}
	return spans
}

// stop is a place where a sentence may end: marks, what closes behind them, and
// white space.
type stop struct {
	start  int // of the marks
	marked int // the end of the marks
	closed int // the end of what closes behind them
	next   int // where the next sentence would begin
}

// nextStop finds the next stop at or behind a place.
func nextStop(text string, at int) (stop, bool) {
	for at < len(text) {
		n := markAt(text, at)
		if n == 0 {
			at++
			continue
		}
		s := stop{start: at}
		for ; n > 0; n = markAt(text, at) {
			at += n
		}
		s.marked = at
		at += closing(text[at:])
		s.closed = at
		rest := strings.TrimLeftFunc(text[at:], isBlank)
		if s.next = len(text) - len(rest); s.next > at {
			return s, true
		}
	}
	return stop{}, false
}

// markAt returns the length of the mark that stands at a place, or 0.
func markAt(text string, at int) int {
	if at >= len(text) {
		return 0
	}
	switch text[at] {
	case '.', '!', '?':
		return 1
	case "…"[0]:
		if strings.HasPrefix(text[at:], "…") {
			return len("…")
		}
	}
	return 0
}

const (
	closers = `"'”’»)]`
	openers = `"'“‘«([`
)

// closing returns the length of the quotation marks and brackets that close at
// the beginning of a text, and of the numbers of notes: "ban.[2]".
func closing(text string) int {
	rest := text
	for {
		rest = strings.TrimLeft(rest, closers)
		note := strings.TrimLeft(strings.TrimPrefix(rest, "["), "0123456789")
		if !strings.HasPrefix(rest, "[") || !strings.HasPrefix(note, "]") || len(rest)-len(note) < 2 {
			return len(text) - len(rest)
		}
		rest = note
	}
}

func (s stop) endsSentence(text string) bool {
	marks, closed, rest := text[s.start:s.marked], text[s.marked:s.closed], text[s.next:]
	begins := strings.TrimLeft(rest, openers)
	first, size := utf8.DecodeRuneInString(begins)
	second, _ := utf8.DecodeRuneInString(begins[size:])
	quoted := strings.ContainsAny(closed, `"”»'’`)
	switch {
	case begins == "" || strings.ContainsRune(",;:", first):
		return false
	case unicode.IsLower(first) && !unicode.IsUpper(second): // "iPhone" begins sentences
		return false
	case strings.Contains(marks, "…") || strings.Contains(marks, ".."):
		return strings.ContainsAny(closed, `"”»`)
	case strings.ContainsAny(marks, "!?"):
		return !(quoted && (isDash(first) || speaks(rest)))
	case closed != "" && !strings.ContainsAny(closed, `'’`):
		return !isDash(first) || !quoted
	}
	return endsAtFullStop(text[:s.start], rest, first)
}

// endsAtFullStop reports whether a full stop behind a word ends a sentence.
func endsAtFullStop(before, rest string, first rune) bool {
	word := lastWord(before)
	lower := strings.ToLower(word)
	switch {
	case titles[word], neverLast[lower]:
		return false
	case lower == "no" && unicode.IsDigit(first):
		return false
	case (lower == "a.m" || lower == "p.m"):
		return opens(rest) || !unicode.IsDigit(first) && !afterClock[firstWord(rest)]
	case isInitial(word):
		return false
	case oftenLast[lower] || isAcronym(word):
		return opens(rest)
	}
	return true
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' }

// opens reports whether a text begins with a word that opens sentences.
func opens(text string) bool { return opener[firstWord(text)] }

// speaks reports whether a text goes on with the one who has just been quoted,
// as in "Smith asked".
func speaks(text string) bool {
	for range 4 {
		word, rest, _ := strings.Cut(text, " ")
		word = strings.TrimRight(word, ",.")
		if speech[word] {
			return true
		}
		if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) || opener[word] {
			return false
		}
		text = rest
	}
	return false
}

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
	text = strings.TrimLeft(text, openers)
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

// isAcronym knows letters with full stops between them, such as "U.S" and
// "Ph.D": a web address is none.
func isAcronym(word string) bool {
	if !strings.Contains(word, ".") {
		return false
	}
	for part := range strings.SplitSeq(word, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || unicode.IsDigit(rune(part[0])) {
			return false
		}
	}
	return true
}

var (
	titles = words(`Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Fr Hon Gov Sen Sens Rep Reps Gen Col Lt Sgt Cpl Capt Cmdr Cdr
		Adm Maj Brig Pres Supt Insp Det Mt Ft`)
	neverLast = words(`nos vs cf e.g i.e viz approx ca pp vol fig`)
	oftenLast = words(`inc ltd co cos corp llc plc bros bhd pty jr sr esq etc al u.s u.k e.u u.n d.c st ave blvd rd dept est
		jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
		ala ariz ark calif colo conn del fla ill ind kan ky la mass md mich minn mo mont neb nev okla ore pa tenn tex va vt wash wis wyo`)
	opener = words(`The A An He She It They We You I This That These Those His Her Its Their Our My Your There Here
		In On At But And Or So Yet However After Before When While If As For From With By To Of According Also Since
		Although Though Because Despite During Until Under Over Both Each Some Many Most All Several Another Other
		Not Now Then Thus Once Last Next Meanwhile Later Earlier Today Yesterday Such Only Even Still Instead
		What Who Why How Where Which Whether Neither Nor Nobody Nothing Everyone Everything Among Between Through
		Without Within Their Asked Police Officials`)
	afterClock = words(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun
		January February March April May June July August September October November December
		Eastern Central Pacific Mountain Greenwich GMT UTC BST CET CEST EST EDT ET CST CDT CT MST MDT PST PDT PT IST JST HKT`)
	speech = words(`said says asked asks added told replied wrote writes tweeted cried shouted exclaimed wondered
		continued explained answered recalled demanded declared yelled joked quipped`)
)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}
