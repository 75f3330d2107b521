package gateway

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Operations, as numbered by Discord.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatACK   = 11
)

const (
	// keeping is the code with which a connection is closed so that the
	// session lives on; 1000 and 1001 would end it.
	keeping = 4000
	// atOnce is how long a close frame may take to leave when nothing may wait.
	atOnce = 100 * time.Millisecond
	// longestPayload is more than Discord sends, in bytes.
	longestPayload = 32 << 20
)

// payload is what comes on the websocket.
type payload struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
	S  int64           `json:"s"`
	T  string          `json:"t"`
}

// connection is one websocket, from HELLO to its loss. One goroutine reads,
// another sends the heartbeats.
type connection struct {
	*Gateway
	socket  *websocket.Conn
	address string
	text    bytes.Buffer // the payload that is being read

	up       bool          // READY or RESUMED has come
	interval time.Duration // between two heartbeats
	acked    atomic.Bool   // the last heartbeat was acknowledged
	beatNow  chan struct{} // Discord asks for a heartbeat

	mu   sync.Mutex // guards writing, and loss
	loss *Loss      // why we closed the connection ourselves
}

// connect opens a connection, begins or resumes the session, and hands events
// over until the connection is lost.
func (g *Gateway) connect(ctx context.Context, address string) *Loss {
	socket, err := g.dial(ctx, address)
	if err != nil {
		return &Loss{Reason: "not reached", Then: Resume, Err: err}
	}
	c := &connection{Gateway: g, socket: socket, address: address, beatNow: make(chan struct{}, 1)}
	c.acked.Store(true)
	socket.SetReadLimit(longestPayload)
	socket.SetCloseHandler(func(int, string) error { c.farewell(g.Times.Close); return nil })
	defer socket.Close()
	leaving := context.AfterFunc(ctx, func() { c.leave(context.Cause(ctx)) })
	defer leaving()

	beating, stop := context.WithCancel(ctx)
	var beats sync.WaitGroup
	defer beats.Wait()
	defer stop()
	loss := c.greet(ctx)
	if loss == nil {
		beats.Go(func() { c.beat(beating) })
		loss = c.listen(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loss != nil {
		return c.loss
	}
	return loss
}

// greet waits for HELLO, and asks for a session.
func (c *connection) greet(ctx context.Context) *Loss {
	if loss := c.hello(); loss != nil {
		return loss
	}
	if !c.May() {
		return c.drop(stopped)
	}
	var err error
	if lives := c.Session(); lives.ID != "" {
		err = c.send(opResume, map[string]any{"token": c.Token, "session_id": lives.ID, "seq": lives.Seq})
	} else {
		if err := c.slot.Use(ctx); err != nil {
			return c.drop(&Loss{Reason: "slot lost", Then: Identify, Err: err})
		}
		err = c.send(opIdentify, c.identity())
		c.slot.Free()
	}
	if err != nil {
		return c.broken(err, "broken")
	}
	return nil
}

// identity is what IDENTIFY says.
func (c *connection) identity() map[string]any {
	d := map[string]any{
		"token": c.Token, "intents": c.Intents,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "storybot", "device": "storybot"},
	}
	if c.Shard.Count > 1 {
		d["shard"] = [2]int{c.Shard.Number, c.Shard.Count}
	}
	return d
}

// hello waits for HELLO.
func (c *connection) hello() *Loss {
	c.expect(c.Times.Open)
	p, err := c.read()
	if err != nil {
		return c.broken(err, "no HELLO")
	}
	var hello struct {
		Interval int64 `json:"heartbeat_interval"`
	}
	if p.Op == opReconnect {
		return &Loss{Reason: "reconnect asked for", Then: Resume}
	}
	if p.Op != opHello || json.Unmarshal(p.D, &hello) != nil || hello.Interval <= 0 {
		return c.drop(&Loss{Reason: "no HELLO", Then: Resume, Err: fmt.Errorf("operation %d came first", p.Op)})
	}
	c.interval = time.Duration(hello.Interval) * time.Millisecond
	return nil
}

// listen hands events over, and does what Discord asks, until the connection
// is lost.
func (c *connection) listen(ctx context.Context) *Loss {
	c.expect(c.Times.Open)
	for {
		p, err := c.read()
		switch {
		case ctx.Err() != nil && err == nil:
			continue // it is not handed over, and comes again to who resumes
		case ctx.Err() != nil:
			return stopped
		case err == nil && !c.May():
			return c.drop(stopped)
		case err != nil && c.up:
			return c.broken(err, "silent")
		case err != nil:
			return c.broken(err, "no READY")
		}
		if loss := c.serve(p); loss != nil {
			return c.drop(loss)
		}
		if c.up { // the heartbeats notice a dead connection sooner than this
			c.expect(2*c.interval + c.Times.Write)
		}
	}
}

// stopped is the loss of a connection that we close for good.
var stopped = &Loss{Reason: "stopped", Then: Resume}

// serve does what a payload asks for. It returns the loss that the payload
// brings about, if any.
func (c *connection) serve(p payload) *Loss {
	switch p.Op {
	case opDispatch:
		return c.event(p)
	case opHeartbeat:
		select {
		case c.beatNow <- struct{}{}:
		default: // one is asked for already
		}
	case opHeartbeatACK:
		c.acked.Store(true)
	case opReconnect:
		return &Loss{Reason: "reconnect asked for", Then: Resume}
	case opInvalidSession:
		loss := &Loss{Reason: "invalid session", Then: Identify, pauses: true}
		if bytes.Equal(p.D, []byte("true")) {
			loss.Then = Resume
		}
		return loss
	}
	return nil
}

// event hands an event over, after it has been numbered.
func (c *connection) event(p payload) *Loss {
	switch p.T {
	case "READY":
		var ready struct {
			discordgo.Ready
			ResumeURL string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(p.D, &ready); err != nil || ready.SessionID == "" {
			return &Loss{Reason: "no READY", Then: Identify, Err: errors.Join(err, errors.New("READY cannot be read"))}
		}
		begun := Session{ID: ready.SessionID, URL: cmp.Or(ready.ResumeURL, c.address)}
		if ready.User != nil {
			begun.User = ready.User.Username
		}
		c.session.set(begun)
		c.online(p.S)
	case "RESUMED":
		c.online(p.S)
	default:
		c.Event(p.T, p.D)
		c.session.saw(p.S)
	}
	return nil
}

func (c *connection) online(seq int64) {
	c.up, c.failures = true, 0
	c.session.saw(seq)
	c.Status(Online)
	c.Online(c.Session().User)
}

// beat sends a heartbeat at each interval, the first after a random part of
// it. When the last one was not acknowledged by then, the connection is dead.
func (c *connection) beat(ctx context.Context) {
	timer := time.NewTimer(time.Duration(c.Random() * float64(c.interval)))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.beatNow:
			c.beatOnce()
		case <-timer.C:
			if !c.acked.Swap(false) {
				c.drop(&Loss{Reason: "heartbeat not acknowledged", Then: Resume})
				return
			}
			c.beatOnce()
			timer.Reset(c.interval)
		}
	}
}

// beatOnce sends a heartbeat. One that does not leave is not acknowledged
// either, and a broken connection is the reader's to notice.
func (c *connection) beatOnce() {
	if seq := c.Session().Seq; seq > 0 {
		_ = c.send(opHeartbeat, seq)
	} else {
		_ = c.send(opHeartbeat, nil)
	}
}

// expect bounds the wait for the next payload.
func (c *connection) expect(within time.Duration) {
	_ = c.socket.SetReadDeadline(time.Now().Add(within)) // what fails here fails in the reading
}

// read reads the next payload. D is a copy; the rest is reused.
func (c *connection) read() (payload, error) {
	_, r, err := c.socket.NextReader()
	if err != nil {
		return payload{}, err
	}
	c.text.Reset()
	if _, err := c.text.ReadFrom(r); err != nil {
		return payload{}, err
	}
	var p payload
	if err := json.Unmarshal(c.text.Bytes(), &p); err != nil {
		return payload{}, fmt.Errorf("not a payload: %w", err)
	}
	return p, nil
}

func (c *connection) send(op int, d any) error {
	text, err := json.Marshal(map[string]any{"op": op, "d": d})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.socket.SetWriteDeadline(time.Now().Add(c.Times.Write))
	return c.socket.WriteMessage(websocket.TextMessage, text)
}

// drop closes the connection so that the session lives on, and returns why.
// The first reason stays.
func (c *connection) drop(loss *Loss) *Loss {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loss == nil {
		c.loss = loss
		c.farewell(c.Times.Close)
		c.socket.Close()
	}
	return c.loss
}

// leave closes the connection when we are to stop. Discord answers the close
// frame, or does not, and then the reading ends; or it ends at once.
func (c *connection) leave(cause error) {
	if errors.Is(cause, ErrAtOnce) {
		c.farewell(atOnce)
		c.socket.Close()
		return
	}
	c.farewell(c.Times.Close)
	_ = c.socket.SetReadDeadline(time.Now().Add(c.Times.Close))
}

// farewell says that we go, and will be back. Where it does not arrive, the
// session lives on too.
func (c *connection) farewell(within time.Duration) {
	last := websocket.FormatCloseMessage(keeping, "")
	_ = c.socket.WriteControl(websocket.CloseMessage, last, time.Now().Add(within))
}

// broken says what the failure to read means, silence being what it is when
// nothing came in time.
func (c *connection) broken(err error, silence string) *Loss {
	if closing, ok := errors.AsType[*websocket.CloseError](err); ok {
		return closed(closing.Code)
	}
	if late, ok := errors.AsType[net.Error](err); ok && late.Timeout() {
		return &Loss{Reason: silence, Then: Resume, Err: errors.New("nothing came in time")}
	}
	loss := closed(abnormal)
	loss.Err = err
	return loss
}
