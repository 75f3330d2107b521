package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"
	"github.com/sahilm/fuzzy"

	"storybot/knowledge"
)

const (
	maxChoices      = 25  // that Discord shows
	maxChoiceLength = 100 // characters of a choice
	// maxPattern is how many characters of what was typed are matched: the
	// matcher's score overflows at about 40 adjacent ones.
	maxPattern = 32
)

// completeQuestion proposes the story's names and its articles' titles, the
// most mentioned first while nothing is typed.
func (s Setting) completeQuestion(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	_, typed := in.Focused()
	return choices(match(typed, proposals(s.Store.Current()))), nil
}

func proposals(base *knowledge.Base) []string {
	proposed := append([]string{}, base.Topics()...)
	for _, a := range base.Articles() {
		proposed = append(proposed, a.Title)
	}
	return proposed
}

// match returns the candidates that have the typed letters in their order, the
// best first.
func match(typed string, candidates []string) []string {
	if typed == "" {
		return candidates
	}
	pattern := []rune(typed)
	var matched []string
	for _, m := range fuzzy.Find(string(pattern[:min(len(pattern), maxPattern)]), candidates) {
		matched = append(matched, m.Str)
	}
	return matched
}

func choices(texts []string) []*discordgo.ApplicationCommandOptionChoice {
	offered := []*discordgo.ApplicationCommandOptionChoice{}
	for _, text := range texts[:min(len(texts), maxChoices)] {
		text = shortened(knowledge.Legible(text), maxChoiceLength)
		offered = append(offered, &discordgo.ApplicationCommandOptionChoice{Name: text, Value: text})
	}
	return offered
}
