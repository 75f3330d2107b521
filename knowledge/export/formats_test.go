package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

func TestCalendarParsesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents.Draw(t, "events")
		file := written(t, "ics", events)
		for _, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("the line %q has %d octets", line, len(line))
			}
		}
		calendar, err := ics.ParseCalendar(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		entries := calendar.Events()
		if len(entries) != len(events) || len(calendar.Components) == 0 {
			t.Fatalf("%d events became %d", len(events), len(entries))
		}
		seen := make(map[string]bool)
		for i, entry := range entries {
			if seen[entry.Id()] {
				t.Fatalf("two events have the UID %s", entry.Id())
			}
			seen[entry.Id()] = true
			for property, want := range map[ics.ComponentProperty]string{
				ics.ComponentPropertySummary:     heading(events[i]),
				ics.ComponentPropertyDescription: description(events[i]),
				ics.ComponentPropertyDtstamp:     "20260102T030405Z",
			} {
				if got := entry.GetProperty(property); got == nil || got.Value != want {
					t.Fatalf("%s is %+v, want %q", property, got, want)
				}
			}
		}
	})
}

func TestCalendarDays(t *testing.T) {
	for _, test := range []struct {
		date, end      dates.Date
		starts, before string
	}{
		{dates.OfDay(2018, time.June, 13), dates.Date{}, "20180613", "20180614"},
		{dates.OfDay(2018, time.December, 31), dates.Date{}, "20181231", "20190101"},
		{dates.OfMonth(2018, time.February), dates.Date{}, "20180201", "20180301"},
		{dates.Date{Year: 1899, Precision: dates.Year}, dates.Date{}, "18990101", "19000101"},
		{dates.OfDay(2018, time.May, 30), dates.OfDay(2018, time.June, 2), "20180530", "20180603"},
		{dates.OfMonth(2018, time.May), dates.OfMonth(2018, time.July), "20180501", "20180801"},
		{dates.OfDay(2018, time.June, 13), dates.OfDay(2018, time.June, 1), "20180613", "20180614"},
		{dates.Date{Year: 9999, Precision: dates.Year}, dates.Date{}, "99990101", ""},
	} {
		file := written(t, "ics", []knowledge.Event{{Date: test.date, End: test.end}})
		starts := "DTSTART;VALUE=DATE:" + test.starts + "\r\n"
		ends := "DTEND;VALUE=DATE:" + test.before + "\r\n"
		if !strings.Contains(file, starts) || strings.Contains(file, ends) != (test.before != "") {
			t.Errorf("%s to %s: want %q and %q in\n%s", test.date, test.end, starts, ends, file)
		}
	}
}

func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents.Draw(t, "events")
		rows, err := csv.NewReader(strings.NewReader(written(t, "csv", events))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(rows[0], columns) {
			t.Fatalf("the headings are %q", rows[0])
		}
		var want []string
		for _, e := range events {
			for _, quote := range e.Quotes {
				want = append(want, e.Date.String(), e.Why, "quote", quote.Text, quote.Citation.String())
			}
			for _, also := range e.Also {
				want = append(want, also.Date.String(), "", "also", also.Quote.Text, also.Quote.Citation.String())
			}
		}
		var got []string
		for _, row := range rows[1:] {
			for _, column := range []string{"date", "why", "as", "quote", "citation"} {
				cell := row[slices.Index(columns, column)]
				if first := strings.TrimSpace(cell); first != "" && strings.ContainsAny(first[:1], "=+-@") {
					t.Fatalf("the cell %q is a formula", cell)
				}
				got = append(got, cell)
			}
		}
		if !slices.Equal(got, cells(want)) {
			t.Fatalf("read back as %q, want %q", got, cells(want))
		}
	})
}

func TestCells(t *testing.T) {
	got := cells([]string{"=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1", "a=1", "1-1", "", "'", "2018"})
	want := []string{"'=1+1", "'+1", "'-1", "'@x", "' =1", "' =1", "'＝1", "a=1", "1-1", "", "'", "2018"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTimelineJSParsesBack(t *testing.T) {
	tags := regexp.MustCompile(`</?(blockquote|p|small|a)>|<a href="https?://[^"<>]*">`)
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents.Draw(t, "events")
		decoder := json.NewDecoder(strings.NewReader(written(t, "timelinejs", events)))
		decoder.DisallowUnknownFields()
		var timeline jsTimeline
		if err := decoder.Decode(&timeline); err != nil {
			t.Fatal(err)
		}
		if timeline.Events == nil || len(timeline.Events) != len(events) {
			t.Fatalf("%d events became %+v", len(events), timeline)
		}
		for i, slide := range timeline.Events {
			if slide.Start != jsDateOf(events[i].Date) || slide.Autolink {
				t.Fatalf("slide %+v", slide)
			}
			text := tags.ReplaceAllString(slide.Text.Text, "")
			if strings.ContainsAny(text+slide.Text.Headline, "<>\"") {
				t.Fatalf("markup in %q", text)
			}
			for _, quote := range events[i].Quotes {
				if want := "“" + shown(quote.Text) + "”"; !strings.Contains(html.UnescapeString(text), want) {
					t.Fatalf("no %q in %q", want, text)
				}
			}
		}
	})
}

// TestMarkdownShowsTheLetter renders the page, and finds the quotes to the
// letter and no markup in them.
func TestMarkdownShowsTheLetter(t *testing.T) {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	rapid.Check(t, func(t *rapid.T) {
		events := anyEvents.Draw(t, "events")
		var page bytes.Buffer
		if err := markdown.Convert([]byte(written(t, "markdown", events)), &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			for _, quote := range e.Quotes {
				want := "<blockquote>\n<p>“" + shown(quote.Text) + "”</p>"
				if !strings.Contains(html.UnescapeString(page.String()), want) {
					t.Fatalf("no %q in %s", want, page.String())
				}
			}
			if strings.Count(page.String(), "<a ") > strings.Count(page.String(), "<blockquote>") {
				t.Fatalf("a link too many in %s", page.String())
			}
		}
	})
}
