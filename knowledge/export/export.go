// Package export writes a timeline in the formats that other programs read.
//
// [Formats] is the table of them. Whatever the format, an event comes with its
// date and how precise that is, whether it was inferred and how it was worked
// out, and with every quote and its citation. What the articles say is made
// legible and then escaped as the format asks, so that nothing in an article
// can act on the program that opens the file: no markup, no link, no formula.
// The same events at the same time give the same file.
package export

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"storybot/knowledge"
	"storybot/knowledge/picture"
)

// Format is a way to write a timeline.
type Format struct {
	Name      string // as it is typed, such as "ics"
	Title     string // as it is shown, such as "iCalendar"
	Extension string // of a file's name, with the dot
	MIME      string
	Binary    bool // not for a terminal
	write     func(io.Writer, []knowledge.Event, Setting) error
}

// Setting is what a file depends on besides the events.
type Setting struct {
	Now  time.Time    // the time that a file says it was made, where it does
	Look picture.Look // of a picture
}

// Formats are all there are.
func Formats() []Format {
	return []Format{
		{"timelinejs", "TimelineJS", ".json", "application/json", false, writeTimelineJS},
		{"ics", "iCalendar", ".ics", "text/calendar; charset=utf-8", false, writeCalendar},
		{"csv", "CSV", ".csv", "text/csv; charset=utf-8; header=present", false, writeCSV},
		{"markdown", "Markdown", ".md", "text/markdown; charset=utf-8", false, writeMarkdown},
		{"png", "Picture", ".png", "image/png", true, writePicture},
	}
}

// Named returns the format of a name, and whether there is one.
func Named(name string) (Format, bool) {
	for _, format := range Formats() {
		if format.Name == name {
			return format, true
		}
	}
	return Format{}, false
}

// Write writes the events, which are in the order of their dates and have one.
// Without any, it writes a valid file that holds none.
func (f Format) Write(w io.Writer, events []knowledge.Event, setting Setting) error {
	if err := f.write(w, events, setting); err != nil {
		return fmt.Errorf("write the timeline as %s: %w", f.Title, err)
	}
	return nil
}

func writePicture(w io.Writer, events []knowledge.Event, setting Setting) error {
	return picture.Draw(w, events, setting.Look)
}

// longestHeading is how many characters of a quote head an event, where a
// format has a heading for it. The whole quote stands below.
const longestHeading = 90

// heading is what an event is called: the words that its first quote begins
// with.
func heading(e knowledge.Event) string {
	if len(e.Quotes) == 0 {
		return e.When()
	}
	return picture.Quoted(e.Quotes[0].Text, longestHeading)
}

// identities returns a name for each event that stays the same when the
// timeline is written again: it is made from the date and the first quote.
// Events alike in both are told apart by their order.
func identities(events []knowledge.Event) []string {
	names := make([]string, len(events))
	seen := make(map[string]int)
	for i, e := range events {
		first := ""
		if len(e.Quotes) > 0 {
			first = e.Quotes[0].Article + "\x00" + e.Quotes[0].Text
		}
		sum := sha256.Sum256([]byte(e.Date.String() + "\x00" + first))
		name := hex.EncodeToString(sum[:10])
		seen[name]++
		if n := seen[name]; n > 1 {
			name = fmt.Sprintf("%s-%d", name, n)
		}
		names[i] = name
	}
	return names
}

// precision says how precise an event's date is, and whether it was inferred.
func precision(e knowledge.Event) string {
	if e.Inferred {
		return e.Precision + ", inferred"
	}
	return e.Precision
}

// address returns an article's address as it may stand in a link, or "" where
// it is none on the web.
func address(raw string) string {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return ""
	}
	return closing.Replace(knowledge.Legible(parsed.String()))
}

// closing writes what could end an address, where it is put into a page, as an
// address may hold it.
var closing = strings.NewReplacer(" ", "%20", `"`, "%22", "'", "%27", "<", "%3C", ">", "%3E", `\`, "%5C", "`", "%60")
