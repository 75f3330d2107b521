package timeline

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"

	"storybot/knowledge/dates"
)

// Filter says which rows are asked for. Its zero value asks for all.
type Filter struct {
	About    string     // words that one of the row's quotes holds, in any form
	From, To dates.Date // the first and the last date; unknown for no bound
}

// Select returns the rows that a filter asks for, in their order. A row whose
// date reaches into the time asked for is one of them.
func (f Filter) Select(rows []Row) []Row {
	about := stems(f.About)
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
		end := r.Date.End()
		if r.End.Known() {
			end = r.End.End()
		}
		early := f.From.Known() && !end.After(f.From.Time())
		late := f.To.Known() && !r.Date.Time().Before(f.To.End())
		return early || late || !r.tellsOf(about)
	})
}

func (r Row) tellsOf(about []string) bool {
	return len(about) == 0 || slices.ContainsFunc(r.Quotes, func(q Quote) bool {
		has := stems(q.Text)
		return !slices.ContainsFunc(about, func(stem string) bool { return !slices.Contains(has, stem) })
	})
}

// stems returns the stems of a text's words, but for words such as "the".
func stems(text string) []string {
	var all []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !english.IsStopWord(word) {
			all = append(all, english.Stem(word, false))
		}
	}
	return all
}
