package dates

import (
	"slices"
	"testing"
	"time"
)

func TestDateIsWrittenAtItsPrecision(t *testing.T) {
	minute := Date{2018, time.June, 16, 10, 38, Minute}
	for _, test := range []struct {
		date       Date
		iso, words string
	}{
		{Date{}, "", "undated"},
		{minute.To(Year), "2018", "2018"},
		{minute.To(Month), "2018-06", "June 2018"},
		{minute.To(Day), "2018-06-16", "16 June 2018"},
		{minute, "2018-06-16T10:38", "16 June 2018"},
	} {
		if got := test.date.String(); got != test.iso {
			t.Errorf("String() = %q, want %q", got, test.iso)
		}
		if got := test.date.Words(); got != test.words {
			t.Errorf("Words() = %q, want %q", got, test.words)
		}
		var back Date
		if err := back.UnmarshalText([]byte(test.iso)); err != nil || back != test.date {
			t.Errorf("UnmarshalText(%q) = %+v, %v; want %+v", test.iso, back, err, test.date)
		}
	}
}

func TestDateRefusesWhatNoCalendarHas(t *testing.T) {
	for _, text := range []string{"yesterday", "2018-13", "2018-06-31", "16 June 2018", "18"} {
		var d Date
		if err := d.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("UnmarshalText(%q) = %v, want an error", text, d)
		}
	}
}

func TestMonthSortsBeforeItsDays(t *testing.T) {
	sorted := []Date{{}, OfDay(2017, time.December, 31), OfMonth(2018, time.May), OfDay(2018, time.May, 1), OfDay(2018, time.June, 13)}
	mixed := []Date{sorted[3], sorted[4], sorted[0], sorted[2], sorted[1]}
	slices.SortFunc(mixed, Date.Compare)
	if !slices.Equal(mixed, sorted) {
		t.Errorf("sorted as %v, want %v", mixed, sorted)
	}
}
