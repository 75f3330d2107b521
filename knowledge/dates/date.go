package dates

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Precision says how much of a [Date] is known.
type Precision int

// The precisions, from nothing known to the minute.
const (
	Unknown Precision = iota
	Century
	Decade
	Year
	Half
	Season
	Quarter
	Month
	Week
	Day
	Minute
)

var precisionNames = [...]string{"", "century", "decade", "year", "half", "season", "quarter", "month", "week", "day", "minute"}

// String returns the precision in one word, such as "month", or "" for Unknown.
func (p Precision) String() string { return precisionNames[p] }

// Date is a stretch of the calendar, from a century to a minute, as precise as
// the text that gave it. It is written down by its beginning: a week by its
// Monday, a quarter or season by its first month, a decade by its first year.
// Fields past its precision are zero, so two equal dates are equal by ==. Its
// zero value is an unknown date.
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

// OfYear returns a date of year precision.
func OfYear(year int) Date { return Date{Year: year, Precision: Year} }

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

// End returns the first instant after the date, in UTC.
func (d Date) End() time.Time {
	if d.Precision == Minute {
		return d.Time().Add(time.Minute)
	}
	return d.Add(1).Time()
}

// Last returns the last day of the date, or the date itself where it is a day
// or less.
func (d Date) Last() Date {
	if d.Precision >= Day || !d.Known() {
		return d
	}
	return OfTime(d.End().AddDate(0, 0, -1))
}

// steps is the length of each precision in years, months and days.
var steps = [...]struct{ years, months, days int }{
	Century: {years: 100}, Decade: {years: 10}, Year: {years: 1}, Half: {months: 6}, Season: {months: 3},
	Quarter: {months: 3}, Month: {months: 1}, Week: {days: 7}, Day: {days: 1}, Minute: {days: 1},
}

// Add returns the date moved by n of its own length: a month by n months, a
// week by n weeks. A date of minute precision moves by days.
func (d Date) Add(n int) Date {
	if !d.Known() {
		return d
	}
	step := steps[d.Precision]
	t := d.Time().AddDate(n*step.years, n*step.months, n*step.days)
	return ofMinute(t).To(d.Precision)
}

func ofMinute(t time.Time) Date {
	return Date{t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), Minute}
}

// Contains reports whether all of e lies within d.
func (d Date) Contains(e Date) bool {
	return d.Known() && e.Known() && !e.Time().Before(d.Time()) && !e.End().After(d.End())
}

// To returns the date cut to a precision, or unchanged where it is no more
// precise than that. A week or a winter that reaches from one month or year into
// the next is cut to that of its beginning.
func (d Date) To(p Precision) Date {
	if d.Precision <= p {
		return d
	}
	cut := Date{Year: d.Year, Precision: p}
	switch p {
	case Unknown:
		return Date{}
	case Century:
		cut.Year -= d.Year % 100
	case Decade:
		cut.Year -= d.Year % 10
	case Half:
		cut.Month = firstOf(max(d.Month, 1), 6)
	case Quarter:
		cut.Month = firstOf(max(d.Month, 1), 3)
	case Season:
		return seasonOf(d.Year, max(d.Month, 1))
	case Month:
		cut.Month = d.Month
	case Week:
		back := (int(d.Time().Weekday()) + 6) % 7
		cut = OfTime(d.Time().AddDate(0, 0, -back))
		cut.Precision = Week
	case Day:
		cut.Month, cut.Day = d.Month, d.Day
	}
	return cut
}

func firstOf(m time.Month, length time.Month) time.Month { return (m-1)/length*length + 1 }

// seasonOf returns the season of the northern half of the earth in which a
// month lies. Winter begins in December and has the year of its beginning.
func seasonOf(year int, m time.Month) Date {
	if m < time.March {
		year, m = year-1, time.December
	}
	return Date{Year: year, Month: m / 3 * 3, Precision: Season}
}

// Compare orders dates in time; a month sorts before its days, and an unknown
// date before all.
func (d Date) Compare(e Date) int {
	if c := d.Time().Compare(e.Time()); c != 0 && d.Known() && e.Known() {
		return c
	}
	return cmp.Compare(d.Precision, e.Precision)
}

// seasons gives TIMEX3's name and the English one by the season's first month.
var seasons = map[time.Month][2]string{
	time.March: {"SP", "spring"}, time.June: {"SU", "summer"}, time.September: {"FA", "autumn"}, time.December: {"WI", "winter"},
}

// String returns the date as a TIMEX3 value, which is ISO 8601 where that can
// write it: "2018-06-16T10:38", "2018-06-16", "2018-W24", "2018-06", "2018-Q2",
// "2018-SU", "2018-H1", "2018", "201X", "20XX" or "".
func (d Date) String() string {
	switch d.Precision {
	case Century:
		return fmt.Sprintf("%02dXX", d.Year/100)
	case Decade:
		return fmt.Sprintf("%03dX", d.Year/10)
	case Year:
		return fmt.Sprintf("%04d", d.Year)
	case Half:
		return fmt.Sprintf("%04d-H%d", d.Year, d.Month/6+1)
	case Season:
		return fmt.Sprintf("%04d-%s", d.Year, seasons[d.Month][0])
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", d.Year, d.Month/3+1)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case Week:
		year, week := d.Time().ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Day:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case Minute:
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", d.Year, d.Month, d.Day, d.Hour, d.Minute)
	}
	return ""
}

// Words returns the date as a person writes it, without its time of day: "16
// June 2018", "the week of 11 June 2018", "June 2018", "summer 2018", "2018",
// "the 2010s" or "undated".
func (d Date) Words() string {
	switch d.Precision {
	case Unknown:
		return "undated"
	case Century:
		return fmt.Sprintf("the %s century", ordinal(d.Year/100+1))
	case Decade:
		return fmt.Sprintf("the %ds", d.Year)
	case Year:
		return d.Time().Format("2006")
	case Half:
		return fmt.Sprintf("the %s half of %d", ordinal(int(d.Month)/6+1), d.Year)
	case Season:
		return fmt.Sprintf("%s %d", seasons[d.Month][1], d.Year)
	case Quarter:
		return fmt.Sprintf("the %s quarter of %d", ordinal(int(d.Month)/3+1), d.Year)
	case Month:
		return d.Time().Format("January 2006")
	case Week:
		return d.Time().Format("the week of 2 January 2006")
	}
	return d.Time().Format("2 January 2006")
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 && n%10 < 4 {
		suffix = [...]string{"th", "st", "nd", "rd"}[n%10]
	}
	return fmt.Sprintf("%d%s", n, suffix)
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
			*d = ofMinute(t).To(precision)
			return nil
		}
	}
	if found, ok := parseStretch(string(text)); ok && found.String() == string(text) {
		*d = found
		return nil
	}
	return fmt.Errorf("%q is not a date: write it as 2018-06-16, 2018-06 or 2018", text)
}

var layouts = map[string]Precision{
	"2006": Year, "2006-01": Month, "2006-01-02": Day, "2006-01-02T15:04": Minute,
}

// parseStretch reads the values that have no layout in package time. It takes
// more than it should: its caller compares what it returns with the value.
func parseStretch(value string) (Date, bool) {
	var year, n int
	var kind string
	switch count, _ := fmt.Sscanf(value, "%4d-%1s%d", &year, &kind, &n); {
	case count < 3:
	case kind == "W" && n >= 1 && n <= 53:
		return OfDay(year, time.January, 4).To(Week).Add(n - 1), true
	case kind == "Q" && n >= 1 && n <= 4:
		return Date{Year: year, Month: time.Month(3*n - 2), Precision: Quarter}, true
	case kind == "H" && n >= 1 && n <= 2:
		return Date{Year: year, Month: time.Month(6*n - 5), Precision: Half}, true
	}
	for first, names := range seasons {
		if year, err := strconv.Atoi(strings.TrimSuffix(value, "-"+names[0])); err == nil {
			return Date{Year: year, Month: first, Precision: Season}, len(value) > 4
		}
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(value, "XX")); err == nil {
		return Date{Year: 100 * n, Precision: Century}, true
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(value, "X")); err == nil {
		return Date{Year: 10 * n, Precision: Decade}, true
	}
	return Date{}, false
}

// valid reports whether the calendar has the date: it has no 31 June.
func (d Date) valid() bool {
	t := d.Time()
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 0 && d.Month <= 12 && d.Hour >= 0 && d.Hour < 24 && d.Minute >= 0 && d.Minute < 60 &&
		(d.Precision < Day || t.Day() == d.Day && t.Month() == d.Month)
}
