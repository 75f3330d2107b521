package knowledge

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"storybot/knowledge/article"
)

// Change says what a reload or a rollback changed, or what a dry run would
// have. Articles are named by title. A Change holds on to no Base.
type Change struct {
	By     string // who started it, as [StartedBy] said
	Joined bool   // another caller had started it already
	DryRun bool

	Before, After           string // versions of the Base
	Added, Changed, Removed []string
	// Warnings are what the Base that is in use then was read with; Report has
	// the files that were left out.
	Warnings []FileError
	Report   Report

	// NowAnswered and NoLongerAnswered are of the questions of [Asking].
	NowAnswered, NoLongerAnswered []string

	Took time.Duration
}

// Nothing reports whether the articles are as they were.
func (c Change) Nothing() bool {
	return c.Before == c.After && len(c.Added)+len(c.Changed)+len(c.Removed) == 0
}

// compare says what is different in the Base after, but for its answers.
func (r *reload) compare(before, after *Base) Change {
	change := Change{
		By: r.by, DryRun: r.dryRun,
		Before: before.Version(), After: after.Version(), Warnings: after.warnings(),
	}
	if before != after {
		change.compareArticles(before, after)
	}
	return change
}

func (c *Change) compareArticles(before, after *Base) {
	was := make(map[string]*article.Article)
	for _, a := range before.articles {
		was[a.File] = a
	}
	for _, a := range after.articles {
		switch old := was[a.File]; {
		case old == nil:
			c.Added = append(c.Added, titleOf(a))
		case !sameArticle(old, a):
			c.Changed = append(c.Changed, titleOf(a))
		}
		delete(was, a.File)
	}
	for _, a := range was {
		c.Removed = append(c.Removed, titleOf(a))
	}
	slices.Sort(c.Added)
	slices.Sort(c.Changed)
	slices.Sort(c.Removed)
}

// titleOf is a title of its own: the article's may be a part of its text, and
// would keep all of that in memory.
func titleOf(a *article.Article) string { return strings.Clone(a.Title) }

// sameArticle reports whether an article answers and is cited as it was.
func sameArticle(a, b *article.Article) bool {
	return a.Text == b.Text && a.Title == b.Title && a.Author == b.Author && a.Publisher == b.Publisher &&
		a.After == b.After && a.URL == b.URL && a.Published == b.Published && a.Modified == b.Modified &&
		slices.Equal(a.Sentences, b.Sentences)
}

// compareAnswers asks both Bases the same questions.
func (c *Change) compareAnswers(before, after *Base, questions []string) {
	if before == after {
		return
	}
	for _, question := range questions {
		was, is := before.Ask(question).Answered, after.Ask(question).Answered
		switch {
		case is && !was:
			c.NowAnswered = append(c.NowAnswered, question)
		case was && !is:
			c.NoLongerAnswered = append(c.NoLongerAnswered, question)
		}
	}
}

// warningLine finds the line that a warning is about.
var warningLine = regexp.MustCompile(`^(?:sidecar )?line (\d+): `)

// warnings returns what the articles were read with, in the order of their
// files.
func (b *Base) warnings() []FileError {
	var all []FileError
	for _, a := range b.articles {
		for _, text := range a.Warnings {
			line := 0
			if m := warningLine.FindStringSubmatch(text); m != nil {
				line, _ = strconv.Atoi(m[1]) // 0 for a number past all files
			}
			all = append(all, FileError{a.File, line, errors.New(strings.Clone(text))})
		}
	}
	return all
}
