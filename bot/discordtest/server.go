package discordtest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Where and by whom the interactions of this package's builders are made.
const (
	GuildID     = "1100000000000000002"
	ChannelID   = "1100000000000000003"
	DMChannelID = "1100000000000000004"
	UserID      = "1100000000000000005"
)

var (
	// ErrClosed is returned by a wait that Close put an end to.
	ErrClosed = errors.New("the stand-in is closed")
	// ErrNoSession is returned when there is no session to send an event to:
	// none has identified, or each has ended for good.
	ErrNoSession = errors.New("no session to send to; wait for WaitReady first")
)

// Server is a running stand-in for Discord. Its methods may be called from
// any goroutine.
type Server struct {
	token         string
	applicationID string
	heartbeat     time.Duration
	starts        int           // how many sessions a bot may start
	startsReset   time.Duration // until it may start as many again
	remembered    int           // how many requests are recorded at most; 0 is all
	guilds        int           // that the bot is in; 0 is the one of GuildID
	shards        int           // that are recommended
	buckets       int           // max_concurrency
	every         time.Duration // between two IDENTIFYs in a bucket; 0 takes any
	now           func() time.Time

	listener net.Listener
	http     *http.Server
	running  sync.WaitGroup // the goroutines that Close waits for
	ended    chan struct{}  // closed by Close

	mu       sync.Mutex    // guards all that follows
	closed   bool          // nothing new may begin
	changed  chan struct{} // closed and replaced at every change
	counter  int64         // the last id's low bits
	requests []Request
	commands map[string][]command // by guild id, "" for the global ones

	interactions map[string]*interaction // by token

	conns          map[*conn]bool
	sessions       map[string]*session // by session id
	gatewayVersion string
	identifies     int
	tooSoon        int
	resumes        int
	identified     map[int]time.Time // the last in each bucket
	held           map[[2]int]*Held  // by shard and their count
	identify       json.RawMessage

	restFaults    []*RESTFault
	gatewayFaults []*GatewayFault
}

// Option configures a stand-in.
type Option func(*Server)

// WithToken sets the bot token, without "Bot ".
func WithToken(token string) Option {
	return func(s *Server) { s.token = token }
}

// WithApplicationID sets the id of the application and of its bot user.
func WithApplicationID(id string) Option {
	return func(s *Server) { s.applicationID = id }
}

// WithHeartbeat sets the heartbeat interval that HELLO asks for, in whole
// milliseconds. The default is Discord's 41.25 s.
func WithHeartbeat(interval time.Duration) Option {
	return func(s *Server) { s.heartbeat = interval }
}

// WithStartLimit sets how many sessions a bot may start, and in how long it may
// start as many again. The default is Discord's thousand in a day. The stand-in
// does not refuse any beyond.
func WithStartLimit(total int, reset time.Duration) Option {
	return func(s *Server) { s.starts, s.startsReset = total, reset }
}

// WithRecord has only the last n requests recorded, so that a long test stays
// small. The default is all.
func WithRecord(n int) Option {
	return func(s *Server) { s.remembered = n }
}

// WithClock sets the clock that dates requests, ids and deadlines. It is
// called from several goroutines.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.now = now }
}

// Start starts a stand-in on a free loopback port. Like [httptest.NewServer]
// it panics where there is no port to be had, since no test can go on then.
//
// [httptest.NewServer]: https://pkg.go.dev/net/http/httptest#NewServer
func Start(opts ...Option) *Server {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("discordtest: no free loopback port: %v", err))
	}
	s := &Server{
		applicationID: "1100000000000000001",
		heartbeat:     41250 * time.Millisecond,
		starts:        1000,
		startsReset:   24 * time.Hour,
		shards:        1,
		buckets:       1,
		now:           time.Now,
		listener:      listener,
		changed:       make(chan struct{}),
		ended:         make(chan struct{}),
		commands:      make(map[string][]command),
		interactions:  make(map[string]*interaction),
		conns:         make(map[*conn]bool),
		sessions:      make(map[string]*session),
		identified:    make(map[int]time.Time),
		held:          make(map[[2]int]*Held),
	}
	for _, opt := range opts {
		opt(s)
	}
	if s.token == "" {
		s.token = plausibleToken(s.applicationID)
	}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	s.running.Go(func() { _ = s.http.Serve(listener) }) // ends with Close
	return s
}

// plausibleToken returns a token in the shape of a bot's: the application's
// id in base64, and two more parts.
func plausibleToken(applicationID string) string {
	id := base64.RawStdEncoding.EncodeToString([]byte(applicationID))
	return id + ".Gtest0." + strings.Repeat("discordtest", 3)
}

// Close closes sockets and listener, and waits for the stand-in's goroutines.
// A client that does not answer the close frame is cut off after a second.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.ended)
	}
	for c := range s.conns {
		s.hangUp(c, 1001)
	}
	s.announce()
	s.mu.Unlock()
	_ = s.http.Close() // the sockets are gone either way
	s.running.Wait()
}

// URL is the base of the REST API, without a slash at the end: what a bot
// takes in place of https://discord.com/api/v10.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/api/v10" }

// gatewayURL is where the websocket gateway listens.
func (s *Server) gatewayURL() string { return "ws://" + s.listener.Addr().String() + "/gateway" }

// Token is the bot token that the stand-in takes, without "Bot ".
func (s *Server) Token() string { return s.token }

// ApplicationID is the id of the application and of its bot user.
func (s *Server) ApplicationID() string { return s.applicationID }

// serve takes every HTTP request: the gateway's websocket and the REST API
// share the port.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer s.running.Done()
	if strings.TrimSuffix(r.URL.Path, "/") == "/gateway" {
		s.serveGateway(w, r)
		return
	}
	s.serveREST(w, r)
}

// enter counts the caller among those that Close waits for, unless Close has
// begun.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.running.Add(1)
	return true
}

// announce wakes those who wait for a change. The caller holds s.mu.
func (s *Server) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// WaitFor waits until met returns true; it is asked after each change.
func (s *Server) WaitFor(ctx context.Context, met func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if met() {
			return nil
		}
		err := s.until(ctx, "a change", func() bool { return s.changed != changed })
		if err != nil {
			return err
		}
	}
}

// until waits until met, which is called with s.mu held, returns true. What
// names the thing that is waited for.
func (s *Server) until(ctx context.Context, what string, met func() bool) error {
	for {
		s.mu.Lock()
		done, closed, changed, sofar := met(), s.closed, s.changed, s.sofar()
		s.mu.Unlock()
		if done {
			return nil
		}
		if closed {
			return fmt.Errorf("discordtest: wait for %s: %w", what, ErrClosed)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("discordtest: wait for %s: %w (so far: %s)", what, ctx.Err(), sofar)
		}
	}
}

// sofar tells what the bot has done, for one who waited in vain. The caller
// holds s.mu.
func (s *Server) sofar() string {
	last := "none"
	if n := len(s.requests); n > 0 {
		r := s.requests[n-1]
		last = fmt.Sprintf("%s %s %d", r.Method, r.Path, r.Status)
	}
	return fmt.Sprintf("%d requests, the last %s; %d connections, %d IDENTIFY, %d RESUME",
		len(s.requests), last, len(s.conns), s.identifies, s.resumes)
}

// discordEpoch is the first millisecond of 2015, from which ids count.
const discordEpoch = 1420070400000

// nextID returns a new id. As in Discord's its upper 42 bits are the time of
// its making. The caller holds s.mu.
func (s *Server) nextID() string {
	s.counter++
	ms := s.now().UnixMilli() - discordEpoch
	return strconv.FormatInt(ms<<22|s.counter&(1<<22-1), 10)
}
