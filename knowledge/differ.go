package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"storybot/knowledge/dates"
	"storybot/knowledge/search"
)

// DetailKind is what a detail is.
type DetailKind string

// The kinds of details.
const (
	Number DetailKind = "number"
	Day    DetailKind = "date"
	Name   DetailKind = "name"
)

// Detail is a number, a date or a name in a quote, to the letter:
// Quote.Text[Start:End] is Text.
type Detail struct {
	Kind       DetailKind
	Text       string
	Start, End int
	date       dates.Date
	of         string // the term behind a number, or the last word of a name
}

// Difference is a detail of one article, and what another has in its place.
type Difference struct {
	Detail
	Other   string // the other article's detail, to the letter
	Telling int    // which telling of the comparison that is from
}

// detailed is a quote of a comparison with the details in it.
type detailed struct {
	telling, quote int
	terms          map[string]bool
	found          []Detail
}

// located is a difference, and the quote that it is in.
type located struct {
	telling, quote int
	Difference
}

// differences compares the details of every two quotes of different articles.
//
// Only sentences that share a third of their terms are compared: such sentences
// most likely tell of one event. Two details in them differ when they are of
// one kind, stand for the same thing, and are not the same:
//
//   - numbers of the same thing, which is the term behind them: "20 years" and
//     "25 years", but not "20 years" and "3 bridges";
//   - dates that cannot be one day: "on Monday" and "13 June", but not "in June"
//     and "13 June";
//   - names of several words with the same last word: "Mark Sutton" and "Marc
//     Sutton".
//
// A detail is no difference where the other article's quotes have it too.
func differences(quotes []detailed) []located {
	var found []located
	for _, here := range quotes {
		for _, detail := range here.found {
			if d, differs := against(here, detail, quotes); differs {
				found = append(found, located{here.telling, here.quote, d})
			}
		}
	}
	return found
}

// against returns the first article whose quotes have another detail in the
// place of this one, and nowhere the same.
func against(here detailed, detail Detail, quotes []detailed) (Difference, bool) {
	agreeing := make(map[int]bool)
	for _, there := range quotes {
		if slices.ContainsFunc(there.found, detail.same) {
			agreeing[there.telling] = true
		}
	}
	for _, there := range quotes {
		if there.telling == here.telling || agreeing[there.telling] || !tellOfOne(here.terms, there.terms) {
			continue
		}
		for _, other := range there.found {
			if detail.rivals(other) {
				return Difference{detail, other.Text, there.telling}, true
			}
		}
	}
	return Difference{}, false
}

// rivals reports whether two details stand for the same thing.
func (d Detail) rivals(e Detail) bool {
	return d.Kind == e.Kind && d.of == e.of
}

// same reports whether two details say the same.
func (d Detail) same(e Detail) bool {
	switch {
	case !d.rivals(e):
		return false
	case d.Kind == Day:
		return d.date.To(e.date.Precision) == e.date.To(d.date.Precision)
	}
	return strings.EqualFold(d.Text, e.Text)
}

// tellOfOne reports whether two sentences share a third of their terms, by the
// longer one.
func tellOfOne(a, b map[string]bool) bool {
	return 3*common(a, b) >= max(len(a), len(b))
}

// quantity is a number, and the word behind it.
var quantity = regexp.MustCompile(`\b\d[\d.,]*\d|\b\d`)

// detailsIn returns the dates, numbers and names in a sentence. A number that
// is part of a date is none of its own.
func detailsIn(sentence string, reference dates.Date) []Detail {
	var details []Detail
	for _, e := range dates.Find(sentence, reference) {
		if !e.Date.Known() {
			continue // how long, and not when
		}
		details = append(details, Detail{Kind: Day, Text: sentence[e.Start:e.End], Start: e.Start, End: e.End, date: e.Date})
	}
	for _, m := range quantity.FindAllStringIndex(sentence, -1) {
		counted := search.Terms(firstWords(sentence[m[1]:]))
		dated := slices.ContainsFunc(details, func(d Detail) bool { return d.Start <= m[0] && m[1] <= d.End })
		if len(counted) > 0 && !dated {
			details = append(details, Detail{Kind: Number, Text: sentence[m[0]:m[1]], Start: m[0], End: m[1], of: counted[0]})
		}
	}
	for _, name := range namesIn(sentence) {
		words := strings.Fields(name)
		if at := strings.Index(sentence, name); len(words) > 1 && at >= 0 {
			details = append(details, Detail{Kind: Name, Text: name, Start: at, End: at + len(name), of: strings.ToLower(words[len(words)-1])})
		}
	}
	return details
}

// firstWords returns the two words behind a number, up to the next punctuation.
func firstWords(text string) string {
	if end := strings.IndexAny(text, ".,;:!?()"); end >= 0 {
		text = text[:end]
	}
	words := strings.Fields(text)
	return strings.Join(words[:min(2, len(words))], " ")
}
