package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

func (s Setting) about() Command {
	return Command{
		Definition: forMembers(chat(aboutName, aboutDescription)),
		Private:    always,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			return Reply{Message: s.aboutMessage(in.speech()), Private: true}, nil
		},
	}
}

// aboutMessage says what this is, what it can't do, which story it knows, and
// what it keeps.
func (s Setting) aboutMessage(say speech) discordgo.InteractionResponseData {
	base := s.Store.Current()
	shown := newSheet(say.that(aboutTitle))
	shown.add(say.that(aboutWhat)+"\n\n", 0)
	shown.add(say.that(aboutCant)+"\n\n", 0)
	shown.add(say.that(aboutStory, storyTitle(base), say.storyDates(base),
		say.that(articlesCounted, len(base.Articles())), say.that(sentencesCounted, base.Sentences()), base.Version())+"\n\n", 0)
	shown.add(say.that(aboutPrivacy, int(s.Retention.Hours()/24)), 0)
	if s.InMemory {
		shown.add(" "+say.that(aboutMemory), 0)
	}
	shown.foot("storybot " + s.Program)
	return shown.message(plainColour)
}

// storyTitle is what a story goes by: the title of its first article.
func storyTitle(base *knowledge.Base) string {
	return brief(base.Articles()[0].Title, maxTitle)
}

// storyDates says from when to when the story's articles are.
func (say speech) storyDates(base *knowledge.Base) string {
	var first, last dates.Date
	for _, a := range base.Articles() {
		day := a.Published.To(dates.Day)
		if !day.Known() {
			continue
		}
		if !first.Known() || day.Compare(first) < 0 {
			first = day
		}
		if !last.Known() || day.Compare(last) > 0 {
			last = day
		}
	}
	return say.period(first, last)
}
