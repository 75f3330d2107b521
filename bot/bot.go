// Package bot takes Discord's protocol and connects it to package handlers, so
// that no interaction stays unanswered, whatever Discord or the network does.
//
// An interaction travels through it like this:
//
//		gateway ──▶ door ──▶ Router ──▶ exchange ──▶ handlers.Handler
//		                                   │
//		   Discord ◀── ratelimit ◀── rest ◀┘
//
//	  - Package gateway keeps the websocket open on which Discord brings one
//	    event per thing that a person did. A large bot has several, one for each
//	    part of its servers; package shard decides which of them a process runs.
//	  - The door lets so many interactions in at once, and keeps so many more in
//	    a queue; past that, an interaction is answered with "busy" at once. When
//	    it is shut, a shutdown can wait until all who are inside have left.
//	  - The [Router] knows which handler answers which command or component, and
//	    answers an interaction once, however often it is delivered.
//	  - An exchange is one interaction on its way to an answer. Discord wants an
//	    acknowledgement (a callback) within three seconds, and takes one only;
//	    the exchange knows whether it has been given, and so what can still be
//	    said to the person. A handler that has not replied after two and a half
//	    is deferred.
//	  - rest sends answers, and finds out whether a callback arrived when its
//	    answer does not say. Package ratelimit, under it, decides when a request
//	    may leave.
//
// Of discordgo only the data types are used: what the payloads hold. Its
// Session cannot be stopped while it opens, cannot resume in a new process,
// and sleeps through rate limits without regard for a context; see package
// gateway.
package bot

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"storybot/bot/interval"
	"storybot/bot/ratelimit"
	"storybot/bot/shard"
	"storybot/handlers"
)

// Config is what [Run] needs. Token and Commands must be there.
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
	// Ready is called once, when the bot, or its first shard here, is online.
	// Nil is fine.
	Ready func(Online)
	// Reached is called once, when Discord's REST API has been reached, be a shard
	// here or not. Nil is fine.
	Reached func(Post)

	// Shards decides which of the bot's shards this process runs. Nil means one
	// connection for all.
	Shards shard.Assignment
	// Slots shares out the leave to begin sessions, where other processes begin
	// some too. Nil means that there are none.
	Slots *shard.Slots

	// AtOnce is how many interactions are answered at once, and Queue how many
	// wait when there are more. Zero means [DefaultAtOnce] and [DefaultQueue].
	AtOnce, Queue int

	// MetricsAddr is where /healthz, /readyz and /metrics are served: a host
	// and a port. Empty means nowhere.
	MetricsAddr string
	// Fit says why the process should get no more to do as it is, in a sentence,
	// or nil; /readyz asks it. Nil means that it always is.
	Fit func() error
	// Registry is where the metrics are registered, beside the caller's own.
	// Nil means one of the bot's own.
	Registry *prometheus.Registry

	// Times are the intervals; zero ones have their defaults.
	Times Times
	// Now is the clock that rate limits go by, and by which the age of an
	// interaction is told that comes again. Nil means [time.Now].
	Now func() time.Time
	// Dial opens every connection. Nil means a [net.Dialer]'s.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

const (
	// DefaultAtOnce is how many interactions are answered at once.
	DefaultAtOnce = 256
	// DefaultQueue is how many more may wait.
	DefaultQueue = 1024
)

// Online tells who the bot is, once Discord has said so.
type Online struct {
	ApplicationID, User, InviteURL string
}

// A Post sends a message to a channel, of which the bot has to be a member. It
// may be called from any goroutine until [Run] returns.
type Post func(ctx context.Context, channelID string, message discordgo.InteractionResponseData) error

func (c Config) orDefault() Config {
	c.Times = interval.OrDefault(c.Times, DefaultTimes)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Ready == nil {
		c.Ready = func(Online) {}
	}
	if c.Reached == nil {
		c.Reached = func(Post) {}
	}
	if c.Shards == nil {
		c.Shards = new(shard.Static)
	}
	if c.Slots == nil {
		c.Slots = shard.NewSlots(nil, c.Log)
	}
	if c.AtOnce == 0 {
		c.AtOnce = DefaultAtOnce
	}
	if c.Queue == 0 {
		c.Queue = DefaultQueue
	}
	if c.Fit == nil {
		c.Fit = func() error { return nil }
	}
	if c.Registry == nil {
		c.Registry = prometheus.NewRegistry()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Dial == nil {
		c.Dial = new(net.Dialer).DialContext
	}
	return c
}

// Run connects, registers the commands and answers interactions until ctx is
// done. Then it takes no more of them, closes the gateways so that the sessions
// can be resumed, and waits for those that are running, ten seconds in all.
//
// It returns nil after such a shutdown, [ErrToken] when Discord refuses the
// token, a [*gateway.Loss] when Discord closes the gateway for good, and
// another error when the configuration is wrong or the REST API cannot be
// reached at the start. A gateway that cannot be reached, then or later, is
// tried again.
func Run(ctx context.Context, c Config) error {
	c = c.orDefault()
	token, err := ParseToken(c.Token)
	if err != nil {
		return err
	}
	watch, err := newMetrics(c.Registry)
	if err != nil {
		return err
	}
	discord, hangUp, err := c.rest(token, watch)
	if err != nil {
		return err
	}
	defer hangUp()
	router, err := NewRouter(c.Commands, discord, c.Log)
	if err != nil {
		return err
	}
	router.times, router.watch = c.Times, watch
	if c.MetricsAddr != "" {
		ready := func() error {
			if !c.Shards.Ready() || !watch.online() {
				return errOffline
			}
			return c.Fit()
		}
		stop, err := serveHealth(c.MetricsAddr, c.Registry, ready, c.Log)
		if err != nil {
			return err
		}
		defer stop()
	}

	id, err := start(ctx, discord, c)
	if err != nil {
		return stoppedOr(ctx, err)
	}
	c.Reached(discord.post)
	// Interactions outlive ctx by the time that a shutdown gives them.
	answering, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	in := &reception{
		door: newDoor(c.AtOnce, c.Queue, c.Times.Queue), router: router, log: c.Log, answering: answering,
		acknowledged: discord.acknowledged, now: c.Now,
	}
	f := &fleet{Config: c, token: token, discord: discord, watch: watch, in: in, online: announce(c.Ready, id)}
	err = c.Shards.Run(ctx, shard.Bot{Open: f.open, Recommended: f.recommended})
	in.close(c.Times.Drain)
	return err
}

// rest returns what requests are sent with, and what ends its connections.
func (c Config) rest(token string, watch *metrics) (rest, func(), error) {
	api, err := ParseAPIURL(c.APIURL)
	if err != nil {
		return rest{}, nil, err
	}
	u, err := url.Parse(api)
	if err != nil {
		return rest{}, nil, err
	}
	wire := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         c.Dial,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     90 * time.Second,
		TLSHandshakeTimeout: c.Times.Send,
	}
	limited := ratelimit.New(ratelimit.Config{
		Next: wire, Base: u.Path, Times: c.Times.REST, Now: c.Now, Waited: watch.waited, Log: c.Log,
	})
	return newRest(api, token, limited), wire.CloseIdleConnections, nil
}

// announce returns a function that calls ready the first time that it is
// called.
func announce(ready func(Online), id string) func(user string) {
	var once sync.Once
	return func(user string) {
		once.Do(func() { ready(Online{ApplicationID: id, User: user, InviteURL: InviteURL(id)}) })
	}
}

// stoppedOr returns nil when ctx is done, since stopping is no failure, and
// err otherwise.
func stoppedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
