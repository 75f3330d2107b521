package picture

import (
	"fmt"
	"slices"

	"golang.org/x/image/font"

	"storybot/knowledge"
)

// Where things stand on a page, in pixels.
const (
	margin  = 64.0
	lineX   = margin + 14 // the middle of the line that the dots are on
	textX   = margin + 64
	column  = Width - margin - textX
	markGap = 14.0 // between a quote and its number
	pillPad = 18.0

	underBaseline = 0.26 // of a line's height
)

// The bounds of one event, in characters and in quotes; what is past them is
// left out, and the picture says so. The widest event that they allow is no
// taller than a picture.
const (
	longestQuote  = 320
	longestOther  = 120
	longestReason = 160
	longestSource = 160
	mostQuotes    = 3
	mostOthers    = 2
)

// page is a picture laid out, down to y.
type page struct {
	*typefaces
	y       float64
	pieces  []piece
	dots    []dot
	strokes []stroke
	pills   []pill
	sources []knowledge.Citation // the articles quoted, in the order of their numbers
}

type piece struct {
	text string
	face font.Face
	tone tone
	x, y float64 // y is the baseline
}

type dot struct {
	y, radius float64
	tone      tone
	hollow    bool
}

type stroke struct {
	x1, y1, x2, y2, thick float64
	tone                  tone
}

type pill struct{ x, y, width, height float64 }

// layOut makes a page of the most important events, as many as are to be shown.
func layOut(events []knowledge.Event, shown int, with *typefaces) *page {
	p := &page{typefaces: with, y: margin - 10}
	p.write(p.title, margin, "Timeline")
	p.y += 4
	p.write(p.small, margin, subtitle(events))
	p.y += 44
	if len(events) == 0 {
		p.write(p.quote, margin, "Nothing in the articles has a date that fits.")
	}
	kept := knowledge.Top(events, shown)
	for i, event := range kept {
		p.event(event, i == 0 || event.When() != kept[i-1].When())
	}
	p.leftOut(len(events) - shown)
	p.joinDots()
	p.footer()
	p.y += margin - 8
	return p
}

// write wraps a text into the column from x on, below what is there.
func (p *page) write(t typeface, x float64, text string) {
	for _, line := range t.wrap(t.drawable(text), Width-margin-x) {
		p.line(t, x, line)
	}
}

// line sets one line below what is there.
func (p *page) line(t typeface, x float64, text string) {
	p.y += t.leading
	p.put(t, x, p.y-t.leading*underBaseline, text)
}

func (p *page) put(t typeface, x, baseline float64, text string) {
	p.pieces = append(p.pieces, piece{text, t.face, t.tone, x, baseline})
}

// event lays out one event, with its date unless the event above has the same.
func (p *page) event(e knowledge.Event, dated bool) {
	if dated {
		p.dots = append(p.dots, dot{y: p.y + p.date.leading/2 + 1, radius: 14, tone: accent})
		p.write(p.date, textX, e.When())
	} else {
		p.dots = append(p.dots, dot{y: p.y + p.quote.leading/2 + 1, radius: 10, tone: accent, hollow: true})
	}
	p.y += 6
	for i, quote := range e.Quotes {
		if i == mostQuotes {
			p.write(p.small, textX, "and "+counted(len(e.Quotes)-i, "more quote"))
			break
		}
		p.quoted(p.quote, Quoted(quote.Text, longestQuote), quote.Citation)
		p.y += 10
	}
	p.why(e)
	for i, also := range e.Also {
		if i == mostOthers {
			p.write(p.small, textX, "and "+counted(len(e.Also)-i, "more date"))
			break
		}
		p.y += 16
		p.write(p.small, textX, "Also dated "+also.Date.Words()+":")
		p.quoted(p.other, Quoted(also.Quote.Text, longestOther), also.Quote.Citation)
	}
	p.y += 50
}

// quoted lays out a quote with its number behind it: that of the article in the
// list of sources, and the paragraph.
func (p *page) quoted(t typeface, text string, from knowledge.Citation) {
	mark := fmt.Sprintf("[%d] ¶ %d", p.source(from), from.Paragraph)
	room := column - markGap - p.cited.width(mark)
	lines := t.wrap(t.drawable(text), column)
	if last := len(lines) - 1; t.width(lines[last]) > room {
		before, word := withoutLast(lines[last])
		if before == "" || t.width(word) > room { // the number goes alone
			before, word = lines[last], ""
		}
		lines = append(lines[:last], before, word)
	}
	for _, line := range lines {
		p.line(t, textX, line)
	}
	last := p.pieces[len(p.pieces)-1]
	x := textX
	if last.text != "" {
		x += t.width(last.text) + markGap
	}
	p.put(p.cited, x, last.y, mark)
}

// source returns the number of an article in the list of sources.
func (p *page) source(c knowledge.Citation) int {
	listed := func(s knowledge.Citation) bool { return s.Article == c.Article }
	if i := slices.IndexFunc(p.sources, listed); i >= 0 {
		return i + 1
	}
	p.sources = append(p.sources, c)
	return len(p.sources)
}

// why lays out how the date was worked out, and marks one that was inferred.
func (p *page) why(e knowledge.Event) {
	x := textX
	if e.Inferred {
		const mark = "inferred"
		width := p.cited.width(mark) + 2*pillPad
		p.pills = append(p.pills, pill{x, p.y + 1, width, p.reason.leading - 2})
		p.put(p.cited, x+pillPad, p.y+p.reason.leading*(1-underBaseline), mark)
		x += width + 16
	}
	before := p.y
	p.write(p.reason, x, shortened(e.Why, longestReason))
	if e.Inferred && p.y == before {
		p.y += p.reason.leading
	}
}

// leftOut says how many events the picture has no room for.
func (p *page) leftOut(events int) {
	if events == 0 {
		return
	}
	middle := p.y + p.small.leading/2
	for i := range 3 {
		p.dots = append(p.dots, dot{y: middle + float64(i-1)*16, radius: 4, tone: accent})
	}
	p.write(p.small, textX, leftOut(events))
	p.y += 40
}

// joinDots draws the line from the first dot to the last.
func (p *page) joinDots() {
	if len(p.dots) > 1 {
		p.strokes = append(p.strokes, stroke{lineX, p.dots[0].y, lineX, p.dots[len(p.dots)-1].y, 4, rule})
	}
}

// footer lists the articles that are quoted.
func (p *page) footer() {
	if len(p.sources) == 0 {
		return
	}
	p.strokes = append(p.strokes, stroke{margin, p.y, Width - margin, p.y, 2, rule})
	p.y += 22
	for i, c := range p.sources {
		number := fmt.Sprintf("[%d]", i+1)
		p.put(p.cited, margin, p.y+p.small.leading*(1-underBaseline), number)
		p.write(p.small, textX, sourceLine(c))
		p.y += 10
	}
}
