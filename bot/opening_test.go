package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"storybot/bot/discordtest"
	"storybot/bot/ratelimit"
	"storybot/handlers"
)

func TestOnline(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	b.stop() // and what it was told may be read
	if err := <-b.ended; err != nil {
		t.Fatal(err)
	}
	id := b.discord.ApplicationID()
	if b.online.ApplicationID != id || b.online.User == "" || b.online.InviteURL != InviteURL(id) {
		t.Errorf("online as %+v", b.online)
	}
	if v := b.discord.GatewayVersion(); v != "10" {
		t.Errorf("the gateway was asked for version %s", v)
	}
	var identify struct{ Intents *int }
	if err := json.Unmarshal(b.discord.Identify(), &identify); err != nil || identify.Intents == nil || *identify.Intents != 0 {
		t.Errorf("identified with %s", b.discord.Identify())
	}
	var asked []string
	for _, r := range b.discord.Requests() {
		asked = append(asked, r.Method+" "+r.Path)
		if agent := r.Header.Get("User-Agent"); agent != userAgent || r.Status != http.StatusOK {
			t.Errorf("%s %s as %s: %d", r.Method, r.Path, agent, r.Status)
		}
	}
	want := []string{"GET /applications/@me", "GET /applications/" + id + "/commands", "PUT /applications/" + id + "/commands", "GET /gateway/bot"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if commands := b.discord.Commands(""); len(commands) != 1 || !bytes.Contains(commands[0], []byte(`"echo"`)) {
		t.Errorf("registered %s", commands)
	}
}

func TestRegistersInServers(t *testing.T) {
	t.Parallel()
	discord := discordtest.Start()
	defer discord.Close()
	ctx, cancel := context.WithCancel(soon(t))
	defer cancel()
	err := Run(ctx, Config{
		Token: "Bot " + discord.Token(), APIURL: discord.URL() + "/", GuildIDs: []string{"11", "12"},
		Commands: []handlers.Command{echo()},
		Ready:    func(Online) { cancel() },
	})
	if err != nil {
		t.Fatal(err)
	}
	for guild, want := range map[string]int{"11": 1, "12": 1, "": 0} {
		if got := len(discord.Commands(guild)); got != want {
			t.Errorf("%d commands in server %q, want %d", got, guild, want)
		}
	}
}

// TestStartFails runs bots that cannot start, and reads why.
func TestStartFails(t *testing.T) {
	t.Parallel()
	discord := discordtest.Start()
	defer discord.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	answers := func(status int, body string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}))
		t.Cleanup(s.Close)
		return s.URL + "/api/v10"
	}
	quick := Times{REST: ratelimit.Times{FirstWait: time.Millisecond}}
	good := Config{Times: quick, Token: discord.Token(), APIURL: discord.URL(), Commands: []handlers.Command{echo()}}
	for name, test := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no token":        {func(c *Config) { c.Token = " " }, "the token is empty"},
		"another token":   {func(c *Config) { c.Token = "another" }, ErrToken.Error()},
		"an old address":  {func(c *Config) { c.APIURL = "https://discord.com/api/v9" }, "asks for v9"},
		"nobody there":    {func(c *Config) { c.APIURL = gone.URL + "/api/v10" }, "connection refused"},
		"not Discord":     {func(c *Config) { c.APIURL = answers(200, "<html>") }, "what answered is not Discord's API"},
		"Discord is down": {func(c *Config) { c.APIURL = answers(503, "down") }, "answer 503 Service Unavailable"},
		"one name twice":  {func(c *Config) { c.Commands = append(c.Commands, echo()) }, `two commands are named "echo"`},
		"no server's id":  {func(c *Config) { c.GuildIDs = []string{"my/server"} }, `"my/server" is not a server's id`},
		"no gateway":      {func(c *Config) { c.APIURL = answers(200, `{"id":"1","url":"ftp://x"}`) }, "malformed ws or wss URL"},
	} {
		t.Run(name, func(t *testing.T) {
			c := good
			test.change(&c)
			err := Run(soon(t), c)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), discord.Token()) {
				t.Errorf("Run: %v, want %q", err, test.want)
			}
			if errors.Is(err, ErrToken) != (name == "another token") {
				t.Errorf("%v: ErrToken is %v", err, errors.Is(err, ErrToken))
			}
		})
	}
}

// TestGatewayRefusesTheToken has a gateway that does not take the token that
// REST took.
func TestGatewayRefusesTheToken(t *testing.T) {
	t.Parallel()
	strict := discordtest.Start()
	defer strict.Close()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		gateway := "ws" + strings.TrimSuffix(strings.TrimPrefix(strict.URL(), "http"), "/api/v10") + "/gateway"
		fmt.Fprintf(w, `{"id":"1","url":%q}`, gateway)
	}))
	defer api.Close()
	err := Run(soon(t), Config{Token: "another", APIURL: api.URL + "/api/v10"})
	if !errors.Is(err, ErrToken) || strict.Identifies() != 1 {
		t.Errorf("Run: %v after %d attempts to identify", err, strict.Identifies())
	}
}

// TestStopWhileOpening stops a bot at each step at which Discord may keep it
// waiting for ever.
func TestStopWhileOpening(t *testing.T) {
	t.Parallel()
	silent := listenSilently(t)
	for name, hangs := range map[string]http.HandlerFunc{
		"whose token": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"where is the gateway": func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/gateway/bot") {
				<-r.Context().Done()
			}
			fmt.Fprint(w, `{"id":"1"}`)
		},
		"no handshake": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"id":"1","url":"ws://%s"}`, silent.address)
		},
		"no HELLO": gatewayWithoutHello(t),
	} {
		t.Run(name, func(t *testing.T) {
			asked := make(chan string, 16)
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked <- r.URL.Path
				hangs(w, r)
			}))
			defer api.Close()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			ended := make(chan error, 1)
			go func() { ended <- Run(ctx, Config{Token: "x", APIURL: api.URL + "/api/v10"}) }()
			last := map[string]string{"whose token": "/@me", "no HELLO": "/socket"}[name]
			if last == "" {
				last = "/gateway/bot"
			}
			for !strings.HasSuffix(<-asked, last) {
			}
			if name == "no handshake" {
				<-silent.accepted
			}
			stop()
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("Run: %v", err)
				}
			case <-time.After(5 * time.Second):
				t.Fatal("Run has not returned 5 s after it was stopped")
			}
		})
	}
}

// gatewayWithoutHello is a Discord whose gateway shakes hands and says no more.
func gatewayWithoutHello(t *testing.T) http.HandlerFunc {
	var upgrader websocket.Upgrader
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/socket" {
			fmt.Fprintf(w, `{"id":"1","url":"ws://%s/socket"}`, r.Host)
			return
		}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _, _ = conn.ReadMessage() // until the bot hangs up
	}
}

type silence struct {
	address  string
	accepted chan struct{}
}

// listenSilently takes connections and says nothing.
func listenSilently(t *testing.T) silence {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := silence{listener.Addr().String(), make(chan struct{}, 1)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			s.accepted <- struct{}{}
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-ended
	})
	return s
}

// TestTokenIsRevoked has a gateway that takes the token once, loses the
// connection, and does not take it again when the bot resumes.
func TestTokenIsRevoked(t *testing.T) {
	t.Parallel()
	var taken atomic.Bool
	var resumedAt atomic.Value
	var upgrader websocket.Upgrader
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/socket" && r.URL.Path != "/resume" {
			fmt.Fprintf(w, `{"id":"1","url":"ws://%s/socket"}`, r.Host)
			return
		}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		code := 4004
		conn.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":45000}}`))
		_, asked, _ := conn.ReadMessage() // IDENTIFY, then RESUME
		if bytes.Contains(asked, []byte(`"op":6`)) {
			resumedAt.Store(r.URL.Path)
		}
		if taken.CompareAndSwap(false, true) {
			code = 4000
			conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil,
				`{"op":0,"s":1,"t":"READY","d":{"session_id":"x","resume_gateway_url":"ws://%s/resume"}}`, r.Host))
		}
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}))
	defer api.Close()
	online := 0
	err := Run(soon(t), Config{Token: "x", APIURL: api.URL + "/api/v10", Ready: func(Online) { online++ }})
	if !errors.Is(err, ErrToken) || online != 1 {
		t.Errorf("Run: %v, after being online %d times", err, online)
	}
	if at := resumedAt.Load(); at != "/resume" {
		t.Errorf("resumed at %v, want the address that READY names", at)
	}
}

func TestNotInvitedToTheServer(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"code":50001,"message":"Missing Access"}`)
			return
		}
		fmt.Fprint(w, `{"id":"42"}`)
	}))
	defer api.Close()
	err := Run(soon(t), Config{Token: "x", APIURL: api.URL + "/api/v10", GuildIDs: []string{"11"}})
	for _, want := range []string{"server 11", InviteURL("42"), "Missing Access"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Run: %v, want it to say %q", err, want)
		}
	}
}
