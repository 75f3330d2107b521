package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A trial is a Transport to a server of the test's, and its clock.
type trial struct {
	*Transport
	t      *testing.T
	url    string
	asked  atomic.Int32
	ahead  atomic.Int64
	waited sync.Map
}

var brisk = Times{Attempt: 200 * time.Millisecond, Callback: 100 * time.Millisecond, FirstWait: 4 * time.Millisecond, Second: 50 * time.Millisecond}

func newTrial(t *testing.T, times Times, answer func(n int, w http.ResponseWriter, r *http.Request)) *trial {
	t.Helper()
	trial := &trial{t: t}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(int(trial.asked.Add(1)), w, r)
	}))
	wire := new(http.Transport)
	t.Cleanup(func() {
		wire.CloseIdleConnections()
		server.Close()
	})
	trial.url = server.URL + "/api/v10"
	trial.Transport = New(Config{
		Next: wire, Base: "/api/v10", Times: times, Waited: func(scope string, _ time.Duration) { trial.waited.Store(scope, true) },
		Now: func() time.Time { return time.Now().Add(time.Duration(trial.ahead.Load())) },
	})
	return trial
}

// send sends a request and returns the status, or 0, and the error.
func (t *trial) send(ctx context.Context, method, path string) (int, error) {
	t.t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, t.url+path, strings.NewReader("{}"))
	if err != nil {
		t.t.Fatal(err)
	}
	answer, err := t.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err != nil {
		t.t.Error(err)
	}
	return answer.StatusCode, nil
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

const (
	callbackPath = "/interactions/1/token/callback"
	webhookPath  = "/webhooks/1/token"
	editPath     = webhookPath + "/messages/@original"
	botPath      = "/applications/1/commands"
)

// TestSentAgain is about which answers have a request sent again.
func TestSentAgain(t *testing.T) {
	for _, test := range []struct {
		method, path string
		status       int
		body         string
		times        int // that the answer is given, before a good one
		asked        int
		want         int
	}{
		{"GET", botPath, 500, "", 2, 3, 200},
		{"PUT", botPath, 502, "<html>", 2, 3, 200},
		{"PATCH", editPath, 503, "", 1, 2, 200},
		{"GET", botPath, 504, "", 99, attempts, 504},
		{"GET", botPath, 501, "", 1, 1, 501},
		{"GET", botPath, 404, `{"code":10002}`, 1, 1, 404},
		{"POST", callbackPath, 500, "", 1, 1, 500},
		{"POST", webhookPath, 503, "", 1, 1, 503},
		{"POST", callbackPath, 429, `{"retry_after":0.01}`, 1, 2, 200},
		{"POST", webhookPath, 429, `{"retry_after":0.01,"global":true}`, 2, 3, 200},
		{"POST", callbackPath, 429, `{"retry_after":0}`, 1, 2, 200},
		{"POST", callbackPath, 429, `{"retry_after":-1}`, 1, 2, 200},
		{"POST", callbackPath, 429, `{"retry_after":86400}`, 1, 2, 200}, // its last chance
		{"POST", callbackPath, 429, `{"retry_after":86400}`, 99, 2, 429},
		{"POST", callbackPath, 429, `{"retry_after":86400,"global":true}`, 99, 1, 429},
		{"POST", callbackPath, 429, `<html>`, 99, attempts, 429}, // which says no time
		{"POST", webhookPath, 429, `{"retry_after":86400}`, 99, 1, 429},
		{"GET", botPath, 429, `{"retry_after":0.001}`, 99, attempts, 429},
	} {
		trial := newTrial(t, brisk, func(n int, w http.ResponseWriter, r *http.Request) {
			if body, _ := io.ReadAll(r.Body); string(body) != "{}" {
				t.Errorf("attempt %d has the body %q", n, body)
			}
			if n <= test.times {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				io.WriteString(w, test.body)
			}
		})
		status, err := trial.send(within(t, time.Second), test.method, test.path)
		if n := int(trial.asked.Load()); status != test.want || err != nil || n != test.asked {
			t.Errorf("%s %s, %d %s: %d, %v after %d requests; want %d after %d",
				test.method, test.path, test.status, test.body, status, err, n, test.want, test.asked)
		}
	}
}

func TestBucketIsWaitedFor(t *testing.T) {
	trial := newTrial(t, brisk, func(n int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Bucket", "abc")
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", "0.08")
	})
	began := time.Now()
	for range 2 {
		if status, err := trial.send(t.Context(), "PATCH", editPath); status != 200 {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < 75*time.Millisecond {
		t.Errorf("two requests of a bucket for one took %v", took)
	}
	// Another webhook has a bucket of its own.
	began = time.Now()
	trial.send(t.Context(), "PATCH", "/webhooks/1/other/messages/@original")
	if took := time.Since(began); took > 50*time.Millisecond {
		t.Errorf("another webhook waited for %v", took)
	}
	// A wait that would outlast the deadline is not begun.
	_, err := trial.send(within(t, 20*time.Millisecond), "PATCH", editPath)
	if limit, ok := errors.AsType[*LimitError](err); !ok || limit.Scope != "bucket" {
		t.Errorf("got %v, want a LimitError of the bucket", err)
	}
	if _, ok := trial.waited.Load("bucket"); !ok {
		t.Error("the wait was not told of")
	}
}

func TestGlobalLimit(t *testing.T) {
	times := brisk
	times.Second = time.Minute
	trial := newTrial(t, times, func(int, http.ResponseWriter, *http.Request) {})
	for range globalLimit {
		if status, err := trial.send(t.Context(), "GET", botPath); status != 200 {
			t.Fatal(err)
		}
	}
	_, err := trial.send(within(t, time.Second), "GET", "/users/@me")
	if limit, ok := errors.AsType[*LimitError](err); !ok || limit.Scope != "global" {
		t.Errorf("request %d in a second: %v", globalLimit+1, err)
	}
	if status, err := trial.send(t.Context(), "POST", callbackPath); status != 200 {
		t.Errorf("an interaction, which is apart: %v", err)
	}
}

// TestBans has one route be limited for all, and looks who is held up.
func TestBans(t *testing.T) {
	for _, test := range []struct {
		name, path, body string
		holdsUp          map[string]bool
	}{
		{"global, for the bot", botPath, `{"retry_after":60,"global":true}`, map[string]bool{"/users/@me": true, editPath: false}},
		{"global, for interactions", callbackPath, `{"retry_after":60,"global":true}`, map[string]bool{"/users/@me": false, editPath: true}},
		{"Cloudflare", callbackPath, `<html>`, map[string]bool{"/users/@me": true, editPath: true}},
	} {
		trial := newTrial(t, brisk, func(n int, w http.ResponseWriter, _ *http.Request) {
			if n == 1 {
				w.Header().Set("Retry-After", "60")
				w.WriteHeader(http.StatusTooManyRequests)
				io.WriteString(w, test.body)
			}
		})
		trial.send(within(t, time.Second), "POST", test.path)
		for path, held := range test.holdsUp {
			status, err := trial.send(within(t, time.Second), "PATCH", path)
			if _, limited := errors.AsType[*LimitError](err); limited != held || (status == 200) == held {
				t.Errorf("%s: %s is answered with %d, %v", test.name, path, status, err)
			}
		}
		trial.ahead.Store(int64(61 * time.Second))
		if status, err := trial.send(within(t, time.Second), "PATCH", editPath); status != 200 {
			t.Errorf("%s: when it is over: %v", test.name, err)
		}
	}
}

func TestInvalidAnswersHaveABudget(t *testing.T) {
	trial := newTrial(t, brisk, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	for range mostInvalid {
		trial.limits.invalid.count(trial.now())
	}
	_, err := trial.send(t.Context(), "POST", callbackPath)
	if limit, ok := errors.AsType[*LimitError](err); !ok || limit.Scope != "invalid" || trial.asked.Load() != 0 {
		t.Errorf("with the budget spent: %v", err)
	}
	trial.ahead.Store(int64(11 * time.Minute))
	if status, err := trial.send(t.Context(), "POST", callbackPath); status != 403 {
		t.Errorf("when it is over: %d, %v", status, err)
	}
	if n := trial.limits.invalid.sum(trial.now()); n != 1 {
		t.Errorf("%d invalid answers are counted, want 1", n)
	}
}

func TestWebhookThatIsNoMore(t *testing.T) {
	trial := newTrial(t, brisk, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, `{"code":10015,"message":"Unknown Webhook"}`)
	})
	if status, err := trial.send(t.Context(), "PATCH", editPath); status != 404 {
		t.Fatal(err)
	}
	if _, err := trial.send(t.Context(), "POST", webhookPath); !errors.Is(err, ErrGone) || trial.asked.Load() != 1 {
		t.Errorf("the second time: %v after %d requests", err, trial.asked.Load())
	}
	trial.ahead.Store(int64(16 * time.Minute))
	if trial.send(t.Context(), "POST", "/webhooks/1/other"); len(trial.limits.gone) != 1 {
		t.Errorf("%d webhooks are remembered, want the newest alone", len(trial.limits.gone))
	}
}

// TestNothingIsLeftBehind sends as for many interactions, and looks at what is
// remembered when their buckets are full again.
func TestNothingIsLeftBehind(t *testing.T) {
	l := newLimits(DefaultTimes)
	now := time.Unix(1e9, 0)
	header := http.Header{}
	header.Set("X-RateLimit-Bucket", "abc")
	header.Set("X-RateLimit-Remaining", "4")
	header.Set("X-RateLimit-Reset-After", "2")
	for i := range 10_000 {
		for _, path := range []string{"/interactions/%d/t%d/callback", "/webhooks/%d/t%d"} {
			l.learn(routeOf("POST", fmt.Sprintf(path, i, i), ""), header, now)
		}
	}
	if len(l.buckets) != 10_000 {
		t.Errorf("%d buckets, want one for each webhook", len(l.buckets))
	}
	if _, _, err := l.reserve(routeOf("GET", "/users/@me", ""), now.Add(3*time.Second)); err != nil || len(l.buckets) != 0 || len(l.names) != 1 {
		t.Errorf("%d buckets and %d names are left: %v", len(l.buckets), len(l.names), err)
	}
}

// TestWebhookIsForgotten has an interaction's webhook be limited for a day,
// which is longer than there is such a webhook.
func TestWebhookIsForgotten(t *testing.T) {
	l := newLimits(DefaultTimes)
	now := time.Unix(1e9, 0)
	edit := routeOf("PATCH", editPath, "")
	l.refused(edit, refusal{"bucket", 24 * time.Hour}, now)
	l.refused(routeOf("POST", callbackPath, ""), refusal{"bucket", 24 * time.Hour}, now)
	if wait, scope, err := l.reserve(edit, now); err != nil || wait != DefaultTimes.Gone || scope != "bucket" {
		t.Errorf("it waits for %v, %s, %v", wait, scope, err)
	}
	if wait, _, err := l.reserve(routeOf("POST", callbackPath, ""), now); err != nil || wait != 0 {
		t.Errorf("the callback of another interaction waits for %v, %v", wait, err)
	}
	if _, _, err := l.reserve(edit, now.Add(DefaultTimes.Gone)); err != nil || len(l.buckets) != 0 {
		t.Errorf("%d buckets are left: %v", len(l.buckets), err)
	}
}

func TestClockThatIsSetBack(t *testing.T) {
	now := time.Unix(1e9, 0)
	f := freezeFor(time.Second, now)
	back := now.Add(-time.Hour)
	if got := f.left(back); got != time.Second {
		t.Errorf("an hour back, %v are left", got)
	}
	if got := f.left(back.Add(time.Second)); got > 0 {
		t.Errorf("a second later, %v are left", got)
	}
}

// TestProvablyNotSent is about failures before there is a connection, after
// which a POST is sent again too.
func TestProvablyNotSent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	transport := New(Config{Next: new(http.Transport), Times: brisk})
	req, _ := http.NewRequestWithContext(within(t, time.Second), "POST", "http://"+address+callbackPath, strings.NewReader("{}"))
	if _, err := transport.RoundTrip(req); !errors.Is(err, ErrNotSent) {
		t.Errorf("nobody there: %v", err)
	}
}

// TestAnswersThatDoNotCome has servers say nothing, or not to the end.
func TestAnswersThatDoNotCome(t *testing.T) {
	for _, test := range []struct {
		method  string
		headers bool
		asked   int
		status  int
	}{
		{"GET", false, 2, 200}, {"GET", true, 2, 200}, {"POST", false, 1, 0}, {"POST", true, 1, 200},
	} {
		trial := newTrial(t, brisk, func(n int, w http.ResponseWriter, r *http.Request) {
			if n > 1 {
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			if test.headers {
				w.Write([]byte("{"))
				http.NewResponseController(w).Flush()
			}
			<-r.Context().Done()
		})
		status, err := trial.send(within(t, 2*time.Second), test.method, webhookPath)
		if n := int(trial.asked.Load()); status != test.status || n != test.asked || (err == nil) != (status != 0) {
			t.Errorf("%s, headers %v: %d, %v after %d requests", test.method, test.headers, status, err, n)
		}
	}
}

// TestTLSHandshakeThatNeverEnds has a server that takes connections and is
// silent.
func TestTLSHandshakeThatNeverEnds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	wire := new(http.Transport)
	defer wire.CloseIdleConnections()
	transport := New(Config{Next: wire, Times: brisk})
	req, _ := http.NewRequestWithContext(within(t, 300*time.Millisecond), "POST", "https://"+listener.Addr().String()+callbackPath, nil)
	began := time.Now()
	if _, err := transport.RoundTrip(req); err == nil || time.Since(began) > 250*time.Millisecond {
		t.Errorf("%v after %v, want it given up after %v", err, time.Since(began), brisk.Callback)
	}
}
