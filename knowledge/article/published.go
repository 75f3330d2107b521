package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"storybot/knowledge/dates"
)

// header is what a line above or below a story tells: when, and by whom.
type header struct {
	published, modified dates.Date
	author              string
	bad                 string // a day that no calendar has, such as "31 June 2018"
	numeric             numericDate
}

// numericDate is a date written in numbers alone. Most say by themselves which
// number is the day; one such as 05/06/2018 does not.
type numericDate struct {
	text                 string
	dayFirst, monthFirst dates.Date // unknown where it can't be read so
	settled              int        // which warning of the article tells how, from 1
}

func (n numericDate) ambiguous() bool {
	return n.dayFirst.Known() && n.monthFirst.Known() && n.dayFirst != n.monthFirst
}

// parseHeader reads a line such as
//
//	Published: 16 June 2018 - 10:38 a.m.
//	By Mark Sutton, Technology Editor | June 16, 2018
//	PUBLISHED: 10:38, 16 June 2018 | UPDATED: 12:44, 18 June 2018
//
// It knows the parts that such lines are made of, and takes one off the line
// after the other. A line is a header only when nothing is left over, so a
// sentence of the story never is one, whatever dates it has.
func parseHeader(text string) (header, bool) {
	if len(text) > maxHeader || !mayDate.MatchString(text) {
		return header{}, false
	}
	p := headerParser{rest: strings.TrimSpace(text)}
	for p.rest != "" {
		if !p.next() {
			return header{}, false
		}
	}
	p.close()
	h := p.header
	if !h.published.Known() && !h.modified.Known() && h.bad == "" && (h.author == "" || p.bareName) {
		return header{}, false
	}
	return h, true
}

const maxHeader = 200 // bytes

// mayDate matches what every header line has one of.
var mayDate = regexp.MustCompile(`\d|\b[Bb][Yy]\b`)

// parseDate reads a date as a person or a page's markup writes it.
func parseDate(text string) (dates.Date, numericDate) {
	var d dates.Date
	if d.UnmarshalText([]byte(text)) == nil {
		return d, numericDate{}
	}
	h, _ := parseHeader(text)
	return h.published, h.numeric
}

type headerParser struct {
	header
	rest     string
	labelled bool
	update   bool       // the label says that what follows is a later change
	date     dates.Date // of the current label
	clock    dates.Date // likewise, hour and minute alone
	hasClock bool
	bareName bool // the author was not introduced by "By"
}

// next takes one part off the line.
func (p *headerParser) next() bool {
	for _, part := range headerParts {
		m := part.pattern.FindStringSubmatch(p.rest)
		if m == nil || m[0] == "" {
			continue
		}
		if part.take == nil || part.take(p, m) {
			p.rest = p.rest[len(m[0]):]
			return true
		}
	}
	return p.takeByline() || p.takeName()
}

// close ends what a label says: its date and its time of day are one date.
func (p *headerParser) close() {
	date := p.date
	if date.Precision == dates.Day && p.hasClock {
		date.Hour, date.Minute, date.Precision = p.clock.Hour, p.clock.Minute, dates.Minute
		p.numeric = p.numeric.at(p.clock)
	}
	to := &p.published
	if p.update {
		to = &p.modified
	}
	if !to.Known() {
		*to = date
	}
	p.date, p.clock, p.hasClock = dates.Date{}, dates.Date{}, false
}

func (n numericDate) at(clock dates.Date) numericDate {
	for _, d := range []*dates.Date{&n.dayFirst, &n.monthFirst} {
		if d.Known() {
			d.Hour, d.Minute, d.Precision = clock.Hour, clock.Minute, dates.Minute
		}
	}
	return n
}

const (
	monthName = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	zoneName  = `gmt|utc|bst|ist|cet|cest|eet|msk|e[sd]?t|c[sd]t|m[sd]t|p[sd]?t|a[ew][sd]t|sgt|hkt|jst|` +
		`(?:eastern|central|pacific|mountain|greenwich|coordinated|local|british|india|australian|european)(?: (?:universal|mean|standard|daylight|summer|european|eastern|time))*`
	publishedLabel = `(?:originally |first |date )?(?:published|posted|created|issued|filed|released|dated|date|pub(?:lication)? date|publish date)`
	updatedLabel   = `(?:last |most recently )?(?:updated|modified|edited|revised|amended|update)`
)

// A headerPart is one part of a header line. Its take may refuse a match.
type headerPart struct {
	pattern *regexp.Regexp
	take    func(p *headerParser, m []string) bool
}

func headerPattern(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?i:` + pattern + `)`) }

var headerParts = []headerPart{
	{headerPattern(`[\s|,·•–—\-/;:()\[\]]+`), nil},
	{headerPattern(publishedLabel + `\b(?: (?:on|at))?`), func(p *headerParser, m []string) bool { p.label(false); return true }},
	{headerPattern(updatedLabel + `\b(?: (?:on|at))?`), func(p *headerParser, m []string) bool { p.label(true); return true }},
	{headerPattern(`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2})\b)?)?`), (*headerParser).takeISO},
	{headerPattern(`(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ /-]` + monthName + `,?[ /-](\d{4}|\d{2}\b)`), (*headerParser).takeDayMonth},
	{headerPattern(monthName + ` (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`), (*headerParser).takeMonthDay},
	{headerPattern(monthName + `,? (\d{4})\b`), (*headerParser).takeMonth},
	{headerPattern(`(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4}|\d{2})\b`), (*headerParser).takeNumeric},
	{headerPattern(`(\d{1,2})(?:[:.h](\d{2})(?::\d{2})?)? ?([ap])\.? ?m\b\.?`), (*headerParser).takeClock},
	{headerPattern(`(\d{1,2})[:.h](\d{2})(?::\d{2})?(?: ?(?:hrs|hours|uhr))?`), (*headerParser).takeClock},
	{headerPattern(`(\d{2})(\d{2})(?: ?(?:hrs|hours)| (?:` + zoneName + `))\b`), (*headerParser).takeClock},
	{headerPattern(`(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?`), nil},
	{headerPattern(`(?:` + zoneName + `|z)\b(?: ?[+-]\d{1,2}(?::?\d{2})?\b)?|[+-]\d{2}:?\d{2}\b`), nil},
	{headerPattern(`(?:about |over )?\d+ ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd]) ago\b`), nil},
	{headerPattern(`\d+[ -]min(?:ute)?s?(?: read)?\b`), nil},
	{headerPattern(`(?:at|on)\b`), nil},
}

func (p *headerParser) label(update bool) {
	p.close()
	p.labelled, p.update = true, update
}

func (p *headerParser) takeISO(m []string) bool {
	p.setDate(m[0], number(m[1]), time.Month(number(m[2])), number(m[3]))
	if m[4] != "" {
		p.setClock(number(m[4]), number(m[5]))
	}
	return true
}

func (p *headerParser) takeDayMonth(m []string) bool {
	p.setDate(m[0], fullYear(m[3]), monthNamed(m[2]), number(m[1]))
	return true
}

func (p *headerParser) takeMonthDay(m []string) bool {
	p.setDate(m[0], number(m[3]), monthNamed(m[1]), number(m[2]))
	return true
}

// takeMonth reads a month alone, which says when an article appeared only
// behind a label: "May 2018" may as well be a heading.
func (p *headerParser) takeMonth(m []string) bool {
	if p.labelled && !p.date.Known() {
		p.date = dates.OfMonth(number(m[2]), monthNamed(m[1]))
	}
	return p.labelled
}

// takeNumeric reads a date in numbers. Full stops are only written where the
// day comes first.
func (p *headerParser) takeNumeric(m []string) bool {
	if m[2] != m[4] {
		return false
	}
	a, b, year := number(m[1]), number(m[3]), fullYear(m[5])
	n := numericDate{text: m[0]}
	if d := dates.OfDay(year, time.Month(b), a); isDay(d) {
		n.dayFirst = d
	}
	if d := dates.OfDay(year, time.Month(a), b); isDay(d) && m[2] != "." {
		n.monthFirst = d
	}
	if !p.published.Known() && !p.update {
		p.numeric = n
	}
	date := n.dayFirst
	if !date.Known() {
		date = n.monthFirst
	}
	p.setDate(m[0], date.Year, date.Month, date.Day)
	return true
}

func (p *headerParser) takeClock(m []string) bool {
	hour, minute, half := number(m[1]), number(m[2]), ""
	if len(m) > 3 {
		half = strings.ToLower(m[3])
	}
	if half != "" && (hour > 12 || hour == 0) {
		half = "" // "13:30 p.m." says it twice
	}
	switch half {
	case "a":
		hour %= 12
	case "p":
		hour = hour%12 + 12
	}
	p.setClock(hour, minute)
	return true
}

func (p *headerParser) setDate(text string, year int, month time.Month, day int) {
	date := dates.OfDay(year, month, day)
	switch {
	case !isDay(date):
		p.bad = text
	case !p.date.Known():
		p.date = date
	}
}

func (p *headerParser) setClock(hour, minute int) {
	if !p.hasClock && hour < 24 && minute < 60 {
		p.clock, p.hasClock = dates.Date{Hour: hour, Minute: minute}, true
	}
}

func isDay(d dates.Date) bool {
	t := d.Time()
	return d.Year >= 1600 && d.Year < 2200 && d.Month >= 1 && d.Day >= 1 && t.Month() == d.Month && t.Day() == d.Day
}

func fullYear(digits string) int {
	year := number(digits)
	switch {
	case len(digits) == 4:
		return year
	case year < 70:
		return 2000 + year
	}
	return 1900 + year
}

func monthNamed(name string) time.Month {
	months := []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	for i, month := range months {
		if strings.HasPrefix(strings.ToLower(name), month) {
			return time.Month(i + 1)
		}
	}
	return 0
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
