package handlers

import (
	"fmt"
	"slices"
	"strings"

	"storybot/knowledge"
)

// A page of the timeline is made of entries. An entry is one quote with what
// belongs to it, so that an event which many articles tell of can go on on the
// next page. A date stands above the entries that share it, and anew on each
// page. Articles go by the numbers that /sources gives them, and below the
// entries stands what these numbers mean:
//
//	**13 June 2018**
//	> Members of … [1] ¶ 3
//	also in [3]
//	"on Wednesday", before Saturday 16 June 2018 (published)
//
//	another date, 12 June 2018:
//	> It was … [2] ¶ 5
//
//	[1] Kaspersky Lab halts … · Mark Sutton · 16 June 2018
type entry struct {
	heading string // its date
	text    string
	cited   []knowledge.Citation // whose articles are named by number
}

// eventWriter writes events of one Base in one language.
type eventWriter struct {
	speech
	numbers map[string]int // of the articles, by file
}

func (say speech) writerOf(base *knowledge.Base) eventWriter {
	w := eventWriter{say, map[string]int{}}
	for i, a := range base.Articles() {
		w.numbers[a.File] = i + 1
	}
	return w
}

// entries writes out events, which are in the order of their dates.
func (w eventWriter) entries(events []knowledge.Event) []entry {
	var all []entry
	for _, event := range events {
		heading := w.period(event.Date, event.End)
		for _, q := range once(event.Quotes) {
			text, cited := w.quote(q)
			all = append(all, entry{heading, text, cited})
		}
		if len(event.Quotes) > 0 {
			all[len(all)-1].text += w.why(event)
		}
		for _, also := range event.Also {
			text, cited := w.quote(also.Quote)
			all = append(all, entry{heading, "-# " + w.that(otherDate, w.date(also.Date)) + "\n" + text, cited})
		}
	}
	return all
}

// once returns quotes without those that repeat an earlier one to the letter;
// the other articles that do are named with that one.
func once(quotes []knowledge.Quote) []knowledge.Quote {
	var told []knowledge.Quote
	for _, q := range quotes {
		same := slices.IndexFunc(told, func(t knowledge.Quote) bool { return t.Text == q.Text })
		if same < 0 {
			told = append(told, q)
			continue
		}
		first := &told[same]
		named := func(c knowledge.Citation) bool { return c.Article == q.Article }
		if !named(first.Citation) && !slices.ContainsFunc(first.AlsoIn, named) {
			first.AlsoIn = append(slices.Clone(first.AlsoIn), q.Citation)
		}
	}
	return told
}

// quote writes a quote in a block of its own, with where it stands and where
// else.
func (w eventWriter) quote(q knowledge.Quote) (text string, cited []knowledge.Citation) {
	const most = 3 // of the other articles
	place := fmt.Sprintf("¶ %d", q.Paragraph)
	if link := sentenceLink(q.URL, q.Text); link != "" {
		place = "[" + place + "](" + link + ")"
	}
	cited = append(cited, q.Citation)
	text = w.blockquote(q.Text, highlight(q), w.number(q.Citation)+" "+place, longestQuote)
	var others []string
	for _, c := range q.AlsoIn[:min(len(q.AlsoIn), most)] {
		others = append(others, w.number(c))
		cited = append(cited, c)
	}
	if more := len(q.AlsoIn) - most; more > 0 {
		others = append(others, w.that(moreCounted, more))
	}
	if len(others) > 0 {
		text += "-# " + w.that(alsoIn, strings.Join(others, " ")) + "\n"
	}
	return text, cited
}

func (w eventWriter) number(c knowledge.Citation) string {
	return fmt.Sprintf("[%d]", w.numbers[c.Article])
}

// why says how a date was worked out.
func (w eventWriter) why(event knowledge.Event) string {
	why := brief(event.Why, longestCitation)
	if event.Inferred {
		why = w.that(inferredDate, why)
	}
	return "-# " + why + "\n"
}

// entriesAPage is how many quotes a page of the timeline has at most.
const entriesAPage = 10

// deal deals entries out to pages, as many as a message holds.
func (w eventWriter) deal(entries []entry) [][]entry {
	const room = 400 // for what stands above them
	var pages [][]entry
	first := 0
	for i := range entries {
		if i > first && (i == first+entriesAPage || length(w.page(entries[first:i+1]))+room > maxDescription) {
			pages = append(pages, entries[first:i])
			first = i
		}
	}
	return append(pages, entries[first:])
}

// page writes entries below their dates, and what the numbers in them mean.
func (w eventWriter) page(entries []entry) string {
	var text strings.Builder
	var cited []knowledge.Citation
	for i, e := range entries {
		if i > 0 {
			text.WriteString("\n") // or two blocks would be one
		}
		if i == 0 || e.heading != entries[i-1].heading {
			text.WriteString("**" + e.heading + "**\n")
		}
		text.WriteString(e.text)
		cited = append(cited, e.cited...)
	}
	slices.SortStableFunc(cited, func(a, b knowledge.Citation) int { return w.numbers[a.Article] - w.numbers[b.Article] })
	cited = slices.CompactFunc(cited, func(a, b knowledge.Citation) bool { return a.Article == b.Article })
	text.WriteString("\n")
	for _, c := range cited {
		const longest = 150
		text.WriteString("-# " + w.number(c) + " " + list(brief(c.Title, longest), w.byline(c)) + "\n")
	}
	return text.String()
}

// headings counts the dates that entries stand below.
func headings(entries []entry) int {
	n := 0
	for i, e := range entries {
		if i == 0 || e.heading != entries[i-1].heading {
			n++
		}
	}
	return n
}
