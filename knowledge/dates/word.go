package dates

import "strings"

// A class is what a word or a number can stand for. Patterns name classes in
// capitals; a token may be of several, as "second" is an ordinal and a unit.
type class uint32

const (
	number   class = 1 << iota // 6, six, twenty-five
	ordnum                     // 6th, sixth
	day                        // a number that may be a day of a month
	year                       // four digits that may be a year
	month                      // May, Sept
	weekday                    // Wednesday, Wed
	season                     // summer
	unit                       // day, weeks, decade
	part                       // morning, night
	decade                     // 1960s, sixties
	iso                        // 2018-06-16
	isotime                    // 2018-06-16T10:38
	isomonth                   // 2018-06
	slash                      // 7/8/07
	clock                      // 18:00
	half                       // a.m.
	zone                       // UTC
	some                       // several
	one                        // a, an
	towards                    // last, this, next
	moved                      // earlier, later
	phase                      // early, mid, late
	approx                     // nearly, about
	halved                     // half, of a unit
	dayword                    // yesterday, today, tomorrow

	// What tells the tense of a clause and where it ends.
	will  // will, would
	ahead // expected, plans
	past  // was, took
	says  // said, announced
	has   // has, have
	be    // is, are
	bound // that, which, when
)

var classNames = map[string]class{
	"NUM": number, "ORD": ordnum, "DAY": day, "YEAR": year, "MONTH": month, "WEEKDAY": weekday, "SEASON": season,
	"UNIT": unit, "PART": part, "DECADE": decade, "ISO": iso, "ISOTIME": isotime, "ISOMONTH": isomonth, "SLASH": slash, "CLOCK": clock,
	"HALF": half, "ZONE": zone, "SOME": some, "ONE": one, "TOWARDS": towards, "MOVED": moved, "PHASE": phase, "APPROX": approx, "HALVED": halved, "DAYWORD": dayword,
}

// A span of the calendar or the clock that is counted: "two weeks".
const (
	seconds = iota + 1
	minutes
	hours
	days
	weekends
	weeks
	fortnights
	months
	quarters
	years
	decades
	centuries
)

// word is what the vocabulary knows of a spelling.
type word struct {
	id        uint16 // its place in the vocabulary, counted from 1
	is        class
	n         int  // its value as a number, month, weekday (0 is Sunday), …
	unit      int  // its value as a unit
	capital   bool // means that only when written with a capital: May, Sat
	shortened bool // a full stop may follow: Sept
}

// vocabulary maps spellings in lower case to words.
type vocabulary map[string]word

func (v vocabulary) add(is class, n int, spellings ...string) {
	for _, spelling := range spellings {
		w := v.learn(spelling)
		w.is |= is
		if is == unit {
			w.unit = n
		} else if n != 0 {
			w.n = n
		}
		v[spelling] = w
	}
}

// learn gives a spelling its place in the vocabulary, once.
func (v vocabulary) learn(spelling string) word {
	w, known := v[spelling]
	if !known {
		w.id = uint16(len(v) + 1)
		v[spelling] = w
	}
	return w
}

func (v vocabulary) mark(change func(*word), list string) {
	for _, spelling := range strings.Fields(list) {
		w := v.learn(spelling)
		change(&w)
		v[spelling] = w
	}
}

// list adds words that differ only in their value, which counts from first.
func (v vocabulary) list(is class, first int, list string) {
	for i, spellings := range strings.Fields(list) {
		v.add(is, first+i, strings.Split(spellings, "|")...)
	}
}

// words adds words of one class, without a value.
func (v vocabulary) words(is class, list string) { v.add(is, 0, strings.Fields(list)...) }

var english = func() vocabulary {
	v := make(vocabulary)
	v.list(month, 1, `january|jan february|feb march|mar april|apr may june|jun july|jul august|aug
		september|sept|sep october|oct november|nov december|dec`)
	v.list(weekday, 0, `sunday|sun monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat`)
	v.mark(func(w *word) { w.capital = true }, `january jan february feb march mar april apr may june jun july jul august aug
		september sept sep october oct november nov december dec sunday sun monday mon tuesday tue tues wednesday
		wed thursday thu thur thurs friday fri saturday sat`)
	v.mark(func(w *word) { w.shortened = true }, `jan feb mar apr jun jul aug sept sep oct nov dec sun mon tue tues wed thu thur thurs fri sat`)
	v.list(number, 1, `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty`)
	v.list(ordnum, 1, `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
		fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth`)
	for i, tens := range strings.Fields("thirty forty fifty sixty seventy eighty ninety hundred") {
		v.add(number, 10*(i+3), tens)
	}
	for i, tens := range strings.Fields("twenties thirties forties fifties sixties seventies eighties nineties") {
		v.add(decade, 10*(i+2), tens)
	}
	for i, spellings := range strings.Fields(`second|seconds minute|minutes hour|hours day|days weekend|weekends week|weeks
		fortnight|fortnights month|months quarter|quarters year|years decade|decades century|centuries`) {
		v.add(unit, i+1, strings.Split(spellings, "|")...)
	}
	v.list(season, 1, `spring summer autumn|fall winter`)
	v.list(part, 1, `morning afternoon evening|evenings night|nights`)
	v.list(half, 1, `am|a.m p.m|pm`)
	v.words(zone, `utc gmt est edt cst cdt mst mdt pst pdt cet cest bst eet ist jst aest`)
	v.words(some, `several some few many couple numerous`)
	v.words(one, `a an`)
	v.add(towards, -1, "last", "past", "previous")
	v.add(towards, 0, "this", "current", "same")
	v.add(towards, 1, "next", "coming", "upcoming", "following")
	v.add(moved, 1, "later", "after")
	v.add(moved, -1, "earlier", "before", "previously")
	v.words(phase, `early mid late beginning start middle end`)
	v.list(dayword, -1, `yesterday today tomorrow`)
	v.add(clock, 1200, "noon", "midday")
	v.words(clock, `midnight`)
	v.words(approx, `nearly almost about around roughly approximately over under exactly more less fewer barely`)
	v.words(halved, `half`)
	v.words(will, `will would shall ll won may might could`)
	v.words(ahead, `expected expects expect scheduled due set slated planned plans plan planning intends intend hopes
		hope aims aim going upcoming projected estimated anticipated predicted forecast`)
	v.words(past, `was were had did took gave went came made got began became saw fell rose won lost led met ran
		held kept left found brought bought sold sent spent built felt hit wrote spoke drew flew grew knew broke chose
		drove struck shot died put set cut let showed beat paid fought caught taught sought stood sat understood rolled
		made withdrew threw fled bid hurt quit split won begun born overtook underwent said told`)
	v.words(says, `said says say saying told tells announced announces announce stated states reported reports
		confirmed confirms claimed claims added adds noted explained argued revealed commented denied admitted replied
		acknowledged suggested asked according believes believe insists insisted warned predicts estimated`)
	v.words(has, `has have having ve`)
	v.words(be, `is are am be being re`)
	v.words(bound, `that which who whom whose when while where because although though after before since until
		if but whereas unless despite ; : ( ) --`)
	return v
}()
