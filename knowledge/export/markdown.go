package export

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"storybot/knowledge"
)

// writeMarkdown writes a page: a heading for each date, and below it the quotes
// with their citations, and how the date was worked out.
func writeMarkdown(w io.Writer, events []knowledge.Event, _ Setting) error {
	var page strings.Builder
	page.WriteString("# Timeline\n")
	if len(events) == 0 {
		page.WriteString("\nNothing in the articles has a date that fits.\n")
	}
	last := ""
	for i, e := range events {
		if when := e.When(); i == 0 || when != last {
			fmt.Fprintf(&page, "\n## %s\n", when)
			last = when
		}
		for _, quote := range e.Quotes {
			page.WriteString("\n" + blockquote(quote))
		}
		for _, also := range e.Also {
			fmt.Fprintf(&page, "\nAlso dated %s:\n\n%s", also.Date.Words(), blockquote(also.Quote))
		}
		fmt.Fprintf(&page, "\nDate known to the %s.", precision(e))
		if e.Why != "" {
			fmt.Fprintf(&page, " Why: %s", plain(e.Why))
		}
		page.WriteString("\n")
	}
	_, err := io.WriteString(w, page.String())
	return err
}

func blockquote(q knowledge.Quote) string {
	citation := plain(q.Citation.String())
	if link := address(q.URL); link != "" {
		citation = fmt.Sprintf("[%s](<%s>)", citation, link)
	}
	return fmt.Sprintf("> “%s”\n>\n> — %s\n", plain(q.Text), citation)
}

// plain is a text of the articles with all that Markdown could act on escaped.
// It never stands at the beginning of a line, where more could.
func plain(text string) string {
	return linked.ReplaceAllString(acting.ReplaceAllString(shown(text), `\$0`), `$1\$2`)
}

var (
	acting = regexp.MustCompile("[\\\\`*_{}\\[\\]<>()#&~|$!@]")
	linked = regexp.MustCompile(`(?i)(https?|ftp|mailto|xmpp|www)([:.])`) // becomes a link by itself
)
