package knowledge

import (
	"slices"

	"storybot/knowledge/dates"
	"storybot/knowledge/search"
	"storybot/knowledge/timeline"
)

// Event is a row of the timeline: one date, and what is reported under it.
type Event struct {
	Date      dates.Date `json:"date"`
	End       dates.Date `json:"end"`
	Precision string     `json:"precision"` // day, month or year
	Inferred  bool       `json:"inferred"`
	Why       string     `json:"why"` // how the date was worked out
	Quotes    []Quote    `json:"quotes"`
	Also      []Also     `json:"also"`
}

// Also is another date that an article gives for an event.
type Also struct {
	Date  dates.Date `json:"date"`
	Quote Quote      `json:"quote"`
}

// Period narrows a timeline. Its zero value is all of it.
type Period struct {
	About    string     // words that a quote must hold, in any form
	From, To dates.Date // both inclusive, as precise as they are; unknown means open
}

// Timeline returns the dated sentences of the story in the order of their
// dates. Relative dates are read against the article's publication.
func (b *Base) Timeline(period Period) []Event {
	sentences := make([]timeline.Sentence, len(b.sentences))
	for i, p := range b.sentences {
		sentences[i] = timeline.Sentence{Text: p.text(), Reference: p.article.Published}
	}
	events := []Event{}
	for _, row := range timeline.Rows(sentences) {
		p := b.sentences[row.Sentence]
		if !period.holds(row.Date, p.text()) {
			continue
		}
		events = append(events, Event{
			Date:      row.Date,
			Precision: precisionWord(row.Date),
			Why:       row.Why,
			Quotes:    []Quote{quote(p, Best)},
			Also:      []Also{},
		})
	}
	return events
}

func (p Period) holds(date dates.Date, text string) bool {
	if p.From.Known() && compareAlike(date, p.From) < 0 || p.To.Known() && compareAlike(date, p.To) > 0 {
		return false
	}
	stands := search.Terms(text)
	for _, term := range search.Terms(p.About) {
		if !slices.Contains(stands, term) {
			return false
		}
	}
	return true
}

// compareAlike compares two dates at the precision of the less precise one, so
// that May 2018 is neither before nor after 10 May 2018.
func compareAlike(a, b dates.Date) int {
	return a.To(b.Precision).Compare(b.To(a.Precision))
}

func precisionWord(d dates.Date) string {
	switch d.Precision {
	case dates.Year:
		return "year"
	case dates.Month:
		return "month"
	}
	return "day"
}
