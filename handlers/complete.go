package handlers

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

// completeQuestion proposes the story's names, questions about them that the
// story can answer, and its articles' titles; while nothing is typed, its main
// topics.
func (s Setting) completeQuestion(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	const names, questions = 8, 8
	_, typed := in.Focused()
	base := s.Store.Current()
	topics := match(typed, base.Topics())
	offered := choices(topics[:min(len(topics), names)])
	for _, topic := range topics[:min(len(topics), questions)] {
		// It is asked in English, whatever it is offered in.
		asked := speechIn(english).that(isSaidAbout, bare(topic))
		if base.Ask(asked).Answered {
			offered = append(offered, choice(in.speech().that(isSaidAbout, bare(topic)), asked))
		}
	}
	for _, title := range match(typed, titlesOf(base)) {
		if len(offered) < maxOptions {
			offered = append(offered, choice(title, title))
		}
	}
	return offered, nil
}

// completeTopic proposes the story's names.
func (s Setting) completeTopic(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	_, typed := in.Focused()
	topics := match(typed, s.Store.Current().Topics())
	offered := choices(topics)
	for _, c := range offered {
		c.Value = cut(c.Name, longestTopic)
	}
	return offered, nil
}

// completeArticle proposes the articles by title. What is chosen is sent as
// the article's id, since titles can be long, or the same.
func (s Setting) completeArticle(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	_, typed := in.Focused()
	base := s.Store.Current()
	offered := []*discordgo.ApplicationCommandOptionChoice{}
	given := map[*article.Article]bool{}
	for _, title := range match(typed, titlesOf(base)) {
		for _, a := range base.Articles() {
			if a.Title == title && !given[a] && len(offered) < maxOptions {
				given[a] = true
				offered = append(offered, choice(title, knowledge.ArticleID(a)))
			}
		}
	}
	return offered, nil
}

// articleNamed returns the article of an id, a file, or the title that fits
// best; nil where none does.
func articleNamed(base *knowledge.Base, named string) *article.Article {
	if a := base.ArticleByID(named); a != nil {
		return a
	}
	if a := base.Article(named); a != nil {
		return a
	}
	titles := match(named, titlesOf(base))
	if len(titles) == 0 {
		return nil
	}
	for _, a := range base.Articles() {
		if a.Title == titles[0] {
			return a
		}
	}
	return nil
}

func titlesOf(base *knowledge.Base) []string {
	titles := make([]string, 0, len(base.Articles()))
	for _, a := range base.Articles() {
		titles = append(titles, a.Title)
	}
	return titles
}

// choices are texts to choose from, as many as Discord shows.
func choices(texts []string) []*discordgo.ApplicationCommandOptionChoice {
	offered := []*discordgo.ApplicationCommandOptionChoice{}
	for _, text := range texts[:min(len(texts), maxOptions)] {
		offered = append(offered, choice(text, text))
	}
	return offered
}

// choice is one text to choose, and what is sent for it.
func choice(name, value string) *discordgo.ApplicationCommandOptionChoice {
	return &discordgo.ApplicationCommandOptionChoice{
		Name: optionText(name), Value: cut(strings.TrimSpace(bare(value)), maxOption),
	}
}

// optionText is a text of an article as a choice or an option shows it, which
// must not be empty.
func optionText(text string) string {
	text = shortened(strings.TrimSpace(bare(text)), maxOption)
	if text == "" {
		return "…"
	}
	return text
}
