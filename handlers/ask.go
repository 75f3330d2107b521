package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/vote"
	"storybot/knowledge"
)

func (s Setting) ask() Command {
	asks := text(questionName, questionDescription)
	asks.Required, asks.Autocomplete = true, true
	return Command{
		Definition: forMembers(chat(askName, askDescription, asks, privately())),
		Private:    asked,
		Complete:   s.completeQuestion,
		Run: func(ctx context.Context, in Interaction) (Reply, error) {
			return s.answer(ctx, in, in.Text("question"), asked(in))
		},
		Components: []Component{
			{Prefix: "context", Run: s.showContext, Private: always},
			{Prefix: "more", Run: s.showMore, Private: always},
			{Prefix: "share", Run: s.share},
			{Prefix: "reword", Run: s.openReword},
			{Prefix: "reworded", Run: s.answerReworded, Private: onPrivate},
			{Prefix: "like", Run: s.cast(vote.Like), Private: always},
			{Prefix: "dislike", Run: s.cast(vote.Dislike), Private: always},
		},
	}
}

// answer answers a question, or says why not.
func (s Setting) answer(ctx context.Context, in Interaction, question string, private bool) (Reply, error) {
	base, say := s.Store.Current(), in.speech()
	answer := base.Ask(question)
	switch {
	case answer.Answered:
		return Reply{Message: say.answerMessage(base, answer, private), Private: private}, nil
	case answer.Refusal == knowledge.NotSaid:
		s.noteGap(ctx, question)
		return Reply{Message: say.notSaidMessage(base, answer), Private: private, NotSaid: true}, nil
	}
	return Reply{}, say.unaskable(answer)
}

// unaskable says why a question can't be answered whatever the story is.
func (say speech) unaskable(answer knowledge.Answer) Refusal {
	switch answer.Refusal {
	case knowledge.NothingAsked:
		return Refusal(say.that(nothingAsked))
	case knowledge.NoWords:
		return Refusal(say.that(noWords))
	case knowledge.TooCommon:
		return Refusal(say.that(tooCommon))
	case knowledge.OtherAlphabet:
		if t, ok := tongueOf(answer.Question); ok {
			say = speechIn(t)
		}
		return Refusal(say.that(otherLanguage))
	}
	return Refusal(answer.Refusal.Sentence())
}

// notSaidMessage says that the articles don't say, what they do tell of near
// it, and how to word it better. There is never a quote in it.
func (say speech) notSaidMessage(base *knowledge.Base, answer knowledge.Answer) discordgo.InteractionResponseData {
	const most = 3
	s := newSheet("")
	s.add(question(answer.Question), 0)
	s.add("\n"+say.that(notSaid)+"\n", 0)
	if t, ok := tongueOf(answer.Question); ok && t != english {
		s.add(speechIn(t).that(otherLanguage)+"\n", 0)
	}
	row := []press{}
	for _, topic := range answer.Suggestions[:min(len(answer.Suggestions), most)] {
		row = append(row, topicPress(base, topic))
	}
	if len(row) > 0 {
		s.add(say.that(nearIt)+"\n", 0)
	}
	s.add("-# "+say.that(howToWord)+"\n", 0)
	s.foot(say.with(storyNow, answer.Version))
	row = append(row, press{label: say.that(rewordButton), customID: customID("reword", base, "")})
	s.buttons(row...)
	return s.message(plainColour)
}

// topicPress is a button that shows what the articles say of a topic.
func topicPress(base *knowledge.Base, topic string) press {
	return press{label: bare(topic), customID: customID("topic", base, cut(bare(topic), roomIn("topic", base)))}
}

// openReword opens a form for another wording of the question.
func (s Setting) openReword(_ context.Context, in Interaction) (Reply, error) {
	if _, _, err := carried(in); err != nil {
		return Reply{}, err
	}
	say := in.speech()
	id := customID("reworded", s.Store.Current(), "")
	return Reply{
		Form:    true,
		Message: form(id, say.that(rewordButton), field{customID: "question", label: say.that(questionDescription), placeholder: say.that(howToWord)}),
	}, nil
}

// answerReworded answers what was typed in the form.
func (s Setting) answerReworded(ctx context.Context, in Interaction) (Reply, error) {
	if _, _, err := carried(in); err != nil {
		return Reply{}, err
	}
	return s.answer(ctx, in, in.Field("question"), onPrivate(in))
}
