package dates

import "slices"

// The dates that a sentence states, weighed. A verb of saying dates the saying:
// what stands behind "said that" is of what was said. Of the others, one in the
// main clause comes before one in a clause that only says when or if, and of two
// alike the first.

// saying returns where the verb of saying stands that a sentence begins with,
// or -1: "Boeing said".
func (r *reader) saying(from, to int) int {
	for i := from; i < to; i++ {
		switch {
		case r.tokens[i].quoted:
		case r.tokens[i].is&says != 0 && !(i > from && r.qualifies(i-1)):
			return i
		case r.tenseAt(i) != untold && r.tokens[i].is&has == 0:
			return -1
		}
	}
	return -1
}

// content returns where what was said begins behind a verb of saying: at
// "that", a quotation or another verb.
func (r *reader) content(verb, to int) int {
	if verb < 0 {
		return to
	}
	for i := verb + 1; i < to; i++ {
		if r.tokens[i].is&bound != 0 || r.tenseAt(i) != untold || r.tokens[i].quoted {
			return i
		}
	}
	return to
}

// What speaks against a date's being that of the main event. From another on
// it is that of another event for sure.
const (
	another = 100 // it belongs to what was said, or to what is yet to come
	vague   = 2   // a decade, or the words of a quotation
	byTheBy = 1   // a clause that is not the main one
)

// events returns the dates of a sentence, the one of its main event first, and
// whether its main event has one of them.
func (r *reader) events(from, to int, named []Expression) ([]Event, bool) {
	type candidate struct {
		Event
		against int
	}
	content, now := r.content(r.saying(from, to), to), -1
	var all []candidate
	for _, e := range named {
		if e.Value == "PRESENT_REF" {
			now = e.to
		}
		if !e.Date.Known() || e.Type != Calendar && e.Type != Clock || r.isLabel(e) {
			continue
		}
		c := candidate{Event: Event{e.Start, e.End, e.Date.To(Day), e.Until.To(Day), e.Inferred, e.Why}}
		if e.from > content || now >= 0 && r.anotherClause(now, e.from) && r.future(e.from, e.to) {
			c.against += another
		}
		if e.Date.Precision <= Decade || r.tokens[e.from].quoted {
			c.against += vague
		}
		if r.aside(from, to, e) || r.subordinate(from, e) {
			c.against += byTheBy
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.against - b.against })
	events := make([]Event, len(all))
	for i, c := range all {
		events[i] = c.Event
	}
	return events, len(all) > 0 && all[0].against < another
}

// anotherClause reports whether a clause begins between two tokens: what is now,
// "and scheduled for 2008", is told for its now.
func (r *reader) anotherClause(from, to int) bool {
	for i := max(from, to-reach); i < to; i++ {
		if w := r.word(i); w == "and" || w == "," {
			return true
		}
	}
	return false
}

// qualifies reports whether a word makes the verb behind it an adjective: "the
// recently announced phone".
func (r *reader) qualifies(i int) bool {
	w := r.word(i)
	return r.tokens[i].is&one != 0 || w == "the" || w == "The" || len(w) > 4 && w[len(w)-2:] == "ly"
}

// aside reports whether an expression stands between commas or brackets without
// a verb of its own: "the ferry, once promised for this year, will be delayed".
func (r *reader) aside(from, to int, e Expression) bool {
	for i := e.from - 1; ; i-- {
		if i <= from || i <= e.from-reach || r.tenseAt(i) == happens || r.tenseAt(i) == happened {
			return false
		}
		if w := r.word(i); w == "," || w == "(" {
			break
		}
	}
	return e.to < to && (r.word(e.to) == "," || r.word(e.to) == ")")
}

// subordinate reports whether an expression stands in a clause that only says
// when or if: "If the sale had gone through last year, …". A preposition right
// before it, as in "after May", begins no clause.
func (r *reader) subordinate(from int, e Expression) bool {
	for i := e.from - 1; i >= from && i > e.from-reach; i-- {
		switch w := r.word(i); {
		case w == ",":
			return false
		case i == e.from-1 && (w == "after" || w == "before" || w == "since" || w == "until"):
		case r.tokens[i].is&bound != 0:
			return true
		}
	}
	return false
}

// isLabel reports whether a year only names a thing: "the 1991 settlement", but
// not "since its 1967 debut".
func (r *reader) isLabel(e Expression) bool {
	if e.Date.Precision != Year || e.from == 0 || e.to+1 >= len(r.tokens) {
		return false
	}
	if r.word(e.to+1) == "s" && r.tokens[e.to+1].joined {
		return true
	}
	if !e.named {
		return false
	}
	if e.from > 1 && r.tokens[e.from-2].is&bound != 0 {
		return false
	}
	if e.to-e.from != 1 {
		return e.Until.Known() && r.tokens[e.from-1].capital
	}
	switch r.word(e.from - 1) {
	case "the", "a", "an", "its", "their", "his", "her", "this", "s", "The":
		return true
	}
	return r.tokens[e.from-1].capital && r.tokens[e.from-1].id == unknown
}
