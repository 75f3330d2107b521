package handlers

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

func (s Setting) timeline() Command {
	return Command{
		Definition: forMembers(&discordgo.ApplicationCommand{
			Type:        discordgo.ChatApplicationCommand,
			Name:        "timeline",
			Description: "What happened when, quoted from the articles",
			Options:     []*discordgo.ApplicationCommandOption{privately()},
		}),
		Private: asked,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			base := s.Store.Current()
			return Reply{Message: timelineMessage(base), Private: asked(in)}, nil
		},
	}
}

// timelineMessage shows the events in date order, as many as a message holds.
func timelineMessage(base *knowledge.Base) discordgo.InteractionResponseData {
	events := base.Timeline(knowledge.Period{})
	if len(events) == 0 {
		return embed("Timeline", "Nothing in the articles has a date.", "", plainColour)
	}
	const room = 80 // for the line that says what is left out
	var shown composition
	var last dates.Date
	for i, event := range events {
		heading := ""
		if i == 0 || event.Date != last {
			heading = "**" + event.Date.Words() + "**\n"
		}
		last = event.Date
		if !shown.add(heading+eventText(event), room) {
			shown.add(counted(len(events)-i, "more event")+" in `storybot timeline`", 0)
			break
		}
	}
	return embed("Timeline", shown.text.String(), counted(len(events), "event")+" · story "+base.Version(), answeredColour)
}

func eventText(event knowledge.Event) string {
	text := ""
	for _, quote := range event.Quotes {
		text += blockquote(quote, "") + "-# " + citationLine(quote.Citation) + "\n"
	}
	return fmt.Sprintf("%s-# %s\n", text, plain(event.Why))
}
