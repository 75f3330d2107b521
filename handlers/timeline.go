package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

func (s Setting) timeline() Command {
	return Command{
		Definition: forMembers(chat(timelineName, timelineDescription, privately())),
		Private:    asked,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			base := s.Store.Current()
			return Reply{Message: in.speech().timelineMessage(base), Private: asked(in)}, nil
		},
	}
}

// timelineMessage shows the events in date order, as many as a message holds.
func (say speech) timelineMessage(base *knowledge.Base) discordgo.InteractionResponseData {
	const room = 120 // for the line that says what is left out
	events := base.Timeline(knowledge.Period{})
	shown := newSheet(say.that(timelineTitle))
	if len(events) == 0 {
		shown.add(say.that(noDates), 0)
		return shown.message(plainColour)
	}
	last := ""
	for i, event := range events {
		heading := "**" + say.period(event.Date, event.End) + "**\n"
		if heading == last {
			heading = ""
		} else {
			last = heading
		}
		if !shown.add(heading+say.event(event), room) {
			shown.add(say.that(moreEvents, len(events)-i), 0)
			break
		}
	}
	shown.foot(list(say.that(eventsCounted, len(events)), say.that(storyNow, base.Version())))
	return shown.message(answeredColour)
}

func (say speech) event(event knowledge.Event) string {
	text := ""
	for _, q := range event.Quotes {
		text += say.blockquote(q.Text, highlight(q), "", longestQuote) + "-# " + say.citation(q.Citation, q.Text) + "\n"
	}
	return text + "-# " + brief(event.Why, longestCitation) + "\n"
}
