package dates

import (
	"slices"
	"strings"
)

// Two events apart. "A month after" dates one event by another:
//
//	a month after the vote on 13 June, it left      the vote + 1 month is when it left
//	it left a month after the vote                  the same, where the vote is dated further up
//	it comes a month after it announced the move    the news - 1 month is the announcement
//
// and "two days before" turns it round.

// apart adds to a sentence's events those that its lengths of time date.
func (t *telling) apart(events []Event, own bool, from, to int, named []Expression) ([]Event, bool) {
	var main, other []Event
	for i, e := range named {
		direction := t.r.apartBy(e, to)
		if direction == 0 {
			continue
		}
		if base, ok := t.base(e, to, named[i+1:]); ok {
			if moved, ok := t.moved(base, e, direction); ok {
				main = append(main, moved)
			}
			continue
		}
		news := Event{Date: t.r.ref.Date, Why: t.r.ref.words(false)}
		stated := own && len(events) > 0
		if stated {
			news = events[0]
		}
		if moved, ok := t.moved(news, e, -direction); ok && (stated || direction > 0) {
			other = append(other, moved)
			own = own || t.r.comes(from, e.from)
		}
	}
	return slices.Concat(main, events, other), own || len(main) > 0
}

// moved returns the event that lies a length of time from another.
func (t *telling) moved(from Event, e Expression, direction int) (Event, bool) {
	r := t.r
	d, ok := shift(from.Date, e.length, direction)
	end := r.tokens[e.to].end
	why := quote(r.text[e.Start:end]) + ", counted from " + from.Why
	return Event{e.Start, end, d, Date{}, r.ref.Inferred || from.Inferred, why}, ok && d.valid()
}

// apartBy returns 1 where a length of time stands before "after" or "since",
// -1 before "before", and 0 elsewhere.
func (r *reader) apartBy(e Expression, to int) int {
	if e.Type != Duration || e.length.unit < days || e.length.some || e.length.half || e.to >= to || !r.ref.Date.Known() {
		return 0
	}
	switch r.word(e.to) {
	case "after", "since":
		return 1
	case "before":
		return -1
	}
	return 0
}

// base returns the event behind "after" where it has a date: one in the same
// clause, or that of an earlier sentence that tells of it in the same word.
func (t *telling) base(e Expression, to int, named []Expression) (Event, bool) {
	end := e.to + 1
	for end < min(to, e.to+reach) && t.r.word(end) != "," {
		end++
	}
	for _, other := range named {
		if other.to > end {
			break
		}
		if other.Date.Known() {
			return Event{Date: other.Date.To(Day), Inferred: other.Inferred, Why: other.Why}, true
		}
	}
	return t.toldBefore(t.r.thing(e.to+1, end))
}

// thing returns the first noun of a phrase such as "the vote in Brussels", or ""
// where the phrase is a clause with a verb: "the company announced".
func (r *reader) thing(from, to int) string {
	noun := ""
	for i := from; i < to; i++ {
		if r.tenseAt(i) != untold {
			return ""
		}
		if t := r.tokens[i]; noun == "" && t.id == unknown && !t.capital && t.end-t.start > 3 {
			noun = r.word(i)
		}
	}
	return noun
}

// lookBack is how many sentences back a named event is looked for.
const lookBack = 40

func (t *telling) toldBefore(word string) (Event, bool) {
	if word == "" {
		return Event{}, false
	}
	for _, s := range slices.Backward(t.told[max(0, len(t.told)-lookBack):]) {
		if !s.Stated || s.Date.Precision < Month {
			continue
		}
		for i := s.from; i < s.to; i++ {
			if strings.EqualFold(t.r.word(i), word) {
				return Event{Date: s.Date, Inferred: s.Inferred, Why: s.Why}, true
			}
		}
	}
	return Event{}, false
}

// comes reports whether a sentence only places one event by another: "The feud
// comes a month after …".
func (r *reader) comes(from, to int) bool {
	for i := max(from, to-reach); i < to; i++ {
		switch r.word(i) {
		case "comes", "came", "come", "follows":
			return true
		}
	}
	return false
}
