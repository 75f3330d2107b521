package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

func (s Setting) sources() Command {
	return Command{
		Definition: forMembers(&discordgo.ApplicationCommand{
			Type:        discordgo.ChatApplicationCommand,
			Name:        "sources",
			Description: "The articles that answers are quoted from",
			Options:     []*discordgo.ApplicationCommandOption{privately()},
		}),
		Private: asked,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			return Reply{Message: sourcesMessage(s.Store.Current()), Private: asked(in)}, nil
		},
	}
}

// sourcesMessage lists the articles, as many as a message holds.
func sourcesMessage(base *knowledge.Base) discordgo.InteractionResponseData {
	const room = 80 // for the line that says what is left out
	articles := base.Articles()
	var shown composition
	for i, a := range articles {
		entry := "**" + plain(shortened(a.Title, 256)) + "**\n" +
			plain(shortened(knowledge.Byline(a), 256)) + " · " + counted(len(a.Sentences), "sentence") + "\n\n"
		if !shown.add(entry, room) {
			shown.add(counted(len(articles)-i, "more article")+" in `storybot sources`", 0)
			break
		}
	}
	return embed("Sources", shown.text.String(), counted(len(articles), "article")+" · story "+base.Version(), answeredColour)
}
