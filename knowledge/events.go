package knowledge

import (
	"cmp"
	"fmt"
	"slices"

	"storybot/knowledge/article"
	"storybot/knowledge/dates"
	"storybot/knowledge/timeline"
)

// Event is a row of the timeline: one date, and what is reported under it.
type Event struct {
	Date      dates.Date `json:"date"`
	End       dates.Date `json:"end"`       // the last day of a range, or unknown
	Precision string     `json:"precision"` // day, month, year, …
	Inferred  bool       `json:"inferred"`  // worked out against a date that was borrowed
	Why       string     `json:"why"`       // how the date was worked out
	Quotes    []Quote    `json:"quotes"`
	Also      []Also     `json:"also"`
}

// Also is another date that an article gives for an event.
type Also struct {
	Date  dates.Date `json:"date"`
	Quote Quote      `json:"quote"`
}

// When is the date of an event, or the two that it lies between, in words:
// "May 2018", "13 to 15 June 2018", "30 May 2018 to 2 June 2018".
func (e Event) When() string {
	from, to := e.Date, e.End
	switch {
	case !to.Known() || to.Compare(from) <= 0 || to == from.Last():
		return from.Words()
	case from.To(dates.Month) == to.To(dates.Month) && from.Precision == dates.Day && to.Precision == dates.Day:
		return fmt.Sprintf("%d to %s", from.Day, to.Words())
	}
	return from.Words() + " to " + to.Words()
}

// Top returns the n most important of some events, still in their order: those
// that most articles tell of, and of these the ones with most quotes.
func Top(events []Event, n int) []Event {
	if n >= len(events) {
		return events
	}
	articles := make([]int, len(events))
	byImportance := make([]int, len(events))
	for i, e := range events {
		byImportance[i] = i
		seen := map[string]bool{}
		for _, q := range e.Quotes {
			seen[q.Article] = true
		}
		articles[i] = len(seen)
	}
	slices.SortStableFunc(byImportance, func(a, b int) int {
		return cmp.Or(cmp.Compare(articles[b], articles[a]), cmp.Compare(len(events[b].Quotes), len(events[a].Quotes)))
	})
	top := slices.Sorted(slices.Values(byImportance[:max(n, 0)]))
	kept := make([]Event, len(top))
	for i, at := range top {
		kept[i] = events[at]
	}
	return kept
}

// Period narrows a timeline: what it is about, and from when to when, both
// inclusive. Its zero value is all of it.
type Period = timeline.Filter

// Timeline returns the events of a period in the order of their dates.
// Relative dates are read against the article's publication; an article
// without a date borrows one from the others, and what is worked out so is
// marked as inferred.
func (b *Base) Timeline(period Period) []Event {
	events := []Event{}
	for _, row := range period.Select(b.rows()) {
		events = append(events, b.event(row))
	}
	return events
}

// Latest is the latest day on which one of the articles appeared, which "last
// spring" is read against. Where none says when it appeared, it is the date of
// the last event.
func (b *Base) Latest() dates.Date {
	var latest dates.Date
	for _, a := range b.articles {
		if a.Published.Compare(latest) > 0 {
			latest = a.Published
		}
	}
	if rows := b.rows(); !latest.Known() && len(rows) > 0 {
		latest = rows[len(rows)-1].Date
	}
	return latest
}

// rowsOf reads the dates of all articles and merges their events.
func rowsOf(articles []*article.Article) []timeline.Row {
	var published []dates.Date
	for _, a := range articles {
		published = append(published, a.Published)
	}
	var sentences []timeline.Sentence
	for _, a := range articles {
		reference := dates.Published(a.Published)
		if !a.Published.Known() {
			reference = dates.Borrow(published)
		}
		spans := make([]dates.Span, len(a.Sentences))
		for i, s := range a.Sentences {
			spans[i] = dates.Span{Start: s.Start, End: s.End, Paragraph: s.Paragraph}
		}
		for _, s := range dates.Read(a.Text, spans, reference).Sentences {
			sentences = append(sentences, timeline.Sentence{
				Article: a.File, Paragraph: s.Paragraph, Start: s.Start, End: s.End, Text: a.Text[s.Start:s.End],
				Events: s.Events, Assumed: s.Date, Ahead: s.Ahead,
			})
		}
	}
	return timeline.Build(sentences)
}

func (b *Base) event(row timeline.Row) Event {
	event := Event{
		Date: row.Date, End: row.End, Precision: row.Date.Precision.String(),
		Inferred: row.Inferred, Why: row.Why, Quotes: []Quote{}, Also: []Also{},
	}
	for i, q := range row.Quotes {
		relation := Agrees
		if i == 0 {
			relation = Best
		}
		event.Quotes = append(event.Quotes, b.told(q, relation))
	}
	for _, also := range row.Also {
		event.Also = append(event.Also, Also{also.Date, b.told(also.Quote, Differs)})
	}
	return event
}

// told quotes a sentence of the timeline.
func (b *Base) told(q timeline.Quote, relation Relation) Quote {
	sentence := article.Sentence{Start: q.Start, End: q.End, Paragraph: q.Paragraph}
	return quote(place{article: b.Article(q.Article), sentence: sentence}, relation)
}
