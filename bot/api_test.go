package bot

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
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
		wire := new(http.Transport)
		_, err := newRest(server.URL+"/api/v10", "secret", wire).application(t.Context())
		if status(err) != http.StatusFound || asked != 1 {
			t.Errorf("redirect to %s: %v after %d requests", target, err, asked)
		}
		wire.CloseIdleConnections()
		server.Close()
	}
}
