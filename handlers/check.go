package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

// check is the entry in a message's menu. The interaction carries the message,
// so the bot needs no intent that lets it read others.
func (s Setting) check() Command {
	names := localized(checkName)
	return Command{
		Definition: forMembers(&discordgo.ApplicationCommand{
			Type: discordgo.MessageApplicationCommand, Name: string(checkName), NameLocalizations: &names,
		}),
		Private: always,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			base, say := s.Store.Current(), in.speech()
			claim := claimed(in.Target())
			if claim == "" {
				return Reply{}, Refusal(say.that(noMessage))
			}
			answer := checked(base, claim)
			switch {
			case answer.Refusal != "" && answer.Refusal != knowledge.NotSaid:
				return Reply{}, say.unaskable(answer)
			case !answer.Answered:
				return Reply{Message: say.notSaidMessage(base, answer), Private: true, NotSaid: true}, nil
			}
			shown := newSheet(say.that(checkTitle))
			shown.add(question(claim), 0)
			say.addAnswer(shown, base, answer, true)
			return Reply{Message: shown.message(answeredColour), Private: true}, nil
		},
	}
}

// claimed returns what a message says in words: its own text, or else that of
// its embeds, without mentions, emoji written in letters, and addresses.
func claimed(m *discordgo.Message) string {
	if m == nil {
		return ""
	}
	texts := []string{m.Content}
	if strings.TrimSpace(m.Content) == "" {
		for _, e := range m.Embeds {
			if e != nil {
				texts = append(texts, e.Title, e.Description)
			}
		}
	}
	text := notWords.ReplaceAllString(strings.Join(texts, "\n"), " ")
	return strings.Join(strings.Fields(bare(text)), " ")
}

var notWords = regexp.MustCompile(`<[@#:at/][^>\s]*>|https?://\S+|:[a-z][a-z0-9_+-]*:`)

// maxClaims is how many sentences of a message are looked up.
const maxClaims = 12

// checked looks up each sentence of a message, for a message that says several
// things is no question, and puts the quotes together, the surest first.
func checked(base *knowledge.Base, claim string) knowledge.Answer {
	all := base.Ask(claim)
	if all.Refusal != "" && all.Refusal != knowledge.NotSaid {
		return all
	}
	all.Answered, all.Confidence, all.Quotes, all.Refusal = false, 0, nil, knowledge.NotSaid
	sentences := article.Split(claim)
	var answers []knowledge.Answer
	for _, s := range sentences[:min(len(sentences), maxClaims)] {
		answer := base.Ask(claim[s.Start:s.End])
		if answer.Answered {
			answers = append(answers, answer)
		}
		for _, topic := range answer.Suggestions {
			if !slices.Contains(all.Suggestions, topic) {
				all.Suggestions = append(all.Suggestions, topic)
			}
		}
	}
	slices.SortStableFunc(answers, func(a, b knowledge.Answer) int {
		return int(1e6 * (b.Confidence - a.Confidence))
	})
	for rank := range knowledge.MaxQuotes { // first the best of each sentence, then the second…
		for _, answer := range answers {
			if rank < len(answer.Quotes) {
				all.Quotes = withQuote(all.Quotes, answer.Quotes[rank])
			}
		}
	}
	if len(answers) > 0 {
		all.Answered, all.Confidence, all.Refusal = true, answers[0].Confidence, ""
	}
	return all
}

// withQuote adds a quote that is not among those found, up to the most that an
// answer has. All are equals: which is the best is for one question to say.
func withQuote(quotes []knowledge.Quote, q knowledge.Quote) []knowledge.Quote {
	same := func(other knowledge.Quote) bool { return other.Text == q.Text }
	if len(quotes) == knowledge.MaxQuotes || slices.ContainsFunc(quotes, same) {
		return quotes
	}
	q.Relation = knowledge.More
	return append(quotes, q)
}
