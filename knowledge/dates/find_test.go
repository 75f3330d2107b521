package dates_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"storybot/knowledge/dates"
)

// published is the day that the texts below appeared, a Saturday.
var published = dates.OfDay(2018, time.June, 16)

func read(text string, published dates.Date) string {
	var all []string
	for _, e := range dates.Find(text, published) {
		one := text[e.Start:e.End] + "=" + e.Value
		if e.Until.Known() {
			one += "/" + e.Until.String()
		}
		all = append(all, one)
	}
	return strings.Join(all, "; ")
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Dates of the calendar.
		{"on 13 June 2018", "13 June 2018=2018-06-13"},
		{"June 13th, 2018", "June 13th, 2018=2018-06-13"},
		{"Published: 16 June 2018 - 10:38 a.m.", "16 June 2018 - 10:38 a.m.=2018-06-16T10:38"},
		{"adopted on June 13", "June 13=2018-06-13"},
		{"on 29 December a bomb went off", "29 December=2017-12-29"},
		{"it will open on December 3", "December 3=2018-12-03"},
		{"the fair is open from November 20 to December 11", "November 20=2018-11-20; December 11=2018-12-11"},
		{"on 5-9 May", "5-9 May=2018-05-05/2018-05-09"},
		{"2018-06-13, 7/8/18 and 13/6/2018", "2018-06-13=2018-06-13; 7/8/18=2018-07-08; 13/6/2018=2018-06-13"},
		{"In May it said so", "May=2018-05"},
		{"In July it said so", "July=2017-07"},
		{"it is not due until October", "October=2018-10"},
		{"last May, next May, May 2016, January of this year", "last May=2018-05; next May=2019-05; May 2016=2016-05; January of this year=2018-01"},
		{"between May and July 2016", "May and July 2016=2016-05/2016-07"},
		{"in early 2009 and mid-2011", "early 2009=2009; mid-2011=2011"},
		{"in 1984; the 1991 settlement; by 2010-11", "1984=1984; 1991=1991; 2010-11=2010/2011"},
		{"the 1960s, the late 1980's, the sixties, the 19th century", "the 1960s=196X; the late 1980's=198X; the sixties=196X; the 19th century=18XX"},
		{"in the fall of 2011, last summer", "the fall of 2011=2011-FA; last summer=2017-SU"},
		{"the second quarter of 2018, the first half of 2017, last quarter", "the second quarter of 2018=2018-Q2; the first half of 2017=2017-H1; last quarter=2018-Q1"},
		{"on Christmas Eve and New Year's Day", "Christmas Eve=2017-12-24; New Year's Day=2018-01-01"},

		// Days and stretches counted from the day it appeared.
		{"today, yesterday, tomorrow", "today=2018-06-16; yesterday=2018-06-15; tomorrow=2018-06-17"},
		{"this morning, last night, yesterday evening", "this morning=2018-06-16TMO; last night=2018-06-15TNI; yesterday evening=2018-06-15TEV"},
		{"It voted on Wednesday", "Wednesday=2018-06-13"},
		{"It will vote on Wednesday", "Wednesday=2018-06-20"},
		{"It was delivered on Saturday", "Saturday=2018-06-16"},
		{"last Saturday, next Saturday, Friday night", "last Saturday=2018-06-09; next Saturday=2018-06-23; Friday night=2018-06-15TNI"},
		{"last week, this month, next year, later this year", "last week=2018-W23; this month=2018-06; next year=2019; later this year=2018"},
		{"this past week, the end of the month", "this past week=2018-W23; the end of the month=2018-06"},
		{"two weeks ago, nearly a decade ago, years ago", "two weeks ago=2018-W22; nearly a decade ago=2008; years ago=PAST_REF"},
		{"It will open in two years", "two years=2020"},

		// Dates counted from one named before.
		{"In 1984 it came out. One year later he was fired.", "1984=1984; One year later=1985"},
		{"in 2001 and the following year", "2001=2001; the following year=2002"},
		{"On Saturday it opened. I went back the next Tuesday.", "Saturday=2018-06-16; the next Tuesday=2018-06-19"},
		{"closed on Sunday at 22:30, counted at 2:30 the next day", "Sunday=2018-06-10; 22:30=2018-06-10T22:30; 2:30 the next day=2018-06-11T02:30"},

		// References, lengths and repetitions.
		{"now, currently, recently, in the future", "now=PRESENT_REF; currently=PRESENT_REF; recently=PAST_REF; in the future=FUTURE_REF"},
		{"for 20 years, several months, two and a half years, a 12-hour flight", "20 years=P20Y; several months=PXM; two and a half years=P2.5Y; 12-hour=PT12H"},
		{"the past decade, the next six months, thirty-five minutes", "the past decade=P10Y; the next six months=P6M; thirty-five minutes=PT35M"},
		{"every year, annual, 15 a year, every Monday", "every year=P1Y; annual=P1Y; a year=P1Y; every Monday=XXXX-WXX-1"},

		// What only looks like a time.
		{"May I march? It may. A second A380 sold 2000 units and 1,984 pounds at $2018.", ""},
		{"a 19-year-old, an A2012, 31 June, 29 February 2018, 32 May", ""},
		{"0.2018, 4:75, version 10.4.11, Flight #1999", ""},
		{"", ""},
	} {
		if diff := cmp.Diff(test.want, read(test.text, published)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

// TestFindUndated: without a day to count from, what counts from it has no date.
func TestFindUndated(t *testing.T) {
	text := "On June 13, Wednesday, in May, last week and today, 20 years after 1998"
	want := "June 13=XXXX-06-13; Wednesday=XXXX-WXX-3; May=XXXX-05; last week=XXXX; today=XXXX-XX-XX; 20 years=P20Y; 1998=1998"
	if diff := cmp.Diff(want, read(text, dates.Date{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhy(t *testing.T) {
	for text, want := range map[string]string{
		"On Wednesday, it voted":         `"On Wednesday", before Saturday 16 June 2018 (published)`,
		"It said so on Saturday":         `"on Saturday", the day of Saturday 16 June 2018 (published)`,
		"In May, it moved":               `"In May", before 16 June 2018 (published)`,
		"adopted on June 13":             `"on June 13", of the year of 16 June 2018 (published)`,
		"on 29 December it fell":         `"on 29 December", in the year nearest to 16 June 2018 (published)`,
		"In 1984 it began":               `"In 1984"`,
		"It was two weeks ago":           `"two weeks ago", before Saturday 16 June 2018 (published)`,
		"for 20 years":                   `"20 years", how long`,
		"last year, the company said no": `"last year", the one before that of 16 June 2018 (published)`,
	} {
		if found := dates.Find(text, published); len(found) != 1 || found[0].Why != want {
			t.Errorf("%q: %v, want %s", text, found, want)
		}
	}
}

func TestParse(t *testing.T) {
	for line, want := range map[string]string{
		"Published: 16 June 2018 - 10:38 a.m.": "2018-06-16T10:38",
		"June 07, 2011":                        "2011-06-07",
		"In May 2018":                          "",
		"On Wednesday":                         "",
		"31 June 2018":                         "",
	} {
		if d, _ := dates.Parse(line); d.String() != want {
			t.Errorf("%q was read as %q, want %q", line, d, want)
		}
	}
}

func TestTyped(t *testing.T) {
	for words, want := range map[string]string{
		"May": "2018-05", "may": "2018-05", "13 June 2018": "2018-06-13", "13 june": "2018-06-13", "2018-06": "2018-06",
		"2018": "2018", "last spring": "2018-SP", "last summer": "2017-SU", "yesterday": "2018-06-15", "since wednesday": "2018-06-13", "2018-q2": "2018-Q2",
		" in July ": "2017-07", "the 1990s": "199X", "two weeks ago": "2018-W22", "last year": "2017",
		"": "", "soon": "", "31 June": "", "the day the music died in May": "", "20 years": "", "2018-13": "",
	} {
		d, err := dates.Typed(words, published)
		if d.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q was read as %q (%v), want %q", words, d, err, want)
		}
	}
}

func TestBorrow(t *testing.T) {
	day := func(n int) dates.Date { return dates.OfDay(2018, time.June, n) }
	if r := dates.Borrow([]dates.Date{day(30), {}, day(16), day(12)}); r.Date != day(16) || !r.Inferred {
		t.Errorf("borrowed %v, want the median", r)
	}
	if r := dates.Borrow([]dates.Date{{}}); r.Date.Known() {
		t.Errorf("borrowed %v from no dates", r)
	}
}

// TestWholeWeeks: when a text appears whole weeks later, its weekdays move by
// as much.
func TestWholeWeeks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom([]string{"It fell on ", "It will fall on ", "It fell last ", "It will fall next "}).Draw(rt, "text")
		text += time.Weekday(rapid.IntRange(0, 6).Draw(rt, "weekday")).String()
		day, weeks := anyDay(rt), rapid.IntRange(-100, 100).Draw(rt, "weeks")
		before, after := dates.Find(text, day), dates.Find(text, day.Add(7*weeks))
		if len(before) != 1 || len(after) != 1 || after[0].Date != before[0].Date.Add(7*weeks) {
			rt.Fatalf("%q moved by %d weeks: %v, then %v", text, weeks, before, after)
		}
	})
}

// pieces are what the texts of property and fuzz tests are put together from.
var pieces = []string{
	"May ", "June 13", "31 ", "2018", "-", ":", "’s ", "“", "” ", "\n", "last ", "next ", "two ", "weeks ", "ago ", "am ", "é", "第", "\xff", "1960s", ", ",
	"after the ", "on Wednesday ", "said that ", "will ", "the ", "of ", "10:38", "a ", "half ", "99999999999 ", "century ", "19th ", ". ",
}

// TestOffsets: expressions lie within the text, in order and apart, and begin
// and end between runes.
func TestOffsets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(rt, "pieces"), "")
		check(rt, text)
	})
}

func check(t interface{ Fatalf(string, ...any) }, text string) {
	at := 0
	for _, e := range dates.Find(text, published) {
		if e.Start < at || e.End <= e.Start || e.End > len(text) {
			t.Fatalf("%q: expression at %d–%d behind %d", text, e.Start, e.End, at)
		}
		if !utf8.RuneStart(text[e.Start]) || e.End < len(text) && !utf8.RuneStart(text[e.End]) && utf8.ValidString(text) {
			t.Fatalf("%q: %d–%d cuts a rune", text, e.Start, e.End)
		}
		if e.Value == "" || e.Why == "" {
			t.Fatalf("%q: %+v has no value or no reason", text, e)
		}
		at = e.End
	}
	spans := []dates.Span{{Start: 0, End: len(text) / 2}, {Start: len(text) / 2, End: len(text)}}
	if got := dates.Read(text, spans, dates.Published(published)).Sentences; len(got) > len(spans) {
		t.Fatalf("%q: %d sentences of %d", text, len(got), len(spans))
	}
}

func FuzzFind(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece + piece)
	}
	f.Add("Published: 16 June 2018 - 10:38 a.m.\nOn Wednesday, two days after the vote, it said “today” it will move in 2019.")
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}
