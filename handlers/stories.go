package handlers

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/follow"
	"storybot/handlers/vote"
	"storybot/knowledge/gap"
	"storybot/knowledge/library"
)

// Stories are the commands of a bot that knows several stories. Each command is
// that of one story, and knows nothing of others; what is here stands around it,
// as an envelope around a letter:
//
//	          the mark on the button,       a Setting with
//	          or what the server follows    that story alone       signed, and its
//	interaction ─────────▶ story ──────────▶ command ──────▶ reply buttons marked ──▶
//
// So a button goes to the story that it was made for, whatever the server
// follows by now, and the name under an answer is that of the story it is from.
type Stories struct {
	setting Setting // of no story: what is the same for all
	library *library.Library
	servers *follow.Servers
	unless  string // the story that is followed where none was chosen

	mu    sync.Mutex
	parts map[string]*memory // by story; they stay when the story is let go
}

// NewStories returns the commands for the stories of a library. A server that
// has chosen none, and a direct message, follow the story named unless. The
// setting's Kept must not be nil; what is of one story in it is set here.
func NewStories(s Setting, l *library.Library, servers *follow.Servers, unless string) *Stories {
	return &Stories{setting: s.Prepared(), library: l, servers: servers, unless: unless, parts: make(map[string]*memory)}
}

// Commands returns every command of the bot.
func (all *Stories) Commands() []Command {
	var enveloped []Command
	for i, command := range Commands(all.setting) { // which are defined as those of each story
		enveloped = append(enveloped, all.envelop(command, i))
	}
	return append(enveloped, all.story())
}

// envelop returns a command of one story, of which it is the i-th, as one of
// all.
func (all *Stories) envelop(c Command, i int) Command {
	if c.Definition.Name == string(helpName) {
		return c // it is about no story
	}
	members := c.Definition.DefaultMemberPermissions == nil
	c.Run = all.handler(members, func(own []Command) Handler { return own[i].Run })
	if c.Complete != nil {
		c.Complete = all.completer(func(own []Command) Completer { return own[i].Complete })
	}
	for k := range c.Components {
		c.Components[k].Run = all.handler(members, func(own []Command) Handler { return own[i].Components[k].Run })
	}
	return c
}

// commandsOf returns the commands of one story.
func (all *Stories) commandsOf(story *library.Story) []Command {
	return story.Made(func() any { return Commands(all.settingOf(story)) }).([]Command)
}

// readWithin is how long a person waits for a story that is being loaded.
const readWithin = time.Minute

// handler returns a handler of one story as one of all. What it refuses is
// signed where it answers members.
func (all *Stories) handler(members bool, one func([]Command) Handler) Handler {
	return func(ctx context.Context, in Interaction) (Reply, error) {
		in, name, err := all.addressed(ctx, in)
		if err != nil {
			return Reply{}, err
		}
		reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), readWithin)
		defer cancel()
		story, done, err := all.library.Use(reading, name)
		if err != nil {
			return Reply{}, all.unusable(in.speech(), name, err)
		}
		defer done()
		reply, err := one(all.commandsOf(story))(ctx, in)
		if !members {
			all.library.Stories() // which a moderator may just have given another title
		}
		envelope := all.envelopeOf(in.speech(), name)
		if refusal, meant := RefusalText(err); meant && members {
			return reply, Refusal(envelope.text(refusal))
		}
		return envelope.reply(reply), err
	}
}

// completer returns a completer of one story as one of all. While the story is
// not there, it proposes nothing: there is no time to wait.
func (all *Stories) completer(one func([]Command) Completer) Completer {
	return func(ctx context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
		in, name, err := all.addressed(ctx, in)
		if err != nil {
			return choices(nil), nil
		}
		story, done, err := all.library.Use(ctx, name)
		if err != nil {
			return choices(nil), nil // why is in the library's log
		}
		defer done()
		return one(all.commandsOf(story))(ctx, in)
	}
}

// addressed returns the story that an interaction is about, and the interaction
// as that story's commands know it: without the mark.
func (all *Stories) addressed(ctx context.Context, in Interaction) (Interaction, string, error) {
	in, mark := in.unmarked()
	if mark == "" {
		name, err := all.followed(ctx, in)
		return in, name, err
	}
	entry, found := all.library.Find(func(e library.Entry) bool { return markOf(e.Name) == mark })
	if !found {
		return in, "", Refusal(in.speech().that(buttonOfGone))
	}
	return in, entry.Name, nil
}

// followed returns the story that is followed where somebody acted.
func (all *Stories) followed(ctx context.Context, in Interaction) (string, error) {
	if in.GuildID == "" {
		return all.unless, nil
	}
	name, err := all.servers.Story(context.WithoutCancel(ctx), in.GuildID)
	if err != nil {
		all.setting.Log.ErrorContext(ctx, "a question is not answered", "err", err)
		return "", Refusal(in.speech().that(choiceUnknown))
	}
	if name == "" {
		return all.unless, nil
	}
	return name, nil
}

// unusable says why there is no answer from a story.
func (all *Stories) unusable(say speech, name string, err error) error {
	title := brief(all.library.Title(name), maxOption)
	switch {
	case errors.Is(err, library.ErrNoStory):
		return Refusal(say.that(storyMissing, title))
	case errors.Is(err, context.DeadlineExceeded):
		return Refusal(say.that(stillReading, title))
	}
	return Refusal(say.that(storyUnreadable, title))
}

// settingOf returns the setting of one story. Drafts, reports and the audit are
// shared by all stories; gaps, votes, and how often those may reload who may do
// nothing else, are each story's own.
func (all *Stories) settingOf(story *library.Story) Setting {
	s := all.setting
	s.Story, s.Store, s.Desk, s.Questions = story.Name, story.Store, story.Desk, story.Questions
	s.Kept = library.Kept(all.setting.Kept, story.Name)
	all.mu.Lock()
	defer all.mu.Unlock()
	part := all.parts[story.Name]
	if part == nil {
		own := *all.setting.memory
		own.gaps = gap.New(s.Kept, s.Retention, s.Now)
		own.votes = vote.New(s.Kept, s.Retention)
		own.reloaded = new(onceAMinute)
		part = &own
		all.parts[story.Name] = part
	}
	s.memory = part
	return s
}

// Reread reads a story's folder again because it has changed, and returns what
// to tell the moderators of it; nothing (false) where nothing has changed.
func (all *Stories) Reread(ctx context.Context, story *library.Story) (discordgo.InteractionResponseData, bool) {
	all.library.Relist() // its title may be another
	message, worth := all.settingOf(story).Reread(ctx)
	return all.envelopeOf(speechIn(english), story.Name).message(message), worth
}
