// Package dates reads the dates in a news text.
//
// A date in print is rarely a whole date: "May", "13 June", "on Wednesday".
// So a [Date] knows how precise it is, and [Find] works an expression out
// against a reference date, the day on which the text appeared, and says in
// plain words how it did so.
package dates

import (
	"cmp"
	"fmt"
	"time"
)

// Precision says how much of a [Date] is known.
type Precision int

// The precisions, from nothing known to the minute.
const (
	Unknown Precision = iota
	Year
	Month
	Day
	Minute
)

// Date is a point on the calendar as precise as the text that gave it. Fields
// past its precision are zero, so two equal dates are equal by ==. Its zero
// value is an unknown date.
type Date struct {
	Year         int
	Month        time.Month
	Day          int
	Hour, Minute int
	Precision    Precision
}

// OfDay returns a date of day precision.
func OfDay(year int, month time.Month, day int) Date {
	return Date{Year: year, Month: month, Day: day, Precision: Day}
}

// OfMonth returns a date of month precision.
func OfMonth(year int, month time.Month) Date {
	return Date{Year: year, Month: month, Precision: Month}
}

// OfTime returns the day on which t falls.
func OfTime(t time.Time) Date {
	return OfDay(t.Year(), t.Month(), t.Day())
}

// Known reports whether anything of the date is known.
func (d Date) Known() bool { return d.Precision != Unknown }

// Time returns the first instant of the date, in UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, max(d.Month, 1), max(d.Day, 1), d.Hour, d.Minute, 0, 0, time.UTC)
}

// To returns the date cut to a precision, or unchanged where it is no more
// precise than that.
func (d Date) To(p Precision) Date {
	if d.Precision <= p {
		return d
	}
	cut := Date{Precision: p}
	if p >= Year {
		cut.Year = d.Year
	}
	if p >= Month {
		cut.Month = d.Month
	}
	if p >= Day {
		cut.Day = d.Day
	}
	return cut
}

// Compare orders dates in time; a month sorts before its days, and an unknown
// date before all.
func (d Date) Compare(e Date) int {
	if c := d.Time().Compare(e.Time()); c != 0 && d.Known() && e.Known() {
		return c
	}
	return cmp.Compare(d.Precision, e.Precision)
}

// String returns the date in ISO 8601 at its precision: "2018-06-16T10:38",
// "2018-06-16", "2018-06", "2018" or "".
func (d Date) String() string {
	switch d.Precision {
	case Year:
		return fmt.Sprintf("%04d", d.Year)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case Day:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case Minute:
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", d.Year, d.Month, d.Day, d.Hour, d.Minute)
	}
	return ""
}

// Words returns the date as a person writes it, without its time of day: "16
// June 2018", "June 2018", "2018" or "undated".
func (d Date) Words() string {
	switch d.Precision {
	case Unknown:
		return "undated"
	case Year:
		return d.Time().Format("2006")
	case Month:
		return d.Time().Format("January 2006")
	}
	return d.Time().Format("2 January 2006")
}

// MarshalText writes the date as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	for layout, precision := range layouts {
		if t, err := time.Parse(layout, string(text)); err == nil {
			whole := Date{t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), Minute}
			*d = whole.To(precision)
			return nil
		}
	}
	return fmt.Errorf("%q is not a date: write it as 2018-06-16, 2018-06 or 2018", text)
}

var layouts = map[string]Precision{
	"2006": Year, "2006-01": Month, "2006-01-02": Day, "2006-01-02T15:04": Minute,
}
