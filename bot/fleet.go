package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"storybot/bot/gateway"
	"storybot/bot/shard"
)

// fleet is the bot's gateways in this process, one a shard. They bring their
// interactions to one reception, so an interaction is answered once, whichever
// shard delivers it again. Which shards there are is package shard's business.
type fleet struct {
	Config
	token   string
	discord rest
	watch   *metrics
	in      *reception
	online  func(user string)
	advise  sync.Once
}

// open is a [shard.Bot]'s.
func (f *fleet) open(turn shard.Turn) shard.Connection {
	c := f.gateway(f.token)
	c.Shard, c.Session, c.May = turn.Shard, turn.Session, turn.Held
	c.Start = f.Slots.Start
	c.Entry = f.entry
	if turn.Shard.Count > 1 {
		c.Log = c.Log.With("shard", turn.Shard.String())
	}
	torn := tear{torn: turn.Torn, heals: f.Times.Acknowledge}
	c.Event = func(kind string, d json.RawMessage) { f.in.event(kind, d, torn.open()) }
	c.Online = func(user string) {
		torn.online()
		f.online(user)
	}
	c.Status = func(s gateway.Status) { f.watch.setStatus(turn.Shard.Number, s) }
	c.Lost = f.watch.lost
	f.watch.setStatus(turn.Shard.Number, gateway.Offline)
	return &watched{gateway.New(c), func() { f.watch.forget(turn.Shard.Number) }}
}

// A tear is the time in which a torn session brings events that its last holder
// may have answered: until the connection stands, and a while longer, for among
// what comes again may be a RESUMED of that holder's. By then all that is left of
// it is too old to be answered. It is used by a gateway's own goroutine.
type tear struct {
	torn  bool
	heals time.Duration
	since time.Time // when the connection stood
}

func (t *tear) online() {
	if t.since.IsZero() {
		t.since = time.Now()
	}
}

func (t *tear) open() bool {
	if t.torn && !t.since.IsZero() && time.Since(t.since) > t.heals {
		t.torn = false
	}
	return t.torn
}

// watched is a gateway whose state is forgotten when it has ended.
type watched struct {
	*gateway.Gateway
	forget func()
}

func (w *watched) Run(ctx context.Context) error {
	defer w.forget()
	return w.Gateway.Run(ctx)
}

// recommended is a [shard.Bot]'s.
func (f *fleet) recommended(ctx context.Context) (int, error) {
	entry, err := f.discord.entry(ctx)
	return entry.Shards, err
}

// entry asks where the gateway is, and says if there should be other shards.
func (f *fleet) entry(ctx context.Context) (gateway.Entry, error) {
	entry, err := f.discord.entry(ctx)
	if err == nil {
		if advice := adviceOn(f.shardsTold(), entry.Shards); advice != "" {
			f.advise.Do(func() { f.Log.Warn(advice) })
		}
	}
	return entry, err
}

// shardsTold is how many shards the bot is told to have, 0 for as many as Discord
// recommends.
func (c Config) shardsTold() int {
	if s, ok := c.Shards.(*shard.Static); ok {
		return max(1, s.Count)
	}
	return 0
}

// adviceOn says what to do when a bot has another number of shards than Discord
// recommends. It may have any number, as long as none has too many servers; 0 is
// what is recommended.
func adviceOn(shards, recommended int) string {
	switch {
	case shards == 0, recommended <= shards:
		return ""
	case shards == 1:
		return fmt.Sprintf("Discord recommends %d shards for so many servers: set SHARDS to auto", recommended)
	}
	return fmt.Sprintf("Discord recommends %d shards for so many servers, and SHARDS is of %d: start all processes with the new number soon", recommended, shards)
}

// gateway is what each of the bot's gateways is made with.
func (c Config) gateway(token string) gateway.Config {
	return gateway.Config{
		Token: token, Agent: userAgent, Times: c.Times.Gateway, Log: c.Log,
		Dialer: &websocket.Dialer{
			Proxy:            http.ProxyFromEnvironment,
			NetDialContext:   c.Dial,
			HandshakeTimeout: c.Times.Start,
		},
	}
}
