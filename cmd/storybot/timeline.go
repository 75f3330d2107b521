package main

import (
	"fmt"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

type timelineCommand struct {
	folderFlag
	Format string     `enum:"text,json" default:"text" help:"How to write it: text or json."`
	About  string     `placeholder:"TEXT" help:"Only what mentions these words."`
	From   dates.Date `placeholder:"DATE" help:"Only what happened on or after a date (2018, 2018-06 or 2018-06-13)."`
	To     dates.Date `placeholder:"DATE" help:"Only what happened on or before a date."`
}

// Run writes the dated sentences of the story in date order.
func (t timelineCommand) Run(c *console) error {
	base, err := t.load(c)
	if err != nil {
		return err
	}
	events := base.Timeline(knowledge.Period{About: t.About, From: t.From, To: t.To})
	if t.Format == "json" {
		return writeJSON(c.out, events)
	}
	if len(events) == 0 {
		fmt.Fprintln(c.out, "Nothing in the articles has a date that fits.")
		return nil
	}
	var last dates.Date
	for i, event := range events {
		if i == 0 || event.Date != last {
			fmt.Fprintln(c.out, c.style.bold(event.Date.Words()))
			last = event.Date
		}
		for _, quote := range event.Quotes {
			fmt.Fprint(c.out, c.style.lines("> "+c.style.quote(quote), "> "))
			fmt.Fprint(c.out, c.style.lines("  "+knowledge.Legible(quote.Citation.String()), "  "))
		}
		fmt.Fprint(c.out, c.style.lines("  "+knowledge.Legible(event.Why), "  ")+"\n")
	}
	return nil
}
