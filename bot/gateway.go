package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

const (
	// openWithin bounds one attempt to open the gateway, from asking for its
	// address to READY.
	openWithin = 20 * time.Second
	// closeWithin bounds the closing handshake.
	closeWithin = 3 * time.Second
	// The wait between two attempts doubles from the first to the longest.
	// A connection that lived for longer than the longest starts anew.
	firstWait, longestWait = time.Second, 5 * time.Minute
)

// firstDiscordCode is the first of the close codes that are Discord's own; those
// below are the websocket's.
const firstDiscordCode = 4000

// closeCodes are the codes with which Discord closes the gateway for good:
// opening it again would only be refused again.
var closeCodes = map[int]error{
	4004: ErrToken,
	4010: errors.New("the gateway was closed: the shard is not one of ours"),
	4011: errors.New("the gateway was closed: the bot is in too many servers for one connection and needs shards"),
	4012: errors.New("the gateway was closed: this version of Discord's gateway is no longer spoken"),
	4013: errors.New("the gateway was closed: the intents asked for do not exist"),
	4014: errors.New("the gateway was closed: the intents asked for are not allowed to this bot"),
}

// gateway keeps discordgo's websocket open, from one goroutine.
//
// discordgo's Open takes no context, and waits for ever for a gateway that
// says nothing. While it does, it holds the session's lock, so that Close
// waits too. So the gateway holds the connection under the websocket, and
// closes that when opening has taken too long or is no longer wanted. For the
// same reason discordgo may not reconnect: nothing could stop it.
type gateway struct {
	session  *discordgo.Session
	token    string
	wire     *transport
	log      *slog.Logger
	patience time.Duration                // for one attempt to open
	deliver  func(*discordgo.Interaction) // on a goroutine for each
	ready    func(user string)            // called once, on serve's goroutine; may be nil

	// These belong to one attempt to open, all on serve's goroutine.
	opening context.Context
	conn    net.Conn
	keep    func() bool // lets conn outlive opening

	online  chan string   // the bot's name, at each READY
	dropped chan struct{} // the session has lost its connection
}

func newGateway(token string, wire *transport, log *slog.Logger, deliver func(*discordgo.Interaction)) *gateway {
	g := &gateway{
		token: token, wire: wire, log: log, deliver: deliver,
		patience: openWithin,
		online:   make(chan string, 1),
		dropped:  make(chan struct{}, 1),
	}
	g.session = g.newSession()
	return g
}

// newSession returns a session that has not been introduced to Discord yet.
func (g *gateway) newSession() *discordgo.Session {
	s := newSession(g.token, g)
	s.Dialer = &websocket.Dialer{
		HandshakeTimeout: openWithin,
		NetDialContext:   g.dial,
		Proxy:            speakVersion10,
	}
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) { g.deliver(e.Interaction) })
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Ready) {
		name := ""
		if e.User != nil {
			name = e.User.Username
		}
		select {
		case g.online <- name:
		default: // one is waiting to be read, and says the same
		}
	})
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case g.dropped <- struct{}{}:
		default: // likewise
		}
	})
	return s
}

// RoundTrip sends the one request that Open makes, for the gateway's address,
// with the context that discordgo does not give it.
func (g *gateway) RoundTrip(req *http.Request) (*http.Response, error) {
	return g.wire.RoundTrip(req.WithContext(g.opening))
}

// dial opens the connection under the websocket.
func (g *gateway) dial(_ context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(g.opening, network, address)
	if err != nil {
		return nil, err
	}
	g.conn = conn
	g.keep = context.AfterFunc(g.opening, func() { conn.Close() })
	return conn, nil
}

// speakVersion10 stands in for a dialer's choice of proxy, which is the only
// place where the handshake can be changed before it is sent. discordgo has
// asked for version 9 there.
func speakVersion10(handshake *http.Request) (*url.URL, error) {
	handshake.URL.RawQuery = "v=10&encoding=json"
	handshake.Header.Set("User-Agent", userAgent)
	return http.ProxyFromEnvironment(handshake)
}

// open opens the session's connection. It returns nil if it was open already.
func (g *gateway) open(ctx context.Context) error {
	opening, cancel := context.WithTimeout(ctx, g.patience)
	defer cancel()
	g.opening, g.keep = opening, func() bool { return true }
	err := g.session.Open()
	if err == nil {
		g.keep()
		return nil
	}
	closed, byPeer := errors.AsType[*websocket.CloseError](err)
	switch {
	case errors.Is(err, discordgo.ErrWSAlreadyOpen):
		return nil
	case byPeer && closeCodes[closed.Code] != nil:
		return closeCodes[closed.Code]
	case byPeer && closed.Code >= firstDiscordCode:
		// Discord would not have this session resumed: begin a new one.
		g.session = g.newSession()
		return fmt.Errorf("the gateway was closed by Discord with code %d", closed.Code)
	case opening.Err() != nil && ctx.Err() == nil:
		return fmt.Errorf("the gateway did not answer within %v", g.patience)
	}
	return plain(err)
}

// serve keeps the gateway open until ctx is done, or until Discord closes it
// for good. A first attempt that fails is returned; later ones are repeated.
func (g *gateway) serve(ctx context.Context) error {
	var wait time.Duration
	for first := true; ; first = false {
		began := time.Now()
		err := g.open(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && (first || isFinal(err)):
			return fmt.Errorf("connecting to Discord's gateway: %w", err)
		case err != nil:
			g.log.Warn("gateway not opened", "err", err)
		case !g.listen(ctx):
			return nil
		default:
			g.log.Warn("gateway lost", "after", time.Since(began).Round(time.Millisecond))
		}
		if time.Since(began) > longestWait {
			wait = 0
		}
		if !pause(ctx, wait) {
			return nil
		}
		wait = min(max(2*wait, firstWait), longestWait)
	}
}

// listen waits until the connection is lost, and returns false when ctx is
// done instead.
func (g *gateway) listen(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-g.dropped:
			return true
		case user := <-g.online:
			if g.ready != nil {
				g.ready(user)
				g.ready = nil
			}
		}
	}
}

// close closes the gateway so that Discord shows the bot as offline at once.
func (g *gateway) close() {
	if conn := g.conn; conn != nil {
		cut := time.AfterFunc(closeWithin, func() { conn.Close() })
		defer cut.Stop()
	}
	// What could go wrong is that the connection is lost, and then it is closed.
	_ = g.session.Close()
}

// isFinal says whether err is one after which the gateway stays closed.
func isFinal(err error) bool {
	for _, final := range closeCodes {
		if errors.Is(err, final) {
			return true
		}
	}
	return false
}

// pause waits for d, and returns false when ctx is done first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
