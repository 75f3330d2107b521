package dates

import "slices"

// Which event a sentence reports, and when. A date that the sentence states for
// its main event (see event.go) is the answer. For the rest, news has a habit:
// its first sentence tells the news, what follows in the past tense goes on with
// it, and what is told in the present or the future holds for the day on which
// the text appeared. Those dates are assumed, and say so.

// telling is the story as it is told, sentence after sentence.
type telling struct {
	r    *reader
	now  Event // the news: the last day told of that is close to the reference
	told []told
}

// told is a sentence with its tokens.
type told struct {
	Sentence
	from, to int
}

func (r *reader) sentences(spans []Span) []Sentence {
	t := telling{r: r}
	at, next := 0, 0
	for _, span := range spans {
		for at < len(r.tokens) && r.tokens[at].start < span.Start {
			at++
		}
		from := at
		for at < len(r.tokens) && r.tokens[at].end <= span.End {
			at++
		}
		for next < len(r.found) && r.found[next].Start < span.Start {
			next++
		}
		first := next
		for next < len(r.found) && r.found[next].End <= span.End {
			next++
		}
		t.told = append(t.told, told{t.sentence(span, from, at, r.found[first:next]), from, at})
	}
	all := make([]Sentence, len(spans))
	for i := range all {
		all[i] = t.told[i].Sentence
	}
	t.opening(all)
	t.titles(all)
	return all
}

// opening gives the report's first sentence, where it names no day, the recent
// one that the sentence behind it names: news is told before its details.
func (t *telling) opening(all []Sentence) {
	first := slices.IndexFunc(all, func(s Sentence) bool { return !s.Heading })
	if first < 0 || first+1 >= len(all) || all[first].Stated || all[first+1].Heading || !all[first+1].Stated {
		return
	}
	if next := all[first+1]; t.recent(next.Date) && next.Date.Compare(t.r.ref.Date) <= 0 && next.Paragraph == all[first].Paragraph {
		all[first].assume(next, "assumed from the sentence behind it: ")
	}
}

// assume takes over the date of another sentence.
func (s *Sentence) assume(from Sentence, why string) {
	s.Date, s.Until, s.Inferred, s.Why = from.Date, from.Until, from.Inferred, why+from.Why
}

// titles gives a title that states no date the one of the sentence below it.
func (t *telling) titles(all []Sentence) {
	for i, s := range slices.Backward(all) {
		if s.Heading && !s.Stated && i+1 < len(all) && !all[i+1].Heading && t.recent(all[i+1].Date) && all[i+1].Date != s.Date {
			all[i].assume(all[i+1], "assumed from the sentence below it: ")
		}
	}
}

func (t *telling) recent(d Date) bool {
	away := t.r.ref.Date.Time().Sub(d.Time()).Hours() / 24
	return d.Precision >= Day && away >= -recent && away < recent
}

func (t *telling) sentence(span Span, from, to int, named []Expression) Sentence {
	s := Sentence{Span: span, Ahead: t.r.tellsAhead(from, to)}
	var own bool
	s.Events, own = t.r.events(from, to, named)
	s.Events, own = t.apart(s.Events, own, from, to, named)
	if own {
		e := s.Events[0]
		s.Date, s.Until, s.Stated, s.Inferred, s.Why = e.Date, e.Until, true, e.Inferred, e.Why
		if t.recent(e.Date) && e.Date.Compare(t.now.Date) > 0 && e.Date.Compare(t.r.ref.Date.To(Day)) <= 0 {
			t.now = e
		}
		return s
	}
	if !t.r.ref.Date.Known() {
		return s
	}
	s.Inferred = t.r.ref.Inferred
	if t.now.Date.Known() && t.r.tellsPast(from, to) {
		s.Date, s.Why = t.now.Date, "assumed to go on from "+t.now.Why
		return s
	}
	s.Date, s.Why = t.r.ref.Date.To(Day), "assumed to be of the day of "+t.r.ref.words(false)
	return s
}

// tellsPast reports whether a sentence tells what happened: its first verb is
// in the past tense. What is said in quotation marks is passed over; a sentence
// that is all quotation goes on with what was said.
func (r *reader) tellsPast(from, to int) bool {
	quoted, depth := true, 0
	for i := from; i < to; i++ {
		switch t := r.tokens[i]; {
		case r.present(i):
			return false
		case r.word(i) == "(":
			depth++
		case r.word(i) == ")":
			depth--
		case t.quoted || depth > 0:
		case r.tenseAt(i) == happened:
			return t.is&has == 0
		case r.tenseAt(i) != untold:
			return false
		default:
			quoted = quoted && (t.end == t.start+1 || t.id != unknown && t.is == 0)
		}
	}
	return quoted
}

// tellsAhead reports whether a sentence says outside quotation marks that
// something will be.
func (r *reader) tellsAhead(from, to int) bool {
	for i := from; i < to; i++ {
		if !r.tokens[i].quoted && r.tenseAt(i) == willHappen {
			return true
		}
	}
	return false
}

// present reports whether a word says that a sentence tells how things are now.
func (r *reader) present(i int) bool {
	w := r.word(i)
	return !r.tokens[i].quoted && (w == "now" || w == "Now" || w == "currently" || w == "Currently")
}
