package ratelimit

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limits is what is known of all limits. It never waits: it says how long to.
type limits struct {
	times   Times
	invalid tally

	mu      sync.Mutex
	names   map[string]string // the bucket of each pattern, by Discord's name
	buckets map[place]*bucket // those that matter now
	gone    map[string]freeze // webhooks that are no more, by token
	frozen  map[kind]freeze   // after a global 429
	banned  freeze            // by Cloudflare
	second  struct {          // of the global limit
		began time.Time
		sent  int
	}
	swept time.Time
}

// place is where a bucket belongs.
type place struct{ name, major string }

// bucket is how many requests may be sent until it is refilled.
type bucket struct {
	left   int
	refill freeze
}

// A freeze is a time before which something may not be done, and how long it
// was from then on. It survives a clock that is set back.
type freeze struct {
	until time.Time
	told  time.Duration
}

func freezeFor(d time.Duration, now time.Time) freeze { return freeze{now.Add(d), d} }

// left returns how long is left.
func (f *freeze) left(now time.Time) time.Duration {
	d := f.until.Sub(now)
	if d > f.told { // the clock was set back: begin again
		*f = freezeFor(f.told, now)
		return f.told
	}
	return d
}

func newLimits(times Times) *limits {
	return &limits{
		times:   times,
		invalid: tally{slot: times.Window / slots},
		names:   map[string]string{},
		buckets: map[place]*bucket{},
		gone:    map[string]freeze{},
		frozen:  map[kind]freeze{},
	}
}

// reserve takes a request's share of every limit, or says how long to wait
// before asking again, and because of which.
func (l *limits) reserve(r route, now time.Time) (time.Duration, string, error) {
	if n := l.invalid.sum(now); n >= mostInvalid {
		return 0, "", &LimitError{Scope: "invalid", Wait: l.times.Window}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	if _, gone := l.gone[r.major]; gone && r.kind == webhook {
		return 0, "", ErrGone
	}
	if left := l.banned.left(now); left > 0 {
		return left, "cloudflare", nil
	}
	class := r.kind.class()
	if f, frozen := l.frozen[class]; frozen {
		left := f.left(now)
		l.frozen[class] = f
		if left > 0 {
			return left, "global", nil
		}
		delete(l.frozen, class)
	}
	if b := l.buckets[place{l.names[r.pattern], r.major}]; b != nil && b.left <= 0 {
		if left := b.refill.left(now); left > 0 {
			return left, "bucket", nil
		}
	}
	if wait := l.share(class, now); wait > 0 {
		return wait, "global", nil
	}
	if b := l.buckets[place{l.names[r.pattern], r.major}]; b != nil {
		b.left--
	}
	return 0, "", nil
}

// class is which global limit a kind counts against.
func (k kind) class() kind {
	if k == callback {
		return webhook
	}
	return k
}

// share counts a request against the second that all share.
func (l *limits) share(class kind, now time.Time) time.Duration {
	if class != ofBot {
		return 0
	}
	age := now.Sub(l.second.began)
	if age >= l.times.Second || age < 0 {
		l.second.began, l.second.sent, age = now, 0, 0
	}
	if l.second.sent >= globalLimit {
		return l.times.Second - age
	}
	l.second.sent++
	return 0
}

// learn takes from an answer's headers what is left in the bucket.
func (l *limits) learn(r route, header http.Header, now time.Time) {
	name := header.Get("X-RateLimit-Bucket")
	if name == "" || r.kind == callback {
		return
	}
	left, err := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	after, _ := strconv.ParseFloat(header.Get("X-RateLimit-Reset-After"), 64)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names[r.pattern] = name
	at := place{name, r.major}
	b := l.buckets[at]
	if b == nil || b.refill.left(now) <= 0 {
		b = &bucket{left: left}
		l.buckets[at] = b
	}
	b.left = min(b.left, left) // requests on their way are counted already
	b.refill = freezeFor(seconds(after), now)
}

// refused takes note of an answer 429.
func (l *limits) refused(r route, f refusal, now time.Time) {
	if f.scope != "shared" { // which is others' doing
		l.invalid.count(now)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.kind == webhook {
		f.wait = min(f.wait, l.times.Gone) // by then there is no such webhook
	}
	frozen := freezeFor(f.wait, now)
	switch {
	case f.scope == "cloudflare":
		l.banned = frozen
	case f.scope == "global":
		l.frozen[r.kind.class()] = frozen
	case r.kind != callback:
		if l.names[r.pattern] == "" {
			l.names[r.pattern] = r.pattern
		}
		l.buckets[place{l.names[r.pattern], r.major}] = &bucket{refill: frozen}
	}
}

// bury remembers that a webhook is no more.
func (l *limits) bury(r route, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone[r.major] = freezeFor(l.times.Gone, now)
}

// sweep forgets the buckets that are full again and the webhooks that were
// buried long ago: an interaction's are never used again. It looks through all
// of them, so it does so once a second.
func (l *limits) sweep(now time.Time) {
	if age := now.Sub(l.swept); age >= 0 && age < l.times.Second {
		return
	}
	l.swept = now
	for at, b := range l.buckets {
		if b.refill.left(now) <= 0 {
			delete(l.buckets, at)
		}
	}
	for token, f := range l.gone {
		if f.left(now) <= 0 {
			delete(l.gone, token)
		}
	}
}

// slots is how many parts the window of invalid answers is counted in.
const slots = 10

// tally counts what happens in a window of time.
type tally struct {
	slot time.Duration // the window's tenth

	mu     sync.Mutex
	counts [slots]int
	last   int64 // number of the slot that is counted in
}

func (t *tally) count(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.move(now)
	t.counts[t.last%slots]++
}

func (t *tally) sum(now time.Time) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.move(now)
	sum := 0
	for _, n := range t.counts {
		sum += n
	}
	return sum
}

// move empties the slots that have been left behind. A clock that is set back
// leaves all as it is.
func (t *tally) move(now time.Time) {
	slot := now.UnixNano() / int64(t.slot)
	if slot-t.last >= slots {
		t.counts, t.last = [slots]int{}, slot
	}
	for t.last < slot {
		t.last++
		t.counts[t.last%slots] = 0
	}
}
