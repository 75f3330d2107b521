package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

func TestAPIURL(t *testing.T) {
	for given, want := range map[string]string{
		"":                                       DefaultAPIURL,
		"https://discord.com/api/v10":            "https://discord.com/api/v10",
		"https://discord.com/api/v10/":           "https://discord.com/api/v10",
		"http://127.0.0.1:1234/api/v10":          "http://127.0.0.1:1234/api/v10",
		"https://proxy.example/discord/api/v10/": "https://proxy.example/discord/api/v10",
	} {
		got, err := ParseAPIURL(given)
		if got != want || err != nil {
			t.Errorf("ParseAPIURL(%q) = %q, %v; want %q", given, got, err, want)
		}
	}
	for given, why := range map[string]string{
		"discord.com/api/v10":                "http://",
		"ftp://discord.com/api/v10":          "http://",
		"https:///api/v10":                   "a host",
		"https://:80/api/v10":                "a host",
		"https://me:pw@discord.com/api/v10":  "no user",
		"https://discord.com/api/v10?x=1":    "no ?",
		"https://discord.com/api/v10?":       "no ?",
		"https://discord.com/api/v10#x":      "no #",
		"https://discord.com/api/v9":         "asks for v9, but storybot speaks v10",
		"https://discord.com/api":            "must end in /v10",
		"https://discord.com":                "must end in /v10",
		"https://discord.com/api/v10/guilds": "must end in /v10",
		"https://discord.com/\x7f/v10":       "cannot be read",
	} {
		got, err := ParseAPIURL(given)
		if err == nil {
			t.Errorf("ParseAPIURL(%q) = %q; want an error", given, got)
		} else if !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), "pw") {
			t.Errorf("ParseAPIURL(%q): %v; want it to say %q", given, err, why)
		}
	}
}

// TestTransportRewrites sends discordgo's own requests through a transport to
// an API below a path of its own.
func TestTransportRewrites(t *testing.T) {
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"url":"wss://gateway.example"}`))
	}))
	defer server.Close()
	wire, err := newTransport(server.URL + "/discord/api/v10/")
	if err != nil {
		t.Fatal(err)
	}
	defer wire.next.CloseIdleConnections()
	session := newSession("secret", wire)

	for _, test := range []struct {
		method, address, want string
	}{
		{"GET", discordgo.EndpointApplication("@me"), "/discord/api/v10/applications/@me"},
		{"GET", discordgo.EndpointGateway, "/discord/api/v10/gateway/bot"},
		{"GET", discordgo.EndpointGatewayBot, "/discord/api/v10/gateway/bot"},
		{"POST", discordgo.EndpointWebhookToken("1", "a%2Fb") + "?wait=true", "/discord/api/v10/webhooks/1/a%2Fb?wait=true"},
		{"PATCH", discordgo.EndpointInteractionResponseActions("1", "tok"), "/discord/api/v10/webhooks/1/tok/messages/@original"},
	} {
		got = nil
		if _, err := session.Request(test.method, test.address, nil); err != nil {
			t.Fatalf("%s %s: %v", test.method, test.address, err)
		}
		if got.RequestURI != test.want || got.Method != test.method {
			t.Errorf("%s %s came as %s %s, want %s", test.method, test.address, got.Method, got.RequestURI, test.want)
		}
		if got.Host != strings.TrimPrefix(server.URL, "http://") {
			t.Errorf("%s: Host is %s", test.address, got.Host)
		}
		if h := got.Header; h.Get("Authorization") != "Bot secret" || !strings.Contains(h.Get("User-Agent"), "storybot") {
			t.Errorf("%s: headers %v", test.address, h)
		}
	}
}

func TestTransportSendsNothingElsewhere(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was requested", r.RequestURI)
	}))
	defer server.Close()
	wire, err := newTransport(server.URL + "/api/v10")
	if err != nil {
		t.Fatal(err)
	}
	session := newSession("secret", wire)
	for _, address := range []string{
		server.URL + "/api/v9/users/@me",
		"http://discord.com/api/v9/users/@me",
		"https://discord.com.example/api/v9/users/@me",
		"https://discord.com/api/v99/users/@me",
		"https://discord.com/api/v9",
		"https://discord.com/login",
		discordgo.EndpointCDN + "avatars/1/a.png",
	} {
		_, err := session.Request("GET", address, nil)
		if err == nil || !strings.Contains(err.Error(), "was not sent") {
			t.Errorf("GET %s: %v; want it not sent", address, err)
		}
	}
}

func TestTokenFollowsNoRedirect(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the redirect was followed, with %v", r.Header)
	}))
	defer elsewhere.Close()
	for _, target := range []string{elsewhere.URL + "/api/v10/x", "https://discord.com/api/v9/users/@me"} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			http.Redirect(w, r, target, http.StatusFound)
		}))
		wire, err := newTransport(server.URL + "/api/v10")
		if err != nil {
			t.Fatal(err)
		}
		_, err = rest{newSession("secret", wire)}.application(context.Background())
		if status(err) != http.StatusFound || asked != 1 {
			t.Errorf("redirect to %s: %v after %d requests", target, err, asked)
		}
		wire.next.CloseIdleConnections()
		server.Close()
	}
}
