package knowledge

import (
	"strings"

	"storybot/knowledge/article"
)

// Section is a paragraph of an article as its outline shows it.
type Section struct {
	Paragraph int    // counted from 1, as citations do
	Heading   bool   // Lead is a heading
	Lead      string // the heading, or the paragraph's first sentence, to the letter
	Sentences int
	Names     []string // the story's topics that the paragraph names
}

// Outline returns what an article consists of, paragraph by paragraph.
func (b *Base) Outline(a *article.Article) []Section {
	topics := make(map[string]bool, len(b.topics))
	for _, topic := range b.topics {
		topics[topic] = true
	}
	sections := make([]Section, len(a.Paragraphs))
	for i, p := range a.Paragraphs {
		sections[i] = Section{Paragraph: i + 1, Heading: p.Heading, Lead: a.Text[p.Start:p.End]}
	}
	for _, s := range a.Sentences {
		section := &sections[s.Paragraph-1]
		if section.Sentences == 0 {
			section.Lead = a.Sentence(s)
		}
		section.Sentences++
		for _, name := range namesIn(a.Sentence(s)) {
			if topics[name] {
				section.Names = append(section.Names, name)
				delete(topics, name) // named where it comes first
			}
		}
	}
	return sections
}

// Words returns how many words an article's sentences have.
func Words(a *article.Article) int {
	words := 0
	for _, s := range a.Sentences {
		words += len(strings.Fields(a.Sentence(s)))
	}
	return words
}
