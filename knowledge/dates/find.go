package dates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Expression is a piece of text that names a date.
type Expression struct {
	Start, End int    // byte offsets into the text
	Date       Date   // what it was worked out to
	Why        string // how, in plain words
}

// A pattern is one way to write a date. Its regular expression names the parts
// that it finds: y(ear), mon(th), d(ay), h(our), min(ute), half (of the day)
// and w(eekday). All ways of writing are tried at each place of the text; the
// one that begins first wins, and of those the longest.
var patterns = compile(
	`(?P<y>\d{4})-(?P<mon>\d{2})-(?P<d>\d{2})(?:[T ](?P<h>\d{1,2}):(?P<min>\d{2}))?`,
	`(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<mon>MONTH)\.?(?:,? (?P<y>\d{4})(?:,?(?: -| –| at)? CLOCK)?)?`,
	`(?P<mon>MONTH)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y>\d{4})(?:,?(?: -| –| at)? CLOCK)?)?`,
	`(?P<mon>MONTH),? (?P<y>\d{4})`,
	`(?:[Ii]n|[Ll]ast|[Ss]ince) (?P<mon>MONTH)(?:,? (?P<y>\d{4}))?`,
	`(?:[Oo]n )?(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)`,
)

func compile(sources ...string) []*regexp.Regexp {
	spelled := strings.NewReplacer(
		"MONTH", `January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec`,
		"CLOCK", `(?P<h>\d{1,2})[:.](?P<min>\d{2})(?: ?(?P<half>[aApP])\.?[mM]\.?)?`,
	)
	compiled := make([]*regexp.Regexp, len(sources))
	for i, source := range sources {
		compiled[i] = regexp.MustCompile(`\b(?:` + spelled.Replace(source) + `)`)
	}
	return compiled
}

// Find returns the dates that a text names, in its order, none overlapping. A
// date without a year, and a weekday, are worked out against the reference
// date; without one they are left out. A date that no calendar has, such as 31
// June, is left out.
func Find(text string, reference Date) []Expression {
	var found []Expression
	for at := 0; at < len(text); {
		start, end, parts := next(text, at)
		if parts == nil {
			break
		}
		at = end
		if date, why, ok := resolve(parts, text[start:end], reference); ok {
			found = append(found, Expression{start, end, date, why})
		}
	}
	return found
}

// Parse returns the first whole date, year and all, in a line such as
// "Published: 16 June 2018 - 10:38 a.m.".
func Parse(line string) (Date, bool) {
	for _, expression := range Find(line, Date{}) {
		if expression.Date.Precision >= Day {
			return expression.Date, true
		}
	}
	return Date{}, false
}

// next returns the first match at or behind a place in the text, the longest
// of those that begin there, with its named parts.
func next(text string, at int) (start, end int, parts map[string]string) {
	for _, pattern := range patterns {
		m := pattern.FindStringSubmatchIndex(text[at:])
		if m == nil {
			continue
		}
		s, e := at+m[0], at+m[1]
		if parts != nil && (s > start || s == start && e <= end) {
			continue
		}
		start, end, parts = s, e, make(map[string]string)
		for i, name := range pattern.SubexpNames() {
			if name != "" && m[2*i] >= 0 {
				parts[name] = text[at+m[2*i] : at+m[2*i+1]]
			}
		}
	}
	return start, end, parts
}

func resolve(parts map[string]string, text string, reference Date) (Date, string, bool) {
	if weekday, ok := parts["w"]; ok {
		return resolveWeekday(weekday, text, reference)
	}
	date := Date{
		Year:   number(parts["y"]),
		Month:  monthOf(parts["mon"]),
		Day:    number(parts["d"]),
		Hour:   hourOf(parts["h"], parts["half"]),
		Minute: number(parts["min"]),
	}
	switch {
	case parts["h"] != "":
		date.Precision = Minute
	case parts["d"] != "":
		date.Precision = Day
	default:
		date.Precision = Month
	}
	why := fmt.Sprintf("%q", text)
	if parts["y"] == "" {
		if !reference.Known() {
			return Date{}, "", false
		}
		date.Year = nearestYear(date, reference)
		why += fmt.Sprintf(", the nearest to %s (published)", reference.Words())
	}
	return date, why, valid(date)
}

// resolveWeekday takes the last such day up to the reference date: news tells
// what has happened.
func resolveWeekday(weekday, text string, reference Date) (Date, string, bool) {
	if reference.Precision < Day {
		return Date{}, "", false
	}
	day := reference.Time()
	for day.Weekday().String() != weekday {
		day = day.AddDate(0, 0, -1)
	}
	published := reference.Time().Format("Monday 2 January 2006")
	why := fmt.Sprintf("%q, before %s (published)", text, published)
	if day.Equal(reference.Time()) {
		why = fmt.Sprintf("%q, the day it was published", text)
	}
	return OfDay(day.Year(), day.Month(), day.Day()), why, true
}

func nearestYear(d, reference Date) int {
	best := reference.Year
	for _, year := range []int{reference.Year - 1, reference.Year + 1} {
		if distance(d, year, reference) < distance(d, best, reference) {
			best = year
		}
	}
	return best
}

func distance(d Date, year int, reference Date) time.Duration {
	d.Year = year
	return d.Time().Sub(reference.Time()).Abs()
}

func valid(d Date) bool {
	t := d.Time()
	sameDay := t.Month() == max(d.Month, 1) && t.Day() == max(d.Day, 1)
	return sameDay && d.Hour < 24 && d.Minute < 60 && d.Month >= 1 && (d.Precision < Day || d.Day >= 1)
}

func monthOf(name string) time.Month {
	if n := number(name); n != 0 {
		return time.Month(n)
	}
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && strings.HasPrefix(m.String(), name[:3]) {
			return m
		}
	}
	return 0
}

// hourOf reads an hour on a 12- or a 24-hour clock.
func hourOf(hour, half string) int {
	h := number(hour)
	switch strings.ToLower(half) {
	case "a":
		return h % 12
	case "p":
		return h%12 + 12
	}
	return h
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
