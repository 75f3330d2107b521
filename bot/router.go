package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// What people read when a handler has not written the answer.
const (
	apology      = "Sorry, something went wrong here. It has been noted; please try again later."
	tooSlow      = "Sorry, that took too long. Please try again."
	notShared    = "Sorry, the message for the channel could not be sent."
	restarting   = "Sorry, I am restarting just now. Please ask again in a moment."
	busy         = "Sorry, too many people are asking at once. Please try again in a moment."
	unreadable   = "Sorry, Discord sent something here that I cannot read. It has been noted."
	oldCommand   = "This command is not one that the bot knows now. Please try again in a few minutes, or restart Discord."
	oldComponent = "This button is from an older version of the bot. Please send the command again."
)

// Router brings each interaction to its handler, and the handler's reply to
// the person. It may be used from many goroutines at once.
type Router struct {
	commands   map[string]action // by name
	completers map[string]handlers.Completer
	components map[string]action // by prefix
	send       Sender
	log        *slog.Logger
	seen       *seen
	times      Times
	hurried    chan struct{} // closed when handlers have no more time

	watch *metrics // may be nil
}

// action is what commands, components and forms have in common.
type action struct {
	run     handlers.Handler
	defers  bool
	private func(handlers.Interaction) bool
}

// NewRouter returns a router for the commands and their components. It returns
// an error when two share a name or a prefix, or one lacks what it needs.
func NewRouter(commands []handlers.Command, send Sender, log *slog.Logger) (*Router, error) {
	r := &Router{
		commands:   map[string]action{},
		completers: map[string]handlers.Completer{},
		components: map[string]action{},
		send:       send,
		log:        log,
		seen:       newSeen(),
		times:      DefaultTimes,
		hurried:    make(chan struct{}),
	}
	for _, c := range commands {
		if c.Definition == nil || c.Definition.Name == "" || c.Run == nil {
			return nil, errors.New("a command has no name or nothing to run")
		}
		name := c.Definition.Name
		if _, taken := r.commands[name]; taken {
			return nil, fmt.Errorf("two commands are named %q", name)
		}
		r.commands[name] = action{c.Run, c.Defer, c.Private}
		if c.Complete != nil {
			r.completers[name] = c.Complete
		}
		for _, component := range c.Components {
			if err := r.add(component); err != nil {
				return nil, fmt.Errorf("command %q: %w", name, err)
			}
		}
	}
	return r, nil
}

func (r *Router) add(c handlers.Component) error {
	if c.Prefix == "" || strings.Contains(c.Prefix, ":") || c.Run == nil {
		return fmt.Errorf("component %q must have a prefix without a colon, and something to run", c.Prefix)
	}
	if _, taken := r.components[c.Prefix]; taken {
		return fmt.Errorf("two components have the prefix %q", c.Prefix)
	}
	r.components[c.Prefix] = action{c.Run, c.Defer, c.Private}
	return nil
}

// Outcomes, as they are logged.
const (
	answered    = "answered"    // with what the handler replied
	refused     = "refused"     // with why nothing was done
	failed      = "failed"      // with an apology for the handler's error
	panicked    = "panicked"    // with an apology for the handler's panic
	unknown     = "unknown"     // with a sentence: nothing goes by this name
	turnedAway  = "busy"        // with a sentence: there is no room for it
	garbled     = "unreadable"  // with an apology: it can be read in part only
	undelivered = "undelivered" // Discord did not take the answer
	repeated    = "repeated"    // not at all: it was delivered before
	late        = "late"        // not at all: it was for a process that died, and can be answered no more
	dropped     = "dropped"     // not at all: it cannot be read
)

// Dispatch answers one interaction, and returns when the answer has been sent.
// It never panics, and logs one line: neither the token nor the question is in
// it. Requests end when ctx does.
func (r *Router) Dispatch(ctx context.Context, in *discordgo.Interaction) {
	x := arrive(ctx, r.send, r.times)
	defer x.end()
	r.dispatch(ctx, x, in, r.answer)
}

// refuse answers one interaction by saying that there is no room for it.
func (r *Router) refuse(ctx context.Context, x *exchange, in *discordgo.Interaction) {
	r.dispatch(ctx, x, in, func(ctx context.Context, x *exchange) (string, error) { return turnedAway, x.tell(ctx, busy) })
}

// hurry gives the handlers that run no more time. It is called once.
func (r *Router) hurry() { close(r.hurried) }

// dispatch has an exchange that has arrived answered, and logs how that went.
func (r *Router) dispatch(ctx context.Context, x *exchange, in *discordgo.Interaction, answer func(context.Context, *exchange) (string, error)) {
	if in != nil && in.Type == discordgo.InteractionPing {
		return
	}
	x.in = handlers.Interaction{Interaction: in}
	kind := kindOf(in)
	id, known := parseID(interactionID(in))
	var outcome string
	var err error
	switch {
	case !known || !answerable(in):
		outcome = dropped
	case !r.seen.first(id):
		outcome = repeated
	case kind == "":
		outcome, err = garbled, x.tell(ctx, unreadable)
	default:
		outcome, err = answer(ctx, x)
	}
	took := time.Since(x.came)
	r.watch.interaction(r.label(x.in), outcome, took)
	if x.acked > 0 {
		r.watch.acknowledgement(x.acked)
	}
	r.report(ctx, x, kind, outcome, took, err)
}

// report logs the one line of an interaction.
func (r *Router) report(ctx context.Context, x *exchange, kind, outcome string, took time.Duration, err error) {
	attrs := make([]slog.Attr, 0, 8)
	attrs = append(attrs,
		slog.String("id", interactionID(x.in.Interaction)),
		slog.String("kind", kind),
		slog.String("command", nameOf(x.in)),
		slog.String("outcome", outcome),
		slog.Duration("acknowledged", x.acked),
		slog.Duration("took", took),
	)
	level := slog.LevelInfo
	switch outcome {
	case dropped, unknown, turnedAway, garbled:
		level = slog.LevelWarn
	}
	if x.unread != nil {
		level = slog.LevelWarn
		attrs = append(attrs, slog.Any("unread", x.unread))
	}
	if err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.Any("err", err))
	}
	if p, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	r.log.LogAttrs(ctx, level, "interaction", attrs...)
}

// label returns the name by which an interaction is counted: there are so many
// of them, whatever people send.
func (r *Router) label(in handlers.Interaction) string {
	name := nameOf(in)
	if _, ok := r.commands[name]; ok {
		return name
	}
	if _, ok := r.components[name]; ok {
		return name
	}
	return "other"
}

// answerable says whether there is a way to answer: an id, a token and a kind
// that takes callbacks.
func answerable(in *discordgo.Interaction) bool {
	return in != nil && in.Token != "" &&
		in.Type >= discordgo.InteractionApplicationCommand && in.Type <= discordgo.InteractionModalSubmit
}

// kindOf returns what kind of interaction in is, or "" when no handler can be
// given it, since its data is missing or could not be read.
func kindOf(in *discordgo.Interaction) string {
	if in == nil {
		return ""
	}
	switch in.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		switch in.Type {
		case discordgo.InteractionApplicationCommand:
			return "command"
		case discordgo.InteractionApplicationCommandAutocomplete:
			return "autocomplete"
		}
	case discordgo.MessageComponentInteractionData:
		if in.Type == discordgo.InteractionMessageComponent {
			return "component"
		}
	case discordgo.ModalSubmitInteractionData:
		if in.Type == discordgo.InteractionModalSubmit {
			return "form"
		}
	}
	return ""
}

func interactionID(in *discordgo.Interaction) string {
	if in == nil {
		return ""
	}
	return in.ID
}

// nameOf returns the command's name or the component's prefix.
func nameOf(in handlers.Interaction) string {
	if in.Interaction == nil {
		return ""
	}
	if name := in.Command(); name != "" {
		return name
	}
	prefix, _, _ := strings.Cut(in.CustomID(), ":")
	return prefix
}

// answer finds who answers, has them answer, and says how that went.
func (r *Router) answer(ctx context.Context, x *exchange) (outcome string, err error) {
	defer func() {
		if value := recover(); value != nil {
			outcome = panicked
			err = errors.Join(&panicError{value, debug.Stack()}, x.tell(ctx, apology))
		}
	}()
	name := nameOf(x.in)
	switch x.in.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		return r.complete(x, r.completers[name])
	case discordgo.InteractionApplicationCommand:
		if a, ok := r.commands[name]; ok {
			return r.perform(ctx, x, a)
		}
		return unknown, x.tell(ctx, oldCommand)
	}
	if a, ok := r.components[name]; ok {
		return r.perform(ctx, x, a)
	}
	return unknown, x.tell(ctx, oldComponent)
}
