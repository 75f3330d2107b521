package export

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"storybot/knowledge"
)

// columns head the table. An event has a row for each quote, which all bear its
// number; a quote that gives another date stands in a row of its own, as
// "also", under that date.
var columns = []string{
	"event", "date", "end", "precision", "inferred", "why", "as", "quote", "citation",
	"article", "paragraph", "quote_start", "quote_end", "url",
}

// writeCSV writes a table as RFC 4180 asks, in UTF-8, with a line of headings.
func writeCSV(w io.Writer, events []knowledge.Event, _ Setting) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	table.Write(columns) // an error is kept for Error
	for i, e := range events {
		number := strconv.Itoa(i + 1)
		dated := []string{number, e.Date.String(), e.End.String(), e.Precision, strconv.FormatBool(e.Inferred), e.Why}
		for _, quote := range e.Quotes {
			table.Write(cells(slices.Concat(dated, quoteCells("quote", quote))))
		}
		for _, also := range e.Also {
			other := []string{number, also.Date.String(), "", "", "", ""}
			table.Write(cells(slices.Concat(other, quoteCells("also", also.Quote))))
		}
	}
	table.Flush()
	return table.Error()
}

func quoteCells(as string, q knowledge.Quote) []string {
	return []string{
		as, q.Text, q.Citation.String(), q.Article,
		strconv.Itoa(q.Paragraph), strconv.Itoa(q.Start), strconv.Itoa(q.End), address(q.URL),
	}
}

// cells makes texts harmless to a spreadsheet, which takes a cell that begins
// with one of a few characters for a formula and carries it out: before those
// goes an apostrophe, which a spreadsheet does not show.
func cells(texts []string) []string {
	harmless := make([]string, len(texts))
	for i, text := range texts {
		harmless[i] = knowledge.Legible(text)
		if strings.IndexAny(strings.TrimSpace(harmless[i]), "=+-@＝＋－＠") == 0 {
			harmless[i] = "'" + harmless[i]
		}
	}
	return harmless
}
