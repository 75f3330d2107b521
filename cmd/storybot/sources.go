package main

import (
	"fmt"
	"io"

	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/dates"
)

type sourcesCommand struct {
	folderFlag
	JSON bool   `name:"json" help:"Write the list as JSON."`
	Text string `placeholder:"FILE" help:"Print the stored text of one article, which the offsets of a quote point into."`
}

// source is an article in the list.
type source struct {
	File       string     `json:"file"`
	Title      string     `json:"title"`
	Author     string     `json:"author"`
	Publisher  string     `json:"publisher"`
	After      string     `json:"after"`
	Published  dates.Date `json:"published"`
	URL        string     `json:"url"`
	Paragraphs int        `json:"paragraphs"`
	Sentences  int        `json:"sentences"`
}

// Run lists the articles of the story, or prints one.
func (s sourcesCommand) Run(c *console) error {
	base, err := s.load(c)
	if err != nil {
		return err
	}
	if s.Text != "" {
		a := base.Article(s.Text)
		if a == nil {
			return misuse(fmt.Errorf("no article %s in the story: storybot sources lists them", s.Text))
		}
		_, err := io.WriteString(c.out, a.Text)
		return err
	}
	sources := []source{}
	for _, a := range base.Articles() {
		sources = append(sources, newSource(a))
	}
	if s.JSON {
		return writeJSON(c.out, sources)
	}
	for _, a := range base.Articles() {
		fmt.Fprintf(c.out, "%s\n  %s\n  %s, sentences: %d\n\n", c.style.bold(knowledge.Legible(a.Title)),
			c.style.dim(knowledge.Legible(knowledge.Byline(a))), knowledge.Legible(a.File), len(a.Sentences))
	}
	return nil
}

func newSource(a *article.Article) source {
	return source{
		File: a.File, Title: a.Title, Author: a.Author, Publisher: a.Publisher, After: a.After,
		Published: a.Published, URL: a.URL, Paragraphs: len(a.Paragraphs), Sentences: len(a.Sentences),
	}
}
