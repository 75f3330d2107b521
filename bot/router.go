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
	oldCommand   = "This command is not one that the bot knows now. Please try again in a few minutes, or restart Discord."
	oldComponent = "This button is from an older version of the bot. Please send the command again."
)

const (
	// answerWithin is a handler's time when nothing has been acknowledged:
	// Discord gives three seconds, from which the way there and back is taken.
	answerWithin = 2500 * time.Millisecond
	// deferredWithin is a handler's time when it has: Discord gives fifteen
	// minutes, from which the time to send the answer is taken.
	deferredWithin = 15*time.Minute - 10*time.Second
)

// Router brings each interaction to its handler, and the handler's reply to
// the person. It may be used from many goroutines at once.
type Router struct {
	commands   map[string]action // by name
	completers map[string]handlers.Completer
	components map[string]action // by prefix
	send       Sender
	log        *slog.Logger
	now        func() time.Time
	seen       *seen

	answerWithin, deferredWithin time.Duration
}

// action is what commands, components and forms have in common.
type action struct {
	run     handlers.Handler
	defers  bool
	private func(handlers.Interaction) bool
}

// NewRouter returns a router for the commands and their components. It returns
// an error when two share a name or a prefix, or one lacks what it needs.
func NewRouter(commands []handlers.Command, send Sender, log *slog.Logger, now func() time.Time) (*Router, error) {
	r := &Router{
		commands:       map[string]action{},
		completers:     map[string]handlers.Completer{},
		components:     map[string]action{},
		send:           send,
		log:            log,
		now:            now,
		seen:           newSeen(now),
		answerWithin:   answerWithin,
		deferredWithin: deferredWithin,
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
	undelivered = "undelivered" // Discord did not take the answer
	repeated    = "repeated"    // not at all: it was delivered before
	dropped     = "dropped"     // not at all: it cannot be read
)

// Dispatch answers one interaction, and returns when the answer has been sent.
// It never panics, and logs one line: neither the token nor the question is in
// it. Requests end when ctx does.
func (r *Router) Dispatch(ctx context.Context, in *discordgo.Interaction) {
	if in != nil && in.Type == discordgo.InteractionPing {
		return
	}
	x := &exchange{in: handlers.Interaction{Interaction: in}, send: r.send}
	kind, began := kindOf(in), r.now()
	var outcome string
	var err error
	switch {
	case kind == "":
		outcome = dropped
	case !r.seen.first(in.ID):
		outcome = repeated
	default:
		outcome, err = r.answer(ctx, x)
	}

	attrs := []slog.Attr{
		slog.String("id", interactionID(in)),
		slog.String("kind", kind),
		slog.String("command", nameOf(x.in)),
		slog.String("outcome", outcome),
		slog.Duration("took", r.now().Sub(began)),
	}
	level := slog.LevelInfo
	if outcome == dropped || outcome == unknown {
		level = slog.LevelWarn
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

// kindOf returns what kind of interaction in is, or "" when it is none that
// can be answered: discordgo hands over an interaction that it could not read
// in part or at all as one without data, or without an id.
func kindOf(in *discordgo.Interaction) string {
	if in == nil || in.ID == "" || in.Token == "" {
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
		return r.complete(ctx, x, r.completers[name])
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

// complete answers an autocomplete, if need be with no choices.
func (r *Router) complete(ctx context.Context, x *exchange, complete handlers.Completer) (string, error) {
	if complete == nil {
		return unknown, x.propose(ctx, nil)
	}
	limited, cancel := context.WithTimeout(ctx, r.answerWithin)
	defer cancel()
	choices, err := complete(limited, x.in)
	if err != nil {
		return failed, errors.Join(err, x.propose(ctx, nil))
	}
	if err := x.propose(ctx, choices); err != nil {
		return undelivered, errors.Join(err, x.propose(ctx, nil))
	}
	return answered, nil
}

// perform answers a command, a component or a form.
func (r *Router) perform(ctx context.Context, x *exchange, a action) (string, error) {
	private := a.private != nil && a.private(x.in)
	within := r.answerWithin
	if a.defers {
		within = r.deferredWithin
		if err := x.postpone(ctx, private); err != nil {
			return undelivered, errors.Join(err, x.tell(ctx, apology))
		}
	}
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	reply, err := a.run(limited, x.in)
	if sentence, ok := handlers.RefusalText(err); ok {
		return refused, x.tell(ctx, sentence)
	}
	if err != nil {
		sentence := apology
		if errors.Is(err, context.DeadlineExceeded) && limited.Err() != nil {
			sentence = tooSlow
		}
		return failed, errors.Join(err, x.tell(ctx, sentence))
	}
	if err := x.deliver(ctx, reply, private); err != nil {
		return undelivered, errors.Join(err, x.tell(ctx, apology))
	}
	return answered, nil
}

// A panicError is a panic of a handler's, with where it came from.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }
