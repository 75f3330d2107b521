package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"storybot/knowledge"
)

// Quoted returns a quote as it is shown where there is little room: legible and
// in quotation marks. A quote of more characters than the limit is cut where a
// line could end, never inside what a reader takes for one character, and the
// ellipsis stands outside the marks.
func Quoted(quote string, limit int) string {
	begins, whole := opening(knowledge.Legible(quote), limit)
	if whole {
		return "“" + begins + "”"
	}
	return "“" + begins + "” …"
}

// opening returns the beginning of a text, of at most so many characters, and
// whether that is all of it.
func opening(text string, limit int) (begins string, whole bool) {
	text = strings.TrimSpace(text)
	near := text[:reach(text, limit+1, character)] // a huge text is not read to its end
	end := reach(near, limit, lineSegment)
	if end == 0 {
		end = reach(near, limit, grapheme)
	}
	return strings.TrimSpace(text[:end]), end == len(text)
}

// reach returns where the last segment ends that lies within so many characters
// of the text's beginning, spaces at its end aside.
func reach(text string, limit int, first func(string) string) int {
	end, used := 0, 0
	for end < len(text) {
		segment := first(text[end:])
		if used+utf8.RuneCountInString(strings.TrimRightFunc(segment, unicode.IsSpace)) > limit {
			break
		}
		used += utf8.RuneCountInString(segment)
		end += len(segment)
	}
	return end
}

func character(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return text[:size]
}

// lineSegment returns the beginning of a text up to where a line may first end.
func lineSegment(text string) string {
	segment, _, _, _ := uniseg.FirstLineSegmentInString(text, -1)
	return segment
}

// grapheme returns what a reader takes for the first character of a text.
func grapheme(text string) string {
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(text, -1)
	return cluster
}

// missing stands for what the font can't draw.
const missing = "□"

// drawable returns a text with what the font lacks as boxes, one for each
// character that a reader would see.
func (t typeface) drawable(text string) string {
	var drawn strings.Builder
	var buffer sfnt.Buffer
	lacks := func(r rune) bool {
		glyph, err := t.glyphs.GlyphIndex(&buffer, r)
		return err != nil || glyph == 0
	}
	text = norm.NFC.String(knowledge.Legible(text))
	for len(text) > 0 {
		cluster := grapheme(text)
		text = text[len(cluster):]
		switch {
		case strings.TrimSpace(cluster) == "":
			drawn.WriteByte(' ')
		case strings.ContainsFunc(cluster, lacks):
			drawn.WriteString(missing)
		default:
			drawn.WriteString(cluster)
		}
	}
	return drawn.String()
}

// width is how wide a text is, in pixels.
func (t typeface) width(text string) float64 {
	return float64(font.MeasureString(t.face, text)) / 64
}

// wrap breaks a drawable text into lines that are no wider than a column, in
// pixels. It breaks where a line may end, and inside a word only where the word
// is wider than the column.
func (t typeface) wrap(text string, column float64) []string {
	var lines []string
	line := ""
	put := func(segment string) bool {
		fits := t.width(strings.TrimRight(line+segment, " ")) <= column
		if fits {
			line += segment
		}
		return fits
	}
	end := func() {
		if line = strings.TrimRight(line, " "); line != "" {
			lines = append(lines, line)
		}
		line = ""
	}
	for len(text) > 0 {
		segment := lineSegment(text)
		text = text[len(segment):]
		if put(segment) {
			continue
		}
		end()
		if put(segment) {
			continue
		}
		for len(segment) > 0 {
			cluster := grapheme(segment)
			segment = segment[len(cluster):]
			if !put(cluster) {
				end()
				line = cluster
			}
		}
	}
	end()
	return lines
}

// withoutLast splits a line before the last place where it could end.
func withoutLast(line string) (before, last string) {
	last = line
	for {
		segment := lineSegment(last)
		if len(segment) == len(last) {
			return strings.TrimRight(before, " "), last
		}
		before += segment
		last = last[len(segment):]
	}
}
