package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// TestEventWithEverything shows an event that one article tells in another's
// words, and that a third dates otherwise.
func TestEventWithEverything(t *testing.T) {
	base := newSetting(t, bridge()).Store.Current()
	quotes := found(t, base).Quotes
	repeated := quotes[0]
	repeated.Citation = quotes[3].Citation
	events := []knowledge.Event{
		{
			Date: dates.OfDay(2018, time.June, 18), End: dates.OfDay(2018, time.June, 20), Inferred: true, Why: `"on Monday", after *Saturday* 16 June 2018 (published)`,
			Quotes: []knowledge.Quote{quotes[0], repeated, quotes[2], quotes[2], repeated}, Also: []knowledge.Also{{Date: dates.OfYear(1961), Quote: quotes[1]}},
		},
		{Date: dates.OfMonth(2018, time.July), Why: "told without a date", Quotes: []knowledge.Quote{quotes[4]}},
	}
	w := speechIn(english).writerOf(base)
	want := "**18 to 20 June 2018**\n" +
		"> The harbour bridge closes on Monday for 20 days of repairs, **as cracks were found in two of its pillars**, said Mark Sutton. [1] [¶ 1](https://example.com/bridge_%28harbour%29?a=1&b=2#:~:text=The%20harbour%20bridge%20closes%20on,its%20pillars%2C%20said%20Mark%20Sutton.)\n" +
		"the same words in: [4] [2]\n\n" +
		"> The mayor **denied** that cracks were the reason. [3] ¶ 1\n" +
		"inferred: \"on Monday\", after *Saturday* 16 June 2018 (published)\n\n" +
		"another date, 1961:\n> He was driven over the harbour bridge in 1961. [3] ¶ 2\n\n" +
		"**July 2018**\n> Buses take the old road. [1] [¶ 1](https://example.com/bridge_%28harbour%29?a=1&b=2#:~:text=Buses%20take%20the%20old%20road.)\ntold without a date\n\n" +
		"[1] Harbour bridge closes · Ann Archer · Harbour Post · 16 June 2018\n[2] Repairs to take 25 days · Bob Baker · 17 June 2018\n" +
		"[3] Mayor says cracks are old · undated\n[4] School opens · undated\n"
	if got := shown(w.page(w.entries(events))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for in, want := range map[tongue][]string{
		german: {"**18. bis 20. Juni 2018**", "erschlossen: ", "ein anderes Datum, 1961:"}, french: {"**18 au 20 juin 2018**", "déduit : "},
		spanish: {"**julio de 2018**", "otra fecha, 1961:"}, russian: {"**18 — 20 июня 2018 г.**", "выведено: "},
	} {
		w := speechIn(in).writerOf(base)
		for _, want := range want {
			if got := shown(w.page(w.entries(events))); !strings.Contains(got, want) {
				t.Errorf("in language %d, no %q in\n%s", in, want, got)
			}
		}
	}
}

// TestEveryEntryHasRoom makes the longest entries that there can be: each finds
// room on a page, with what stands around it.
func TestEveryEntryHasRoom(t *testing.T) {
	base := newSetting(t, chronicle(10)).Store.Current()
	rapid.Check(t, func(t *rapid.T) {
		long := func(name string, most int) string {
			piece := rapid.SampledFrom([]string{"word ", "*_*", "👩\u200d👩\u200d👧", "é", "( ", "Ж"}).Draw(t, name)
			return strings.Repeat(piece, rapid.IntRange(1, most).Draw(t, name+" times"))
		}
		cite := func(file string) knowledge.Citation {
			return knowledge.Citation{
				Article: file, Title: long("title", 400), Author: long("author", 400), Publisher: long("publisher", 400),
				After: long("after", 400), URL: "https://example.com/" + strings.Repeat("a", 370), Paragraph: 12345,
			}
		}
		q := knowledge.Quote{Text: long("text", 700), Citation: cite("a")}
		for i := range 5 {
			q.AlsoIn = append(q.AlsoIn, cite(fmt.Sprint(i)))
		}
		day := dates.OfDay(2018, time.September, 30).To(dates.Week)
		event := knowledge.Event{
			Date: day, End: day.Add(60), Inferred: true, Why: long("why", 400),
			Quotes: []knowledge.Quote{q}, Also: []knowledge.Also{{Date: day, Quote: q}},
		}
		w := speechIn(tongue(rapid.IntRange(int(english), int(russian)).Draw(t, "language"))).writerOf(base)
		above := "-# " + w.bounds(knowledge.Period{From: day, To: day.Add(60)}) + "\n" + w.that(readAnew) + "\n"
		for _, page := range w.deal(w.entries([]knowledge.Event{event, event})) {
			if n := length(above + w.page(page)); n > maxDescription || len(page) == 0 {
				t.Errorf("a page of %d entries has %d characters:\n%s", len(page), n, w.page(page))
			}
		}
	})
}
