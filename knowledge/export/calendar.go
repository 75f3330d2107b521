package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// writeCalendar writes iCalendar (RFC 5545). Each event lasts all day, from its
// date to the day after its last; one that is known to the month or the year
// lasts all of it. Nobody is busy on those days.
func writeCalendar(w io.Writer, events []knowledge.Event, setting Setting) error {
	calendar := ics.NewCalendarFor("storybot")
	calendar.SetProductId("-//storybot//timeline//EN")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetXWRCalName("Timeline")
	names := identities(events)
	for i, e := range events {
		addToCalendar(calendar, names[i]+"@storybot", e, setting.Now)
	}
	if len(events) == 0 {
		// A calendar must hold something: a note without a date is no event.
		note := calendar.AddJournal("empty@storybot")
		note.SetDtStampTime(setting.Now)
		note.SetSummary("Nothing in the articles has a date that fits.")
	}
	_, err := io.WriteString(w, calendar.Serialize(ics.WithNewLineWindows))
	return err
}

func addToCalendar(calendar *ics.Calendar, uid string, e knowledge.Event, now time.Time) {
	entry := calendar.AddEvent(uid)
	entry.SetDtStampTime(now)
	entry.SetAllDayStartAt(e.Date.To(dates.Day).Time())
	if after := dayAfter(e); after.Year() <= 9999 { // a calendar's years have four digits
		entry.SetAllDayEndAt(after)
	}
	entry.SetSummary(heading(e))
	entry.SetDescription(description(e))
	entry.SetTimeTransparency(ics.TransparencyTransparent)
	if len(e.Quotes) > 0 {
		if link := address(e.Quotes[0].URL); link != "" {
			entry.SetURL(link)
		}
	}
}

// dayAfter is the day after the last day of an event.
func dayAfter(e knowledge.Event) time.Time {
	last := e.Date
	if e.End.Known() && e.End.Compare(e.Date) > 0 {
		last = e.End
	}
	switch last = last.To(dates.Day); last.Precision {
	case dates.Year:
		return last.Time().AddDate(1, 0, 0)
	case dates.Month:
		return last.Time().AddDate(0, 1, 0)
	}
	return last.Time().AddDate(0, 0, 1)
}

// description is an event in plain text.
func description(e knowledge.Event) string {
	var lines []string
	for _, quote := range e.Quotes {
		lines = append(lines, "“"+shown(quote.Text)+"”", "— "+shown(quote.Citation.String()), "")
	}
	for _, also := range e.Also {
		lines = append(lines, "Also dated "+also.Date.Words()+":",
			"“"+shown(also.Quote.Text)+"”", "— "+shown(also.Quote.Citation.String()), "")
	}
	lines = append(lines, fmt.Sprintf("Date: %s (%s)", e.When(), precision(e)))
	if e.Why != "" {
		lines = append(lines, "Why: "+shown(e.Why))
	}
	return strings.Join(lines, "\n")
}

// shown is a text of the articles as it may be shown.
func shown(text string) string { return strings.TrimSpace(knowledge.Legible(text)) }
