// Package handlers holds what each of storybot's commands does: its definition
// as Discord is told of it, and its reply.
//
// A handler never meets a connection. It is a function from an [Interaction]
// to a [Reply], both made of discordgo's data types, so a test calls it as it
// calls any function. Sending, deferring, deadlines and panics belong to
// package bot, which asks each [Command] beforehand how it wants to be
// acknowledged.
package handlers

import (
	"context"
	"errors"
	"io"

	"github.com/bwmarrin/discordgo"
)

// A Handler answers one interaction. It returns a [Refusal] (or an error that
// wraps one) when the person should read why nothing was done; any other
// error is ours, is logged, and is shown as a plain apology.
type Handler func(ctx context.Context, in Interaction) (Reply, error)

// A Completer proposes choices for the option that is being typed. Discord
// shows at most 25; it may return more, in order of preference.
type Completer func(ctx context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error)

// Command is one application command and everything that hangs on it.
type Command struct {
	// Definition is what Discord is told of the command.
	Definition *discordgo.ApplicationCommand
	// Run answers the command.
	Run Handler
	// Complete proposes choices; nil when no option autocompletes.
	Complete Completer
	// Defer says that Run may take longer than a person waits without a
	// sign: the interaction is acknowledged at once and the reply follows.
	Defer bool
	// Private says whether the reply is for the asker's eyes alone. It is
	// asked before Run, since a deferred reply's visibility is fixed when it
	// is deferred. Nil means public.
	Private func(Interaction) bool
	// Components answer the buttons, select menus and forms that this
	// command's replies carry.
	Components []Component
}

// Component answers a button, select menu or form (modal).
type Component struct {
	// Prefix is the custom_id up to its first colon; what follows the colon
	// is the component's own, see [Interaction.State].
	Prefix string
	Run    Handler
	// Defer and Private are as in [Command].
	Defer   bool
	Private func(Interaction) bool
}

// Reply is what goes back to the person who acted.
type Reply struct {
	// Message is the content, embeds, components and files. Its flags and
	// allowed mentions are set by whoever sends it: nobody is ever pinged.
	Message discordgo.InteractionResponseData
	// Private shows the message to the asker alone. A command that defers
	// has said so beforehand, in [Command.Private], and that holds.
	Private bool
	// Update replaces the message that the component hangs on, in place of a
	// new message below it.
	Update bool
	// Form opens Message as a form (modal) to fill in.
	Form bool
	// NotSaid marks an answer that the articles don't say, for the metrics.
	NotSaid bool
	// Channel, when not nil, is a second message, for all in the channel. It
	// is sent after the first.
	Channel *discordgo.InteractionResponseData
}

// Described is the content of a file of a [Reply] with its alt text, for which
// discordgo has no field: it is the Reader of the message's File.
type Described struct {
	io.Reader
	AltText string // at most 1,024 characters
}

// Refusal is an error whose text is meant for the person who acted: what was
// wrong, and what to do. It is always shown to that person alone.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// RefusalText returns what an error says to the person who acted, and whether
// it was meant for a person at all.
func RefusalText(err error) (string, bool) {
	if refusal, ok := errors.AsType[Refusal](err); ok {
		return string(refusal), true
	}
	return "", false
}
