package knowledge

import (
	"strings"
	"testing"
	"time"

	"storybot/knowledge/dates"
)

func TestWhen(t *testing.T) {
	may, june := dates.OfMonth(2018, time.May), dates.OfDay(2018, time.June, 13)
	for _, test := range []struct {
		date, end dates.Date
		want      string
	}{
		{june, dates.Date{}, "13 June 2018"},
		{may, dates.Date{}, "May 2018"},
		{june, dates.OfDay(2018, time.June, 15), "13 to 15 June 2018"},
		{june, dates.OfDay(2018, time.July, 2), "13 June 2018 to 2 July 2018"},
		{may, dates.OfMonth(2018, time.July), "May 2018 to July 2018"},
		{june, dates.OfDay(2018, time.June, 1), "13 June 2018"},
		{june, june, "13 June 2018"},
		{june.To(dates.Week), dates.OfDay(2018, time.June, 17), "the week of 11 June 2018"},
		{dates.Date{}, dates.Date{}, "undated"},
	} {
		if got := (Event{Date: test.date, End: test.end}).When(); got != test.want {
			t.Errorf("from %s to %s is %q, want %q", test.date, test.end, got, test.want)
		}
	}
}

func TestTop(t *testing.T) {
	var events []Event
	for i, articles := range []string{"a", "ab", "aa", "a", "abc", ""} {
		e := Event{Date: dates.OfYear(2001 + i)}
		for _, article := range articles {
			e.Quotes = append(e.Quotes, Quote{Citation: Citation{Article: string(article)}})
		}
		events = append(events, e)
	}
	for n, want := range []string{"", "2005", "2002 2005", "2002 2003 2005", "2001 2002 2003 2005", "2001 2002 2003 2004 2005", "2001 2002 2003 2004 2005 2006", "2001 2002 2003 2004 2005 2006"} {
		var years []string
		for _, e := range Top(events, n) {
			years = append(years, e.Date.String())
		}
		if got := strings.Join(years, " "); got != want {
			t.Errorf("the top %d are %s, want %s", n, got, want)
		}
	}
}
