package article

import (
	"cmp"
	"fmt"
	"regexp"
)

// headerBlocks is how many blocks below the title a date line or a byline is
// looked for; longBlock is how many bytes make a paragraph of the story, where
// the search ends.
const headerBlocks, longBlock = 8, 300

// takeHeaderAbove takes date line and byline where they stand above the title.
func (e *editor) takeHeaderAbove() {
	for len(e.blocks) > 1 && e.takeHeaderBlock(e.blocks[0]) {
		e.blocks = e.blocks[1:]
	}
}

// takeHeader takes date line and byline out of the blocks below the title.
func (e *editor) takeHeader() {
	var rest []block
	end := e.headerEnd()
	for i, b := range e.blocks {
		if i >= end || b.kept || !e.takeHeaderBlock(b) {
			rest = append(rest, b)
		}
	}
	taken := len(rest) < len(e.blocks)
	e.blocks = rest
	e.dropWhere(func(i int) string {
		return when(taken && i < end && (isRole(e.blocks[i].text) || bareLabel.MatchString(e.blocks[i].text)), ruleByline)
	})
	e.takeBareName(taken, end)
}

// headerEnd returns where the story has begun: at a long paragraph, or at two
// sentences in a row, of which the first may have been the standfirst.
func (e *editor) headerEnd() int {
	sentences := 0
	for i, b := range e.blocks {
		if endsInStop(b.text) && !isHeaderLine(b.text) {
			sentences++
		} else {
			sentences = 0
		}
		if i >= headerBlocks || len(b.text) > longBlock || sentences > 2 {
			return i
		}
	}
	return len(e.blocks)
}

func isHeaderLine(text string) bool {
	_, ok := parseHeader(text)
	return ok
}

func (e *editor) takeHeaderBlock(b block) bool {
	h, ok := parseHeader(b.text)
	if !ok {
		return false
	}
	e.Author = cmp.Or(e.Author, h.author)
	if h.published.Known() && !e.Published.Known() {
		e.Published, e.PublishedFrom, e.numeric = h.published, fmt.Sprintf("line %d", b.first), h.numeric
	}
	if h.modified.Known() && !e.Modified.Known() {
		e.Modified = h.modified
	}
	if h.bad != "" {
		e.warn(fmt.Sprintf("line %d: %q is on no calendar: it was not taken for the date", b.first, h.bad))
	}
	return true
}

// takeBareName takes a name that stands alone between title and story for the
// author's, where a date line stood there too.
func (e *editor) takeBareName(dated bool, end int) {
	if !dated || e.Author != "" {
		return
	}
	for i := range min(end, len(e.blocks), 3) {
		if b := e.blocks[i]; !b.kept && isName(fromPlace.ReplaceAllString(b.text, "")) {
			e.Author = tellName(fromPlace.ReplaceAllString(b.text, ""))
			e.blocks = append(e.blocks[:i:i], e.blocks[i+1:]...)
			return
		}
	}
}

var (
	fromPlace = regexp.MustCompile(` in \p{Lu}[\p{L} .'-]*$`)                                         // "Jon Holm in Korva"
	bareLabel = regexp.MustCompile(`^(?i:published|updated|posted|by|authors?|date|written by) ?:?$`) // what it labels is on the next line
)

// takeFooter takes a date line or a byline from the last lines of the story,
// where the header had none. It must say what it is: "Published: …", "By …".
func (e *editor) takeFooter() {
	if e.Published.Known() && e.Author != "" {
		return
	}
	var rest []block
	for i, b := range e.blocks {
		last := i > 0 && i >= len(e.blocks)-4 && !b.kept && labelled.MatchString(b.text)
		if last && e.takeHeaderBlock(b) {
			continue
		}
		rest = append(rest, b)
	}
	e.blocks = rest
}

var labelled = regexp.MustCompile(`^(?i:` + publishedLabel + `|` + updatedLabel + `|by)\b`)

// takeDateline reads the dateline that opens a story of an agency, such as
// "LONDON, June 16, 2018 (Reuters) - ", where no other date was found.
func (e *editor) takeDateline() {
	if e.Published.Known() {
		return
	}
	for i, b := range e.blocks {
		if i > 2 {
			return
		}
		m := dateline.FindStringSubmatch(b.text)
		if m == nil {
			continue
		}
		if date, numeric := parseDate(m[1]); date.Known() {
			e.Published, e.PublishedFrom, e.numeric = date, fmt.Sprintf("line %d", b.first), numeric
			return
		}
	}
}

var dateline = regexp.MustCompile(`^\p{Lu}{2}[\p{L}.,' /-]{0,60}?, ?((?i:` + monthName + ` \d{1,2},? \d{4}|\d{1,2} ` + monthName + `,? \d{4}))[^.!?]{0,40}? ?[-–—]`)

// isRole knows what an author is, as it stands below a byline.
func isRole(text string) bool { return len(text) < 80 && !endsInStop(text) && role.MatchString(text) }

var role = regexp.MustCompile(`^(?:[\p{L}&'’-]+,? ){0,6}(?i:reporter|correspondent|editor|writer|journalist|columnist|staff|contributor|producer|analyst)(?:,? (?:(?i:in|at|for|of) )?[\p{L}&'’. ]{2,40})?$`)
