// Package timeline makes one timeline of the dated sentences of many articles.
//
// A [Sentence] comes with the events that it dates. [Build] puts sentences that
// tell of one event into one [Row]: their dates agree, and so do their words
// (see alike.go). Nothing is written anew: a row is a date, how it was worked
// out, and quotes.
package timeline

import (
	"cmp"
	"slices"

	"storybot/knowledge/dates"
)

// Sentence is a sentence of an article, and what it dates.
type Sentence struct {
	Article    string // which article it stands in
	Paragraph  int
	Start, End int    // byte offsets into the article's text
	Text       string // to the letter
	Events     []dates.Event
	Assumed    dates.Date // its date where it states none; may be unknown
	Ahead      bool       // it tells of what is to come
}

// Quote is a sentence that tells of a row's event.
type Quote struct {
	Article    string
	Paragraph  int
	Start, End int // byte offsets into the article's text
	Text       string
	Date       dates.Date // what this sentence says; unknown for one without a date
	Inferred   bool
	Why        string // how its date was worked out
}

// Also is another date that an article gives the same event.
type Also struct {
	Date  dates.Date
	Quote Quote
}

// Row is one event.
type Row struct {
	Date, End dates.Date // End is the last day of a range, or unknown
	Inferred  bool       // no quote's date was worked out without borrowing
	Why       string     // how the date was worked out
	Quotes    []Quote    // in the order of their articles
	Also      []Also
}

// Build returns the rows of a timeline in the order of their dates, a month
// before its days. Sentences come in the order of their articles.
func Build(sentences []Sentence) []Row {
	s := tell(sentences)
	groups := s.merge()
	s.join(groups)
	groups = s.differ(groups)
	rows := make([]Row, len(groups))
	order := firsts(sentences)
	for i, g := range groups {
		rows[i] = g.row(sentences, order)
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(a.Date.Compare(b.Date), a.End.Compare(b.End))
	})
	return rows
}

// firsts returns where each article's sentences begin, which is their order.
func firsts(sentences []Sentence) map[string]int {
	first := make(map[string]int)
	for i, s := range sentences {
		if _, known := first[s.Article]; !known {
			first[s.Article] = i
		}
	}
	return first
}

// mention is one event of one sentence.
type mention struct {
	sentence int
	order    int // its place among the story's mentions
	dates.Event
}

// tell reads the sentences' mentions, each date of a sentence once, and how
// alike the sentences are.
func tell(sentences []Sentence) *story {
	s := &story{sentences: sentences, of: make(map[int][]int), alike: make([][]near, len(sentences))}
	comparison := compare(sentences)
	marks := slices.Repeat([]int{-1}, len(sentences))
	for i, sentence := range sentences {
		s.alike[i] = comparison.likeness(i, marks)
		for k, e := range sentence.Events {
			again := slices.ContainsFunc(sentence.Events[:k], func(f dates.Event) bool { return f.Date == e.Date })
			if e.Date.Known() && !again {
				s.of[i] = append(s.of[i], len(s.mentions))
				s.mentions = append(s.mentions, mention{i, len(s.mentions), e})
			}
		}
	}
	return s
}

// group is the mentions of one event, and the retellings without a date.
type group struct {
	mentions   []mention
	retellings []int // sentences
	also       []mention
	order      int // that of its first mention
}

// finest returns the mention whose date says most: the shortest stretch, and of
// those one that was not inferred.
func (g *group) finest() mention {
	return slices.MinFunc(g.mentions, func(a, b mention) int {
		return cmp.Or(cmp.Compare(b.Date.Precision, a.Date.Precision), cmp.Compare(truth(a.Inferred), truth(b.Inferred)), cmp.Compare(a.sentence, b.sentence))
	})
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (g *group) row(sentences []Sentence, order map[string]int) Row {
	finest := g.finest()
	row := Row{Date: finest.Date, End: finest.Until, Inferred: finest.Inferred, Why: finest.Why}
	if !row.End.Known() && row.Date.Precision == dates.Week {
		row.End = row.Date.Last()
	}
	for _, m := range g.mentions {
		row.Quotes = append(row.Quotes, quoted(sentences[m.sentence], m.Event))
	}
	for _, i := range g.retellings {
		row.Quotes = append(row.Quotes, quoted(sentences[i], dates.Event{Why: "tells of the same event, without a date"}))
	}
	slices.SortStableFunc(row.Quotes, func(a, b Quote) int {
		return cmp.Or(cmp.Compare(order[a.Article], order[b.Article]), cmp.Compare(a.Start, b.Start))
	})
	for _, m := range g.also {
		row.Also = append(row.Also, Also{m.Date, quoted(sentences[m.sentence], m.Event)})
	}
	return row
}

func quoted(s Sentence, e dates.Event) Quote {
	return Quote{s.Article, s.Paragraph, s.Start, s.End, s.Text, e.Date, e.Inferred, e.Why}
}
