// Package gateway keeps a bot connected to Discord's gateway, whatever Discord
// or the network does.
//
// The gateway is a websocket. Discord says HELLO on it; the bot answers with
// IDENTIFY, which begins a session, or with RESUME, which goes on with one.
// From READY or RESUMED on, events come, each with a number, and the bot sends
// a heartbeat at an interval, which Discord acknowledges. When a connection is
// lost the session lives on for a while, and Discord keeps the events that are
// missed: a RESUME with the last number that was seen brings them.
//
//	    ┌──── wait ◀──── Loss ◀───────────────┐
//	    ▼                                     │
//	has a session? ──yes──▶ dial, RESUME ─────┤
//	    │ no                                  │
//	    └─▶ ask REST, wait for a slot ──▶ dial, IDENTIFY
//
// One goroutine, [Gateway.Run], goes round this circle. A connection is a call
// of connect, which returns the [Loss] that ended it; the Loss says whether
// the session goes on, a new one is begun, or nothing more can be done.
// Nothing can hold the circle up: each step has a limit, and the next reading
// has one too.
//
// A bot in many servers has several gateways, each of a [Shard]; which of them a
// process runs is decided elsewhere, in package shard.
//
// It speaks the protocol itself, on gorilla/websocket, because discordgo's
// Session cannot: its session id and sequence are not exported, so a fresh
// Session cannot resume; it does not know the address to resume at; and its
// Open reads without a deadline, holding the lock that Close needs. What the
// payloads hold is still discordgo's types' business.
package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"storybot/bot/interval"
)

// ErrAddress says that what should name the gateway's address does not.
var ErrAddress = errors.New("malformed ws or wss URL")

// ErrAtOnce, as the cause of the end of the context of [Gateway.Run], has the
// connection closed without a wait for Discord's answer.
var ErrAtOnce = errors.New("close at once")

// Shard is which part of the bot's servers a gateway is for: those whose id, in
// its upper 42 bits, leaves Number when it is divided by Count. The zero value
// is all of them, as is 0 of 1.
type Shard struct{ Number, Count int }

// String is the shard as people write it: "3/16".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, max(1, s.Count)) }

// Session is what outlives a connection, and even a process.
type Session struct {
	ID   string `json:"id"`
	URL  string `json:"url"`  // where it is resumed
	Seq  int64  `json:"seq"`  // number of the last event that was handed over
	User string `json:"user"` // the bot's name
}

// Entry is what Discord says before a session is begun: where its gateway is,
// how many sessions may be started, and how many shards it recommends.
type Entry struct {
	URL    string                       `json:"url"`
	Shards int                          `json:"shards"`
	Limit  discordgo.SessionInformation `json:"session_start_limit"`
}

// Status is how a connection stands.
type Status int

// The statuses.
const (
	Offline Status = iota // no connection, and none being made
	Connecting
	Online // READY or RESUMED has come
)

func (s Status) String() string { return [...]string{"offline", "connecting", "online"}[s] }

// Times are the intervals that a Gateway keeps to. One that is zero has the
// value of [DefaultTimes].
type Times struct {
	Open        time.Duration // from the dial to HELLO, and from there to READY
	Write       time.Duration // for a payload to leave
	Close       time.Duration // for Discord to answer a close frame
	FirstWait   time.Duration // the limit of the first wait between attempts that fail
	LongestWait time.Duration // the limit that it grows to
	Settled     time.Duration // a connection that lasts so long was a good one
	Identify    time.Duration // between two IDENTIFYs
	InvalidMin  time.Duration // after an invalid session, a random wait
	InvalidMax  time.Duration // between these
}

// DefaultTimes are what Discord asks for, or bears.
var DefaultTimes = Times{
	Open: 20 * time.Second, Write: 5 * time.Second, Close: time.Second,
	FirstWait: time.Second, LongestWait: time.Minute, Settled: time.Minute,
	Identify: 5 * time.Second, InvalidMin: time.Second, InvalidMax: 5 * time.Second,
}

// Config is what a Gateway needs. Only Token, Dialer, Entry and Event must be
// there.
type Config struct {
	Token   string // without "Bot "
	Intents discordgo.Intent
	Agent   string // User-Agent of the handshake
	// Dialer opens the websockets. It must have a NetDialContext.
	Dialer *websocket.Dialer
	// Entry asks for the gateway's address. ErrToken ends [Gateway.Run]; any
	// other error is tried again.
	Entry func(context.Context) (Entry, error)
	// Event is given each event, in order, and should be quick: the next one
	// is not read before it returns.
	Event func(kind string, d json.RawMessage)
	// Shard is sent with IDENTIFY where there is more than one.
	Shard Shard
	// Start waits until this gateway may send an IDENTIFY, and returns the leave
	// to do so, as Discord counts it; see [Saving] for the bucket. Nil keeps the
	// intervals of this gateway alone.
	Start func(ctx context.Context, bucket int, every time.Duration) (Slot, error)
	// May says whether the session may still be used: it is asked before each
	// IDENTIFY, RESUME and event. Once it may not, the connection is closed, and
	// Run ends. Nil is always.
	May func() bool
	// Online is called at each READY and RESUMED.
	Online func(user string)
	// Status and Lost are told what happens, for metrics.
	Status func(Status)
	Lost   func(*Loss)
	// Session, if it has an ID, is resumed first.
	Session Session
	Log     *slog.Logger
	Times   Times
	Random  func() float64 // from 0 to below 1; called from two goroutines
}

// Gateway is a bot's connection. But for Session, it is used by one goroutine.
type Gateway struct {
	Config
	session  session
	slot     Slot // for the next IDENTIFY
	failures int  // resumes in a row that did not come to RESUMED
}

// session is a Session that is changed by the one who reads events, and read by
// others.
type session struct {
	mu  sync.Mutex
	now Session
}

func (s *session) get() Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *session) set(next Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = next
}

// saw notes the number of an event.
func (s *session) saw(seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Seq = max(s.now.Seq, seq)
}

// New returns a Gateway that is not connected yet.
func New(c Config) *Gateway {
	c.Times = interval.OrDefault(c.Times, DefaultTimes)
	if c.Online == nil {
		c.Online = func(string) {}
	}
	if c.Status == nil {
		c.Status = func(Status) {}
	}
	if c.Lost == nil {
		c.Lost = func(*Loss) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.May == nil {
		c.May = func() bool { return true }
	}
	if c.Start == nil {
		c.Start = new(alone).start
	}
	return &Gateway{Config: c, session: session{now: c.Session}}
}

// Session returns the session as it stands, to go on with in another process.
// It has no ID where there is none to go on with. It may be called at any time,
// from any goroutine; after Run it is what the next one begins with.
func (g *Gateway) Session() Session { return g.session.get() }

// Run keeps the gateway open until ctx is done, or the session may not be used
// any more, and then closes it so that the session can be resumed, and returns
// nil. It returns a [Loss] when Discord
// closes the gateway for good.
func (g *Gateway) Run(ctx context.Context) error {
	defer g.Status(Offline)
	for attempt := 0; ; attempt++ {
		g.Status(Connecting)
		began := time.Now()
		loss := g.attempt(ctx)
		if ctx.Err() != nil || !g.May() {
			return nil
		}
		g.Status(Offline)
		g.Lost(loss)
		switch loss.Then {
		case Stop:
			return loss
		case Identify:
			g.session.set(Session{})
		}
		lasted := time.Since(began)
		if lasted >= g.Times.Settled {
			attempt = 0
		}
		wait := backoff(attempt, g.Times.FirstWait, g.Times.LongestWait, g.Random)
		if loss.pauses {
			span := g.Times.InvalidMax - g.Times.InvalidMin
			wait = max(wait, g.Times.InvalidMin+time.Duration(g.Random()*float64(span)))
		}
		g.Log.Warn("gateway lost", "why", loss, "then", loss.Then, "in", wait.Round(time.Millisecond),
			"after", lasted.Round(time.Millisecond), "attempt", attempt)
		if !interval.Pause(ctx, wait) {
			return nil
		}
	}
}

// fruitless is how often in a row a resume may fail until a new session is
// begun at the gateway's common address: the host that kept the old one may be
// gone.
const fruitless = 5

// attempt makes one connection and returns when and why it ended.
func (g *Gateway) attempt(ctx context.Context) *Loss {
	if lives := g.Session(); lives.ID != "" && g.failures < fruitless {
		g.failures++ // until RESUMED
		return g.connect(ctx, lives.URL)
	}
	g.session.set(Session{})
	g.failures = 0
	address, slot, err := g.entry(ctx)
	switch {
	case errors.Is(err, ErrToken), errors.Is(err, ErrAddress):
		return &Loss{Reason: "refused", Then: Stop, Err: err}
	case err != nil:
		return &Loss{Reason: "no address", Then: Identify, Err: err}
	}
	g.slot = slot
	defer slot.Free()
	return g.connect(ctx, address)
}

// entry returns the gateway's address when a session may be started, and the
// leave to start it.
func (g *Gateway) entry(ctx context.Context) (string, Slot, error) {
	for {
		asked := time.Now()
		entry, err := g.ask(ctx)
		if err != nil {
			return "", nil, err
		}
		start := startOf(entry.Limit, g.Shard, g.Times.Identify)
		if start.bucket == Saving || start.none {
			g.Log.Warn("few sessions left to start: slowing down, or Discord would reset the token",
				"left", entry.Limit.Remaining, "of", entry.Limit.Total,
				"new ones in", time.Duration(entry.Limit.ResetAfter)*time.Millisecond, "one in", start.every.Round(time.Millisecond))
		}
		if start.none {
			if !interval.Pause(ctx, start.every) {
				return "", nil, ctx.Err()
			}
			continue
		}
		slot, err := g.Start(ctx, start.bucket, start.every)
		if err != nil {
			return "", nil, err
		}
		if time.Since(asked) < g.Times.Identify || g.someLeft(ctx) {
			return entry.URL, slot, nil
		}
		slot.Free()
	}
}

// someLeft asks again, after a long wait, whether there are sessions left to
// start: other shards will have started some.
func (g *Gateway) someLeft(ctx context.Context) bool {
	entry, err := g.ask(ctx)
	return err != nil || !startOf(entry.Limit, g.Shard, g.Times.Identify).none
}

// ask asks for the gateway's address, within the time for opening it.
func (g *Gateway) ask(ctx context.Context) (Entry, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, g.Times.Open, fmt.Errorf("no answer within %v", g.Times.Open))
	defer cancel()
	entry, err := g.Entry(ctx)
	if err != nil {
		return Entry{}, err
	}
	if u, err := url.Parse(entry.URL); err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" {
		return Entry{}, ErrAddress
	}
	return entry, nil
}
