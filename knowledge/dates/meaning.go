package dates

import (
	"fmt"
	"strings"
	"time"
)

// The meanings of the rules that name a date of the calendar. Each takes the
// numbers that the pattern's classes took and makes a date of them.

// dated makes an expression of a date that needs no other.
func (r *reader) dated(m match, d Date) (Expression, bool) {
	e := Expression{Type: Calendar, Value: d.String(), Date: d, Why: r.phrase(m), named: true}
	return e, d.valid()
}

// placed makes an expression of a date that was worked out against the
// reference date; how says in which way.
func (r *reader) placed(m match, d Date, how string) (Expression, bool) {
	e, ok := r.dated(m, d)
	e.Why += ", " + how + " " + r.ref.words(d.Precision == Week)
	e.Inferred = r.ref.Inferred
	return e, ok
}

// undated makes an expression whose date cannot be worked out.
func (r *reader) undated(m match, value string) (Expression, bool) {
	return Expression{Type: Calendar, Value: value, Why: r.phrase(m) + ", which no date was found to count from"}, true
}

func calendarDay(r *reader, m match) (Expression, bool) {
	e, ok := r.ofYear(m, OfDay(m.value(year), time.Month(m.value(month)), m.value(day)))
	return r.timed(m, e), ok
}

// timed adds to a day the time of day that the pattern took.
func (r *reader) timed(m match, e Expression) Expression {
	if hour, given := r.clock(m); given && e.Date.Known() {
		e.Date.Hour, e.Date.Minute, e.Date.Precision = hour.Hour, hour.Minute, Minute
		e.Type, e.Value = Clock, e.Date.String()
	}
	return e
}

// ofYear gives a date without a year the one that puts it nearest to the
// reference date. Where that is far on the wrong side for the clause's tense,
// such as half a year ago for what will happen, it is the next on the right one.
func (r *reader) ofYear(m match, d Date) (Expression, bool) {
	if d.Year != 0 {
		return r.dated(m, d)
	}
	if !r.ref.Date.Known() {
		leap := d
		leap.Year = 2000
		e, _ := r.undated(m, "XXXX"+leap.String()[4:])
		return e, leap.valid()
	}
	d = nearest(d, r.ref.Date)
	next := d
	next.Year += 1
	if away := r.ref.Date.Time().Sub(d.Time()); away > farOff && next.valid() && r.future(m.from, m.to) {
		d = next
	}
	e, ok := r.placed(m, d, "in the year nearest to")
	if d.Year == r.ref.Date.Year {
		e.Why = r.phrase(m) + ", of the year of " + r.ref.words(false)
	}
	return e, ok
}

const farOff = 31 * 24 * time.Hour

// nearest returns the date in the year that puts it nearest to another. A year
// that does not have the day, such as one without a 29 February, is passed over
// for the next best.
func nearest(d, to Date) Date {
	best, found := d, false
	d.Year = to.Year
	for _, y := range []int{to.Year, to.Year - 1, to.Year + 1, to.Year - 2, to.Year + 2, to.Year - 3, to.Year + 3} {
		d.Year = y
		if d.valid() && (!found || gap(d, to) < gap(best, to)) {
			best, found = d, true
		}
	}
	return best
}

func gap(a, b Date) time.Duration { return a.Time().Sub(b.Time()).Abs() }

func dayRange(r *reader, m match) (Expression, bool) {
	first, _ := m.find(day, 0)
	last, _ := m.find(day, 1)
	e, ok := r.ofYear(m, OfDay(m.value(year), time.Month(m.value(month)), first.n))
	if !ok || !e.Date.Known() {
		return e, ok
	}
	e.Until = OfDay(e.Date.Year, e.Date.Month, last.n)
	return e, e.Until.valid() && first.n < last.n
}

func unpackDay(n int) Date { return OfDay(n/10000, time.Month(n/100%100), n%100) }

// numericDate reads a date written in numbers alone.
func numericDate(r *reader, m match) (Expression, bool) {
	switch t := m.tokens[0]; {
	case t.is&isotime != 0:
		d := unpackDay(t.n / 10000)
		d.Hour, d.Minute, d.Precision = t.n/100%100, t.n%100, Minute
		e, ok := r.dated(m, d)
		e.Type = Clock
		return e, ok
	case t.is&isomonth != 0:
		return r.dated(m, OfMonth(t.n/10000, time.Month(t.n/100%100)))
	case t.is&slash != 0:
		return slashDate(r, m)
	default:
		e, ok := r.dated(m, unpackDay(t.n))
		return r.timed(m, e), ok
	}
}

// slashDate reads 7/8/07 in the order of the two, month first or day first,
// that the calendar has, and where it has both, that is nearer to the reference
// date; without one, month first.
func slashDate(r *reader, m match) (Expression, bool) {
	american := unpackDay(m.value(slash))
	british := OfDay(american.Year, time.Month(american.Day), int(american.Month))
	d := american
	if !american.valid() || british.valid() && r.ref.Date.Known() && gap(british, r.ref.Date) < gap(american, r.ref.Date) {
		d = british
	}
	return r.dated(m, d)
}

func monthOfYear(r *reader, m match) (Expression, bool) {
	return r.dated(m, OfMonth(m.value(year), time.Month(m.value(month))))
}

func monthRange(r *reader, m match) (Expression, bool) {
	last, _ := m.find(month, 1)
	e, ok := monthOfYear(r, m)
	e.Until = OfMonth(m.value(year), time.Month(last.n))
	return e, ok && e.Date.Compare(e.Until) < 0
}

// bareMonth reads "in May": the last one for what has happened, the next one
// for what will; and "January of this year".
func bareMonth(r *reader, m match) (Expression, bool) {
	if m.from > 0 && r.tokens[m.from-1].is&number != 0 {
		return Expression{}, false
	}
	ref := r.ref.Date
	if ref.Precision < Month {
		return r.undated(m, fmt.Sprintf("XXXX-%02d", m.value(month)))
	}
	if _, of := m.find(towards, 0); of {
		return r.placed(m, OfMonth(ref.Year+m.value(towards), time.Month(m.value(month))), "counted from")
	}
	d, how := r.towards(m, OfMonth(ref.Year, time.Month(m.value(month))), ref.To(Month), nextYear)
	return r.placed(m, d, how)
}

// loneMonth reads a month without a preposition. May and March are words too,
// and so are taken for no month; nor is a name, such as "April Jones" or
// "August Wilson".
func loneMonth(r *reader, m match) (Expression, bool) {
	n := m.value(month)
	if n == 3 || n == 5 || m.tokens[0].shortened || r.beforeName(m) && (n == 4 || n == 6 || n == 8) {
		return Expression{}, false
	}
	return bareMonth(r, m)
}

func (r *reader) beforeName(m match) bool { return m.to < len(r.tokens) && r.tokens[m.to].capital }

func nearMonth(r *reader, m match) (Expression, bool) {
	ref := r.ref.Date
	if ref.Precision < Month {
		return r.undated(m, fmt.Sprintf("XXXX-%02d", m.value(month)))
	}
	return r.beside(m, OfMonth(ref.Year, time.Month(m.value(month))), ref.To(Month))
}

// towards picks, of a date that comes round, the one that the clause's tense
// points to: the last one up to the reference date for what has happened, the
// next one for what will.
func (r *reader) towards(m match, d, ref Date, round func(Date, int) Date) (Date, string) {
	c := d.Compare(ref)
	if c == 0 {
		return d, "the same as that of"
	}
	if r.future(m.from, m.to) {
		if c < 0 {
			d = round(d, 1)
		}
		return d, "after"
	}
	if c > 0 {
		d = round(d, -1)
	}
	return d, "before"
}

func calendarYear(r *reader, m match) (Expression, bool) {
	if r.counts(m) {
		return Expression{}, false
	}
	return r.dated(m, OfYear(m.value(year)))
}

// loneYear reads four digits that stand anywhere: a year only from 1900 on,
// and not where they count something.
func loneYear(r *reader, m match) (Expression, bool) {
	y := m.value(year)
	if y < 1900 || y >= 2100 || r.measures(m) || m.from > 0 && r.tokens[m.from-1].joined && r.tokens[m.from].joined {
		return Expression{}, false
	}
	return calendarYear(r, m)
}

// counts reports whether what follows four digits is what they count: "2000
// people", "1500 km", "1999 per year".
func (r *reader) counts(m match) bool {
	return m.to < len(r.tokens) && (r.tokens[m.to].is&(unit|zone) != 0 || counted[r.word(m.to)])
}

// measures reports whether four digits stand between a verb and a plural, as in
// "sold 2000 units".
func (r *reader) measures(m match) bool {
	if m.from == 0 || m.to >= len(r.tokens) {
		return false
	}
	before, behind := r.tokens[m.from-1], r.tokens[m.to]
	return before.past && behind.id == unknown && !behind.capital && strings.HasSuffix(r.word(m.to), "s")
}

var counted = func() map[string]bool {
	all := make(map[string]bool)
	for w := range strings.FieldsSeq(`% ° people men women children jobs troops soldiers dollars euros pounds per
		km kilometres kilometers m kg ft mi miles metres meters feet tonnes tons`) {
		all[w] = true
	}
	return all
}()

func yearRange(r *reader, m match) (Expression, bool) {
	first, last := m.tokens[0].n, m.tokens[2].n
	if m.tokens[2].is&year == 0 {
		last += first / 100 * 100
	}
	if first < 1000 || last <= first || !m.tokens[1].joined || !m.tokens[2].joined {
		return Expression{}, false
	}
	e, ok := r.dated(m, OfYear(first))
	e.Until = OfYear(last)
	return e, ok
}

func inDecade(r *reader, m match) (Expression, bool) {
	y := m.value(decade) + m.value(year)
	if y%10 != 0 {
		return r.dated(m, OfYear(y))
	}
	if y < 100 {
		y += 1900
		if r.ref.Date.Known() && r.ref.Date.Year >= 1900 && r.ref.Date.Year < y {
			y -= 100
		}
	}
	if y%100 == 0 && y < 1900 {
		return r.dated(m, OfYear(y).To(Century))
	}
	return r.dated(m, OfYear(y).To(Decade))
}

func inCentury(r *reader, m match) (Expression, bool) {
	n := m.value(ordnum)
	return r.dated(m, Date{Year: 100 * (n - 1), Precision: Century})
}

// seasonMonth is the first month of a season.
func seasonMonth(n int) time.Month { return time.Month(3 * n) }

func seasonOfYear(r *reader, m match) (Expression, bool) {
	return r.dated(m, Date{Year: m.value(year), Month: seasonMonth(m.value(season)), Precision: Season})
}

// nearSeason reads "last summer", and "in the summer" as bareMonth does a month.
func nearSeason(r *reader, m match) (Expression, bool) {
	ref := r.ref.Date
	first := seasonMonth(m.value(season))
	if ref.Precision < Month {
		return r.undated(m, "XXXX-"+seasons[first][0])
	}
	d := Date{Year: ref.Year, Month: first, Precision: Season}
	if _, of := m.find(towards, 0); of {
		return r.beside(m, d, ref.To(Season))
	}
	d, how := r.towards(m, d, ref.To(Season), nextYear)
	return r.placed(m, d, how)
}

func nextYear(d Date, n int) Date {
	d.Year += n
	return d
}

// beside picks, of a date that comes round each year, the last, this year's or
// the next, as the words say.
func (r *reader) beside(m match, d, now Date) (Expression, bool) {
	c := d.Compare(now)
	switch m.value(towards) {
	case -1:
		if c >= 0 {
			d.Year--
		}
		return r.placed(m, d, "before")
	case 1:
		if c <= 0 {
			d.Year++
		}
		return r.placed(m, d, "after")
	}
	return r.placed(m, d, "of the year of")
}

// partOfYear reads "the second quarter of 2018" and "the first half of 2018".
func partOfYear(r *reader, m match) (Expression, bool) {
	n, y := m.value(ordnum), m.value(year)
	if t, quarters := m.find(unit, 0); quarters && t.is&unit != 0 {
		return quarterIn(r, m, y, n)
	}
	e, ok := r.dated(m, Date{Year: y, Month: time.Month(6*n - 5), Precision: Half})
	return e, ok && n >= 1 && n <= 2
}

func quarterIn(r *reader, m match, y, n int) (Expression, bool) {
	e, ok := r.dated(m, Date{Year: y, Month: time.Month(3*n - 2), Precision: Quarter})
	return e, ok && n >= 1 && n <= 4
}

func nearQuarter(r *reader, m match) (Expression, bool) {
	ref := r.ref.Date
	if ref.Precision < Month {
		return r.undated(m, "XXXX-QX")
	}
	if _, ok := m.find(towards, 0); ok {
		return r.placed(m, ref.To(Quarter).Add(m.value(towards)), "counted from")
	}
	e, ok := quarterIn(r, m, ref.Year, m.value(ordnum))
	e.Why, e.Inferred = e.Why+", of the year of "+r.ref.words(false), r.ref.Inferred
	return e, ok
}

// feast reads a day that has a name.
func feast(r *reader, m match) (Expression, bool) {
	last := r.word(m.to - 1)
	d := OfDay(0, time.December, 25)
	if strings.EqualFold(r.word(m.from), "new") {
		d = OfDay(0, time.January, 1)
	}
	if strings.EqualFold(last, "eve") {
		d.Month, d.Day = time.December, map[time.Month]int{time.January: 31, time.December: 24}[d.Month]
	}
	return r.ofYear(m, d)
}
