package article

import (
	"bytes"
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layOut puts the rows of all pages together into paragraphs. The largest
// heading of the first page is the title.
func layOut(sheets []sheet) *draft {
	again := repeated(sheets)
	body := bodySize(sheets)
	leading := usualLeading(sheets)
	var b builder
	var (
		paragraph []row
		largest   float64
		title     string
	)
	flush := func() {
		if len(paragraph) == 0 {
			return
		}
		added := b.add(joinRows(paragraph))
		added.heading = paragraph[0].size > large*body && len(paragraph) < 4
		if added.heading && paragraph[0].size > largest {
			largest, title = paragraph[0].size, added.text
		}
		paragraph = nil
	}
	for n, s := range sheets {
		for i, r := range s.rows {
			atEdge := i < 2 || i >= len(s.rows)-2
			if atEdge && r.size <= large*body && again[pageText(string(r.text))] {
				flush()
				b.add(string(r.text)).rule = ruleHeader
				continue
			}
			if n := len(paragraph); n > 0 && paragraph[n-1].endsParagraph(r, leading) {
				flush()
			}
			paragraph = append(paragraph, r)
		}
		if n == 0 { // the title stands on the first page
			if len(paragraph) > 0 && paragraph[0].size > large*body {
				flush()
			}
			largest = math.Inf(1)
		}
	}
	flush()
	d := b.draft()
	d.matter.title = title
	return d
}

// large is by how much the letters of a heading are larger than the story's.
const large = 1.15

// endsParagraph reports whether a row begins a new paragraph below another: by
// its distance, by its letters, or, in a new column or on a new page, by the
// end of the sentence above.
func (r row) endsParagraph(next row, leading float64) bool {
	gap := r.y - next.y
	switch {
	case math.Abs(next.size-r.size) > 0.12*r.size:
		return true
	case gap <= 0 || gap > 8*r.size:
		return endsInStop(string(r.text)) || !startsLower(next.text)
	}
	return gap > 1.3*leading*r.size || next.x-r.x > 0.8*r.size && endsInStop(string(r.text))
}

// usualLeading returns the distance of most rows, in sizes of their letters.
func usualLeading(sheets []sheet) float64 {
	var gaps []float64
	for _, s := range sheets {
		for i := 1; i < len(s.rows); i++ {
			if gap := (s.rows[i-1].y - s.rows[i].y) / s.rows[i].size; gap > 0.5 && gap < 4 {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) == 0 {
		return 1.2
	}
	slices.Sort(gaps)
	return min(gaps[len(gaps)/3], 2)
}

// bodySize returns the size of most letters.
func bodySize(sheets []sheet) float64 {
	letters := make(map[float64]int)
	for _, s := range sheets {
		for _, r := range s.rows {
			letters[math.Round(r.size*2)/2] += len(r.text)
		}
	}
	best := 0.0
	for size, n := range letters {
		if c := cmp.Compare(n, letters[best]); c > 0 || c == 0 && size < best {
			best = size
		}
	}
	return best
}

// repeated finds the texts that stand at the head or foot of most pages.
func repeated(sheets []sheet) map[string]bool {
	on := make(map[string]int)
	for _, s := range sheets {
		seen := make(map[string]bool)
		for i, r := range s.rows {
			if i < 2 || i >= len(s.rows)-2 {
				seen[pageText(string(r.text))] = true
			}
		}
		for text := range seen {
			on[text]++
		}
	}
	again := make(map[string]bool)
	for text, n := range on {
		again[text] = n > 1 && 2*n >= len(sheets)
	}
	return again
}

// pageText is a text without its numbers, which count the pages.
func pageText(text string) string { return digits.ReplaceAllString(fold(text), "0") }

var digits = regexp.MustCompile(`\d+`)

// joinRows writes the rows of a paragraph as one text. A word that was broken
// at the end of a row is one again.
func joinRows(rows []row) string {
	var b strings.Builder
	for i, r := range rows {
		text := tidy(string(r.text))
		if i+1 < len(rows) && brokenWord.MatchString(text) && startsLower(rows[i+1].text) {
			b.WriteString(strings.TrimRight(text, "-\u2010"))
			continue
		}
		b.WriteString(text)
		b.WriteByte(' ')
	}
	return b.String()
}

func startsLower(text []byte) bool {
	r, _ := utf8.DecodeRune(bytes.TrimSpace(text))
	return unicode.IsLower(r)
}

var brokenWord = regexp.MustCompile(`\p{Ll}[-\x{2010}]$`)
