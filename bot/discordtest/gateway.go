package discordtest

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// A gateway connection speaks in payloads {op, d, s, t}. It begins with the
// server's HELLO; the client then identifies, which begins a session (see
// session.go), or resumes one that lost its connection. From there on events
// go one way and heartbeats both.

// Operations, as numbered by Discord.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoiceState     = 4
	opResume         = 6
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatACK   = 11
	opSoundboard     = 31
)

// An operation is something that a client may send: before it has a session,
// after, or both.
type operation struct {
	before, after bool
	serve         func(*Server, *conn, json.RawMessage)
}

var operations = map[int]operation{
	opHeartbeat:      {before: true, after: true, serve: (*Server).onHeartbeat},
	opIdentify:       {before: true, serve: (*Server).onIdentify},
	opResume:         {before: true, serve: (*Server).onResume},
	opPresence:       {after: true, serve: unheeded},
	opVoiceState:     {after: true, serve: unheeded},
	opRequestMembers: {after: true, serve: unheeded},
	opSoundboard:     {after: true, serve: unheeded},
}

// A closing is what a close code means. A code that is not among the closings
// leaves the session to be resumed.
type closing struct {
	reason string
	ends   bool // the session, which cannot be resumed
}

var closings = map[int]closing{
	1001: {reason: "Going away."},
	4000: {reason: "Unknown error."},
	4001: {reason: "Unknown opcode."},
	4002: {reason: "Error while decoding payload."},
	4003: {reason: "Not authenticated.", ends: true},
	4004: {reason: "Authentication failed.", ends: true},
	4005: {reason: "Already authenticated."},
	4006: {reason: "Session no longer valid.", ends: true},
	4007: {reason: "Invalid seq.", ends: true},
	4008: {reason: "Rate limited."},
	4009: {reason: "Session timed out.", ends: true},
	4010: {reason: "Invalid shard.", ends: true},
	4011: {reason: "Sharding required.", ends: true},
	4012: {reason: "Invalid API version.", ends: true},
	4013: {reason: "Invalid intent(s).", ends: true},
	4014: {reason: "Disallowed intent(s).", ends: true},
}

const (
	// maxPayload is the longest payload in bytes that a client may send.
	maxPayload = 4096
	// patience is how long a client may take to read what is written to it,
	// and to answer a close frame.
	patience = time.Second
	// queued is how many payloads may wait for a client that does not read
	// before it is cut off.
	queued = 1024
)

// A conn is one websocket connection.
type conn struct {
	server *Server
	socket *websocket.Conn
	out    chan frame // to the goroutine that writes

	// The server's mutex guards these.
	session *session // nil before IDENTIFY or RESUME, and once hung up on
	over    bool     // nothing more is said or listened to
	beats   bool     // a heartbeat has come
	mute    bool     // nothing passes any more, either way
}

// A frame is a payload, or with a code the close frame that ends it all, or a
// fault.
type frame struct {
	name    string // of an event, or of what may suffer a fault
	payload []byte
	code    int
	fault   *GatewayFault
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// serveGateway runs a connection until either side ends it.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has told the client
	}
	c := &conn{server: s, socket: socket, out: make(chan frame, queued)}
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()

	s.join(c, r.URL.Query().Get("v"))
	for {
		_, payload, err := socket.ReadMessage()
		if err != nil {
			s.leave(c, err)
			break
		}
		s.hear(c, payload)
	}
	<-written
	_ = socket.Close() // both sides have said their last
}

// write writes what is queued, until leave closes the queue.
func (c *conn) write() {
	for f := range c.out {
		if c.isMute() {
			continue
		}
		deadline := time.Now().Add(patience)
		_ = c.socket.SetWriteDeadline(deadline) // a failure shows in the write
		fault := f.fault
		if fault == nil && f.name != "" {
			fault = c.server.gatewayFault(f.name)
		}
		var err error
		if fault != nil {
			err = c.server.suffer(c, fault, f.payload)
		} else if f.code != 0 {
			last := websocket.FormatCloseMessage(f.code, closings[f.code].reason)
			err = c.socket.WriteMessage(websocket.CloseMessage, last)
			_ = c.socket.SetReadDeadline(deadline)
		} else {
			err = c.socket.WriteMessage(websocket.TextMessage, f.payload)
		}
		if err != nil {
			_ = c.socket.Close() // which ends the reading
		}
	}
}

func (c *conn) isMute() bool {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.mute
}

// join greets a new connection.
func (s *Server) join(c *conn, version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[c] = true
	s.gatewayVersion = version
	s.announce()
	switch {
	case s.closed:
		s.hangUp(c, 1001)
	case version != "10":
		s.hangUp(c, 4012)
	default:
		c.say(opHello, map[string]any{"heartbeat_interval": s.heartbeat.Milliseconds()})
	}
}

// leave forgets a connection that has ended, err telling how. A client that
// closes with 1000 or 1001 gives its session up; else it may resume.
func (s *Server) leave(c *conn, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.session != nil && websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
		delete(s.sessions, c.session.id)
	}
	c.detach()
	c.over = true
	close(c.out)
	delete(s.conns, c)
	s.announce()
}

// hangUp ends a connection with a close code. The session is without a
// connection at once; the socket lives until the client has answered. The
// caller holds s.mu.
func (s *Server) hangUp(c *conn, code int) {
	if c.over {
		return
	}
	if c.session != nil && closings[code].ends {
		delete(s.sessions, c.session.id)
	}
	c.detach()
	c.send(frame{code: code})
	c.over = true
	s.announce()
}

// detach parts a connection from its session. The caller holds the mutex.
func (c *conn) detach() {
	if c.session != nil {
		c.server.hold(c.session.shard, -1)
		c.session.conn = nil
		c.session = nil
	}
}

// say queues a payload that is not an event. The caller holds the mutex.
func (c *conn) say(op int, d any) {
	name := map[int]string{opHello: Hello, opHeartbeatACK: ACK}[op]
	c.send(frame{name: name, payload: asJSON(map[string]any{"op": op, "d": d, "s": nil, "t": nil})})
}

// send queues a frame. The caller holds the mutex.
func (c *conn) send(f frame) {
	if c.over {
		return
	}
	select {
	case c.out <- f:
	default:
		_ = c.socket.Close() // it reads nothing; the reading ends too
	}
}

// hear takes a payload from the client.
func (s *Server) hear(c *conn, text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.over || c.mute {
		return
	}
	var payload struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(text, &payload); err != nil || payload.Op == nil || len(text) > maxPayload {
		s.hangUp(c, 4002)
		return
	}
	op, known := operations[*payload.Op]
	switch {
	case !known:
		s.hangUp(c, 4001)
	case c.session == nil && !op.before:
		s.hangUp(c, 4003)
	case c.session != nil && !op.after:
		s.hangUp(c, 4005)
	default:
		op.serve(s, c, payload.D)
	}
}

func (s *Server) onHeartbeat(c *conn, _ json.RawMessage) {
	c.beats = true
	s.announce()
	c.say(opHeartbeatACK, nil)
}

// unheeded is for what a client may say and the stand-in has no use for.
func unheeded(*Server, *conn, json.RawMessage) {}

// Disconnect closes every connection from the server's side with a close
// code, one that may stand in a close frame (1000 to 1003, 4000 to 4999). By
// the time it returns no session is connected, so a WaitReady that follows
// waits for the next connection. Whether the session can be resumed depends on
// the code, as Discord documents it: 4000 leaves it, 4009 ends it.
func (s *Server) Disconnect(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		s.hangUp(c, code)
	}
}
