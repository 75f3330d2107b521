package handlers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

func (s Setting) reload() Command {
	return Command{
		Definition: forModerators(chat(reloadName, reloadDescription)),
		Defer:      true,
		Private:    always,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			say := in.speech()
			if !isModerator(in) {
				return Reply{}, Refusal(say.that(onlyModerators))
			}
			change, err := s.Store.Reload()
			s.Log.Info("reload", "guild", in.GuildID, "person", in.Person(),
				"before", change.Before, "after", change.After, "error", err)
			if err != nil {
				return Reply{}, say.reloadRefusal(err, change)
			}
			return Reply{Message: say.changeMessage(change), Private: true}, nil
		},
	}
}

// reloadRefusal says why the story in use was kept.
func (say speech) reloadRefusal(err error, change knowledge.Change) Refusal {
	if errors.Is(err, knowledge.ErrNoFolder) {
		return Refusal(say.that(noFolder))
	}
	text := say.that(storyStays, change.Before, plain(err.Error()))
	return Refusal(shortened(text+"\n"+say.problems(change.Report), maxContent))
}

func (say speech) changeMessage(change knowledge.Change) discordgo.InteractionResponseData {
	text := say.that(versionIsNow, change.Before, change.After)
	if change.Before == change.After {
		text = say.that(nothingChanged, change.After)
	}
	text += "\n" + say.titles(added, change.Added) + say.titles(changed, change.Changed) + say.titles(removed, change.Removed)
	s := newSheet(say.that(reloadTitle))
	s.add(shortened(text+say.problems(change.Report), maxDescription), 0)
	return s.message(answeredColour)
}

func (say speech) titles(heading phrase, titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	return say.that(heading, plain(strings.Join(titles, "; "))) + "\n"
}

// problems lists the files that were left out, and why.
func (say speech) problems(report knowledge.Report) string {
	var text strings.Builder
	for _, e := range report.Errors {
		text.WriteString(say.that(leftOut, plain(fmt.Sprintf("%s: %v", e.File, e.Err))) + "\n")
	}
	return text.String()
}
