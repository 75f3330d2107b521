package dates_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"storybot/knowledge/dates"
)

var precisions = []dates.Precision{
	dates.Century, dates.Decade, dates.Year, dates.Half, dates.Season, dates.Quarter, dates.Month, dates.Week, dates.Day, dates.Minute,
}

// anyDate draws a date of any precision in the years from 1900 on.
func anyDate(t *rapid.T) dates.Date {
	d := anyDay(t)
	d.Hour, d.Minute, d.Precision = rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), dates.Minute
	return d.To(rapid.SampledFrom(precisions).Draw(t, "precision"))
}

func anyDay(t *rapid.T) dates.Date {
	start := time.Date(1901, time.January, 1, 0, 0, 0, 0, time.UTC)
	return dates.OfTime(start.AddDate(0, 0, rapid.IntRange(0, 180*365).Draw(t, "days")))
}

func value(t testing.TB, text string) dates.Date {
	t.Helper()
	var d dates.Date
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ value, words, last string }{
		{"", "undated", ""},
		{"19XX", "the 20th century", "1999-12-31"},
		{"199X", "the 1990s", "1999-12-31"},
		{"2018", "2018", "2018-12-31"},
		{"2018-H2", "the 2nd half of 2018", "2018-12-31"},
		{"2018-SU", "summer 2018", "2018-08-31"},
		{"2018-WI", "winter 2018", "2019-02-28"},
		{"2018-Q2", "the 2nd quarter of 2018", "2018-06-30"},
		{"2018-06", "June 2018", "2018-06-30"},
		{"2018-W24", "the week of 11 June 2018", "2018-06-17"},
		{"2018-06-16", "16 June 2018", "2018-06-16"},
		{"2018-06-16T10:38", "16 June 2018", "2018-06-16T10:38"},
	} {
		d := value(t, test.value)
		if d.String() != test.value || d.Words() != test.words || d.Last().String() != test.last {
			t.Errorf("%q is %q, %q, until %q; want %q until %q", test.value, d, d.Words(), d.Last(), test.words, test.last)
		}
	}
}

func TestNoDate(t *testing.T) {
	for _, text := range []string{"soon", "2018-13", "2018-W60", "2018-Q5", "2018-H3", "2018-XX", "20X8", "2018-06-31", "2018-Q2x", "-SU", "X"} {
		var d dates.Date
		if err := d.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was read as %v", text, d)
		}
	}
}

// TestDateProperties: a date's value reads back; it contains what it was cut
// from; it sorts before that, and moving it there and back changes nothing.
func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := anyDate(rt)
		var back dates.Date
		if err := back.UnmarshalText([]byte(d.String())); err != nil || back != d {
			rt.Fatalf("%v was read back as %v: %v", d, back, err)
		}
		n := rapid.IntRange(-30, 30).Draw(rt, "n")
		if moved := d.Add(n).Add(-n); moved != d {
			rt.Fatalf("%v moved by %d and back is %v", d, n, moved)
		}
		if d.Precision == dates.Week || d.Precision == dates.Season {
			return // they reach from one month, or year, into the next
		}
		for _, p := range precisions {
			if p == dates.Season && d.Precision < dates.Month {
				continue // a quarter is of two seasons
			}
			cut := d.To(p)
			if !cut.Contains(d) || cut.Compare(d) > 0 {
				rt.Fatalf("%v, cut to %v, does not contain it or sorts behind it", d, cut)
			}
		}
	})
}

func TestCompare(t *testing.T) {
	var all []dates.Date
	for _, v := range []string{"", "19XX", "199X", "1999", "2018", "2018-Q2", "2018-05", "2018-05-31", "2018-SU", "2018-06", "2018-06-01", "2018-06-01T10:00"} {
		all = append(all, value(t, v))
	}
	if !slices.IsSortedFunc(all, dates.Date.Compare) {
		t.Errorf("out of order: %v", all)
	}
}

// formats are the ways to write a whole day that Find reads back.
var formats = []string{
	"2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2, 2006", "Monday, January 2, 2006", "Monday 2 January 2006",
	"2006-01-02", "2006/01/02", "January 2 2006", "02 January, 2006", "the 2 of January 2006",
}

// TestFormats: a date written in any way that is supported is read back, and
// so are its words in a sentence.
func TestFormats(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := anyDay(rt)
		written := day.Time().Format(rapid.SampledFrom(formats).Draw(rt, "format"))
		expectOne(rt, "It began on "+written+".", day)
		cut := day.To(rapid.SampledFrom([]dates.Precision{dates.Decade, dates.Year, dates.Month, dates.Season, dates.Quarter, dates.Half}).Draw(rt, "precision"))
		expectOne(rt, "It began in "+cut.Words()+".", cut)
		clock := day
		clock.Hour, clock.Minute, clock.Precision = rapid.IntRange(0, 23).Draw(rt, "hour"), rapid.IntRange(0, 59).Draw(rt, "minute"), dates.Minute
		expectOne(rt, "Published: "+clock.Time().Format("2 January 2006 - 3:04 p.m."), clock)
		expectOne(rt, clock.Time().Format("2006-01-02T15:04"), clock)
		// An hour before noon is written "a.m.".
	})
}

func expectOne(t *rapid.T, text string, want dates.Date) {
	t.Helper()
	if want.Precision == dates.Minute && want.Hour < 12 {
		text = amForPM(text)
	}
	found := dates.Find(text, dates.Date{})
	if len(found) != 1 || found[0].Date != want {
		t.Fatalf("%q was read as %v, want %v", text, fmt.Sprint(found), want)
	}
}

func amForPM(text string) string {
	if n := len(text); n > 4 && text[n-4:] == "p.m." {
		return text[:n-4] + "a.m."
	}
	return text
}
