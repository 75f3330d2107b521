package handlers

import (
	"log/slog"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

// Setting is what the commands need of the world.
type Setting struct {
	Store   *knowledge.Store
	Program string // storybot's own version
	Log     *slog.Logger
}

// Commands returns every command of the bot.
func Commands(s Setting) []Command {
	return []Command{s.ask(), s.timeline(), s.compare(), s.sources(), s.about(), s.help(), s.check(), s.reload()}
}

// chat is the definition of a slash command, in every language.
func chat(name, description phrase, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	names, descriptions := localized(name), localized(description)
	return &discordgo.ApplicationCommand{
		Type:                     discordgo.ChatApplicationCommand,
		Name:                     string(name),
		NameLocalizations:        &names,
		Description:              string(description),
		DescriptionLocalizations: &descriptions,
		Options:                  options,
	}
}

// text is the definition of an option that takes text.
func text(name, description phrase) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type:                     discordgo.ApplicationCommandOptionString,
		Name:                     string(name),
		NameLocalizations:        localized(name),
		Description:              string(description),
		DescriptionLocalizations: localized(description),
	}
}

// privately is the option that keeps a reply to the asker.
func privately() *discordgo.ApplicationCommandOption {
	option := text(privateName, privateDescription)
	option.Type = discordgo.ApplicationCommandOptionBoolean
	return option
}

// forMembers makes a command one that anyone may use: in servers and in direct
// messages, wherever the bot was added.
func forMembers(c *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	c.Contexts = &[]discordgo.InteractionContextType{
		discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel,
	}
	c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{
		discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall,
	}
	return c
}

// moderating is the permission that a moderator has, unless a server's own
// settings say otherwise.
const moderating = int64(discordgo.PermissionManageMessages)

// forModerators makes a command one that moderators may use, in servers only.
func forModerators(c *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	permissions := moderating
	c.DefaultMemberPermissions = &permissions
	c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
	c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	return c
}

// isModerator reports whether whoever acted may moderate. Discord hides a
// moderators' command from others, but a server's settings can show it, so the
// handler asks again.
func isModerator(in Interaction) bool {
	const any = moderating | discordgo.PermissionManageGuild | discordgo.PermissionAdministrator
	return in.GuildID != "" && in.Member != nil && in.Member.Permissions&any != 0
}

// The ways to tell whether a reply is for the asker alone.
func asked(in Interaction) bool { return in.Bool("private") }
func always(Interaction) bool   { return true }

// onPrivate is so for a component of a message that only one person sees.
func onPrivate(in Interaction) bool {
	return in.Message != nil && in.Message.Flags&discordgo.MessageFlagsEphemeral != 0
}
