package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A session is what outlives a connection: the number of the last event, and
// the events themselves for a while. A client that lost its connection comes
// back with the last number that it saw, and is sent what it missed; events
// that happen in between are kept for it.
type session struct {
	id    string
	shard [2]int  // this shard's number, and how many there are
	conn  *conn   // nil while it is not connected
	seq   int     // the last event's number; the first is 1
	kept  []event // the last events, the newest at the end
}

type event struct {
	seq     int
	kind    string
	payload []byte
}

// keptEvents is how many events a session keeps for a client that comes back.
const keptEvents = 4096

// WaitReady waits until a session is connected: it has identified or resumed,
// and was sent READY or RESUMED.
func (s *Server) WaitReady(ctx context.Context) error {
	return s.until(ctx, "a session", func() bool { return s.connected() > 0 })
}

// WaitHeartbeat waits until a session is connected and each that is has sent a
// heartbeat on its present connection. A client may still be starting up when
// WaitReady returns; discordgo v0.29 is until its first heartbeat, which it
// sends at once, and a connection that ends before then makes it reconnect
// twice. A test that disconnects it, or closes it, waits for this first.
func (s *Server) WaitHeartbeat(ctx context.Context) error {
	return s.until(ctx, "a heartbeat of each session", func() bool {
		for _, each := range s.sessions {
			if each.conn != nil && !each.conn.beats {
				return false
			}
		}
		return s.connected() > 0
	})
}

// WaitGone waits until no session is connected.
func (s *Server) WaitGone(ctx context.Context) error {
	return s.until(ctx, "the sessions to go", func() bool { return s.connected() == 0 })
}

// connected counts the sessions that have a connection. The caller holds s.mu.
func (s *Server) connected() int {
	n := 0
	for _, each := range s.sessions {
		if each.conn != nil {
			n++
		}
	}
	return n
}

// onIdentify begins a session.
func (s *Server) onIdentify(c *conn, d json.RawMessage) {
	s.identifies++
	s.identify = d
	s.announce()
	var identify struct {
		Token string `json:"token"`
		Shard [2]int `json:"shard"`
	}
	identify.Shard = [2]int{0, 1}
	err := json.Unmarshal(d, &identify)
	switch {
	case err != nil:
		s.hangUp(c, 4002)
		return
	case !s.takes(identify.Token):
		s.hangUp(c, 4004)
		return
	case identify.Shard[0] < 0 || identify.Shard[0] >= identify.Shard[1]:
		s.hangUp(c, 4010)
		return
	case s.isTooSoon(identify.Shard[0]):
		s.tooSoon++
		c.say(opInvalidSession, false)
		return
	}
	s.forgetLost(identify.Shard)
	begun := &session{id: fmt.Sprintf("%032x", parseID(s.nextID())), shard: identify.Shard}
	s.sessions[begun.id] = begun
	begun.attach(c)
	begun.dispatch("READY", s.ready(begun))
}

// ready is READY's d.
func (s *Server) ready(begun *session) json.RawMessage {
	return asJSON(map[string]any{
		"v":                  10,
		"user":               s.botUser(),
		"session_id":         begun.id,
		"resume_gateway_url": s.gatewayURL(),
		"application":        map[string]any{"id": s.applicationID, "flags": 0},
		"guilds":             s.guildsOf(begun),
		"shard":              begun.shard,
	})
}

// onResume gives a session its new connection, and the events that it missed.
func (s *Server) onResume(c *conn, d json.RawMessage) {
	s.resumes++
	s.announce()
	var resume struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int    `json:"seq"`
	}
	err := json.Unmarshal(d, &resume)
	lost := s.sessions[resume.SessionID]
	switch {
	case err != nil:
		s.hangUp(c, 4002)
		return
	case !s.takes(resume.Token):
		s.hangUp(c, 4004)
		return
	case lost == nil || !lost.keeps(resume.Seq):
		c.say(opInvalidSession, false)
		return
	case resume.Seq > lost.seq:
		s.hangUp(c, 4007)
		return
	}
	if lost.conn != nil {
		s.hangUp(lost.conn, 4000) // a session has one connection, the newest
		s.held[lost.shard].Seized++
	}
	lost.attach(c)
	for _, e := range lost.kept {
		if e.seq > resume.Seq {
			c.send(frame{name: e.kind, payload: e.payload})
		}
	}
	lost.dispatch("RESUMED", json.RawMessage(`{}`))
}

// takes says whether a token is the bot's. The gateway takes it with and
// without "Bot ".
func (s *Server) takes(token string) bool { return strings.TrimPrefix(token, "Bot ") == s.token }

func (v *session) attach(c *conn) {
	v.conn, c.session = c, v
	c.server.hold(v.shard, 1)
}

// keeps says whether all events after seq are still there. READY was the
// first, so there is always one.
func (v *session) keeps(seq int) bool { return seq+1 >= v.kept[0].seq }

// dispatch numbers an event, keeps it, and queues it for the client if it is
// connected. D is valid JSON.
func (v *session) dispatch(t string, d json.RawMessage) {
	v.seq++
	payload := asJSON(map[string]any{"op": opDispatch, "d": d, "s": v.seq, "t": t})
	v.kept = append(v.kept, event{v.seq, t, payload})
	if len(v.kept) > keptEvents {
		v.kept = v.kept[1:]
	}
	if v.conn != nil {
		v.conn.send(frame{name: t, payload: payload})
	}
}

// serves says whether a guild's events go to this session: a guild has one
// shard, and what happens in no guild goes to shard 0.
func (v *session) serves(guild uint64) bool {
	return int(guild>>22%uint64(v.shard[1])) == v.shard[0]
}

// SendRaw dispatches any event: t is its type, d its JSON. As with Discord it
// goes to every session of the guild's shard, and one that has lost its
// connection gets it when it resumes.
func (s *Server) SendRaw(t string, d json.RawMessage) error {
	if len(d) == 0 {
		d = json.RawMessage("null")
	}
	if !json.Valid(d) {
		return fmt.Errorf("discordtest: send %s: its data is not JSON: %.60q", t, d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dispatch(t, d)
}

// dispatch sends an event to the sessions that it concerns. The caller holds
// s.mu.
func (s *Server) dispatch(t string, d json.RawMessage) error {
	_, err := s.deliver(t, d)
	return err
}

// deliver is dispatch, and says whether one of the sessions is connected.
func (s *Server) deliver(t string, d json.RawMessage) (live bool, err error) {
	var about struct {
		GuildID string `json:"guild_id"`
	}
	_ = json.Unmarshal(d, &about) // data that is no object is about no guild
	guild := parseID(about.GuildID)
	sent := false
	for _, each := range s.sessions {
		if each.serves(guild) {
			each.dispatch(t, d)
			sent = true
			live = live || each.conn != nil
		}
	}
	if !sent {
		return false, fmt.Errorf("discordtest: send %s: %w", t, ErrNoSession)
	}
	return live, nil
}

// parseID returns an id as a number, 0 where it is none.
func parseID(id string) uint64 {
	n, _ := strconv.ParseUint(id, 10, 64)
	return n
}
