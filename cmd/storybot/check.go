package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/dates"
)

type checkCommand struct {
	folderFlag
	JSON    bool `name:"json" help:"Write what was found as JSON."`
	Verbose bool `short:"v" help:"List every line that was dropped, and every warning."`
}

// checked is what check found, as JSON.
type checked struct {
	Articles []checkedArticle `json:"articles"`
	Errors   []checkedError   `json:"errors"`
	Skipped  []checkedError   `json:"skipped"`
}

type checkedArticle struct {
	File          string            `json:"file"`
	Title         string            `json:"title"`
	Author        string            `json:"author"`
	Publisher     string            `json:"publisher"`
	Published     dates.Date        `json:"published"`
	PublishedFrom string            `json:"published_from"`
	URL           string            `json:"url"`
	Sentences     []checkedSentence `json:"sentences"`
	Dropped       []checkedLine     `json:"dropped"`
	Warnings      []string          `json:"warnings"`
}

type checkedSentence struct {
	Text      string `json:"text"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Paragraph int    `json:"paragraph"`
}

type checkedLine struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Rule string `json:"rule"`
}

type checkedError struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// Run shows what was made of each file. It ends with exit code 1 when a file
// that should be an article could not be used.
func (k checkCommand) Run(c *console) error {
	folder, _, err := k.folder(c)
	if err != nil {
		return err
	}
	base, report, err := c.read(folder)
	if err != nil && !errors.Is(err, knowledge.ErrNoArticles) {
		return misuse(err)
	}
	found := newChecked(base, report)
	if k.JSON {
		if err := writeJSON(c.out, found); err != nil {
			return err
		}
	} else {
		found.write(c, k.Verbose)
	}
	switch {
	case err != nil:
		return err
	case len(report.Errors) > 0:
		return exit{code: exitFailure}
	}
	return nil
}

func newChecked(base *knowledge.Base, report knowledge.Report) checked {
	found := checked{Articles: []checkedArticle{}, Errors: []checkedError{}, Skipped: []checkedError{}}
	if base != nil {
		for _, a := range base.Articles() {
			found.Articles = append(found.Articles, newCheckedArticle(a))
		}
	}
	for _, e := range report.Errors {
		found.Errors = append(found.Errors, checkedError{e.File, e.Line, e.Err.Error()})
	}
	for _, e := range report.Skipped {
		found.Skipped = append(found.Skipped, checkedError{e.File, e.Line, e.Err.Error()})
	}
	return found
}

func newCheckedArticle(a *article.Article) checkedArticle {
	found := checkedArticle{
		File: a.File, Title: a.Title, Author: a.Author, Publisher: a.Publisher,
		Published: a.Published, PublishedFrom: a.PublishedFrom, URL: a.URL,
		Sentences: []checkedSentence{}, Dropped: []checkedLine{}, Warnings: append([]string{}, a.Warnings...),
	}
	for _, s := range a.Sentences {
		found.Sentences = append(found.Sentences, checkedSentence{a.Sentence(s), s.Start, s.End, s.Paragraph})
	}
	for _, d := range a.Dropped {
		found.Dropped = append(found.Dropped, checkedLine{d.Line, d.Text, d.Rule})
	}
	return found
}

// write prints a row an article, the details where they are asked for, what was
// left out, and how often each rule dropped a line.
func (found checked) write(c *console, verbose bool) {
	found.writeTable(c)
	if verbose {
		found.writeDetails(c)
	}
	for _, e := range found.Skipped {
		fmt.Fprintf(c.out, "%s: left alone: %s\n", show(e.File), show(e.Error))
	}
	for _, e := range found.Errors {
		fmt.Fprintf(c.out, "%s: not used: %s\n", show(e.File), show(e.Error))
	}
	if rules := found.rules(); rules != "" {
		fmt.Fprintf(c.out, "dropped lines: %s\n", rules)
		if !verbose {
			fmt.Fprintln(c.out, "storybot check -v lists them, and the warnings")
		}
	}
}

func (found checked) writeTable(c *console) {
	const longestTitle = 50
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FILE\tTITLE\tAUTHOR\tDATE\tFROM\tSENTENCES\tDROPPED\tWARNINGS")
	for _, a := range found.Articles {
		title := []rune(show(a.Title))
		if len(title) > longestTitle {
			title = append(title[:longestTitle-1], '…')
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\n", show(a.File), string(title), show(a.Author),
			a.Published.Words(), a.PublishedFrom, len(a.Sentences), len(a.Dropped), len(a.Warnings))
	}
	table.Flush()
}

func (found checked) writeDetails(c *console) {
	for _, a := range found.Articles {
		for _, d := range a.Dropped {
			fmt.Fprintf(c.out, "%s: line %d: dropped as %s: %s\n", show(a.File), d.Line, d.Rule, show(d.Text))
		}
		for _, warning := range a.Warnings {
			fmt.Fprintf(c.out, "%s: %s\n", show(a.File), show(warning))
		}
	}
}

// rules lists the rules that dropped lines, with how often each did, the most
// frequent first.
func (found checked) rules() string {
	counts := make(map[string]int)
	for _, a := range found.Articles {
		for _, d := range a.Dropped {
			counts[d.Rule]++
		}
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return strings.Join(names, ", ")
}

// show is a text of an article's as it may stand in a terminal.
func show(text string) string { return knowledge.Legible(text) }
