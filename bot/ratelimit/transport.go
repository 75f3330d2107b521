// Package ratelimit decides when a request to Discord may leave, and when it
// may leave again.
//
// Discord limits a bot in four ways, and each is obeyed before a request is
// sent, so that an answer 429 is the exception:
//
//   - A route has a bucket: so many requests until it is refilled. The headers
//     of each answer name the bucket and say what is left in it. Routes may
//     share one, and one route has a bucket for each server, channel or webhook.
//   - All of a bot's requests together have 50 a second. Interactions, which
//     bring a token of their own, are not among them.
//   - Cloudflare, before Discord, shuts an address out, with a page of HTML.
//   - So it does after 10,000 invalid answers (401, 403, 429) in ten minutes.
//     At half of that nothing is sent any more, and nothing is sent again to a
//     webhook that there is no more.
//
// Every wait ends with the request's context, and one that would outlast its
// deadline is not begun: the caller gets a [LimitError] at once. There is one
// exception. A callback alone can acknowledge an interaction, and has three
// seconds; one that is refused for longer, a day say, is sent once more when
// its time is nearly up. That costs an answer 429 at worst, and the refusal is
// most likely a mistake: Discord has no limit on callbacks that one which is
// sent once could reach. Where it is a limit on all requests, or Cloudflare's,
// it is no mistake, and is kept to.
//
// A request is sent again when that can do no harm: after a 429, which is
// refused before it takes effect; when no connection was made, so that it
// cannot have arrived; and, where the method is idempotent, after 500, 502,
// 503 and 504, and after a connection that broke. A POST that may have arrived
// is never sent again here.
package ratelimit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"

	"storybot/bot/interval"
)

// Times are the intervals that a Transport keeps to. One that is zero has the
// value of [DefaultTimes].
type Times struct {
	Attempt   time.Duration // for one answer to come, whole
	Callback  time.Duration // the same, for the callback of an interaction
	FirstWait time.Duration // the limit of the first wait after a failure; it doubles
	Second    time.Duration // in which all requests together have Global
	Window    time.Duration // in which invalid answers are counted
	Gone      time.Duration // how long a webhook that there is no more is remembered
}

// DefaultTimes are Discord's own, and what people bear.
var DefaultTimes = Times{
	Attempt: 10 * time.Second, Callback: time.Second, FirstWait: 250 * time.Millisecond,
	Second: time.Second, Window: 10 * time.Minute, Gone: 15 * time.Minute,
}

const (
	// attempts is how often a request is sent at most.
	attempts = 5
	// globalLimit is how many requests all routes have in a second together.
	globalLimit = 50
	// mostInvalid is how many invalid answers there may be in a window, half
	// of what Cloudflare bears.
	mostInvalid = 5000
	// longestAnswer is more than Discord answers, in bytes.
	longestAnswer = 8 << 20
)

// A LimitError is a request that was not sent, because it would have had to
// wait for too long.
type LimitError struct {
	Scope string // what is limited: "bucket", "global", "cloudflare", "invalid"
	Wait  time.Duration
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("not sent: the %s limit asks for a wait of %v", e.Scope, e.Wait.Round(time.Millisecond))
}

// ErrGone is a request that was not sent, because its webhook is no more.
var ErrGone = errors.New("not sent: there is no such webhook any more")

// ErrNotSent is wrapped by the failure of a request that cannot have arrived.
var ErrNotSent = errors.New("no connection was made")

// Transport is an [http.RoundTripper] that keeps to Discord's limits. It may be
// used from many goroutines. It returns an answer when its body has come whole.
type Transport struct {
	next   http.RoundTripper
	base   string // path of the API
	times  Times
	now    func() time.Time
	random func() float64
	waited func(scope string, d time.Duration)
	log    *slog.Logger
	limits *limits
}

// Config is what a Transport needs. Only Next must be there.
type Config struct {
	Next http.RoundTripper
	// Base is the path below which the routes are: "/api/v10".
	Base   string
	Times  Times
	Now    func() time.Time
	Random func() float64 // from 0 to below 1
	// Waited is told of each wait.
	Waited func(scope string, d time.Duration)
	Log    *slog.Logger
}

// New returns a Transport that knows of no limit yet.
func New(c Config) *Transport {
	c.Times = interval.OrDefault(c.Times, DefaultTimes)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.Waited == nil {
		c.Waited = func(string, time.Duration) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Transport{
		next: c.Next, base: c.Base, times: c.Times, now: c.Now, random: c.Random, waited: c.Waited, log: c.Log,
		limits: newLimits(c.Times),
	}
}

// RoundTrip implements [http.RoundTripper]. A request with a body must have
// GetBody, as [http.NewRequest] gives it.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close() // each attempt has a copy
	}
	r := routeOf(req.Method, req.URL.Path, t.base)
	hasChance := r.kind == callback
	for attempt := 1; ; attempt++ {
		if err := t.admit(req.Context(), r); err != nil {
			return nil, err
		}
		a := t.try(req, r)
		again, wait, scope := t.judge(req, r, a, attempt)
		if !again || attempt == attempts {
			return a.response, a.err
		}
		if chance, ok := t.lastChance(req.Context(), wait, scope); ok && hasChance {
			wait, hasChance = chance, false
		}
		if t.wait(req.Context(), wait, scope) != nil {
			return a.response, a.err // what was said last is more than "too late"
		}
	}
}

// lastChance returns when a callback is sent once more, where the wait that is
// asked for does not fit into its time: as late as it may, with time left for
// an answer.
func (t *Transport) lastChance(ctx context.Context, wait time.Duration, scope string) (time.Duration, bool) {
	deadline, limited := ctx.Deadline()
	left := time.Until(deadline)
	if !limited || wait <= left || scope != "bucket" && scope != "shared" {
		return 0, false
	}
	return max(left-t.times.Callback, left/2), true
}

// admit waits until no limit stands against the request.
func (t *Transport) admit(ctx context.Context, r route) error {
	for {
		wait, scope, err := t.limits.reserve(r, t.now())
		if err != nil || wait <= 0 {
			return err
		}
		if err := t.wait(ctx, wait, scope); err != nil {
			return err
		}
	}
}

// wait waits, unless that would be for nothing.
func (t *Transport) wait(ctx context.Context, d time.Duration, scope string) error {
	if d <= 0 {
		return ctx.Err()
	}
	if deadline, limited := ctx.Deadline(); limited && time.Until(deadline) < d {
		return &LimitError{Scope: scope, Wait: d}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	began := time.Now()
	defer func() { t.waited(scope, time.Since(began)) }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// attempt is what one sending came to.
type attempt struct {
	response *http.Response // its body is read, and can be read again
	body     []byte
	err      error
	sent     bool // there was a connection, so it may have arrived
}

// try sends the request once.
func (t *Transport) try(req *http.Request, r route) attempt {
	limit := t.times.Attempt
	if r.kind == callback {
		limit = t.times.Callback
	}
	ctx, cancel := context.WithTimeoutCause(req.Context(), limit, errSilent)
	defer cancel()
	var a attempt
	sent := req.WithContext(ctx)
	if req.GetBody != nil {
		if sent.Body, a.err = req.GetBody(); a.err != nil {
			return a
		}
	}
	a.response, a.err = t.next.RoundTrip(sent)
	if a.err != nil {
		if a.sent = !isDialing(a.err); !a.sent {
			a.err = fmt.Errorf("%w: %w", ErrNotSent, a.err)
		}
		return a
	}
	a.sent = true
	if a.response.StatusCode == http.StatusNoContent {
		return a
	}
	a.body, a.err = io.ReadAll(io.LimitReader(a.response.Body, longestAnswer))
	_ = a.response.Body.Close() // it has been read
	if a.err != nil && a.response.StatusCode < 300 && !idempotent(req.Method) {
		a.err = nil // it took effect, and nobody may send it again to hear more
	}
	if a.err != nil {
		a.response = nil
		return a
	}
	a.response.Body = io.NopCloser(bytes.NewReader(a.body))
	return a
}

// errSilent is why an attempt is given up.
var errSilent = errors.New("no answer in time")

// isDialing says whether a request failed before there was a connection to send
// it on. Of other failures nothing is sure.
func isDialing(err error) bool {
	failed, ok := errors.AsType[*net.OpError](err)
	return ok && (failed.Op == "dial" || failed.Op == "proxyconnect")
}

// judge learns from what came back, and says whether to send again, and after
// which wait.
func (t *Transport) judge(req *http.Request, r route, a attempt, n int) (again bool, wait time.Duration, scope string) {
	backoff := time.Duration(t.random() * float64(t.times.FirstWait<<(n-1)))
	if a.err != nil {
		return req.Context().Err() == nil && (!a.sent || idempotent(req.Method)), backoff, "failure"
	}
	now := t.now()
	t.limits.learn(r, a.response.Header, now)
	switch status := a.response.StatusCode; status {
	case http.StatusTooManyRequests:
		refusal := refusalIn(a.response.Header, a.body)
		if refusal.wait <= 0 {
			// It is not said how long, or nothing sensible: do not hammer.
			refusal.wait = t.times.FirstWait<<(n-1)/2 + backoff/2
		}
		t.limits.refused(r, refusal, now)
		t.log.Warn("too many requests", "route", r.pattern, "scope", refusal.scope, "wait", refusal.wait)
		return true, refusal.wait, refusal.scope
	case http.StatusUnauthorized, http.StatusForbidden:
		t.limits.invalid.count(now)
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return idempotent(req.Method), backoff, "failure"
	}
	if isGone(r, a.response.StatusCode, a.body) {
		t.limits.bury(r, now)
	}
	return false, 0, ""
}

// idempotent says whether sending twice comes to the same as sending once. A
// PATCH of Discord's states what is to be, so it is among them.
func idempotent(method string) bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete}, method)
}
