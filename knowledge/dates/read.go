package dates

import (
	"slices"
	"strings"
)

// Span is a sentence of a text, text[Start:End].
type Span struct {
	Start, End int
	Paragraph  int  // which paragraph it stands in
	Heading    bool // it is a title or a heading, not a sentence of the report
}

// Sentence is a sentence with the date of the event that it reports.
type Sentence struct {
	Span
	Date     Date // unknown where it reports no event
	Until    Date // where a range ends; unknown where it is none
	Stated   bool // the sentence itself says so; else it is assumed
	Inferred bool // worked out against a date that was borrowed
	Ahead    bool // it tells of what is to come
	Why      string
	Events   []Event // all the dates that it states, its own first
}

// Event is a date on which a sentence says that something happened.
type Event struct {
	Start, End  int // the words that say so
	Date, Until Date
	Inferred    bool
	Why         string
}

// Reading is a text with its times and sentences.
type Reading struct {
	Reference   Reference
	Expressions []Expression
	Sentences   []Sentence
}

// Read works out the times that a text names, and the date of the event that
// each of its sentences reports. Sentences come in the order of the text. Where
// the reference is unknown, a line at the head of the text that is a date
// stands for it. Such a line is no time that the text tells of.
func Read(text string, sentences []Span, ref Reference) Reading {
	line, published := dateline(text)
	if !ref.Date.Known() && published.Known() {
		ref = Published(published)
	}
	if published.To(Day) != ref.Date.To(Day) {
		line = Span{}
	}
	r := find(text, ref, false, line)
	if line.End > 0 {
		sentences = slices.DeleteFunc(slices.Clone(sentences), func(s Span) bool { return s.Start >= line.Start && s.End <= line.End })
	}
	return Reading{Reference: ref, Expressions: r.found, Sentences: r.sentences(sentences)}
}

// headLines is how many lines a dateline is looked for in.
const headLines = 6

// dateline returns the first line of a text's head that is a whole date, with
// or without "Published:" before it.
func dateline(text string) (Span, Date) {
	start := 0
	for n := 0; n < headLines && start < len(text); n++ {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		if line := text[start:end]; len(line) < 80 {
			for _, e := range Find(line, Date{}) {
				rest := strings.Fields(line[:e.Start] + " " + line[e.End:])
				if e.Date.Precision >= Day && len(rest) <= 1 {
					return Span{Start: start, End: end}, e.Date
				}
			}
		}
		start = end + 1
	}
	return Span{}, Date{}
}
