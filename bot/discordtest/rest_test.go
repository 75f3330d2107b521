package discordtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

func TestRefusals(t *testing.T) {
	s := start(t)
	root := strings.TrimSuffix(s.URL(), "/api/v10")
	bot := "Bot " + s.Token()
	commands := "/api/v10/applications/" + s.ApplicationID() + "/commands"
	for _, test := range []struct {
		name, method, path, authorization, body string
		status, code                            int
		recorded                                string
	}{
		{"no token", "GET", "/api/v10/users/@me", "", "", 401, 0, "/users/@me"},
		{"wrong token", "GET", "/api/v10/gateway/bot", "Bot wrong", "", 401, 0, "/gateway/bot"},
		{"token without Bot", "GET", "/api/v10/users/@me", s.Token(), "", 401, 0, "/users/@me"},
		{"version 9", "GET", "/api/v9/users/@me", bot, "", 400, 50041, "/api/v9/users/@me"},
		{"no version", "GET", "/api/users/@me", bot, "", 400, 50041, "/api/users/@me"},
		{"version 100", "GET", "/api/v100/users/@me", bot, "", 400, 50041, "/api/v100/users/@me"},
		{"not the API", "GET", "/users/@me", bot, "", 404, 0, "/users/@me"},
		{"unknown route", "GET", "/api/v10/guilds/1/bans", bot, "", 404, 0, "/guilds/1/bans"},
		{"unknown method", "DELETE", "/api/v10/users/@me", bot, "", 405, 0, "/users/@me"},
		{"another's commands", "PUT", "/api/v10/applications/1/commands", bot, "[]", 403, 20012, "/applications/1/commands"},
		{"a look at another's", "GET", "/api/v10/applications/1/commands", bot, "", 403, 20012, "/applications/1/commands"},
		{"command of no type", "PUT", commands, bot, `[{"name":"a","type":"slash"}]`, 400, 50035, ""},
		{"commands null", "PUT", commands, bot, "null", 400, 50035, ""},
		{"commands no JSON", "PUT", commands, bot, "[{", 400, 50109, ""},
		{"command null", "PUT", commands, bot, "[null]", 400, 50035, ""},
		{"command without a name", "PUT", commands, bot, `[{"description":"d"}]`, 400, 50035, ""},
		{"command twice", "PUT", commands, bot, `[{"name":"a"},{"name":"a","type":1}]`, 400, 50035, ""},
		{"body too large", "PUT", commands, bot, strings.Repeat(" ", 10<<20+1), 413, 40005, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			header := http.Header{"Authorization": {test.authorization}}
			a := request(t, test.method, root+test.path, header, strings.NewReader(test.body))
			if a.Status != test.status || a.code(t) != test.code {
				t.Errorf("%d %s, want %d with code %d", a.Status, a.Body, test.status, test.code)
			}
			all := s.Requests()
			last := all[len(all)-1]
			if last.Status != test.status || last.Method != test.method {
				t.Errorf("recorded %s %d, want %s %d", last.Method, last.Status, test.method, test.status)
			}
			if test.recorded != "" && last.Path != test.recorded {
				t.Errorf("recorded path %s, want %s", last.Path, test.recorded)
			}
		})
	}
	if got := s.Commands(""); len(got) != 0 {
		t.Errorf("refused commands were registered: %s", got)
	}
}

func TestABotLearnsAboutItself(t *testing.T) {
	s := start(t, discordtest.WithToken("secret"), discordtest.WithApplicationID("42"))
	for _, path := range []string{"/users/@me", "/applications/@me", "/oauth2/applications/@me"} {
		var self struct{ ID string }
		a := rest(t, s, "GET", path, "")
		a.into(t, &self)
		if self.ID != "42" {
			t.Errorf("%s: id %q, want 42", path, self.ID)
		}
	}
	var gateway struct {
		URL    string
		Shards int
		Limit  struct {
			Total, Remaining int
			MaxConcurrency   int `json:"max_concurrency"`
			ResetAfter       int `json:"reset_after"`
		} `json:"session_start_limit"`
	}
	a := rest(t, s, "GET", "/gateway/bot", "")
	a.into(t, &gateway)
	if !strings.HasPrefix(gateway.URL, "ws://127.0.0.1:") || gateway.Shards != 1 ||
		gateway.Limit.Remaining == 0 || gateway.Limit.MaxConcurrency != 1 || gateway.Limit.ResetAfter == 0 {
		t.Errorf("GET /gateway/bot: %s", a.Body)
	}
	for _, name := range []string{"Limit", "Remaining", "Reset", "Reset-After"} {
		if n, err := strconv.ParseFloat(a.Header.Get("X-RateLimit-"+name), 64); err != nil || n <= 0 {
			t.Errorf("X-RateLimit-%s: %v, %v; want above 0", name, n, err)
		}
	}
	if a.Header.Get("X-RateLimit-Bucket") == rest(t, s, "GET", "/users/@me", "").Header.Get("X-RateLimit-Bucket") {
		t.Error("two routes share a rate limit bucket")
	}
}

func TestCommandsAreOverwritten(t *testing.T) {
	s := start(t)
	global := "/applications/" + s.ApplicationID() + "/commands"
	ofGuild := "/applications/" + s.ApplicationID() + "/guilds/7/commands"
	type registered struct {
		ID, Name, Description, Version string
		ApplicationID                  string `json:"application_id"`
		GuildID                        string `json:"guild_id"`
		Type                           int
	}
	var first, second, inGuild, listed []registered
	rest(t, s, "PUT", global, `[{"name":"ask","description":"Ask"},{"name":"ask","type":3}]`).into(t, &first)
	if len(first) != 2 || first[0].ID == "" || first[0].ID == first[1].ID || first[0].Type != 1 || first[1].Type != 3 ||
		first[0].Description != "Ask" || first[0].ApplicationID != s.ApplicationID() || first[0].GuildID != "" {
		t.Errorf("registered %+v", first)
	}
	rest(t, s, "PUT", global, `[{"name":"new"},{"name":"ask"}]`).into(t, &second)
	if second[1].ID != first[0].ID || second[1].Version == first[0].Version {
		t.Errorf("overwritten %+v by %+v, want the same id and a new version", first[0], second[1])
	}
	rest(t, s, "PUT", ofGuild, `[{"name":"local"}]`).into(t, &inGuild)
	rest(t, s, "GET", ofGuild, "").into(t, &listed)
	if len(listed) != 1 || listed[0] != inGuild[0] || listed[0].GuildID != "7" {
		t.Errorf("listed %+v, registered %+v", listed, inGuild)
	}
	if len(s.Commands("")) != 2 || len(s.Commands("7")) != 1 || len(s.Commands("8")) != 0 {
		t.Errorf("Commands: %s, %s, %s", s.Commands(""), s.Commands("7"), s.Commands("8"))
	}
	if a := rest(t, s, "PUT", ofGuild, `[]`); string(a.Body) != "[]" || len(s.Commands("7")) != 0 {
		t.Errorf("overwritten with none: %s, left %s", a.Body, s.Commands("7"))
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	clock := newClock()
	s := start(t, discordtest.WithClock(clock.Now))
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	must(t, w.WriteField("payload_json", `{"content":"hi"}`))
	file, err := w.CreateFormFile("files[0]", "story.txt")
	must(t, err)
	fmt.Fprint(file, "It was a dark night.")
	must(t, w.Close())
	rest(t, s, "GET", "/users/@me?with=query", "")
	clock.Advance(time.Second)
	request(t, "POST", s.URL()+"/webhooks/1/2", http.Header{"Content-Type": {w.FormDataContentType()}}, &form)
	request(t, "POST", s.URL()+"/webhooks/1/2", http.Header{"Content-Type": {"multipart/form-data; boundary=b"}}, strings.NewReader("--c"))

	all := s.Requests()
	if len(all) != 3 {
		t.Fatalf("%d requests, want 3", len(all))
	}
	get, post := all[0], all[1]
	if get.Path != "/users/@me" || get.Query.Get("with") != "query" || get.Header.Get("Authorization") != "Bot "+s.Token() {
		t.Errorf("recorded %+v", get)
	}
	if post.At.Sub(get.At) != time.Second {
		t.Errorf("recorded %v and %v, want a second between", get.At, post.At)
	}
	if string(post.Body) != `{"content":"hi"}` || len(post.Files) != 1 || post.Status != 404 {
		t.Fatalf("recorded form %q with %d files", post.Body, len(post.Files))
	}
	f := post.Files[0]
	if f.Field != "files[0]" || f.Name != "story.txt" || f.ContentType == "" || string(f.Data) != "It was a dark night." {
		t.Errorf("recorded file %+v", f)
	}
	if all[2].Status != 400 {
		t.Errorf("a broken form: %d, want 400", all[2].Status)
	}
}

func TestWaitRequest(t *testing.T) {
	s := start(t)
	any := func(discordtest.Request) bool { return true }
	if _, err := s.WaitRequest(brief(t), any); err == nil || !strings.Contains(err.Error(), "so far: 0 requests") {
		t.Errorf("a wait in vain: %v, want what happened so far", err)
	}
	rest(t, s, "GET", "/users/@me", "")
	if r, err := s.WaitRequest(soon(t), any); err != nil || r.Path != "/users/@me" {
		t.Errorf("one that is there: %s, %v", r.Path, err)
	}
	if _, err := s.WaitRequestFrom(brief(t), 1, any); err == nil {
		t.Error("one that is yet to come was found")
	}
	got := make(chan discordtest.Request)
	go func() {
		r, err := s.WaitRequestFrom(t.Context(), 1, any)
		if err != nil {
			t.Error(err)
		}
		got <- r
	}()
	rest(t, s, "GET", "/gateway/bot", "")
	if r := <-got; r.Path != "/gateway/bot" {
		t.Errorf("waited for %s, want /gateway/bot", r.Path)
	}
}

// delivered is a stand-in whose session was sent an interaction.
func delivered(t *testing.T, i map[string]any, opts ...discordtest.Option) (*discordtest.Server, discordtest.Delivered) {
	t.Helper()
	s := start(t, opts...)
	c, _ := ready(t, s)
	d, err := s.Send(i)
	must(t, err)
	c.expect(0, "INTERACTION_CREATE")
	return s, d
}

func callback(t *testing.T, s *discordtest.Server, d discordtest.Delivered, body string) answer {
	t.Helper()
	return rest(t, s, "POST", "/interactions/"+d.ID+"/"+d.Token+"/callback", body)
}

func TestOneCallback(t *testing.T) {
	s, d := delivered(t, discordtest.Command("ask"))
	if _, err := s.WaitCallback(brief(t), d); err == nil {
		t.Error("a callback before there was one")
	}
	if a := callback(t, s, d, `{"type":4,"data":{"content":"hi"}}`); a.Status != 204 || len(a.Body) != 0 {
		t.Errorf("first: %d %s, want 204", a.Status, a.Body)
	}
	if a := callback(t, s, d, `{"type":5}`); a.Status != 400 || a.code(t) != 40060 {
		t.Errorf("second: %d %s, want 400 with 40060", a.Status, a.Body)
	}
	first, err := s.WaitCallback(soon(t), d)
	must(t, err)
	if first.Type != 4 || string(first.Data) != `{"content":"hi"}` || first.Request.Status != 204 {
		t.Errorf("recorded %d %s %d", first.Type, first.Data, first.Request.Status)
	}
	all := s.Callbacks(d.ID)
	if len(all) != 2 || all[1].Type != 5 || all[1].Request.Status != 400 {
		t.Errorf("%d callbacks, want both", len(all))
	}
	if len(s.Callbacks("1")) != 0 {
		t.Error("callbacks of an interaction that never was")
	}
}

func TestRefusedCallbacks(t *testing.T) {
	command, button := discordtest.Command("ask"), discordtest.Button("more", nil)
	for _, test := range []struct {
		name         string
		i            map[string]any
		body         string
		status, code int
	}{
		{"no JSON", command, `{`, 400, 50109},
		{"no type", command, `{}`, 400, 50035},
		{"nothing to say", command, `{"type":4,"data":{"content":""}}`, 400, 50006},
		{"a command has no message to change", command, `{"type":7}`, 400, 50035},
		{"a command takes no choices", command, `{"type":8,"data":{"choices":[]}}`, 400, 50035},
		{"a button takes no choices", button, `{"type":8}`, 400, 50035},
		{"autocomplete takes no message", discordtest.Autocomplete("ask", "question", "w"), `{"type":4,"data":{"content":"hi"}}`, 400, 50035},
		{"a form opens no form", discordtest.Form("f", nil), `{"type":9}`, 400, 50035},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, d := delivered(t, test.i)
			if a := callback(t, s, d, test.body); a.Status != test.status || a.code(t) != test.code {
				t.Errorf("%d %s, want %d with %d", a.Status, a.Body, test.status, test.code)
			}
			fallback := `{"type":5}`
			if test.i["type"] == 4 {
				fallback = `{"type":8,"data":{"choices":[]}}`
			}
			if a := callback(t, s, d, fallback); a.Status != 204 {
				t.Errorf("a good one after it: %d %s, want 204", a.Status, a.Body)
			}
		})
	}
}

func TestLateCallback(t *testing.T) {
	clock := newClock()
	s, d := delivered(t, discordtest.Command("ask"), discordtest.WithClock(clock.Now))
	clock.Advance(3*time.Second + time.Millisecond)
	if a := callback(t, s, d, `{"type":5}`); a.Status != 404 || a.code(t) != 10062 {
		t.Errorf("after 3 s: %d %s, want 404 with 10062", a.Status, a.Body)
	}
	if a := rest(t, s, "GET", "/webhooks/"+s.ApplicationID()+"/"+d.Token+"/messages/@original", ""); a.code(t) != 10015 {
		t.Errorf("its webhook: %d %s, want 10015", a.Status, a.Body)
	}
}

func TestCallbackOfAnUnknownInteraction(t *testing.T) {
	s, d := delivered(t, discordtest.Command("ask"))
	for _, other := range []discordtest.Delivered{{ID: "1", Token: d.Token}, {ID: d.ID, Token: "x"}} {
		if a := callback(t, s, other, `{"type":5}`); a.Status != 404 || a.code(t) != 10062 {
			t.Errorf("%+v: %d %s, want 404 with 10062", other, a.Status, a.Body)
		}
	}
}

func TestSendSaysWhatIsWrong(t *testing.T) {
	s := start(t)
	if _, err := s.Send(discordtest.Command("ask")); !errors.Is(err, discordtest.ErrNoSession) {
		t.Errorf("with no session: %v, want ErrNoSession", err)
	}
	ready(t, s)
	for name, i := range map[string]map[string]any{
		"no type":       {},
		"a ping":        {"type": 1},
		"a numeric id":  {"type": 2, "id": 7},
		"not even JSON": {"type": 2, "data": func() {}},
	} {
		if _, err := s.Send(i); err == nil {
			t.Errorf("%s: sent", name)
		}
	}
}
