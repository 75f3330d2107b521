package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"storybot/knowledge/dates"
	"storybot/knowledge/timeline"
)

// report is an article for a test: a sentence a line.
type report struct {
	name      string
	published string // "" where it does not say
	text      string
}

// read makes the sentences of reports, as knowledge does of articles.
func read(t *testing.T, reports ...report) []timeline.Sentence {
	t.Helper()
	var published []dates.Date
	for _, r := range reports {
		published = append(published, date(t, r.published))
	}
	var all []timeline.Sentence
	for i, r := range reports {
		reference := dates.Published(published[i])
		if !published[i].Known() {
			reference = dates.Borrow(published)
		}
		for _, s := range dates.Read(r.text, lines(r.text), reference).Sentences {
			all = append(all, timeline.Sentence{
				Article: r.name, Paragraph: s.Paragraph, Start: s.Start, End: s.End, Text: r.text[s.Start:s.End],
				Events: s.Events, Assumed: s.Date, Ahead: s.Ahead,
			})
		}
	}
	return all
}

func lines(text string) []dates.Span {
	var spans []dates.Span
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if end := start + len(strings.TrimSuffix(line, "\n")); end > start {
			spans = append(spans, dates.Span{Start: start, End: end, Paragraph: 1})
		}
		start += len(line)
	}
	return spans
}

func date(t *testing.T, value string) dates.Date {
	t.Helper()
	var d dates.Date
	if err := d.UnmarshalText([]byte(value)); err != nil {
		t.Fatal(err)
	}
	return d
}

// sketch writes rows as a person would: the date, whether it was inferred, and
// the articles quoted.
func sketch(rows []timeline.Row) []string {
	var all []string
	for _, r := range rows {
		line := r.Date.String()
		if r.End.Known() {
			line += "/" + r.End.String()
		}
		if r.Inferred {
			line += " inferred"
		}
		for _, q := range r.Quotes {
			line += " " + q.Article
		}
		for _, a := range r.Also {
			line += " also " + a.Date.String() + " " + a.Quote.Article
		}
		all = append(all, line)
	}
	return all
}

var (
	first = report{"a", "2018-06-16", `Norvik Lab is ending its work with Harbourpol.
On Wednesday, the Northern Parliament backed a resolution that could ban Norvik products.
"Norvik has guarded the North for 20 years. Because of today's decision by the Northern Parliament, it must stop its work with Harbourpol."
Also on Wednesday, the US government adopted a rule that keeps agencies from buying from Norvik.
In May, Norvik Lab announced that its core infrastructure would leave Russia for Switzerland.`}
	second = report{"b", "", `A report of the Northern Parliament that was adopted on June 13 asked for a ban on Norvik products.
Norvik said it has guarded the North for 20 years.
The quarrel comes just a month after Norvik announced that user data would leave Russia for Switzerland.`}
)

func TestBuild(t *testing.T) {
	for _, test := range []struct {
		name    string
		reports []report
		want    []string
	}{
		{"two articles of one story", []report{first, second}, []string{
			"2018-05 a b", "2018-06-13 a b", "2018-06-13 a b", "2018-06-13 a",
		}},
		{"an article alone that does not say when it appeared", []report{second}, nil},
		{"no dates at all", []report{{"a", "2018-06-16", "Nothing happened.\nNobody came."}}, nil},
		{"one article in the year 1899", []report{{"a", "1899-10-12", "War was declared yesterday.\nThe railway opened in 1873."}},
			[]string{"1873 a", "1899-10-11 a"}},
		{"days that no calendar has", []report{{"a", "2018-06-16", "It opened on 31 June 2018.\nIt closed on 29 February 2018.\nIt fell on 32 May."}}, nil},
		{"a range that runs backwards is no range", []report{{"a", "2018-06-16", "It ran on 9-5 May 2018.\nIt ran in 2011-2009."}}, nil},
		{"a range", []report{{"a", "2018-06-16", "The fair was held on 5-9 May 2018."}}, []string{"2018-05-05/2018-05-09 a"}},
		{"the finer of two dates is kept", []report{
			{"a", "2011-10-06", "Apple launched the iTunes Music Store on April 28, 2003."},
			{"b", "2006-03-28", "Apple launched the iTunes Music Store in 2003."},
		}, []string{"2003-04-28 a b"}},
		{"a retelling without a date joins", []report{
			{"a", "2008-03-27", "A month ago, Seaways and Portline beat Oceanic to an order for 179 ferries.\nNothing else was said."},
			{"b", "2008-03-01", "Seaways and Portline have beaten Oceanic to an order of 179 ferries.\nIt rained."},
		}, []string{"2008-02 a b"}},
		{"articles that differ are both shown", []report{
			{"a", "2018-06-16", "On 12 June the Kaspersky office in Moscow was searched by the FSB."},
			{"b", "2018-06-18", "On 14 June the Kaspersky office in Moscow was searched by the FSB."},
		}, []string{"2018-06-12 a also 2018-06-14 b"}},
		{"said on one day, to happen in another year", []report{{"a", "2018-06-16", "Kaspersky said on Friday that it would move in 2019."}},
			[]string{"2018-06-15 a", "2019 a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := sketch(timeline.Build(read(t, test.reports...)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

// TestQuotes: every quote is to the letter, and its reason names its words.
func TestQuotes(t *testing.T) {
	texts := map[string]string{"a": first.text, "b": second.text}
	for _, row := range timeline.Build(read(t, first, second)) {
		for _, q := range row.Quotes {
			if texts[q.Article][q.Start:q.End] != q.Text {
				t.Errorf("%q is not what stands in article %s", q.Text, q.Article)
			}
			if q.Why == "" || q.Date.Known() && q.Inferred != (q.Article == "b") {
				t.Errorf("%q: inferred %v because %q", q.Text, q.Inferred, q.Why)
			}
		}
	}
}

func TestSelect(t *testing.T) {
	rows := timeline.Build(read(t, first, second))
	latest := dates.OfDay(2018, time.June, 16)
	typed := func(words string) dates.Date {
		if words == "" {
			return dates.Date{}
		}
		d, err := dates.Typed(words, latest)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, test := range []struct {
		about, from, to string
		want            int
	}{
		{"", "", "", 4},
		{"switzerland", "", "", 1},
		{"the leaving", "", "", 1},
		{"the", "", "", 4},
		{"Mars", "", "", 0},
		{"", "May", "may", 1},
		{"", "june", "", 3},
		{"", "13 June 2018", "2018-06-13", 3},
		{"", "", "last year", 0},
		{"", "last spring", "last spring", 1},
		{"norvik", "2018-06", "", 3},
	} {
		f := timeline.Filter{About: test.about, From: typed(test.from), To: typed(test.to)}
		if got := f.Select(rows); len(got) != test.want {
			t.Errorf("about %q from %q to %q: %d rows, want %d: %v", test.about, test.from, test.to, len(got), test.want, sketch(got))
		}
	}
}

// TestOrder: rows come in order whatever the articles' dates, each dated
// sentence stands in the timeline, and none in the words of another.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var sentences []timeline.Sentence
		words := rapid.SampledFrom([]string{"Kaspersky", "Europol", "Boeing", "vote", "delay", "2000", "launched", "Airbus"})
		for i := range rapid.IntRange(0, 12).Draw(rt, "sentences") {
			text := strings.Join(rapid.SliceOfN(words, 1, 6).Draw(rt, "words"), " ")
			d := dates.OfDay(2018, time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), rapid.IntRange(1, 28).Draw(rt, "day"))
			d = d.To(rapid.SampledFrom([]dates.Precision{dates.Day, dates.Week, dates.Month, dates.Year, dates.Unknown}).Draw(rt, "precision"))
			s := timeline.Sentence{Article: fmt.Sprint(i % 3), Start: 100 * i, End: 100*i + len(text), Text: text}
			if d.Known() {
				s.Events = []dates.Event{{Date: d, Why: "drawn"}}
			}
			sentences = append(sentences, s)
		}
		rows := timeline.Build(sentences)
		quoted := 0
		for i, r := range rows {
			if i > 0 && rows[i-1].Date.Compare(r.Date) > 0 {
				rt.Fatalf("%v stands before %v", rows[i-1].Date, r.Date)
			}
			for _, q := range r.Quotes {
				if q.Date.Known() {
					quoted++
				}
			}
			quoted += len(r.Also)
		}
		dated := 0
		for _, s := range sentences {
			dated += len(s.Events)
		}
		if quoted != dated {
			rt.Fatalf("%d dated sentences, %d quoted", dated, quoted)
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	var sentences []timeline.Sentence
	for i := range 1000 {
		text := fmt.Sprintf("On that day the company of Boeing and Airbus number %d delivered plane %d to airline %d.", i%40, i%25, i%60)
		sentences = append(sentences, timeline.Sentence{
			Article: fmt.Sprint(i % 30), Start: 1000 * i, Text: text,
			Events: []dates.Event{{Date: dates.OfDay(2018, time.Month(1+i%12), 1+i%28)}},
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		timeline.Build(sentences)
	}
}
