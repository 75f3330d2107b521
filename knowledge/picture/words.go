package picture

import (
	"fmt"
	"strings"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// subtitle says how many events there are, and from when to when.
func subtitle(events []knowledge.Event) string {
	if len(events) == 0 {
		return "No events"
	}
	count := counted(len(events), "event")
	if first, last := span(events); first != last {
		return count + " · " + first.Words() + " to " + last.Words()
	}
	return count + " · " + events[0].Date.Words()
}

// span returns the first and the last date of events.
func span(events []knowledge.Event) (first, last dates.Date) {
	first, last = events[0].Date, events[0].Date
	for _, e := range events {
		for _, date := range []dates.Date{e.Date, e.End} {
			if date.Known() && date.Compare(last) > 0 {
				last = date
			}
			if date.Known() && date.Compare(first) < 0 {
				first = date
			}
		}
	}
	return first, last
}

// counted is a number with what it counts, such as "3 events".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// leftOut says how many events there is no room for.
func leftOut(events int) string {
	return "and " + counted(events, "more event") + ", less reported"
}

// sourceLine is an article's title and who wrote it when: a citation without
// the paragraph.
func sourceLine(c knowledge.Citation) string {
	return shortened(strings.TrimSuffix(c.String(), fmt.Sprintf(" · ¶ %d", c.Paragraph)), longestSource)
}

// shortened returns a text, which is no quote, of at most so many characters.
func shortened(text string, limit int) string {
	begins, whole := opening(knowledge.Legible(text), limit)
	if whole {
		return begins
	}
	return begins + " …"
}
