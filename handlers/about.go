package handlers

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

func (s Setting) about() Command {
	return Command{
		Definition: forMembers(&discordgo.ApplicationCommand{
			Type:        discordgo.ChatApplicationCommand,
			Name:        "about",
			Description: "What this bot is, what it knows, and what it keeps",
		}),
		Private: always,
		Run: func(context.Context, Interaction) (Reply, error) {
			return Reply{Message: s.aboutMessage(), Private: true}, nil
		},
	}
}

func (s Setting) aboutMessage() discordgo.InteractionResponseData {
	base := s.Store.Current()
	text := fmt.Sprintf("I answer questions about a news story from its articles. Every answer is a sentence "+
		"quoted to the letter, with a citation that you can check; where the articles don't say, I say so. "+
		"I write nothing of my own.\n\n"+
		"**The story** has %s with %s (version %s).\n"+
		"**Privacy**: I keep nothing of what you ask, and can't read messages: I only see the commands that are sent to me.",
		counted(len(base.Articles()), "article"), counted(base.Sentences(), "sentence"), base.Version())
	return embed("About storybot", text, "storybot "+s.Program, plainColour)
}
