package discordtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"storybot/bot/discordtest"
)

const callbackRoute = "POST /interactions/{id}/{token}/callback"

// TestRESTFault has a callback go wrong once, before and after it takes
// effect.
func TestRESTFault(t *testing.T) {
	for _, after := range []bool{false, true} {
		s := start(t)
		ready(t, s)
		s.FailREST(discordtest.RESTFault{
			Route: callbackRoute, Status: 502, Body: "<html>", Header: map[string]string{"Retry-After": "7"}, After: after,
		})
		d, err := s.Send(discordtest.Command("ask"))
		must(t, err)
		path := "/interactions/" + d.ID + "/" + d.Token + "/callback"
		a := rest(t, s, "POST", path, `{"type":5}`)
		if a.Status != 502 || string(a.Body) != "<html>" || a.Header.Get("Retry-After") != "7" || s.Faults() != 0 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		want := map[bool]int{false: 204, true: 400}[after]
		if a := rest(t, s, "POST", path, `{"type":5}`); a.Status != want {
			t.Errorf("took effect %v: the second callback is answered with %d, want %d", after, a.Status, want)
		}
		outcomes := s.Outcomes()
		if len(outcomes) != 1 || outcomes[0].Taken != 1 || outcomes[0].ExactlyOnce() == after || outcomes[0].ID != d.ID {
			t.Errorf("took effect %v: %+v", after, outcomes)
		}
	}
}

func TestAnswerThatNeverEnds(t *testing.T) {
	for _, fault := range []discordtest.RESTFault{
		{Route: "GET /users/@me", Endless: true}, {Route: "GET /users/@me", Mute: true},
	} {
		s := start(t)
		s.FailREST(fault)
		r, err := http.NewRequestWithContext(brief(t), "GET", s.URL()+"/users/@me", nil)
		must(t, err)
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		answer, err := client.Do(r)
		if fault.Endless {
			must(t, err)
			_, err = answer.Body.Read(make([]byte, 1))
			must(t, err)
			_, err = answer.Body.Read(make([]byte, 1))
			answer.Body.Close()
		}
		if err == nil {
			t.Errorf("%+v: the answer ended", fault)
		}
	}
}

// TestGatewayFaults has each thing go wrong that can, and looks at what a
// client reads next.
func TestGatewayFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		fault  discordtest.GatewayFault
		expect func(*client)
	}{
		{"reconnect", discordtest.GatewayFault{Reconnect: true}, func(c *client) { c.expect(7, "") }},
		{"invalid", discordtest.GatewayFault{Invalid: true}, func(c *client) { c.expect(9, "") }},
		{"closed", discordtest.GatewayFault{Close: 4009}, func(c *client) { c.expectClose(4009) }},
		{"broken", discordtest.GatewayFault{Close: discordtest.Abnormal}, func(c *client) { c.expectClose(1006) }},
		{"silent", discordtest.GatewayFault{Silence: true}, (*client).expectNothing},
		{"no ACK", discordtest.GatewayFault{At: discordtest.ACK}, func(c *client) {
			c.send(`{"op":1,"d":1}`)
			c.send(`{"op":1,"d":1}`)
			c.expect(11, "")
			c.expectNothing()
		}},
		{"after an event", discordtest.GatewayFault{At: "TYPING_START", After: true, Reconnect: true}, func(c *client) {
			c.expect(0, "TYPING_START")
			c.expect(7, "")
		}},
		{"part of an event", discordtest.GatewayFault{At: "TYPING_START", Part: true, Bytes: 10}, func(c *client) {
			if _, _, err := c.socket.ReadMessage(); err == nil || strings.Contains(err.Error(), "i/o timeout") {
				c.t.Errorf("got %v, want a connection that breaks", err)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t)
			c, _ := ready(t, s)
			s.FailGateway(test.fault)
			if test.fault.At == "TYPING_START" {
				must(t, s.SendRaw("TYPING_START", nil))
			}
			test.expect(c)
		})
	}
}

func (c *client) expectNothing() {
	c.t.Helper()
	must(c.t, c.socket.SetReadDeadline(time.Now().Add(30*time.Millisecond)))
	if _, text, err := c.socket.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
		c.t.Errorf("got %q, %v; want nothing", text, err)
	}
}

func TestWhatIsForgotten(t *testing.T) {
	now := newClock()
	s := start(t, discordtest.WithClock(now.Now), discordtest.WithRecord(2), discordtest.WithStartLimit(30, time.Hour))
	ready(t, s)
	_, err := s.Send(discordtest.Command("ask"))
	must(t, err)
	if len(s.Forget(time.Second)) != 0 {
		t.Error("a new interaction was forgotten")
	}
	now.Advance(2 * time.Second)
	if len(s.Forget(time.Second)) != 0 {
		t.Error("an interaction that can still be answered was forgotten")
	}
	now.Advance(2 * time.Second)
	if len(s.Forget(time.Second)) != 1 || len(s.Outcomes()) != 0 {
		t.Error("an old interaction was not forgotten")
	}
	for range 5 {
		rest(t, s, "GET", "/users/@me", "")
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests are recorded, want the last 2", n)
	}
	var entry struct {
		Limit struct {
			Total, Remaining int
			Reset            int `json:"reset_after"`
		} `json:"session_start_limit"`
	}
	rest(t, s, "GET", "/gateway/bot", "").into(t, &entry)
	if l := entry.Limit; l.Total != 30 || l.Remaining != 29 || l.Reset != 3600_000 {
		t.Errorf("the limit is %+v", l)
	}
}

func TestReadyBytes(t *testing.T) {
	s := start(t)
	s.FailGateway(discordtest.GatewayFault{At: "READY", Part: true, Bytes: s.ReadyBytes() - 1})
	c := greeted(t, s)
	c.send(identify(s))
	if _, _, err := c.socket.ReadMessage(); err == nil {
		t.Error("READY came whole without its last byte")
	}
	s.FailGateway(discordtest.GatewayFault{At: "READY", Part: true, Bytes: s.ReadyBytes()})
	c = greeted(t, s)
	c.send(identify(s))
	c.expect(0, "READY")
}
