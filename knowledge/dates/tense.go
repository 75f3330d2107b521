package dates

// The tense of a clause tells in which direction "on Wednesday" points. It is
// read off the verb next to the expression: first of all to its left, then to
// its right, within the clause.

// reach is how many tokens away a verb may stand.
const reach = 24

type tense int

const (
	untold tense = iota
	happened
	happens
	willHappen
)

// future reports whether the clause around some tokens tells of what will be.
func (r *reader) future(from, to int) bool { return r.tense(from, to) == willHappen }

func (r *reader) tense(from, to int) tense {
	for i := from - 1; i >= 0 && i >= from-reach; i-- {
		if t := r.tenseAt(i); t != untold {
			return t
		}
		if i < from-1 && r.ends(i) {
			break
		}
	}
	for i := to; i < len(r.tokens) && i < to+reach; i++ {
		if r.ends(i) {
			break
		}
		if t := r.tenseAt(i); t != untold {
			return t
		}
	}
	return untold
}

// ends reports whether a token ends the clause.
func (r *reader) ends(i int) bool {
	t := r.tokens[i]
	return t.id == lineBreak || t.is&bound != 0 || t.end == t.start+1 && r.text[t.start] == '.'
}

// tenseAt tells the tense that a word shows.
func (r *reader) tenseAt(i int) tense {
	t := r.tokens[i]
	switch {
	case t.is&will != 0:
		return willHappen
	case t.is&ahead != 0 && r.governs(i) && !r.was(i):
		return willHappen
	case t.is&be != 0 && i+1 < len(r.tokens) && r.word(i+1) == "to":
		return willHappen
	case t.past && i > 0 && r.tokens[i-1].is&be != 0:
		return untold // "be held": the verb before it tells
	case t.is&has != 0 || t.past:
		return happened
	case t.is&be != 0 && r.word(i) != "be" && r.word(i) != "being":
		return happens
	}
	return untold
}

// was reports whether what was to come lay ahead once: "was first due in May".
func (r *reader) was(i int) bool {
	for k := max(0, i-3); k < i; k++ {
		switch r.word(k) {
		case "was", "were", "had":
			return true
		}
	}
	return false
}

// governs reports whether a verb such as "plans" or "due" has what is to come
// behind it.
func (r *reader) governs(i int) bool {
	if i+1 >= len(r.tokens) {
		return false
	}
	switch r.word(i + 1) {
	case "to", "for", "in", "on", "by", "at", "until", "this", "next", "later", "that":
		return true
	}
	return r.tokens[i+1].is&(month|weekday) != 0
}

func (r *reader) word(i int) string { return r.text[r.tokens[i].start:r.tokens[i].end] }
