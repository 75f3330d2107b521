package ratelimit

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// kind is what a route's limits depend on.
type kind int

const (
	ofBot    kind = iota // with the bot's token: it counts against the global limit
	callback             // of an interaction, which has one only, and so no bucket
	webhook              // of an interaction that was acknowledged
)

// A route is what has a bucket.
type route struct {
	kind    kind
	pattern string // "POST /webhooks/{}/{}", for who shares a bucket
	major   string // the server, channel or webhook whose bucket it is
}

// routeOf returns the route of a request to a path below base.
func routeOf(method, path, base string) route {
	parts := strings.Split(strings.Trim(strings.TrimPrefix(path, base), "/"), "/")
	r := route{}
	switch {
	case len(parts) == 4 && parts[0] == "interactions":
		return route{kind: callback, pattern: method + " /interactions/{}/{}/callback", major: parts[2]}
	case len(parts) >= 3 && parts[0] == "webhooks":
		r.kind, r.major = webhook, parts[2]
		parts[1], parts[2] = "{}", "{}"
	case len(parts) >= 2 && (parts[0] == "guilds" || parts[0] == "channels"):
		r.major = parts[1]
	case len(parts) >= 4 && parts[2] == "guilds":
		r.major = parts[3]
	}
	for i, part := range parts {
		if isID(part) || part == "@original" {
			parts[i] = "{}"
		}
	}
	r.pattern = method + " /" + strings.Join(parts, "/")
	return r
}

func isID(part string) bool {
	return part != "" && strings.Trim(part, "0123456789") == ""
}

// A refusal is what an answer 429 says.
type refusal struct {
	scope string // "bucket", "shared", "global", "cloudflare"
	wait  time.Duration
}

// refusalIn reads an answer 429. Discord's are JSON; Cloudflare's are not.
func refusalIn(header http.Header, body []byte) refusal {
	var said struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	scope := header.Get("X-RateLimit-Scope")
	switch err := json.Unmarshal(body, &said); {
	case err != nil:
		scope = "cloudflare"
	case said.Global || scope == "global" || header.Get("X-RateLimit-Global") == "true":
		scope = "global"
	case scope != "shared":
		scope = "bucket"
	}
	wait := seconds(said.RetryAfter)
	if wait <= 0 {
		after, _ := strconv.ParseFloat(header.Get("Retry-After"), 64)
		wait = seconds(after)
	}
	return refusal{scope, wait}
}

// seconds returns s seconds, at most a year of them.
func seconds(s float64) time.Duration {
	const year = 365 * 24 * 60 * 60
	return time.Duration(max(0, min(s, year)) * float64(time.Second))
}

// Codes of Discord's that say that a webhook is no more.
const (
	unknownWebhook      = 10015
	invalidWebhookToken = 50027
)

// isGone says whether an answer means that the route's webhook is no more.
// Before its callback an interaction has no webhook yet, so only what is
// written to one can tell.
func isGone(r route, status int, body []byte) bool {
	if r.kind != webhook || strings.HasPrefix(r.pattern, http.MethodGet) {
		return false
	}
	if status != http.StatusNotFound && status != http.StatusUnauthorized {
		return false
	}
	var said struct {
		Code int `json:"code"`
	}
	_ = json.Unmarshal(body, &said) // what is no JSON has no code
	return said.Code == unknownWebhook || said.Code == invalidWebhookToken
}
