package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The meanings of the rules that count from another date.

// said returns the day from which a word such as "today" counts. In a quotation
// that is the day on which it was said, and so the day of what it answers; the
// text's own day elsewhere.
func (r *reader) said(m match) (Reference, bool) {
	if r.tokens[m.from].quoted && r.focus.Known() {
		return Reference{Date: r.focus, From: "the day that the quotation speaks of", Inferred: r.ref.Inferred}, true
	}
	return r.ref, r.ref.Date.Precision >= Day
}

// dayFrom reads a word for a day close to today.
func dayFrom(r *reader, m match) (Expression, bool) {
	ref, ok := r.said(m)
	if !ok {
		return r.undated(m, "XXXX-XX-XX")
	}
	n := m.value(dayword) + m.value(towards)
	e, ok := r.dated(m, ref.Date.To(Day).Add(n))
	how := [...]string{"the day before", "the same as", "the day after"}[n+1]
	e.Why, e.Inferred, e.named = e.Why+", "+how+" "+ref.words(true), ref.Inferred, false
	return e, ok
}

// parts names the parts of the day as TIMEX3 does.
var parts = [...]string{"", "MO", "AF", "EV", "NI"}

// partFrom reads a part of such a day.
func partFrom(r *reader, m match) (Expression, bool) {
	e, ok := dayFrom(r, m)
	return e.at(m), ok
}

// at makes a day's expression one of a part of the day.
func (e Expression) at(m match) Expression {
	n := m.value(part)
	if n == 0 {
		n = len(parts) - 1
	}
	e.Type, e.Value = Clock, e.Value+"T"+parts[n]
	return e
}

// nearWeekday reads a weekday: the last one up to the reference date for what
// has happened, the next one for what will; and "the next Tuesday", told of a
// day named before.
func nearWeekday(r *reader, m match) (Expression, bool) {
	after, least := r.future(m.from, m.to), 0
	if t, given := m.find(towards, 0); given && t.n != 0 {
		after, least = t.n > 0, 1
	}
	_, split := m.find(part, 0)
	var e Expression
	var ok bool
	if named := r.named.Precision >= Day && strings.EqualFold(r.word(m.from), "the"); named && least > 0 && after {
		e, ok = r.weekdayAfter(m)
	} else {
		e, ok = r.weekday(m, after, least)
	}
	if split {
		e = e.at(m)
	}
	return e, ok
}

// weekday returns the weekday after or up to the reference date, at least so
// many days from it.
func (r *reader) weekday(m match, after bool, least int) (Expression, bool) {
	wanted := time.Weekday(m.value(weekday))
	ref, ok := r.said(m)
	if !ok {
		return r.undated(m, fmt.Sprintf("XXXX-WXX-%d", (int(wanted)+6)%7+1))
	}
	step, how := -1, "before"
	if after {
		step, how = 1, "after"
	}
	d := ref.Date.To(Day)
	for away := 0; d.Time().Weekday() != wanted || away < least; away++ {
		d = d.Add(step)
	}
	if d == ref.Date.To(Day) {
		how = "the day of"
	}
	e, ok := r.dated(m, d)
	e.Why, e.Inferred = e.Why+", "+how+" "+ref.words(true), ref.Inferred
	return e, ok
}

func (r *reader) weekdayAfter(m match) (Expression, bool) {
	d := r.named.To(Day).Add(1)
	for d.Time().Weekday() != time.Weekday(m.value(weekday)) {
		d = d.Add(1)
	}
	return r.counted(m, d, "after")
}

// counted makes an expression of a date that counts from the one named before.
func (r *reader) counted(m match, d Date, how string) (Expression, bool) {
	e, ok := r.dated(m, d)
	e.Why += ", " + how + " " + r.named.Words() + " (named before)"
	e.Inferred, e.named = r.ref.Inferred, false
	return e, ok
}

// lengths gives the precision of a date that a unit counts, and how many of it
// a unit is.
var lengths = [...]struct {
	precision Precision
	n         int
	iso       string
	isoN      int
}{
	seconds: {Minute, 0, "S", 1}, minutes: {Minute, 0, "M", 1}, hours: {Minute, 0, "H", 1},
	days: {Day, 1, "D", 1}, weekends: {Week, 1, "WE", 1}, weeks: {Week, 1, "W", 1}, fortnights: {Week, 2, "W", 2},
	months: {Month, 1, "M", 1}, quarters: {Quarter, 1, "Q", 1}, years: {Year, 1, "Y", 1},
	decades: {Decade, 1, "Y", 10}, centuries: {Century, 1, "Y", 100},
}

// nearUnit reads "last week", "this year", "later this month".
func nearUnit(r *reader, m match) (Expression, bool) {
	t, _ := m.find(unit, 0)
	length := lengths[t.unit]
	ref := r.ref.Date
	if length.n == 0 || t.unit == days && m.value(towards) != 0 {
		return Expression{}, false
	}
	if ref.Precision < length.precision {
		return r.undated(m, "XXXX")
	}
	n := 0
	for i := 0; ; i++ {
		word, ok := m.find(towards, i)
		if !ok {
			break
		}
		n += word.n
	}
	how := [...]string{"the one before that of", "that of", "the one after that of"}[n+1]
	e, ok := r.placed(m, ref.To(length.precision).Add(n*length.n), how)
	e.named = false
	if t.unit == weekends {
		e.Value += "-WE"
		e.Date = OfTime(e.Date.Time().AddDate(0, 0, 5))
		e.Until = e.Date.Add(1)
	}
	return e, ok
}

// amount is how much of a unit: two and a half years.
type amount struct {
	n    int
	half bool
	some bool // how many is not said
	unit int
}

func (m match) amount() amount {
	var a amount
	t, _ := m.find(unit, 0)
	a.unit = t.unit
	n, given := m.find(number, 0)
	last, another := m.find(number, 1)
	_, a.some = m.find(some, 0)
	_, a.half = m.find(halved, 0)
	switch {
	case another:
		a.n = last.n
	case given:
		a.n = n.n
	case !a.half:
		a.n = 1
	}
	return a
}

// ago counts back from the reference date, to the precision of the unit.
func ago(r *reader, m match) (Expression, bool) {
	a := m.amount()
	if a.some || a.n < 0 {
		return vaguely("PAST_REF")(r, m)
	}
	return r.shifted(m, a, -1, "before")
}

// hence counts on from the reference date; "in two years" that tells of what
// has happened is a length.
func hence(r *reader, m match) (Expression, bool) {
	a := m.amount()
	if a.some || !r.future(m.from, m.to) {
		return duration(r, m)
	}
	return r.shifted(m, a, 1, "after")
}

func (r *reader) shifted(m match, a amount, direction int, how string) (Expression, bool) {
	ref, ok := r.said(m)
	if !ok {
		return r.undated(m, "XXXX-XX-XX")
	}
	d, ok := shift(ref.Date, a, direction)
	if !ok {
		return Expression{}, false
	}
	e, ok := r.dated(m, d)
	e.Why, e.Inferred, e.named = e.Why+", "+how+" "+ref.words(true), ref.Inferred, false
	if d.Precision == Minute {
		e.Type = Clock
	}
	return e, ok
}

// farthest is the largest number of a unit that dates are counted with.
const farthest = 5000

// shift moves a date by an amount. The result is as precise as the unit, but a
// year for decades and centuries, and a month for half years.
func shift(from Date, a amount, direction int) (Date, bool) {
	length := lengths[a.unit]
	if a.n < 0 || a.n > farthest {
		return Date{}, false
	}
	n := direction * a.n
	switch {
	case a.unit <= hours:
		of := time.Duration(n) * [...]time.Duration{seconds: time.Second, minutes: time.Minute, hours: time.Hour}[a.unit]
		return OfTime(from.To(Day).End().Add(of - time.Nanosecond)), true
	case a.unit >= years && a.half:
		return from.To(Month).Add(n*12*length.isoN + direction*6*length.isoN), from.Precision >= Month
	case a.unit >= years:
		return from.To(Year).Add(n * length.isoN), true
	}
	return from.To(length.precision).Add(n * length.n), from.Precision >= length.precision
}

// fromNamed reads "two years later", which counts from the date named before.
func fromNamed(r *reader, m match) (Expression, bool) {
	a := m.amount()
	d, ok := shift(r.named, a, m.value(moved))
	if !r.named.Known() || a.some || !ok {
		return duration(r, m)
	}
	return r.counted(m, d, [...]string{"before", "", "after"}[m.value(moved)+1])
}

// besideNamed reads "the following year", "that day" and "the day before".
func besideNamed(r *reader, m match) (Expression, bool) {
	n := m.value(towards) + m.value(moved)
	t, _ := m.find(unit, 0)
	if n == 0 && (lengths[t.unit].n == 0 || r.named.Precision < lengths[t.unit].precision) {
		return Expression{}, false
	}
	d, ok := shift(r.named, amount{n: 1, unit: t.unit}, n)
	if r.named.Known() && ok {
		return r.counted(m, d, [...]string{"before", "that of", "after"}[n+1])
	}
	if _, given := m.find(moved, 0); given && r.ref.Date.Known() && t.unit == years {
		return r.shifted(m, amount{n: 1, unit: t.unit}, n, "the one beside")
	}
	return nearUnit(r, m)
}

// vaguely reads a reference to now, the past or the future without a date.
func vaguely(value string) func(*reader, match) (Expression, bool) {
	return func(r *reader, m match) (Expression, bool) {
		hyphen := m.to < len(r.tokens) && r.tokens[m.to].joined && r.text[r.tokens[m.to].start] == '-'
		return Expression{Type: Calendar, Value: value, Why: r.phrase(m) + ", which names no date"}, !hyphen
	}
}

// clock reads the time of day that a pattern took, on a 12- or 24-hour clock.
func (r *reader) clock(m match) (Date, bool) {
	hhmm, ok := m.find(clock, 0)
	if !ok {
		n, given := m.find(number, 0)
		_, halved := m.find(half, 0)
		if !given || !halved || n.n > 12 {
			return Date{}, false
		}
		hhmm.n = 100 * n.n
	}
	hour := hhmm.n / 100
	if h, given := m.find(half, 0); given {
		hour = hour%12 + 12*(h.n-1)
	}
	return Date{Hour: hour, Minute: hhmm.n % 100}, hour < 24
}

// timeOfDay reads a time of the day named before, or else of the reference
// date; "the next day" is the one behind it.
func timeOfDay(r *reader, m match) (Expression, bool) {
	t, ok := r.clock(m)
	_, day := m.find(unit, 0)
	if n, given := m.find(number, 0); !ok && given && day && n.n < 24 {
		t, ok = Date{Hour: n.n}, true
	}
	if !ok {
		return Expression{}, false
	}
	return r.onNamed(m, t, m.value(towards))
}

func (r *reader) onNamed(m match, t Date, days int) (Expression, bool) {
	base, from := r.named, "named before"
	if base.Precision < Day {
		base, from = r.ref.Date, r.ref.From
	}
	d := Date{Year: 1, Month: 1, Day: 1, Hour: t.Hour, Minute: t.Minute, Precision: Minute}
	zulu := ""
	if z, given := m.find(zone, 0); given {
		if name := r.text[z.start:z.end]; name == "UTC" || name == "GMT" {
			zulu = "Z"
		}
	}
	if base.Precision < Day {
		e, _ := r.undated(m, "XXXX-XX-XX"+d.String()[10:]+zulu)
		e.Type = Clock
		return e, true
	}
	base = base.To(Day).Add(days)
	d.Year, d.Month, d.Day = base.Year, base.Month, base.Day
	e, ok := r.dated(m, d)
	e.Type, e.Value, e.named = Clock, e.Value+zulu, false
	e.Why += fmt.Sprintf(" on %s (%s)", base.Words(), from)
	e.Inferred = r.ref.Inferred
	return e, ok
}

// duration reads how long: "20 years" is P20Y, "several months" PXM.
func duration(r *reader, m match) (Expression, bool) {
	a := m.amount()
	if t, _ := m.find(unit, 0); t.unit == 0 || a.n < 0 {
		return Expression{}, false
	}
	return Expression{Type: Duration, Value: a.value(), Why: r.phrase(m) + ", how long", length: a}, true
}

func (a amount) value() string {
	length := lengths[a.unit]
	prefix := "P"
	if a.unit <= hours {
		prefix = "PT"
	}
	switch {
	case a.some:
		return prefix + "X" + length.iso
	case a.half && length.isoN == 1:
		return fmt.Sprintf("%s%d.5%s", prefix, a.n, length.iso)
	}
	return prefix + strconv.Itoa(a.n*length.isoN) + length.iso
}

func manyUnits(r *reader, m match) (Expression, bool) {
	t, _ := m.find(unit, 0)
	a := amount{n: 1, some: true, unit: t.unit}
	return Expression{Type: Duration, Value: a.value(), Why: r.phrase(m) + ", how long", length: a}, true
}

// repeated reads how often: "every year" is P1Y, "every Monday" XXXX-WXX-1.
func repeated(r *reader, m match) (Expression, bool) {
	e := Expression{Type: Set, Why: r.phrase(m) + ", how often"}
	if w, ok := m.find(weekday, 0); ok {
		e.Value = fmt.Sprintf("XXXX-WXX-%d", (w.n+6)%7+1)
		return e, true
	}
	if t, ok := m.find(unit, 0); ok {
		a := amount{n: 1, unit: t.unit}
		if !m.elements[0].context {
			a = m.amount()
		}
		e.Value = a.value()
		return e, true
	}
	word := r.tokens[m.to-1]
	switch r.text[word.start] | 0x20 {
	case 'd':
		e.Value = "P1D"
	case 'w':
		e.Value = "P1W"
	case 'm':
		e.Value = "P1M"
	case 'q':
		e.Value = "P1Q"
	default:
		e.Value = "P1Y"
	}
	return e, true
}
