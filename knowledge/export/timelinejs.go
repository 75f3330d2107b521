package export

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// The JSON that TimelineJS 3 reads: https://timeline.knightlab.com/docs/json-format.html.
type (
	jsTimeline struct {
		Events []jsSlide `json:"events"`
	}
	jsSlide struct {
		Start    jsDate  `json:"start_date"`
		End      *jsDate `json:"end_date,omitempty"`
		Display  string  `json:"display_date"`
		Text     jsText  `json:"text"`
		ID       string  `json:"unique_id"`
		Autolink bool    `json:"autolink"` // a quote's addresses stay text
	}
	// jsDate has no month or day where the date is not so precise, and
	// TimelineJS then shows none.
	jsDate struct {
		Year  int `json:"year"`
		Month int `json:"month,omitempty"`
		Day   int `json:"day,omitempty"`
	}
	// jsText is HTML.
	jsText struct {
		Headline string `json:"headline"`
		Text     string `json:"text"`
	}
)

func writeTimelineJS(w io.Writer, events []knowledge.Event, _ Setting) error {
	timeline := jsTimeline{Events: []jsSlide{}}
	names := identities(events)
	for i, e := range events {
		slide := jsSlide{
			Start:   jsDateOf(e.Date),
			Display: e.When(),
			Text:    jsText{html.EscapeString(heading(e)), slideText(e)},
			ID:      names[i],
		}
		if e.End.Known() && e.End.Compare(e.Date) > 0 {
			end := jsDateOf(e.End)
			slide.End = &end
		}
		timeline.Events = append(timeline.Events, slide)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(timeline)
}

func jsDateOf(d dates.Date) jsDate {
	return jsDate{d.Year, int(d.Month), d.Day}
}

// slideText is an event in HTML: the quotes with their citations, and how the
// date was worked out.
func slideText(e knowledge.Event) string {
	var text strings.Builder
	for _, quote := range e.Quotes {
		text.WriteString(htmlQuote(quote))
	}
	for _, also := range e.Also {
		fmt.Fprintf(&text, "<p>Also dated %s:</p>%s", also.Date.Words(), htmlQuote(also.Quote))
	}
	fmt.Fprintf(&text, "<p><small>Date known to the %s.", precision(e))
	if e.Why != "" {
		text.WriteString(" Why: " + html.EscapeString(shown(e.Why)))
	}
	text.WriteString("</small></p>")
	return text.String()
}

func htmlQuote(q knowledge.Quote) string {
	citation := html.EscapeString(shown(q.Citation.String()))
	if link := address(q.URL); link != "" {
		citation = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(link), citation)
	}
	return fmt.Sprintf("<blockquote>“%s”</blockquote><p>%s</p>", html.EscapeString(shown(q.Text)), citation)
}
