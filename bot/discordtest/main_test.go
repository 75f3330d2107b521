package discordtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"storybot/bot/discordtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	flag.Parse()
	discordgo.APIVersion = "10" // discordgo puts it into the gateway's address
	goleak.VerifyTestMain(m)
}

func start(t *testing.T, opts ...discordtest.Option) *discordtest.Server {
	t.Helper()
	s := discordtest.Start(opts...)
	t.Cleanup(s.Close)
	return s
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// brief is a context for waits that are to fail.
func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A clock shows the time that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2018, 6, 16, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// An answer is what a REST request came back with.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// code is the error code of the answer, as Discord numbers them.
func (a answer) code(t *testing.T) int {
	t.Helper()
	var body struct{ Code int }
	if err := json.Unmarshal(a.Body, &body); err != nil {
		t.Fatalf("answer %d %q is not JSON: %v", a.Status, a.Body, err)
	}
	return body.Code
}

func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	if got := a.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q, want application/json", got)
	}
	must(t, json.Unmarshal(a.Body, v))
}

// rest sends a request with the bot's token.
func rest(t *testing.T, s *discordtest.Server, method, path, body string) answer {
	t.Helper()
	header := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bot " + s.Token()}}
	return request(t, method, s.URL()+path, header, strings.NewReader(body))
}

func request(t *testing.T, method, url string, header http.Header, body io.Reader) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(soon(t), method, url, body)
	must(t, err)
	r.Header = header
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return answer{response.StatusCode, response.Header, bytes.TrimSpace(text)}
}

// A client is a raw gateway connection.
type client struct {
	t      *testing.T
	socket *websocket.Conn
}

type payload struct {
	Op int
	D  json.RawMessage
	S  int
	T  string
}

// dial opens a gateway connection, with "?v=10&encoding=json" as the query.
func dial(t *testing.T, s *discordtest.Server, query string) *client {
	t.Helper()
	var gateway struct{ URL string }
	rest(t, s, "GET", "/gateway", "").into(t, &gateway)
	socket, _, err := websocket.DefaultDialer.DialContext(soon(t), gateway.URL+"/"+query, nil)
	must(t, err)
	must(t, socket.SetReadDeadline(time.Now().Add(10*time.Second)))
	t.Cleanup(func() { socket.Close() })
	return &client{t, socket}
}

// greeted is a connection that was sent its HELLO.
func greeted(t *testing.T, s *discordtest.Server) *client {
	t.Helper()
	c := dial(t, s, "?v=10&encoding=json")
	c.expect(10, "")
	return c
}

// ready is a connection with a new session.
func ready(t *testing.T, s *discordtest.Server) (c *client, sessionID string) {
	t.Helper()
	c = greeted(t, s)
	c.send(identify(s))
	var begun struct {
		SessionID string `json:"session_id"`
	}
	must(t, json.Unmarshal(c.expect(0, "READY").D, &begun))
	return c, begun.SessionID
}

func identify(s *discordtest.Server) string {
	return `{"op":2,"d":{"token":"Bot ` + s.Token() + `","intents":0,"properties":{}}}`
}

func (c *client) send(text string) {
	c.t.Helper()
	must(c.t, c.socket.WriteMessage(websocket.TextMessage, []byte(text)))
}

func (c *client) next() payload {
	c.t.Helper()
	var p payload
	must(c.t, c.socket.ReadJSON(&p))
	return p
}

func (c *client) expect(op int, event string) payload {
	c.t.Helper()
	p := c.next()
	if p.Op != op || p.T != event {
		c.t.Fatalf("got op %d %q, want op %d %q", p.Op, p.T, op, event)
	}
	return p
}

func (c *client) expectClose(code int) {
	c.t.Helper()
	_, text, err := c.socket.ReadMessage()
	if !websocket.IsCloseError(err, code) {
		c.t.Fatalf("got %q, %v; want close code %d", text, err, code)
	}
}

// close ends the connection from the client's side.
func (c *client) close(code int) {
	c.t.Helper()
	last := websocket.FormatCloseMessage(code, "")
	must(c.t, c.socket.WriteControl(websocket.CloseMessage, last, time.Now().Add(time.Second)))
}
