package handlers

import (
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/handlers/vote"
	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/eval"
	"storybot/knowledge/fetch"
	"storybot/knowledge/gap"
	"storybot/store"
)

// Setting is what the commands need of the world.
type Setting struct {
	Store   *knowledge.Store
	Story   string // the story's name; "" where there is but one
	Program string // storybot's own version
	Log     *slog.Logger

	// Kept is where votes, gaps and the audit are kept, for as long as Retention.
	// With nil, none are.
	Kept      store.Store
	InMemory  bool // Kept forgets all when the process ends
	Retention time.Duration

	// Moderation says who may change the story.
	Moderation Moderation
	// Desk changes the folder of articles; nil: there is none.
	Desk *desk.Desk
	// Attachments fetches what was attached in Discord, and Pages what an
	// address names. nil: nothing is fetched.
	Attachments, Pages *fetch.Client
	// Questions returns the story's own questions, for /gaps test. nil: there
	// are none.
	Questions func() ([]eval.Question, error)
	// Now is the clock; nil: the wall clock.
	Now func() time.Time

	*memory // made by Prepared
}

// memory is what the commands share while the process runs.
type memory struct {
	gaps     *gap.Gaps    // nil where nothing is kept
	votes    *vote.Votes  // likewise
	trail    *audit.Trail // likewise
	drafts   *desk.Drafts // articles that are being added
	reports  *reports     // what has more than one page
	reloaded *onceAMinute // by those who may do nothing else
}

// Prepared returns a setting that shares its memory with all copies of it.
// [Commands] prepares one that is not.
func (s Setting) Prepared() Setting {
	if s.memory != nil {
		return s
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	s.memory = &memory{drafts: desk.NewDrafts(), reports: newReports(), reloaded: new(onceAMinute)}
	s.drafts.Now = s.Now
	if s.Kept != nil {
		s.gaps = gap.New(s.Kept, s.Retention, s.Now)
		s.votes = vote.New(s.Kept, s.Retention)
		s.trail = audit.New(s.Kept, s.Retention, s.Now, s.Log)
	}
	return s
}

// Commands returns every command of the bot.
func Commands(s Setting) []Command {
	s = s.Prepared()
	return []Command{
		s.ask(), s.timeline(), s.compare(), s.sources(), s.about(), s.help(), s.check(),
		s.reload(), s.article(), s.openGaps(),
	}
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

// yesNo is the definition of an option that is true or false.
func yesNo(name, description phrase) *discordgo.ApplicationCommandOption {
	option := text(name, description)
	option.Type = discordgo.ApplicationCommandOptionBoolean
	return option
}

// subcommand is the definition of a part of a command.
func subcommand(name, description phrase, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	option := text(name, description)
	option.Type, option.Options = discordgo.ApplicationCommandOptionSubCommand, options
	return option
}

// privately is the option that keeps a reply to the asker.
func privately() *discordgo.ApplicationCommandOption {
	return yesNo(privateName, privateDescription)
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

// The ways to tell whether a reply is for the asker alone.
func asked(in Interaction) bool { return in.Bool("private") }
func always(Interaction) bool   { return true }

// onPrivate is so for a component of a message that only one person sees.
func onPrivate(in Interaction) bool {
	return in.Message != nil && in.Message.Flags&discordgo.MessageFlagsEphemeral != 0
}
