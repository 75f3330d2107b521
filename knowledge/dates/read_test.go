package dates_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"storybot/knowledge/dates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// lines are the sentences of a text that has one a line; a first line without a
// full stop is a title.
func lines(text string) []dates.Span {
	var spans []dates.Span
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if end := start + len(strings.TrimSuffix(line, "\n")); end > start {
			title := start == 0 && !strings.Contains(line, ".")
			spans = append(spans, dates.Span{Start: start, End: end, Paragraph: 1, Heading: title})
		}
		start += len(line)
	}
	return spans
}

// TestRead gives the dates that each sentence states, its own first, and in
// brackets the one that is assumed for it.
func TestRead(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"In 2004 it sold planes.", "2004"},
		{"It announced the deal.", "(2018-06-16)"},
		// Saying and what was said.
		{"It said on Friday that it would move in 2019.", "2018-06-15 2019"},
		{"It said that it would move in 2019.", "(2018-06-16) 2019"},
		{"The recently announced phone went on sale on Tuesday.", "2018-06-12"},
		// What goes on with the news, and what holds now.
		{"On Monday, it opened the fair.\nIts head welcomed everyone.\nThe fair has 300 stands.", "2018-06-11; (2018-06-11); (2018-06-16)"},
		{"On Monday, it opened the fair.\nThe first fair was held in 1994.\nIts head welcomed everyone.", "2018-06-11; 1994; (2018-06-11)"},
		{"It has opened the fair.\nOn Sunday the doors were opened by its head.", "(2018-06-10); 2018-06-10"},
		{"It opens the fair\nOn Monday, it opened the fair.", "(2018-06-11); 2018-06-11"},
		// A quotation speaks of the day that it answers.
		{"On Wednesday it voted.\n“Based upon today's decision, we stop,” he said.", "2018-06-13; 2018-06-13"},
		// Main clause, other clauses, labels.
		{"If the sale had gone through last year, the planes would have been delivered by 2011.", "2011 2017"},
		{"The ferry, once due this year, will be delayed until October 2019.", "2019-10 2018"},
		{"It argued that this broke the 1991 settlement.", "(2018-06-16)"},
		{"Since its 1967 debut it has sold well.", "1967"},
		{"The jet is now in development and scheduled to enter service in 2020.", "(2018-06-16) 2020"},
		// Two events apart.
		{"A month after the vote on 13 June 2017, it left.", "2017-07 2017-06-13"},
		{"The vote was held on 1 June.\nIt left five days after the vote.", "2018-06-01; 2018-06-06"},
		{"The feud comes just a month after it announced the move.", "2018-05"},
		{"It will be on sale on June 20, two days before the phone launches.", "2018-06-20 2018-06-22"},
		{"It worked for 20 years.", "(2018-06-16)"},
		{"", ""},
	} {
		var got []string
		for _, s := range dates.Read(test.text, lines(test.text), dates.Published(published)).Sentences {
			var all []string
			if !s.Stated {
				all = append(all, "("+s.Date.String()+")")
			}
			for _, e := range s.Events {
				all = append(all, e.Date.String())
			}
			got = append(got, strings.Join(all, " "))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

// TestDateline: a line that is a date is no time that the text tells of, and
// stands for the day it appeared where nothing else says that.
func TestDateline(t *testing.T) {
	text := "It opens\nPublished: 16 June 2018 - 10:38 a.m.\nIt opened yesterday."
	for _, reference := range []dates.Reference{{}, dates.Published(published)} {
		reading := dates.Read(text, lines(text), reference)
		if n := len(reading.Expressions); n != 1 || reading.Expressions[0].Value != "2018-06-15" || len(reading.Sentences) != 2 {
			t.Errorf("from %v: %v in %d sentences", reference, reading.Expressions, len(reading.Sentences))
		}
	}
}

// TestInferred: what a borrowed date gives is inferred; what the text gives
// whole is not.
func TestInferred(t *testing.T) {
	text := "It was adopted on June 13.\nIt was founded in 1997.\nNothing happened."
	reading := dates.Read(text, lines(text), dates.Borrow([]dates.Date{published}))
	var got []string
	for _, s := range reading.Sentences {
		got = append(got, fmt.Sprint(s.Date, s.Inferred))
	}
	if want := []string{"2018-06-13 true", "1997 false", "2018-06-13 true"}; !cmp.Equal(want, got) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, s := range dates.Read(text, lines(text), dates.Reference{}).Sentences {
		if s.Date.Known() != (s.Date.Year == 1997) {
			t.Errorf("without any date, %v was read as %v", s.Span, s.Date)
		}
	}
}

// TestStory compares all that is read from a report with a golden file.
func TestStory(t *testing.T) {
	text, err := os.ReadFile("testdata/story.txt")
	if err != nil {
		t.Fatal(err)
	}
	reading := dates.Read(string(text), lines(string(text)), dates.Published(dates.OfDay(2018, time.June, 16)))
	var out strings.Builder
	for _, e := range reading.Expressions {
		fmt.Fprintf(&out, "%s %s %s\n    %s\n", e.Type, e.Value, text[e.Start:e.End], e.Why)
	}
	for _, s := range reading.Sentences {
		fmt.Fprintf(&out, "%s\n    %s (%s) stated %v: %s\n", text[s.Start:s.End], s.Date, s.Date.Precision, s.Stated, s.Why)
	}
	const golden = "testdata/story.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
