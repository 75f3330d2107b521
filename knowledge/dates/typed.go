package dates

import (
	"fmt"
	"strings"
)

// Typed reads a date as a person types it: "May", "13 june 2018", "2018-06",
// "last spring", "yesterday". What is not a whole date is read against the
// latest date of the story: its May is the last one up to that.
func Typed(words string, latest Date) (Date, error) {
	words = strings.TrimSpace(words)
	var d Date
	if words != "" && d.UnmarshalText([]byte(strings.ToUpper(words))) == nil && d.valid() {
		return d, nil
	}
	const before = "in " // "may" is a month behind a preposition
	text := before + words
	r := find(text, Reference{Date: latest, From: "the story's latest date"}, true, Span{})
	for _, e := range r.found {
		rest := strings.Fields(text[len(before):max(e.Start, len(before))] + " " + text[e.End:])
		if e.Date.Known() && len(rest) <= 1 && (len(rest) == 0 || linking[strings.ToLower(rest[0])]) {
			return e.Date, nil
		}
	}
	return Date{}, fmt.Errorf("%q is not a date: write it as May, 13 June 2018, 2018-06 or last spring", words)
}

// linking words may stand before a date that someone types.
var linking = map[string]bool{"in": true, "on": true, "since": true, "from": true, "until": true, "to": true, "by": true, "the": true}
