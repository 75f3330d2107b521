package discordtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

func TestHelloAsksForTheHeartbeat(t *testing.T) {
	for _, test := range []struct {
		name string
		opts []discordtest.Option
		want string
	}{
		{"as Discord does", nil, `{"heartbeat_interval":41250}`},
		{"as the test does", []discordtest.Option{discordtest.WithHeartbeat(50 * time.Millisecond)}, `{"heartbeat_interval":50}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, start(t, test.opts...), "?v=10&encoding=json")
			if got := string(c.expect(10, "").D); got != test.want {
				t.Errorf("HELLO %s, want %s", got, test.want)
			}
		})
	}
}

func TestIdentifyBeginsASession(t *testing.T) {
	s := start(t)
	c := greeted(t, s)
	if err := s.WaitReady(brief(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("WaitReady before IDENTIFY: %v, want a deadline exceeded", err)
	}
	c.send(identify(s))
	p := c.expect(0, "READY")
	if p.S != 1 {
		t.Errorf("READY is event %d, want 1", p.S)
	}
	var begun struct {
		V                int
		User             struct{ ID string }
		SessionID        string `json:"session_id"`
		ResumeGatewayURL string `json:"resume_gateway_url"`
		Application      struct{ ID string }
		Guilds           []struct{ ID string }
		Shard            []int
	}
	must(t, json.Unmarshal(p.D, &begun))
	if begun.V != 10 || begun.User.ID != s.ApplicationID() || begun.Application.ID != s.ApplicationID() ||
		begun.SessionID == "" || !strings.HasPrefix(begun.ResumeGatewayURL, "ws://127.0.0.1:") ||
		len(begun.Guilds) != 1 || fmt.Sprint(begun.Shard) != "[0 1]" {
		t.Errorf("READY %s lacks something", p.D)
	}
	must(t, s.WaitReady(soon(t)))
	if err := s.WaitHeartbeat(brief(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("WaitHeartbeat before there was one: %v, want a deadline exceeded", err)
	}
	if s.Identifies() != 1 || s.Resumes() != 0 || s.GatewayVersion() != "10" {
		t.Errorf("%d IDENTIFY, %d RESUME, v%s; want 1, 0, v10", s.Identifies(), s.Resumes(), s.GatewayVersion())
	}
	if got := string(s.Identify()); !strings.Contains(got, s.Token()) {
		t.Errorf("recorded IDENTIFY %s, want the token in it", got)
	}
	c.send(`{"op":3,"d":{"status":"online"}}`) // goes unheeded
	c.send(`{"op":1,"d":1}`)
	c.expect(11, "")
	must(t, s.WaitHeartbeat(soon(t)))
	c.close(1000)
	must(t, s.WaitGone(soon(t)))
}

func TestRefusalsCloseWithTheirCode(t *testing.T) {
	s := start(t)
	for _, test := range []struct {
		name string
		send []string
		code int
	}{
		{"unknown operation", []string{`{"op":99,"d":null}`}, 4001},
		{"no operation", []string{`{}`}, 4002},
		{"no JSON", []string{`{"op":`}, 4002},
		{"an IDENTIFY that is none", []string{`{"op":2,"d":[]}`}, 4002},
		{"too long", []string{`{"op":1,"d":"` + strings.Repeat("x", 4096) + `"}`}, 4002},
		{"something else first", []string{`{"op":3,"d":{}}`}, 4003},
		{"wrong token", []string{`{"op":2,"d":{"token":"Bot wrong","intents":0}}`}, 4004},
		{"wrong token in RESUME", []string{`{"op":6,"d":{"token":"wrong"}}`}, 4004},
		{"a heartbeat does not identify", []string{`{"op":1,"d":null}`, `{"op":3,"d":{}}`}, 4003},
		{"identified twice", []string{identify(s), identify(s)}, 4005},
		{"no such shard", []string{strings.Replace(identify(s), `"intents"`, `"shard":[2,2],"intents"`, 1)}, 4010},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := greeted(t, s)
			for i, text := range test.send {
				c.send(text)
				if i < len(test.send)-1 {
					c.next() // ACK or READY
				}
			}
			c.expectClose(test.code)
			must(t, s.WaitGone(soon(t)))
		})
	}
}

func TestGatewaySpeaksVersion10Only(t *testing.T) {
	for query, version := range map[string]string{"?v=9&encoding=json": "9", "": ""} {
		s := start(t)
		dial(t, s, query).expectClose(4012)
		if got := s.GatewayVersion(); got != version {
			t.Errorf("recorded version %q, want %q", got, version)
		}
	}
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	s := start(t)
	first, id := ready(t, s)
	must(t, s.SendRaw("TYPING_START", json.RawMessage(`{"n":2}`)))
	first.expect(0, "TYPING_START")
	s.Disconnect(4000)
	first.expectClose(4000)
	if err := s.WaitReady(brief(t)); err == nil {
		t.Fatal("a session is connected after Disconnect")
	}
	must(t, s.SendRaw("TYPING_START", json.RawMessage(`{"n":3}`)))
	must(t, s.SendRaw("TYPING_START", nil))

	again := greeted(t, s)
	again.send(resume(s, id, 2))
	if p := again.expect(0, "TYPING_START"); p.S != 3 || string(p.D) != `{"n":3}` {
		t.Errorf("replayed event %d %s, want 3 {\"n\":3}", p.S, p.D)
	}
	if p := again.expect(0, "TYPING_START"); p.S != 4 || string(p.D) != "null" {
		t.Errorf("replayed event %d %s, want 4 null", p.S, p.D)
	}
	if p := again.expect(0, "RESUMED"); p.S != 5 {
		t.Errorf("RESUMED is event %d, want 5", p.S)
	}
	must(t, s.WaitReady(soon(t)))
	if s.Resumes() != 1 || s.Identifies() != 1 {
		t.Errorf("%d RESUME, %d IDENTIFY; want 1, 1", s.Resumes(), s.Identifies())
	}
}

func TestResumeOfWhatCannotBeResumed(t *testing.T) {
	for _, test := range []struct {
		name string
		end  func(*testing.T, *discordtest.Server, *client)
	}{
		{"the client closed for good", func(t *testing.T, _ *discordtest.Server, c *client) { c.close(1000) }},
		{"the server ended the session", func(t *testing.T, s *discordtest.Server, _ *client) { s.Disconnect(4009) }},
		{"too much was missed", func(t *testing.T, s *discordtest.Server, _ *client) {
			s.Disconnect(4000)
			for range 5000 {
				must(t, s.SendRaw("TYPING_START", nil))
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t)
			c, id := ready(t, s)
			test.end(t, s, c)
			must(t, s.WaitGone(soon(t)))
			again := greeted(t, s)
			again.send(resume(s, id, 1))
			if p := again.expect(9, ""); string(p.D) != "false" {
				t.Errorf("op 9 with %s, want false", p.D)
			}
			again.send(identify(s)) // on the same connection, as Discord asks
			again.expect(0, "READY")
		})
	}
}

func TestResumeFromTheFuture(t *testing.T) {
	s := start(t)
	c, id := ready(t, s)
	c.close(4999)
	must(t, s.WaitGone(soon(t)))
	again := greeted(t, s)
	again.send(resume(s, id, 7))
	again.expectClose(4007)
}

func TestResumeTakesOverALivingConnection(t *testing.T) {
	s := start(t)
	old, id := ready(t, s)
	again := greeted(t, s)
	again.send(resume(s, id, 1))
	again.expect(0, "RESUMED")
	old.expectClose(4000)
}

func resume(s *discordtest.Server, id string, seq int) string {
	return fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, s.Token(), id, seq)
}

func TestEventsGoToTheirShard(t *testing.T) {
	s := start(t)
	var shards [2]*client
	for i := range shards {
		shards[i] = greeted(t, s)
		shards[i].send(strings.Replace(identify(s), `"intents"`, fmt.Sprintf(`"shard":[%d,2],"intents"`, i), 1))
		shards[i].expect(0, "READY")
	}
	odd := fmt.Sprintf(`{"guild_id":"%d"}`, 1<<22)
	must(t, s.SendRaw("TYPING_START", json.RawMessage(odd)))
	must(t, s.SendRaw("TYPING_START", json.RawMessage(`{"n":0}`)))
	if p := shards[1].expect(0, "TYPING_START"); string(p.D) != odd {
		t.Errorf("shard 1 got %s, want %s", p.D, odd)
	}
	if p := shards[0].expect(0, "TYPING_START"); string(p.D) != `{"n":0}` {
		t.Errorf("shard 0 got %s, want what is of no guild", p.D)
	}
}

func TestSendRawSaysWhatIsWrong(t *testing.T) {
	s := start(t)
	if err := s.SendRaw("TYPING_START", nil); !errors.Is(err, discordtest.ErrNoSession) {
		t.Errorf("with no session: %v, want ErrNoSession", err)
	}
	ready(t, s)
	if err := s.SendRaw("TYPING_START", json.RawMessage(`{`)); err == nil || !strings.Contains(err.Error(), "not JSON") {
		t.Errorf("with broken data: %v, want that it is not JSON", err)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	s := start(t)
	c, _ := ready(t, s)
	waited := make(chan error)
	go func() {
		_, err := s.WaitRequest(context.Background(), func(discordtest.Request) bool { return false })
		waited <- err
	}()
	closed := make(chan struct{})
	go func() { s.Close(); close(closed) }()
	c.expectClose(1001)
	if err := <-waited; !errors.Is(err, discordtest.ErrClosed) {
		t.Errorf("a wait that Close ended: %v, want ErrClosed", err)
	}
	<-closed
	s.Close() // twice does no harm
}

// A client that reads nothing must not hold up anyone else, Close least of
// all. It is cut off when patience is lost, or when too much is queued.
func TestAClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	long := json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)
	for name, more := range map[string]int{"for a second": 0, "while much is said": 1100} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			c, _ := ready(t, s)
			must(t, c.socket.NetConn().(*net.TCPConn).SetReadBuffer(4096))
			for range 10 { // more than a socket takes in
				must(t, s.SendRaw("TYPING_START", long))
			}
			for range more {
				must(t, s.SendRaw("TYPING_START", nil))
			}
			must(t, s.WaitGone(soon(t)))
		})
	}
}
