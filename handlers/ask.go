package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

func (s Setting) ask() Command {
	return Command{
		Definition: forMembers(&discordgo.ApplicationCommand{
			Type:        discordgo.ChatApplicationCommand,
			Name:        "ask",
			Description: "Ask about the story: the answer is quoted from the articles",
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type:         discordgo.ApplicationCommandOptionString,
					Name:         "question",
					Description:  "What do you want to know?",
					Required:     true,
					Autocomplete: true,
				},
				privately(),
			},
		}),
		Private:  asked,
		Complete: s.completeQuestion,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			answer := s.Store.Current().Ask(in.Text("question"))
			if answer.Refusal != "" && answer.Refusal != knowledge.NotSaid {
				return Reply{}, Refusal(answer.Refusal.Sentence())
			}
			return Reply{Message: answerMessage(answer), Private: asked(in)}, nil
		},
	}
}

// answerMessage shows an answer: each quote in its own block with a number,
// and under them what the numbers stand for.
func answerMessage(answer knowledge.Answer) discordgo.InteractionResponseData {
	asked := "**" + plain(shortened(answer.Question, 300)) + "**\n\n"
	if !answer.Answered {
		text := asked + answer.Refusal.Sentence()
		if len(answer.Suggestions) > 0 {
			text += "\nThey do tell of: " + plain(strings.Join(answer.Suggestions, ", "))
		}
		return embed("", text, "", plainColour)
	}
	var quotes, citations composition
	quotes.add(asked, 0)
	for i, quote := range answer.Quotes {
		number := fmt.Sprintf("[%d]", i+1)
		citation := number + " " + citationLine(quote.Citation) + "\n"
		for _, also := range quote.AlsoIn {
			citation += "also in " + citationLine(also) + "\n"
		}
		if !quotes.add(blockquote(quote, number)+"\n", citations.size+len(citation)) {
			break
		}
		citations.add(citation, 0)
	}
	footer := answer.Percent() + " sure · story " + answer.Version
	return embed("", quotes.text.String()+citations.text.String(), footer, answeredColour)
}

// citationLine is a citation in a message, its title a link where the article
// has one.
func citationLine(c knowledge.Citation) string {
	const longest = 300
	return plain(shortened(c.String(), longest))
}

// shortened cuts a text that is not a quote to so many characters.
func shortened(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}
