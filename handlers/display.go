package handlers

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"storybot/knowledge"
)

// Nothing in an article can act: what it says is shown as text. A text passes
// through [plain] where Discord reads Markdown (an embed's title and text, a
// message's content), and through [bare] where it does not (buttons, menus,
// choices, small print, forms). The stored quote is never touched.

// plain returns a text of an article, or of a person, as it may stand where
// Discord reads Markdown: every character that Markdown, mentions, links or
// emoji could act on is escaped.
func plain(text string) string { return inert(bare(text)) }

// acting are the characters that are escaped everywhere.
const acting = "\\*_~`|<>[]()#@:/"

func acts(r rune) bool { return r < utf8.RuneSelf && actingTable[r] }

var actingTable = func() (table [utf8.RuneSelf]bool) {
	for i := range len(acting) {
		table[acting[i]] = true
	}
	return table
}()

// inert is plain, for a text that is bare already. At its head, what would
// make a list of the line is escaped too.
func inert(text string) string {
	escapes := 1 // for a list
	for i := range len(text) {
		if acts(rune(text[i])) {
			escapes++
		}
	}
	head := len(text) - len(strings.TrimLeft(strings.TrimLeft(text, " "), "0123456789"))
	isList := head < len(text) && strings.IndexByte("-+.", text[head]) >= 0
	if escapes == 1 && !isList {
		return text
	}
	var shown strings.Builder
	shown.Grow(len(text) + escapes)
	for i := range len(text) {
		if acts(rune(text[i])) || i == head && isList {
			shown.WriteByte('\\')
		}
		shown.WriteByte(text[i])
	}
	return shown.String()
}

// bare returns a text as it may stand where Discord reads no Markdown: legible,
// on one line, and without characters that take no room. The joiner that makes
// several emoji one stays.
func bare(text string) string {
	if !strings.ContainsFunc(text, unusual) {
		return text
	}
	last := ' '
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && (unicode.In(r, invisible) || r == '\u200d' && !joins(last)) {
			return -1
		}
		last = r
		return r
	}, knowledge.Legible(text))
}

// unusual says whether a character is none of those that are in most texts and
// are all legible: ASCII's that are printed, the letters of Latin, Greek and
// Cyrillic, dashes, quotation marks.
func unusual(r rune) bool {
	switch {
	case r <= '~':
		return r < ' '
	case r <= '\u024f':
		return r < '\u00a1' || r == '\u00ad'
	}
	return (r < '\u0391' || r > '\u045f') && (r < '\u2010' || r > '\u2027')
}

// invisible has what is shown as nothing without being a control character:
// the grapheme joiner, fillers of Hangul, vowels of Khmer, the blank of
// Braille.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x034f, Hi: 0x034f, Stride: 1}, {Lo: 0x115f, Hi: 0x1160, Stride: 1}, {Lo: 0x17b4, Hi: 0x17b5, Stride: 1},
	{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1}, {Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
}}

// joins reports whether a joiner behind a character joins anything: emoji, with
// their colours and variants, and the scripts of India.
func joins(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Variation_Selector) ||
		unicode.In(r, unicode.Mn, unicode.Mc, unicode.Lo) && !unicode.In(r, unicode.Inherited)
}

// span is a range of bytes of a quote.
type span struct{ start, end int }

// highlight is where the part of a quote stands that answers.
func highlight(q knowledge.Quote) []span {
	at := strings.Index(q.Text, q.Highlight)
	if q.Highlight == "" || at < 0 {
		return nil
	}
	return []span{{at, at + len(q.Highlight)}}
}

// longestQuote is how much of one quote is shown, with its escapes: one such,
// and all that can stand around it, is less than a message holds.
const longestQuote = 1100

// blockquote is a quote in a block of its own, its marked spans in bold, with
// what stands behind it. Of one that is longer than most, the beginning is
// shown, and the cut outside of the block.
func (say speech) blockquote(text string, bold []span, behind string, most int) string {
	shown, whole := emphasised(text, bold, most)
	if whole {
		return "> " + strings.TrimSpace(shown+" "+behind) + "\n"
	}
	return "> " + shown + "\n" + strings.TrimSpace(say.that(goesOn)+" "+behind) + "\n"
}

// emphasised is a text as plain shows it, with spans in bold, which are in
// order and do not overlap. It is cut at most, which it reports.
func emphasised(text string, bold []span, most int) (shown string, whole bool) {
	var all strings.Builder
	all.Grow(len(text) + len(text)/8 + 4*len(bold)) // with some escapes
	at := 0
	for i := range len(bold) + 1 {
		s := span{len(text), len(text)}
		if i < len(bold) {
			s = bold[i]
		}
		for _, part := range []struct{ text, around string }{{text[at:s.start], ""}, {text[s.start:s.end], "**"}} {
			if part.text == "" {
				continue
			}
			kept, fits := plainCut(part.text, most-length(all.String())-2*len(part.around))
			if kept != "" {
				all.WriteString(part.around)
				all.WriteString(kept)
				all.WriteString(part.around)
			}
			if !fits {
				return all.String(), false
			}
		}
		at = s.end
	}
	return all.String(), true
}

// brief is plain, for what is not a quote: cut to a length, with its escapes,
// and the cut is shown.
func brief(text string, most int) string {
	return briefly(bare(text), most)
}

// briefly is brief, for a text that is bare already.
func briefly(text string, most int) string {
	shown, whole := inertCut(text, most)
	if !whole {
		return strings.TrimRight(shown, " ") + "…"
	}
	return shown
}

// plainCut is plain, up to a length, without breaking what a person sees as
// one character. It reports whether that is the whole text.
func plainCut(text string, most int) (shown string, whole bool) { return inertCut(bare(text), most) }

// inertCut is plainCut, for a text that is bare already.
func inertCut(text string, most int) (shown string, whole bool) {
	if length(text) <= most {
		if whole := inert(text); length(whole) <= most {
			return whole, true
		}
	}
	size, end := 1, 0 // one for the escape of a list
	for clusters := uniseg.NewGraphemes(cut(text, most)); clusters.Next(); {
		for _, r := range clusters.Runes() {
			size += utf16.RuneLen(r)
			if acts(r) {
				size++
			}
		}
		if size > most {
			break
		}
		_, end = clusters.Positions()
	}
	return inert(text[:end]), end == len(text)
}
