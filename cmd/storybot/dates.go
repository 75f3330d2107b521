package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/dates"
)

type datesCommand struct {
	Published dates.Date `placeholder:"DATE" help:"The day the text appeared, which \"on Wednesday\" is read against."`
	Batch     string     `placeholder:"FILE" help:"Read texts as JSON lines {\"id\",\"published\",\"text\"} from FILE, or from standard input for -, and write their dates as JSON lines."`
	File      string     `arg:"" optional:"" help:"The text; without one, standard input."`
}

// Run shows how the dates of a text are read.
func (d datesCommand) Run(c *console) error {
	if d.Batch != "" {
		if d.File != "" || d.Published.Known() {
			return misuse(errors.New("--batch takes its texts and their dates from a file: leave the others out"))
		}
		return d.batch(c)
	}
	in, closeInput, err := c.input(d.File)
	if err != nil {
		return err
	}
	defer closeInput()
	content, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("read the text: %w", err)
	}
	text := strings.ToValidUTF8(string(content), "�")
	reading := dates.Read(text, sentencesOf(text), dates.Published(d.Published))
	for _, e := range reading.Expressions {
		value := e.Value
		if e.Date.Known() {
			value += ", " + e.Date.Words()
		}
		fmt.Fprintf(c.out, "%s  %s %s: %s\n", c.style.bold(knowledge.Legible(text[e.Start:e.End])), e.Type, value, knowledge.Legible(e.Why))
	}
	if len(reading.Expressions) == 0 {
		fmt.Fprintln(c.out, "The text names no date.")
	}
	return nil
}

// A dated text, as JSON.
type (
	textDates struct {
		ID        string         `json:"id"`
		Dates     []namedDate    `json:"dates"`
		Sentences []sentenceDate `json:"sentences"`
	}
	namedDate struct {
		Start int        `json:"start"`
		End   int        `json:"end"`
		Text  string     `json:"text"`
		Type  dates.Type `json:"type"`
		Value string     `json:"value"`
	}
	sentenceDate struct {
		Start     int        `json:"start"`
		End       int        `json:"end"`
		Date      dates.Date `json:"date"`
		Precision string     `json:"precision"`
		Stated    bool       `json:"stated"`
		Why       string     `json:"why"`
	}
)

// batch reads the dates of many texts.
func (d datesCommand) batch(c *console) error {
	return c.batch(d.Batch, `text: write {"id":"…","published":"2018-06-16","text":"…"}`, func(line []byte) (any, bool) {
		var given struct {
			ID        string
			Published dates.Date
			Text      *string
		}
		if err := json.Unmarshal(line, &given); err != nil || given.Text == nil {
			return nil, false
		}
		return newTextDates(given.ID, *given.Text, given.Published), true
	})
}

func newTextDates(id, text string, published dates.Date) textDates {
	reading := dates.Read(text, sentencesOf(text), dates.Published(published))
	found := textDates{ID: id, Dates: []namedDate{}, Sentences: []sentenceDate{}}
	for _, e := range reading.Expressions {
		found.Dates = append(found.Dates, namedDate{e.Start, e.End, text[e.Start:e.End], e.Type, e.Value})
	}
	for _, s := range reading.Sentences {
		found.Sentences = append(found.Sentences, sentenceDate{s.Start, s.End, s.Date, s.Date.Precision.String(), s.Stated, s.Why})
	}
	return found
}

// sentencesOf cuts a text into the sentences of its lines. A first line that
// is no sentence is its title.
func sentencesOf(text string) []dates.Span {
	var all []dates.Span
	start, paragraph := 0, 1
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			paragraph++
		}
		title := start == 0 && !strings.ContainsAny(line, ".!?")
		for _, s := range article.Split(line) {
			all = append(all, dates.Span{Start: start + s.Start, End: start + s.End, Paragraph: paragraph, Heading: title})
		}
		start += len(line)
	}
	return all
}
