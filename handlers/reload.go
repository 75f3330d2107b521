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
		Definition: forModerators(&discordgo.ApplicationCommand{
			Type:        discordgo.ChatApplicationCommand,
			Name:        "reload",
			Description: "Read the articles folder again (moderators)",
		}),
		Defer:   true,
		Private: always,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			if !isModerator(in) {
				return Reply{}, Refusal("Only moderators of a server can reload the story: that takes the permission Manage Messages.")
			}
			change, err := s.Store.Reload()
			s.Log.Info("reload", "guild", in.GuildID, "person", in.Person(),
				"before", change.Before, "after", change.After, "error", err)
			if err != nil {
				return Reply{}, reloadRefusal(err, change)
			}
			return Reply{Message: changeMessage(change), Private: true}, nil
		},
	}
}

// reloadRefusal says why the story in use was kept.
func reloadRefusal(err error, change knowledge.Change) Refusal {
	if errors.Is(err, knowledge.ErrNoFolder) {
		return Refusal("This story is compiled in: no folder is set, so there is nothing to reload.")
	}
	text := fmt.Sprintf("The story stays as it was (version %s): %v.", change.Before, err)
	return Refusal(shortened(text+"\n"+problems(change.Report), 1900))
}

func changeMessage(change knowledge.Change) discordgo.InteractionResponseData {
	text := fmt.Sprintf("Version %s is now %s.\n", change.Before, change.After)
	if change.Before == change.After {
		text = fmt.Sprintf("Nothing has changed: the story is still version %s.\n", change.After)
	}
	text += titles("Added", change.Added) + titles("Changed", change.Changed) + titles("Removed", change.Removed)
	return embed("Reloaded", shortened(text+problems(change.Report), maxDescription), "", answeredColour)
}

func titles(heading string, titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	return fmt.Sprintf("**%s**: %s\n", heading, plain(strings.Join(titles, "; ")))
}

// problems lists the files that were left out, and why.
func problems(report knowledge.Report) string {
	var text strings.Builder
	for _, e := range report.Errors {
		text.WriteString("Left out: " + plain(fmt.Sprintf("%s: %v", e.File, e.Err)) + "\n")
	}
	return text.String()
}
