// Package timeline puts the sentences of a story on the calendar.
package timeline

import (
	"slices"

	"storybot/knowledge/dates"
)

// Sentence is a sentence and the day its relative dates are read against.
type Sentence struct {
	Text      string
	Reference dates.Date
}

// Row is one sentence under one date.
type Row struct {
	Date     dates.Date
	Why      string // how the date was worked out, in plain words
	Sentence int    // its place among the sentences given
}

// Rows returns a row for every date that a sentence names, in date order and
// then in the order of the sentences. A month comes before its days.
func Rows(sentences []Sentence) []Row {
	var rows []Row
	for i, s := range sentences {
		for _, found := range dates.Find(s.Text, s.Reference) {
			rows = append(rows, Row{found.Date.To(dates.Day), found.Why, i})
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return a.Date.Compare(b.Date) })
	return slices.CompactFunc(rows, func(a, b Row) bool {
		return a.Date == b.Date && a.Sentence == b.Sentence
	})
}
