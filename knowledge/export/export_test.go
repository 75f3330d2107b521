package export

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/dates"
	"storybot/knowledge/story"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var then = Setting{Now: time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)}

func storyEvents(t testing.TB) []knowledge.Event {
	t.Helper()
	base, report, err := knowledge.Load(story.Articles())
	if err != nil || len(report.Errors) > 0 {
		t.Fatal(err, report.Errors)
	}
	return base.Timeline(knowledge.Period{})
}

// hostileEvents hold what must not act on the program that opens a file.
func hostileEvents() []knowledge.Event {
	from := knowledge.Citation{
		Article: "a.md", Title: "=HYPERLINK(\"https://example.com\")", Author: "<script>alert(1)</script>",
		URL: "https://example.com/a?b=<c>\"d'&e", Paragraph: 2, Start: 10, End: 20,
	}
	quoted := func(text string) knowledge.Quote { return knowledge.Quote{Text: text, Citation: from} }
	unlinked := quoted("- not a list; #not a heading, 1 < 2 & 3 > 2")
	unlinked.URL = "javascript:alert(1)"
	return []knowledge.Event{
		{
			Date: dates.Date{Year: 2018, Precision: dates.Year}, Precision: "year", Inferred: true,
			Why:    "\"last year\", before 2019\r\nEND:VCALENDAR",
			Quotes: []knowledge.Quote{quoted("=1+1, [click](javascript:alert(1)) www.example.com\u202e\n**bold** `code` <b>"), unlinked},
		},
		{
			Date: dates.OfDay(2018, time.May, 30), End: dates.OfDay(2018, time.June, 2), Precision: "day", Why: "@import",
			Quotes: []knowledge.Quote{quoted("+7 says \"no\", a\\b; c,d — " + strings.Repeat("Ελλάδα ", 30))},
			Also:   []knowledge.Also{{Date: dates.OfMonth(2018, time.April), Quote: unlinked}},
		},
	}
}

func written(t interface{ Fatal(...any) }, name string, events []knowledge.Event) string {
	format, ok := Named(name)
	if !ok {
		t.Fatal("no format", name)
	}
	var file bytes.Buffer
	if err := format.Write(&file, events, then); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func TestGoldenFiles(t *testing.T) {
	for _, format := range Formats() {
		if format.Binary {
			continue // package picture has its own
		}
		for name, events := range map[string][]knowledge.Event{"story": storyEvents(t), "hostile": hostileEvents(), "none": {}} {
			t.Run(name+"-"+format.Name, func(t *testing.T) {
				got := written(t, format.Name, events)
				golden := filepath.Join("testdata", name+"-"+format.Name+format.Extension)
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("not as in %s (rewrite with -update):\n%s", golden, diff)
				}
			})
		}
	}
}

func TestEveryFormatHasWhatItTakes(t *testing.T) {
	names := make(map[string]bool)
	for _, format := range Formats() {
		if names[format.Name] || format.Title == "" || !strings.HasPrefix(format.Extension, ".") || !strings.Contains(format.MIME, "/") {
			t.Errorf("format %+v", format)
		}
		names[format.Name] = true
		for _, events := range [][]knowledge.Event{nil, storyEvents(t)} {
			if file := written(t, format.Name, events); file == "" || file != written(t, format.Name, events) {
				t.Errorf("%s of %d events is empty, or another the second time", format.Name, len(events))
			}
		}
	}
	if _, ok := Named("docx"); ok {
		t.Error("there is a format docx")
	}
}

func TestAWriteErrorIsTold(t *testing.T) {
	for _, format := range Formats() {
		err := format.Write(full{}, storyEvents(t), then)
		if err == nil || !strings.Contains(err.Error(), format.Title) {
			t.Errorf("%s to a full disk: %v", format.Name, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrPermission }

func TestIdentitiesStayTheSame(t *testing.T) {
	events := storyEvents(t)
	before := identities(events)
	events[2].Why, events[2].Inferred = "worked out anew", true
	after := identities(append(events[1:], events[2]))
	if before[1] != after[0] || before[2] != after[1] {
		t.Errorf("%q became %q", before, after)
	}
	if after[2] == after[1] {
		t.Error("two events have one identity")
	}
}

func TestAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.com/a b?c=1":        "https://example.com/a%20b?c=1",
		"https://example.com/?q=\"><script>": "https://example.com/?q=%22%3E%3Cscript%3E",
		"HTTP://example.com":                 "http://example.com",
		"javascript:alert(1)":                "",
		"data:text/html,x":                   "",
		"/only/a/path":                       "",
		"https://":                           "",
		"https://example.com/\r\nX:1":        "",
		"":                                   "",
	} {
		if got := address(raw); got != want {
			t.Errorf("address(%q) = %q, want %q", raw, got, want)
		}
	}
}

// Events of any text, in any number, at any date.
var (
	anyText = rapid.OneOf(
		rapid.String(),
		rapid.StringMatching("([a-z]{1,8}[ -/:-@\\[-`{-~]){0,20}"),
		rapid.SampledFrom([]string{
			"", "=1+1", "-2", "@cmd", " +3", "\xff\xfe", "a\r\nb", "\x1b[31m", "https://example.com/a_b", "me@example.com",
			"<b>&amp;</b>", "a\\nb\\;c", "“quoted”", strings.Repeat("word ", 400), strings.Repeat("é", 300),
		}),
	)
	anyDate = rapid.Custom(func(t *rapid.T) dates.Date {
		day := dates.OfDay(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		return day.To(dates.Precision(rapid.IntRange(int(dates.Year), int(dates.Day)).Draw(t, "precision")))
	})
	anyQuote = rapid.Custom(func(t *rapid.T) knowledge.Quote {
		return knowledge.Quote{Text: anyText.Draw(t, "text"), Citation: knowledge.Citation{
			Article: anyText.Draw(t, "file"), Title: anyText.Draw(t, "title"), URL: anyText.Draw(t, "url"),
			Paragraph: rapid.IntRange(1, 99).Draw(t, "paragraph"),
		}}
	})
	anyEvent = rapid.Custom(func(t *rapid.T) knowledge.Event {
		e := knowledge.Event{
			Date: anyDate.Draw(t, "date"), Precision: "day", Inferred: rapid.Bool().Draw(t, "inferred"),
			Why: anyText.Draw(t, "why"), Quotes: rapid.SliceOfN(anyQuote, 1, 3).Draw(t, "quotes"),
		}
		if rapid.Bool().Draw(t, "range") {
			e.End = anyDate.Draw(t, "end")
		}
		if rapid.Bool().Draw(t, "doubted") {
			e.Also = []knowledge.Also{{Date: anyDate.Draw(t, "also"), Quote: anyQuote.Draw(t, "other")}}
		}
		return e
	})
	anyEvents = rapid.SliceOfN(anyEvent, 0, 4)
)
