package discordtest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// A RESTFault is a request that does not get the answer that it should.
type RESTFault struct {
	// Route is the method and path of the requests that it happens to, as in
	// "POST /interactions/{id}/{token}/callback".
	Route string
	// Times is how often it happens; 0 is once.
	Times int

	Status int               // of the answer
	Header map[string]string // of the answer, beside the usual ones
	Body   string            // of the answer
	// After has the request take effect first, as if the answer alone were
	// lost.
	After bool
	// Endless has the answer's body never come to its end.
	Endless bool
	// Mute has no answer come at all.
	Mute bool
}

// Names of the payloads that a [GatewayFault] can happen at, beside the types
// of the events.
const (
	Hello = "HELLO"
	ACK   = "HEARTBEAT_ACK"
)

// Abnormal is the close code that stands for none: the connection breaks.
const Abnormal = 1006

// A GatewayFault is something that goes wrong on a connection. The parts that
// are set happen in the order of the fields.
type GatewayFault struct {
	// At is the payload that it happens to, which is not sent: Hello, ACK, or
	// the type of an event. "" is for a fault that happens at once, on every
	// connection.
	At string
	// Times is how often it happens; 0 is once.
	Times int

	// After has the payload sent first.
	After bool
	// Part has the first Bytes of the payload's frame sent, and the
	// connection break.
	Part  bool
	Bytes int
	// Reconnect asks the client to reconnect (operation 7).
	Reconnect bool
	// Invalid says that the session is invalid (operation 9); Resumable says
	// that it can be resumed all the same.
	Invalid, Resumable bool
	// Close closes the connection with a code.
	Close int
	// Silence has nothing pass any more, either way, on an open connection.
	Silence bool
}

// FailREST has requests go wrong from now on.
func (s *Server) FailREST(f RESTFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(1, f.Times)
	s.restFaults = append(s.restFaults, &f)
}

// FailGateway has connections go wrong from now on.
func (s *Server) FailGateway(f GatewayFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(1, f.Times)
	if f.At != "" {
		s.gatewayFaults = append(s.gatewayFaults, &f)
		return
	}
	for c := range s.conns {
		c.send(frame{fault: &f})
	}
}

// Faults returns how many faults have still to happen.
func (s *Server) Faults() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, f := range s.restFaults {
		n += f.Times
	}
	for _, f := range s.gatewayFaults {
		n += f.Times
	}
	return n
}

// restFault returns the fault that happens to a request, or nil. The caller
// holds s.mu.
func (s *Server) restFault(r Request) *RESTFault {
	for _, f := range s.restFaults {
		found, _, err := find(r)
		if err == nil && f.Times > 0 && f.Route == found.method+" "+found.path {
			f.Times--
			return f
		}
	}
	return nil
}

// instead returns what a request is answered with in place of a.
func (f *RESTFault) instead(a answer) answer {
	a.endless, a.mute = f.Endless, f.Mute
	if a.endless && a.status == http.StatusNoContent {
		a.status = http.StatusOK // which has a body that cannot end
	}
	if f.Status != 0 {
		a.status, a.body, a.header = f.Status, []byte(f.Body), f.Header
	}
	return a
}

// hang keeps an answer from ending, until the client gives up or the stand-in
// is closed.
func (s *Server) hang(w http.ResponseWriter, r *http.Request, a answer) {
	if a.endless {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(" "))
		_ = http.NewResponseController(w).Flush() // a client that left is awaited next
	}
	select {
	case <-r.Context().Done():
	case <-s.ended:
	}
}

// gatewayFault returns the fault that happens to a payload, or nil.
func (s *Server) gatewayFault(name string) *GatewayFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.gatewayFaults {
		if f.Times > 0 && f.At == name {
			f.Times--
			return f
		}
	}
	return nil
}

// suffer has a fault happen to a frame, in place of writing it.
func (s *Server) suffer(c *conn, f *GatewayFault, payload []byte) error {
	if f.Part {
		_ = c.socket.SetWriteDeadline(time.Now().Add(patience))
		_, _ = c.socket.NetConn().Write(rawFrame(payload)[:f.Bytes]) // it breaks next
		return c.socket.Close()
	}
	if f.After {
		if err := c.socket.WriteMessage(websocket.TextMessage, payload); err != nil {
			return err
		}
	}
	if f.Reconnect {
		return c.socket.WriteMessage(websocket.TextMessage, []byte(`{"op":7,"d":null,"s":null,"t":null}`))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case f.Invalid:
		if c.session != nil && !f.Resumable {
			delete(s.sessions, c.session.id)
			c.detach()
		}
		text := asJSON(map[string]any{"op": opInvalidSession, "d": f.Resumable, "s": nil, "t": nil})
		return c.socket.WriteMessage(websocket.TextMessage, text)
	case f.Close == Abnormal:
		c.detach()
		s.announce()
		return c.socket.Close()
	case f.Close != 0:
		s.hangUp(c, f.Close)
	case f.Silence:
		c.mute = true
	}
	return nil
}

// rawFrame is a payload as it is on the wire, from a server: not masked.
func rawFrame(payload []byte) []byte {
	const text = 0x81 // the last frame of a text message
	n := len(payload)
	switch {
	case n < 126:
		return append([]byte{text, byte(n)}, payload...)
	case n < 1<<16:
		return append([]byte{text, 126, byte(n >> 8), byte(n)}, payload...)
	}
	return append([]byte{text, 127, 0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, payload...)
}

// An Outcome is what became of an interaction.
type Outcome struct {
	ID string
	At time.Time // when it was delivered
	// Live says whether its shard was connected then; else it waited for a
	// session to be resumed.
	Live bool
	// Taken is how many callbacks were taken: 1, or 0. Again is how many came
	// after that, and Late how many came too late.
	Taken, Again, Late int
	After              time.Duration // from the delivery to the callback that was taken
}

// ExactlyOnce says whether one callback was sent that counts, and none else.
func (o Outcome) ExactlyOnce() bool { return o.Taken == 1 && o.Again == 0 }

// Outcomes returns what became of each interaction that was delivered.
func (s *Server) Outcomes() []Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Outcome
	for _, i := range s.interactions {
		all = append(all, i.became())
	}
	return all
}

// Forget is [Server.Outcomes] of the interactions that were delivered longer
// ago, and have been answered or can be no longer. They are not remembered any
// more.
func (s *Server) Forget(ago time.Duration) []Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Outcome
	for token, i := range s.interactions {
		age := s.now().Sub(i.delivered)
		if age > ago && (i.answered || age > callbackWindow) {
			all = append(all, i.became())
			delete(s.interactions, token)
		}
	}
	return all
}

func (i *interaction) became() Outcome {
	o := Outcome{ID: i.id, At: i.delivered, Live: i.live, Again: i.again, Late: i.late}
	if i.answered {
		o.Taken, o.After = 1, i.answeredAt.Sub(i.delivered)
	}
	return o
}

// ReadyBytes is how long the frame of a READY is, in bytes.
func (s *Server) ReadyBytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	begun := &session{id: fmt.Sprintf("%032x", 0), shard: [2]int{0, 1}}
	return len(rawFrame(asJSON(map[string]any{"op": opDispatch, "d": s.ready(begun), "s": 1, "t": "READY"})))
}
