package article

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"go.abhg.dev/goldmark/frontmatter"

	"storybot/knowledge/dates"
)

// matter is the front matter of a Markdown article.
type matter struct {
	Title     string     `yaml:"title"`
	Author    string     `yaml:"author"`
	Publisher string     `yaml:"publisher"`
	Published dates.Date `yaml:"published"`
	After     string     `yaml:"after"`
	URL       string     `yaml:"url"`
}

// readMarkdown reads Markdown with front matter between two lines of "---".
// Every paragraph of the document is a paragraph of the article, and the first
// heading its title, unless the front matter has one.
func readMarkdown(a *Article) error {
	context := parser.NewContext()
	markdown := goldmark.New(goldmark.WithExtensions(&frontmatter.Extender{}))
	source := []byte(a.Text)
	document := markdown.Parser().Parse(text.NewReader(source), parser.WithContext(context))
	if err := a.takeMatter(context); err != nil {
		return err
	}
	return ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || node.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			a.addHeading(node)
		case *ast.Paragraph, *ast.TextBlock:
			a.addBlock(node, false)
		}
		return ast.WalkContinue, nil
	})
}

func (a *Article) takeMatter(context parser.Context) error {
	front := frontmatter.Get(context)
	if front == nil {
		return nil
	}
	var m matter
	if err := front.Decode(&m); err != nil {
		reason := strings.TrimPrefix(err.Error(), "yaml: ")
		return fmt.Errorf("front matter: %s", reason)
	}
	a.Title, a.Author, a.Publisher = m.Title, m.Author, m.Publisher
	a.After, a.URL, a.Published = m.After, m.URL, m.Published
	if a.Published.Known() {
		a.PublishedFrom = "front matter"
	}
	return nil
}

func (a *Article) addHeading(node *ast.Heading) {
	if a.Title == "" && len(a.Paragraphs) == 0 && node.Lines().Len() > 0 {
		a.Title = strings.TrimSpace(string(node.Lines().Value([]byte(a.Text))))
		return
	}
	a.addBlock(node, true)
}

func (a *Article) addBlock(node ast.Node, heading bool) {
	blocks := node.Lines()
	if blocks.Len() == 0 {
		return
	}
	start, end := trim(a.Text, blocks.At(0).Start, blocks.At(blocks.Len()-1).Stop)
	if start < end {
		a.Paragraphs = append(a.Paragraphs, Paragraph{start, end, heading})
	}
}
