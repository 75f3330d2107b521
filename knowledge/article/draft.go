package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// draft is what a reader makes of a file, before the editor sees it.
type draft struct {
	text     string  // the stored text
	blocks   []block // in its order, none overlapping
	matter   matter  // what the markup says
	warnings []string
}

// block is a piece of the stored text that the rules are asked about: a line,
// or all lines of a paragraph that was broken at a column.
type block struct {
	start, end  int
	first, last int    // its lines, counted from 1
	text        string // folded, for the rules
	apart       bool   // a blank line stands above it
	heading     bool
	rule        string // by which the reader itself drops it, or ""
	kept        bool   // by the sidecar: no rule is asked
}

// line is a line of a text, without the white space around it.
type line struct {
	number     int // counted from 1
	start, end int
	apart      bool // a blank line stands above it
}

// lines returns the lines of a text that are not blank. A line ends at LF, at
// CRLF or at CR.
func lines(text string) []line {
	var all []line
	apart := true
	for start, number := 0, 1; start < len(text); number++ {
		end, next := len(text), len(text)
		if n := strings.IndexAny(text[start:], "\r\n"); n >= 0 {
			end, next = start+n, start+n+1
			if strings.HasPrefix(text[end:], "\r\n") {
				next++
			}
		}
		s, e := trim(text, start, end)
		if s < e {
			all = append(all, line{number, s, e, apart})
		}
		apart = s == e
		start = next
	}
	return all
}

// trim narrows a range of the text to leave out white space at its ends.
func trim(text string, start, end int) (int, int) {
	inner := strings.TrimLeftFunc(text[start:end], isBlank)
	start = end - len(inner)
	inner = strings.TrimRightFunc(inner, isBlank)
	return start, start + len(inner)
}

func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' || r == '\u2060'
}

// wrapWidth returns the column at which a text was broken into lines, or 0
// where each of its lines is a whole paragraph. A sentence that goes on in
// lower case on the next line gives the broken text away; and then the first
// word of nearly every next line must have been too long for its line.
func wrapWidth(text string, all []line) int {
	width, pairs := 0, 0
	for i := 2; i < len(all); i++ {
		a := all[i-1]
		if all[i].apart || !goesOn(text[a.start:a.end], text[all[i].start:all[i].end]) {
			continue
		}
		pairs++
		width = max(width, length(text, a))
	}
	if pairs == 0 || width < minWrap || width > maxWrap {
		return 0
	}
	full := 0
	for i := 2; i < len(all); i++ {
		a := all[i-1]
		if !all[i].apart && goesOn(text[a.start:a.end], text[all[i].start:all[i].end]) && fills(text, a, all[i], width) {
			full++
		}
	}
	if full*3 < pairs*2 {
		return 0
	}
	return width
}

// Columns at which text is broken.
const minWrap, maxWrap = 40, 100

func length(text string, l line) int { return utf8.RuneCountInString(text[l.start:l.end]) }

// goesOn reports whether a sentence runs on from one line to the next.
func goesOn(above, below string) bool {
	r, _ := utf8.DecodeRuneInString(below)
	return unicode.IsLower(r) && !endsInStop(above) && utf8.RuneCountInString(above) >= minWrap
}

// fills reports whether a line had no room for the first word of the next.
func fills(text string, above, below line, width int) bool {
	word, _, _ := strings.Cut(text[below.start:below.end], " ")
	return length(text, above)+1+utf8.RuneCountInString(word) > width
}

// blocksOf cuts a text into blocks: its lines, or its paragraphs where it was
// broken at a column. Lines that belong to the page or to the header stand
// alone in either.
func blocksOf(text string) []block {
	all := lines(text)
	width := wrapWidth(text, all)
	var blocks []block
	alone := true
	for i, l := range all {
		single := width > 0 && standsAlone(text[l.start:l.end])
		joins := width > 0 && i > 0 && !l.apart && !alone && !single && fills(text, all[i-1], l, width)
		alone = single
		if joins {
			b := &blocks[len(blocks)-1]
			b.end, b.last = l.end, l.number
			continue
		}
		blocks = append(blocks, block{start: l.start, end: l.end, first: l.number, last: l.number, apart: l.apart})
	}
	for i, b := range blocks {
		blocks[i].text = fold(text[b.start:b.end])
	}
	return blocks
}

func standsAlone(text string) bool {
	text = fold(text)
	_, header := parseHeader(text)
	return header || pageRuleOf(text) != ""
}

// builder makes the stored text of a file whose text is not written in lines:
// its blocks, a blank line between them.
type builder struct {
	text   strings.Builder
	line   int
	blocks []block
}

// add writes a block, unless it is empty, and returns it for marking.
func (b *builder) add(text string) *block {
	text = tidy(strings.Map(printable, strings.ToValidUTF8(text, "\uFFFD")))
	if text == "" {
		return &block{}
	}
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
		b.line++
	}
	b.line++
	start := b.text.Len()
	b.text.WriteString(text)
	b.blocks = append(b.blocks, block{
		start: start, end: b.text.Len(), first: b.line, last: b.line, text: fold(text), apart: true,
	})
	return &b.blocks[len(b.blocks)-1]
}

// printable lets characters through, but no control characters.
func printable(r rune) rune {
	if unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}

func (b *builder) draft() *draft { return &draft{text: b.text.String(), blocks: b.blocks} }

// readText reads plain text, which has no markup to say what a line is: that
// is left to the editor's rules.
func readText(content []byte) (*draft, error) {
	text, warnings, err := decode(content)
	if err != nil {
		return nil, err
	}
	return &draft{text: text, blocks: blocksOf(text), warnings: warnings}, nil
}
