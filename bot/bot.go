// Package bot takes Discord's protocol and connects it to package handlers.
//
// An interaction travels through it like this:
//
//		gateway ──▶ inHand ──▶ Router ──▶ exchange ──▶ handlers.Handler
//		                                     │
//		         Discord ◀── transport ◀── rest ◀──┘
//
//	  - The gateway is a websocket that Discord speaks first on: it brings one
//	    event per thing that a person did. [Run] keeps it open.
//	  - inHand counts the interactions that are being answered, so that a
//	    shutdown can wait for them and let no more in.
//	  - The [Router] knows which handler answers which command or component, and
//	    answers an interaction once, however often it is delivered.
//	  - An exchange is one interaction on its way to an answer. Discord wants an
//	    acknowledgement (a callback) within three seconds, and takes one only;
//	    the exchange knows whether it has been given, and so what can still be
//	    said to the person.
//	  - rest sends answers, and transport turns every request of discordgo's, an
//	    older version of the API at a fixed address, into one to version 10 at
//	    the configured address.
//
// discordgo does the framing, the heartbeat and the JSON. What it does not do
// (giving up when a context ends, reconnecting so that it can be stopped,
// version 10, empty lists of choices) is done here, around it.
package bot

import (
	"context"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// Config is what [Run] needs.
type Config struct {
	// Token is the bot's token, without "Bot ".
	Token string
	// APIURL is where Discord's REST API is: http or https, any path, ending
	// in v10. Empty means [DefaultAPIURL].
	APIURL string
	// GuildIDs are the servers to register the commands in, where they appear
	// at once. None means everywhere.
	GuildIDs []string
	// Commands are all the commands, in the order in which Discord is told.
	Commands []handlers.Command
	// Log gets a line for each interaction. Nil means no log.
	Log *slog.Logger
	// Ready is called once, when the bot is online. Nil is fine.
	Ready func(Online)
	// Now is the clock. Nil means [time.Now].
	Now func() time.Time
}

// Online tells who the bot is, once Discord has said so.
type Online struct {
	ApplicationID, User, InviteURL string
}

// drainWithin is how long a shutdown waits for running interactions.
const drainWithin = 10 * time.Second

// Run connects, registers the commands and answers interactions until ctx is
// done. Then it takes no more of them, waits up to ten seconds for those that
// are running, and closes the gateway.
//
// It returns nil after such a shutdown, [ErrToken] when Discord refuses the
// token, and another error when the configuration is wrong, Discord cannot be
// reached at the start, or closes the gateway for good. A connection that is
// lost later is opened again.
func Run(ctx context.Context, c Config) error {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Ready == nil {
		c.Ready = func(Online) {}
	}
	token, err := ParseToken(c.Token)
	if err != nil {
		return err
	}
	wire, err := newTransport(c.APIURL)
	if err != nil {
		return err
	}
	defer wire.next.CloseIdleConnections()
	discord := rest{newSession(token, wire)}
	router, err := NewRouter(c.Commands, discord, c.Log, c.Now)
	if err != nil {
		return err
	}

	id, err := start(ctx, discord, c)
	if err != nil {
		return stoppedOr(ctx, err)
	}

	// Interactions outlive ctx by the time that a shutdown gives them.
	answering, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	running := newInHand()
	g := newGateway(token, wire, c.Log, func(in *discordgo.Interaction) {
		if !running.enter() {
			c.Log.Warn("interaction not taken: shutting down", "id", interactionID(in))
			return
		}
		defer running.leave()
		router.Dispatch(answering, in)
	})
	g.ready = func(user string) {
		c.Ready(Online{ApplicationID: id, User: user, InviteURL: InviteURL(id)})
	}

	err = g.serve(ctx)
	if !running.drain(drainWithin) {
		c.Log.Warn("shutting down with interactions unanswered", "after", drainWithin)
	}
	stop()
	g.close()
	return err
}

// stoppedOr returns nil when ctx is done, since stopping is no failure, and
// err otherwise.
func stoppedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
