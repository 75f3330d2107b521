package bot

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// DefaultAPIURL is where Discord's REST API is.
const DefaultAPIURL = "https://discord.com/api/v10"

// apiVersion is the version of Discord's API that this package speaks, on REST
// and on the gateway.
const apiVersion = "v10"

// userAgent has the form that Discord asks of bots.
const userAgent = "DiscordBot (storybot, 1)"

// transport is the one way in which requests leave. discordgo addresses all of
// them to version 9 at discord.com; transport sends them to the configured
// address instead, and refuses any that is not meant for the API, so that the
// token reaches nobody else.
type transport struct {
	api  string // without a slash at the end
	next *http.Transport
}

// newTransport returns a transport to apiURL, with connections of its own.
func newTransport(apiURL string) (*transport, error) {
	api, err := ParseAPIURL(apiURL)
	if err != nil {
		return nil, err
	}
	next, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		next = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	return &transport{api: api, next: next.Clone()}, nil
}

var anyVersion = regexp.MustCompile(`^v[0-9]+$`)

// ParseAPIURL checks the address of the API, as [Config].APIURL has it, and
// returns it without a slash at the end. Empty means [DefaultAPIURL]. The error
// says in one sentence how to write it.
func ParseAPIURL(s string) (string, error) {
	if s == "" {
		return DefaultAPIURL, nil
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("the API's address cannot be read: write it like %s", DefaultAPIURL)
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	version := path.Base(u.Path)
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "", fmt.Errorf("the API's address must start with http:// or https:// and a host, like %s", DefaultAPIURL)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", fmt.Errorf("the API's address must have no user, no ? and no #: write it like %s", DefaultAPIURL)
	case version == apiVersion:
		return u.String(), nil
	case anyVersion.MatchString(version):
		return "", fmt.Errorf("the API's address asks for %s, but storybot speaks %s: write it like %s", version, apiVersion, DefaultAPIURL)
	}
	return "", fmt.Errorf("the API's address must end in /%s, like %s", apiVersion, DefaultAPIURL)
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	endpoint, ok := apiEndpoint(req.URL)
	if !ok {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, fmt.Errorf("a request to %s is not for Discord's API and was not sent", req.URL.Host)
	}
	if endpoint == "/gateway" {
		// Here Discord also says whether the token may open one.
		endpoint = "/gateway/bot"
	}
	target, err := url.Parse(t.api + endpoint)
	if err != nil {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, err
	}
	target.RawQuery = req.URL.RawQuery
	sent := req.Clone(req.Context())
	sent.URL, sent.Host = target, target.Host
	return t.next.RoundTrip(sent)
}

// apiEndpoint returns the path of an address below discordgo's version of the
// API, and whether it is there at all.
func apiEndpoint(u *url.URL) (string, bool) {
	if u.Scheme != "https" || u.Host != "discord.com" {
		return "", false
	}
	endpoint, ok := strings.CutPrefix(u.EscapedPath(), "/api/v"+discordgo.APIVersion)
	return endpoint, ok && strings.HasPrefix(endpoint, "/")
}

// newSession returns a session of discordgo's that sends through wire. It is
// silent, since discordgo logs whole packets to the standard log, and follows
// no redirect, since the token would go along.
func newSession(token string, wire http.RoundTripper) *discordgo.Session {
	session, _ := discordgo.New("Bot " + token) // its error is always nil
	session.LogLevel = discordgo.LogError - 1
	session.UserAgent = userAgent
	session.StateEnabled = false
	session.SyncEvents = false
	session.Compress = false
	session.ShouldReconnectOnError = false // see gateway.serve
	session.ShouldReconnectVoiceOnSessionError = false
	session.ShouldRetryOnRateLimit = false // see rest.call
	session.Identify.Intents = discordgo.IntentsNone
	session.Identify.Properties.Browser = "storybot"
	session.Identify.Properties.Device = "storybot"
	session.Client = &http.Client{
		Transport: wire,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	return session
}
