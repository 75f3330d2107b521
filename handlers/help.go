package handlers

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

func (s Setting) help() Command {
	return Command{
		Definition: forMembers(chat(helpName, helpDescription)),
		Private:    always,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			return Reply{Message: helpMessage(in.speech()), Private: true}, nil
		},
	}
}

// helpMessage says what a member can do, by the names that the commands have
// in the member's language.
func helpMessage(say speech) discordgo.InteractionResponseData {
	shown := newSheet(say.that(helpTitle))
	for _, line := range []string{
		say.that(helpAsk, say.that(askName), say.that(privateName)),
		say.that(helpButtons, say.that(contextButton), say.that(moreButton), say.that(shareButton)),
		say.that(helpVotes),
		say.that(helpTimeline, say.that(timelineName)),
		say.that(helpCompare, say.that(compareName)),
		say.that(helpSources, say.that(sourcesName)),
		say.that(helpCheck, say.that(checkName)),
		say.that(helpAbout, say.that(aboutName)),
		say.that(helpQuestions),
	} {
		shown.add(line+"\n", 0)
	}
	return shown.message(plainColour)
}
