package knowledge

import (
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
		{dates.Date{}, dates.Date{}, "undated"},
	} {
		if got := (Event{Date: test.date, End: test.end}).When(); got != test.want {
			t.Errorf("from %s to %s is %q, want %q", test.date, test.end, got, test.want)
		}
	}
}
