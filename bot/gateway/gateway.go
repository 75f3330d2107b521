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
//	    └─▶ ask REST, keep to the budget ─▶ dial, IDENTIFY
//
// One goroutine, [Gateway.Run], goes round this circle. A connection is a call
// of connect, which returns the [Loss] that ended it; the Loss says whether
// the session goes on, a new one is begun, or nothing more can be done.
// Nothing can hold the circle up: each step has a limit, and the next reading
// has one too.
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
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// ErrAddress says that what should name the gateway's address does not.
var ErrAddress = errors.New("malformed ws or wss URL")

// Session is what outlives a connection, and even a process.
type Session struct {
	ID   string `json:"id"`
	URL  string `json:"url"`  // where it is resumed
	Seq  int64  `json:"seq"`  // number of the last event that was handed over
	User string `json:"user"` // the bot's name
}

// Entry is what Discord says before a session is begun: where its gateway is,
// and how many sessions may be started.
type Entry struct {
	URL   string                       `json:"url"`
	Limit discordgo.SessionInformation `json:"session_start_limit"`
}

// Status is how a connection stands.
type Status int

// The statuses.
const (
	Offline Status = iota // no connection, and none being made
	Connecting
	Online // READY or RESUMED has come
)

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

// Gateway is a bot's connection. It is used by one goroutine.
type Gateway struct {
	Config
	session    Session
	identified time.Time // when the last IDENTIFY was sent
	failures   int       // resumes in a row that did not come to RESUMED
}

// New returns a Gateway that is not connected yet.
func New(c Config) *Gateway {
	c.Times = c.Times.orDefault()
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
	return &Gateway{Config: c, session: c.Session}
}

func (t Times) orDefault() Times {
	fill := func(field *time.Duration, with time.Duration) {
		if *field == 0 {
			*field = with
		}
	}
	fill(&t.Open, DefaultTimes.Open)
	fill(&t.Write, DefaultTimes.Write)
	fill(&t.Close, DefaultTimes.Close)
	fill(&t.FirstWait, DefaultTimes.FirstWait)
	fill(&t.LongestWait, DefaultTimes.LongestWait)
	fill(&t.Settled, DefaultTimes.Settled)
	fill(&t.Identify, DefaultTimes.Identify)
	fill(&t.InvalidMin, DefaultTimes.InvalidMin)
	fill(&t.InvalidMax, DefaultTimes.InvalidMax)
	return t
}

// Session returns the session as it stands, to go on with in the next process.
// It has no ID where there is none to go on with. It is called after Run.
func (g *Gateway) Session() Session { return g.session }

// Run keeps the gateway open until ctx is done, and then closes it so that the
// session can be resumed, and returns nil. It returns a [Loss] when Discord
// closes the gateway for good.
func (g *Gateway) Run(ctx context.Context) error {
	defer g.Status(Offline)
	for attempt := 0; ; attempt++ {
		g.Status(Connecting)
		began := time.Now()
		loss := g.attempt(ctx)
		if ctx.Err() != nil {
			return nil
		}
		g.Status(Offline)
		g.Lost(loss)
		switch loss.Then {
		case Stop:
			return loss
		case Identify:
			g.session = Session{}
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
		if !pause(ctx, wait) {
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
	if g.session.ID != "" && g.failures < fruitless {
		g.failures++ // until RESUMED
		return g.connect(ctx, g.session.URL)
	}
	g.session, g.failures = Session{}, 0
	address, err := g.entry(ctx)
	switch {
	case errors.Is(err, ErrToken), errors.Is(err, ErrAddress):
		return &Loss{Reason: "refused", Then: Stop, Err: err}
	case err != nil:
		return &Loss{Reason: "no address", Then: Identify, Err: err}
	}
	return g.connect(ctx, address)
}

// entry returns the gateway's address when a session may be started.
func (g *Gateway) entry(ctx context.Context) (string, error) {
	for {
		entry, err := g.ask(ctx)
		if err != nil {
			return "", err
		}
		if u, err := url.Parse(entry.URL); err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" {
			return "", ErrAddress
		}
		since := time.Duration(1<<63 - 1)
		if !g.identified.IsZero() {
			since = time.Since(g.identified)
		}
		wait := startWait(entry.Limit, since, g.Times.Identify)
		if entry.Limit.Total > 0 && entry.Limit.Remaining < fewStarts {
			g.Log.Warn("few sessions left to start: slowing down, or Discord would reset the token",
				"left", entry.Limit.Remaining, "of", entry.Limit.Total,
				"new ones in", time.Duration(entry.Limit.ResetAfter)*time.Millisecond, "wait", wait.Round(time.Millisecond))
		}
		if !pause(ctx, wait) {
			return "", ctx.Err()
		}
		if entry.Limit.Total == 0 || entry.Limit.Remaining > 0 {
			return entry.URL, nil
		}
	}
}

// ask asks for the gateway's address, within the time for opening it.
func (g *Gateway) ask(ctx context.Context) (Entry, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, g.Times.Open, fmt.Errorf("no answer within %v", g.Times.Open))
	defer cancel()
	return g.Entry(ctx)
}
