package main

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/dates"
)

type checkCommand struct {
	folderFlag
	JSON bool `name:"json" help:"Write what was found as JSON."`
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
	base, report, err := knowledge.Load(folder)
	if err != nil && !errors.Is(err, knowledge.ErrNoArticles) {
		return misuse(err)
	}
	found := newChecked(base, report)
	if k.JSON {
		if err := writeJSON(c.out, found); err != nil {
			return err
		}
	} else {
		found.write(c)
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
		found.Errors = append(found.Errors, checkedError{File: e.File, Error: e.Err.Error()})
	}
	for _, e := range report.Skipped {
		found.Skipped = append(found.Skipped, checkedError{File: e.File, Error: e.Err.Error()})
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

func (found checked) write(c *console) {
	show := knowledge.Legible
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FILE\tTITLE\tAUTHOR\tDATE\tFROM\tSENTENCES\tDROPPED")
	for _, a := range found.Articles {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%d\t%d\n", show(a.File), show(a.Title), show(a.Author),
			a.Published.Words(), a.PublishedFrom, len(a.Sentences), len(a.Dropped))
	}
	table.Flush()
	for _, a := range found.Articles {
		for _, d := range a.Dropped {
			fmt.Fprintf(c.out, "%s: line %d: dropped as %s: %s\n", show(a.File), d.Line, d.Rule, show(d.Text))
		}
		for _, warning := range a.Warnings {
			fmt.Fprintf(c.out, "%s: %s\n", show(a.File), show(warning))
		}
	}
	for _, e := range found.Skipped {
		fmt.Fprintf(c.out, "%s: left alone: %s\n", show(e.File), show(e.Error))
	}
	for _, e := range found.Errors {
		fmt.Fprintf(c.out, "%s: not used: %s\n", show(e.File), show(e.Error))
	}
}
