package handlers

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/store"
)

// Moderation says who may change the story. Discord hides a moderators' command
// from others, but a server's settings can show it to anyone, and the bot can be
// invited to any server; so each action is checked here, again:
//
//	in a server?  a moderator there?  a listed server?  lists are empty?
//	    no: denied     no: denied         no: denied    reading the folder
//	                                                    again is all, once a
//	                                                    minute
//
// Which story one's own server follows, where there are several, is for any
// moderator there to choose: the lists have no say in it.
type Moderation struct {
	// Guilds are the servers whose moderators may change the story.
	Guilds []string
	// Roles make a moderator of whoever has one, beside Discord's permissions.
	Roles []string
}

// isModerator reports whether whoever acted is a moderator of a server that the
// bot was added to.
func (m Moderation) isModerator(in Interaction) bool {
	const any = moderating | discordgo.PermissionManageGuild | discordgo.PermissionAdministrator
	if in.Interaction == nil || in.GuildID == "" || in.Member == nil {
		return false
	}
	owners := in.AuthorizingIntegrationOwners
	if _, added := owners[discordgo.ApplicationIntegrationGuildInstall]; len(owners) > 0 && !added {
		return false // only the person has installed it, and not the server
	}
	return in.Member.Permissions&any != 0 ||
		slices.ContainsFunc(in.Member.Roles, func(role string) bool { return slices.Contains(m.Roles, role) })
}

// reach is how far an action reaches.
type reach int

const (
	follows reach = iota // chooses a story for one's own server
	rereads              // reads the folder again, no more
	changes              // changes the story, or shows what people asked
)

// deny returns why whoever acted may not, or nil.
func (s Setting) deny(in Interaction, far reach) error {
	say := in.speech()
	m := s.Moderation
	switch {
	case !m.isModerator(in):
		return Refusal(say.that(onlyModerators))
	case far == follows:
		return nil
	case len(m.Guilds) > 0 && !slices.Contains(m.Guilds, in.GuildID):
		return Refusal(say.that(otherServer))
	case len(m.Guilds) == 0 && far == changes:
		return Refusal(say.that(noServers))
	}
	return nil
}

// sparingly has a reload begin once a minute where no server is listed: anyone
// could have invited the bot. Whoever joins one that runs need not wait.
func (s Setting) sparingly(say speech) knowledge.ReloadOption {
	return knowledge.Permitted(func() error {
		if len(s.Moderation.Guilds) > 0 {
			return nil
		}
		if wait := s.reloaded.wait(s.Now()); wait > 0 {
			return Refusal(say.that(tooSoon, strconv.Itoa(int(math.Ceil(wait.Seconds())))))
		}
		return nil
	})
}

// A moderatorHandler is a [Handler] of an action that is recorded. It fills in
// what the action was done to.
type moderatorHandler func(ctx context.Context, in Interaction, row *audit.Row) (Reply, error)

// moderated returns the handler of an action for moderators: it is checked who
// acts, and recorded what came of it.
func (s Setting) moderated(action string, far reach, run moderatorHandler) Handler {
	return func(ctx context.Context, in Interaction) (Reply, error) {
		row := audit.Row{Person: in.Person(), Guild: in.GuildID, Channel: in.ChannelID, Action: action, Story: s.Story, Result: audit.Done}
		reply, err := Reply{}, s.deny(in, far)
		if err != nil {
			row.Result, row.Why = audit.Denied, err.Error()
		} else if reply, err = run(ctx, in, &row); err != nil {
			row.Result, row.Why = audit.Failed, err.Error()
			err = in.speech().away(err)
			if _, meant := RefusalText(err); meant {
				row.Result = audit.Refused
			}
		}
		row.On, row.Why = cut(row.On, maxContent), cut(row.Why, maxContent)
		if s.trail != nil {
			s.trail.Note(ctx, row)
		}
		return reply, err
	}
}

// away turns an error that what is kept can't be reached into a [Refusal] that
// says so, and leaves others as they are.
func (say speech) away(err error) error {
	if errors.Is(err, store.ErrUnavailable) {
		return Refusal(say.that(keptAway))
	}
	return err
}

// onceAMinute lets one through a minute.
type onceAMinute struct {
	mu   sync.Mutex
	last time.Time
}

// wait returns how long there is still to wait. Where that is not at all, the
// minute begins anew.
func (o *onceAMinute) wait(now time.Time) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if wait := time.Minute - now.Sub(o.last); !o.last.IsZero() && wait > 0 {
		return wait
	}
	o.last = now
	return 0
}
