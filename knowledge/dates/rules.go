package dates

// A rule says how an expression of time is written, in the language that
// pattern.go explains, and what it means: a function that works it out against
// the text around it. Of the rules that fit at one place the one whose
// expression is longest wins, and of those the one with more context, and of
// those the first in the table. A rule that means nothing (nil) keeps the others
// off what only looks like a time.
type rule struct {
	pattern string
	means   func(*reader, match) (Expression, bool)
}

var rules = []rule{
	// What only looks like a time.
	{"COUNT -? UNIT -? old|olds / ONE second|quarter|minute / the second UNIT / every now and then|again / COUNT light years", nil},

	// Dates of the calendar. One without a year takes the year that puts it
	// nearest the reference date.
	{"(WEEKDAY ,?)? the? DAY of? MONTH (,? YEAR (,|-? at? CLOCK HALF? ZONE?)?)?", calendarDay},
	{"(WEEKDAY ,?)? MONTH DAY (,? YEAR (,|-? at? CLOCK HALF? ZONE?)?)?", calendarDay},
	{"DAY -|to|and DAY of? MONTH (,? YEAR)? / MONTH DAY -|to|through DAY (,? YEAR)?", dayRange},
	{"ISO CLOCK? ZONE? / ISOTIME / ISOMONTH / SLASH", numericDate},
	{"the? PHASE? -? MONTH ,|of? YEAR / the? PHASE of MONTH ,|of? YEAR", monthOfYear},
	{"MONTH to|and|or|through|- MONTH of? YEAR", monthRange},
	{"the? PHASE -? of? MONTH / MONTH of? TOWARDS year / <in|since|until|by|from|during|to|between|and|before|after|through|till|of|or|for|as> MONTH", bareMonth},
	{"MONTH", loneMonth},
	{"TOWARDS MONTH", nearMonth},
	{"<in|since|by|until|from|to|between|of|during|before|after|around|till|circa|and|year> YEAR", calendarYear},
	{"the? PHASE -? of? the? YEAR", calendarYear},
	{"YEAR", loneYear},
	{"YEAR -|/ YEAR|DAY", yearRange},
	{"the? PHASE? -? DECADE (' s)? / the|PHASE YEAR ' s / the PHASE YEAR ' s", inDecade},
	{"the? PHASE? -? of? the? ORD -? century", inCentury},
	{"the? PHASE? -? SEASON of? YEAR", seasonOfYear},
	{"TOWARDS SEASON / <in|during|by|until|since> PHASE? the SEASON", nearSeason},
	{"the? ORD quarter|half of? YEAR", partOfYear},
	{"the ORD|TOWARDS financial|fiscal|calendar? quarter / the ORD quarter of the|this year", nearQuarter},
	{"christmas day|eve / new year ' s? day|eve / <at|by|on|before|after|since|until|last|this|next> christmas", feast},

	// Days counted from the reference date, or, within a quotation, from the
	// day of what is quoted.
	{"DAYWORD / earlier|later DAYWORD", dayFrom},
	{"DAYWORD PART / this PART / last night / tonight", partFrom},
	{"the? TOWARDS? WEEKDAY PART?", nearWeekday},

	// Dates counted from the date named before.
	{"COUNT UNIT later|earlier", fromNamed},
	{"the next|following|previous|same UNIT / that same? UNIT / the UNIT before|after", besideNamed},

	// Stretches of the calendar counted from the reference date.
	{"the past decade|century", duration},
	{"the? TOWARDS UNIT / MOVED|late|early TOWARDS UNIT / this past|coming UNIT", nearUnit},
	{"the very? PHASE of the|TOWARDS UNIT", nearUnit},
	{"just? APPROX? than? COUNT UNIT ago", ago},
	{"UNIT ago / long ago / not long ago", vaguely("PAST_REF")},
	{"<in|within> APPROX? COUNT UNIT / COUNT UNIT from now", hence},

	// References without a date.
	{"now / right now / currently / at present / at the moment / nowadays / these days / presently", vaguely("PRESENT_REF")},
	{"more? recently / lately / <in> the recent? past / in recent UNIT", vaguely("PAST_REF")},
	{"in the near? future / in the coming UNIT / in future", vaguely("FUTURE_REF")},

	// Times of the day, on the day named before.
	{"CLOCK HALF? ZONE? / NUM HALF ZONE? / CLOCK|NUM HALF? the next|following|same day", timeOfDay},

	// How long, and how often.
	{"just? APPROX? than? COUNT UNIT / COUNT - UNIT / COUNT UNIT later|earlier <than>", duration},
	{"the? TOWARDS SOME|NUM UNIT / the? TOWARDS COUNT UNIT", duration},
	{"<for|over|after|many> the? UNIT / UNIT - long", manyUnits},
	{"every|each UNIT / every NUM UNIT / every|each WEEKDAY / daily / weekly / monthly / yearly / annual / annually / quarterly / per UNIT", repeated},
	{"<NUM|million|billion|times|once|twice|%> ONE UNIT", repeated},
}
