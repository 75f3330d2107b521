// Package dates reads the times that a news text names, and says on which day
// each of its sentences happened.
//
// A date in print is rarely a whole date: "May", "13 June", "on Wednesday", "a
// month after". It only means something against another date. So reading goes
// in three steps:
//
//	text ──tokens──▶ words and numbers ──rules──▶ expressions ──▶ sentences
//
// [Find] cuts the text into tokens and matches them with a table of rules. Each
// rule is a pattern and its meaning, worked out against a [Reference], the day
// on which the text appeared: a [Date] as precise as the words are, and in plain
// words how it was worked out. [Read] then gives each sentence the date of the
// event that it reports.
//
// Types and values follow TIMEX3, the markup that the field's corpora use.
package dates

import (
	"slices"
	"strings"
)

// Type is what kind of time an expression names, as TIMEX3 has it.
type Type string

// The types of TIMEX3.
const (
	Calendar Type = "DATE"
	Clock    Type = "TIME"
	Duration Type = "DURATION"
	Set      Type = "SET"
)

// Expression is a piece of text that names a time.
type Expression struct {
	Start, End int // byte offsets into the text
	Type       Type
	Value      string // by TIMEX3: "2018-06-13", "2018-W24", "P20Y", "PAST_REF", …
	Date       Date   // what it was worked out to; unknown where that is no date
	Until      Date   // where a range ends; unknown where it is none
	Inferred   bool   // worked out against a date that was borrowed
	Why        string // how, in plain words

	from, to int  // its tokens
	named    bool // by year, month or weekday, not counted from another date
	length   amount
}

// Reference is the day that a text counts from.
type Reference struct {
	Date Date
	// From says where the date is from, as Why puts it in brackets.
	From     string
	Inferred bool
}

// Published is the reference of a text that says when it appeared.
func Published(d Date) Reference { return Reference{Date: d, From: "published"} }

// Borrow is the reference of a text that does not say when it appeared: the
// median of the dates on which its siblings did. Unknown dates do not count.
func Borrow(siblings []Date) Reference {
	var known []Date
	for _, d := range siblings {
		if d.Known() {
			known = append(known, d)
		}
	}
	if len(known) == 0 {
		return Reference{}
	}
	slices.SortFunc(known, Date.Compare)
	return Reference{Date: known[(len(known)-1)/2].To(Day), From: "borrowed from the other articles", Inferred: true}
}

// words names the reference date, with its weekday where that matters.
func (r Reference) words(weekday bool) string {
	day := r.Date.Words()
	if weekday && r.Date.Precision >= Day {
		day = r.Date.Time().Format("Monday 2 January 2006")
	}
	return day + " (" + r.From + ")"
}

// Find returns the times that a text names, in its order, none overlapping,
// worked out against the day on which it was published. Without that day, what
// counts from it has no date, and a value such as "XXXX-06-13". A date that no
// calendar has, such as 31 June, is left out.
func Find(text string, published Date) []Expression {
	return find(text, Published(published), false, Span{}).found
}

// Parse returns the first whole date, year and all, in a line such as
// "Published: 16 June 2018 - 10:38 a.m.".
func Parse(line string) (Date, bool) {
	for _, expression := range Find(line, Date{}) {
		if expression.Date.Precision >= Day {
			return expression.Date, true
		}
	}
	return Date{}, false
}

// reader is a text while it is read.
type reader struct {
	text   string
	tokens []token
	ref    Reference
	found  []Expression
	named  Date // the last date named, which "a year later" counts from
	focus  Date // the last day that the text told of, close to the reference
}

var grammarOfEnglish = compile(rules, english)

// find reads a text but for its dateline.
func find(text string, ref Reference, anyCase bool, dateline Span) *reader {
	r := &reader{text: text, ref: ref, tokens: tokens(text, grammarOfEnglish.words, anyCase)}
	for at := 0; at < len(r.tokens); {
		m, ok := grammarOfEnglish.longest(r.tokens, at)
		if !ok {
			at++
			continue
		}
		outside := r.tokens[at].start < dateline.Start || r.tokens[at].start >= dateline.End
		if e, ok := r.meaning(m); ok && outside {
			e.Start, e.End = r.tokens[m.from].start, r.tokens[m.to-1].end
			e.from, e.to = m.from, m.to
			e.Inferred = e.Inferred && e.Date.Known()
			r.found = append(r.found, e)
			r.follow(e)
		}
		at = m.to
	}
	return r
}

func (r *reader) meaning(m match) (Expression, bool) {
	if m.rule.means == nil {
		return Expression{}, false
	}
	return m.rule.means(r, m)
}

// follow remembers what later words may count from.
func (r *reader) follow(e Expression) {
	if e.Type != Calendar && e.Type != Clock || !e.Date.Known() {
		return
	}
	r.named = e.Date
	away := r.ref.Date.Time().Sub(e.Date.Time())
	if e.Date.Precision >= Day && away >= 0 && away.Hours() < 24*recent && !r.tokens[e.from].quoted && e.Date.Compare(r.focus) > 0 {
		r.focus = e.Date.To(Day)
	}
}

// recent is for how many days a news report still tells of the news.
const recent = 15

// phrase returns an expression's words with the preposition before it.
func (r *reader) phrase(m match) string {
	from := m.from
	if from > 0 && r.tokens[from-1].end < r.tokens[from].start {
		switch strings.ToLower(r.text[r.tokens[from-1].start:r.tokens[from-1].end]) {
		case "on", "in", "at", "by", "since", "until", "from", "during", "just":
			from--
		}
	}
	return quote(r.text[r.tokens[from].start:r.tokens[m.to-1].end])
}

func quote(phrase string) string { return `"` + phrase + `"` }
