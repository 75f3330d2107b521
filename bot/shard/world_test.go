package shard

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
	"storybot/store/memory"
)

// A world is a store, a Discord that counts who holds which shard, and the
// processes between them. It lives in a synctest bubble, so that the real
// intervals pass in no time.
type world struct {
	t         *testing.T
	store     store.Store
	shards    int
	processes []*process

	mu       sync.Mutex
	holders  map[int][]*link // by shard
	sessions map[string]int64
	begun    int   // sessions, by IDENTIFY
	twice    []int // shards that were held twice at some moment
}

// inWorld runs a story in a world of its own.
func inWorld(t *testing.T, shards int, story func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, store: memory.New(time.Now), shards: shards, holders: map[int][]*link{}, sessions: map[string]int64{}}
		defer w.end()
		story(w)
	})
}

// end stops all processes, and finds fault with what they did.
func (w *world) end() {
	for _, p := range w.processes {
		p.stop()
		<-p.ended
	}
	if len(w.twice) > 0 {
		w.t.Errorf("shards %v were held twice", w.twice)
	}
	time.Sleep(time.Minute) // for puts that are on their way
	if err := w.store.Close(); err != nil {
		w.t.Error(err)
	}
}

// A process shares the world's shards.
type process struct {
	*Leased
	w      *world
	line   *line
	stop   context.CancelFunc
	ended  chan struct{}
	err    error
	killed bool
}

func (w *world) start() *process {
	p := &process{w: w, line: &line{Store: w.store, random: rand.New(rand.NewPCG(uint64(len(w.processes)), 9))}, ended: make(chan struct{})}
	number, members := len(w.processes), 0
	p.Leased = &Leased{Store: p.line, NewID: func() string {
		members++
		return fmt.Sprintf("p%d-%d", number, members)
	}}
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	w.processes = append(w.processes, p)
	go func() {
		defer close(p.ended)
		p.err = p.Run(ctx, Bot{Open: p.open, Recommended: func(context.Context) (int, error) { return w.shards, nil }})
	}()
	return p
}

// startAll starts so many processes, and waits until the shards are spread.
func (w *world) startAll(n int) {
	w.t.Helper()
	for range n {
		w.start()
	}
	w.settles(30 * time.Second)
}

// kill ends a process as SIGKILL does: its connections break, and it writes
// nothing more.
func (p *process) kill() {
	p.line.set(gone)
	p.w.mu.Lock()
	p.killed = true
	for shard, links := range p.w.holders {
		p.w.holders[shard] = slices.DeleteFunc(links, func(l *link) bool { return l.process == p })
	}
	p.w.mu.Unlock()
	p.stop()
}

// holds counts the shards that a process holds.
func (p *process) holds() (n int) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	for _, links := range p.w.holders {
		for _, l := range links {
			if l.process == p {
				n++
			}
		}
	}
	return n
}

// running are the processes that are not at their end.
func (w *world) running() (all []*process) {
	for _, p := range w.processes {
		select {
		case <-p.ended:
		default:
			if !p.killed {
				all = append(all, p)
			}
		}
	}
	return all
}

// unheld are the shards that nobody holds.
func (w *world) unheld() (all []int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for n := range w.shards {
		if len(w.holders[n]) == 0 {
			all = append(all, n)
		}
	}
	return all
}

// settles waits until every shard is held, and the running processes have their
// share, and returns how long that took.
func (w *world) settles(within time.Duration) time.Duration {
	w.t.Helper()
	began := time.Now()
	for {
		least, most := w.shards, 0
		running := w.running()
		for _, p := range running {
			least, most = min(least, p.holds()), max(most, p.holds())
		}
		if len(w.unheld()) == 0 && (most-least <= 1 || len(running) == 0) {
			return time.Since(began)
		}
		if time.Since(began) > within {
			w.t.Fatalf("after %v: unheld %v, and processes hold %d to %d", within, w.unheld(), least, most)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// A link is a connection to the world's Discord, which takes a while to open and
// to close.
type link struct {
	process *process
	turn    Turn
	session session
}

type session struct {
	mu  sync.Mutex
	now gateway.Session
}

func (p *process) open(turn Turn) Connection {
	return &link{process: p, turn: turn, session: session{now: turn.Session}}
}

func (l *link) Session() gateway.Session {
	l.session.mu.Lock()
	defer l.session.mu.Unlock()
	return l.session.now
}

func (l *link) Run(ctx context.Context) error {
	if !interval.Pause(ctx, 200*time.Millisecond) || !l.connect() {
		return nil
	}
	defer l.disconnect()
	for interval.Pause(ctx, 300*time.Millisecond) && l.turn.Held() {
		l.session.mu.Lock()
		l.session.now.Seq++
		l.session.mu.Unlock()
	}
	if !errors.Is(context.Cause(ctx), gateway.ErrAtOnce) {
		time.Sleep(50 * time.Millisecond)
	}
	return nil
}

// connect resumes or identifies. As with Discord, a session has one connection,
// the newest.
func (l *link) connect() bool {
	w := l.process.w
	w.mu.Lock()
	defer w.mu.Unlock()
	if l.process.killed || !l.turn.Held() {
		return false
	}
	l.session.mu.Lock()
	defer l.session.mu.Unlock()
	if l.session.now.ID == "" {
		w.begun++
		l.session.now = gateway.Session{ID: fmt.Sprint("session ", w.begun)}
	}
	n := l.turn.Shard.Number
	w.holders[n] = append(w.holders[n], l)
	if len(w.holders[n]) > 1 {
		w.twice = append(w.twice, n)
	}
	return true
}

func (l *link) disconnect() {
	w, n := l.process.w, l.turn.Shard.Number
	w.mu.Lock()
	defer w.mu.Unlock()
	w.holders[n] = slices.DeleteFunc(w.holders[n], func(other *link) bool { return other == l })
}

// A line is a process's way to the store, and what can become of it.
type line struct {
	store.Store
	mu     sync.Mutex
	state  state
	random *rand.Rand
}

type state int

const (
	well   state = iota
	gone         // every call fails, some at once and some when there is no more time
	shaky        // a call in three fails, having taken effect, not, or later
	severe       // two in three
)

func (l *line) set(s state) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = s
}

var errLine = errors.New("the line is bad")

// chance returns a number below n, and the state.
func (l *line) chance(n int) (int, state) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.IntN(n), l.state
}

// pass does a call, or not.
func (l *line) pass(ctx context.Context, do func(context.Context) error) error {
	dice, now := l.chance(12)
	fails := map[state]int{well: 0, gone: 12, shaky: 4, severe: 8}[now]
	if dice >= fails {
		return do(ctx)
	}
	switch kind, _ := l.chance(4); {
	case kind == 0:
		return errLine
	case kind == 1 && now != gone: // it takes effect, and the answer is lost
		_ = do(ctx)
		return errLine
	case kind == 2 && now != gone: // it takes effect late
		late, _ := l.chance(20)
		go func() {
			time.Sleep(time.Duration(late) * time.Second)
			_ = do(context.Background())
		}()
	}
	<-ctx.Done()
	return ctx.Err()
}

func (l *line) Put(ctx context.Context, e store.Entry) (revision uint64, err error) {
	var put uint64
	err = l.pass(ctx, func(ctx context.Context) (err error) {
		put, err = l.Store.Put(ctx, e)
		return err
	})
	if err != nil {
		return 0, err
	}
	return put, nil
}

func (l *line) Delete(ctx context.Context, key string, revision uint64) error {
	return l.pass(ctx, func(ctx context.Context) error { return l.Store.Delete(ctx, key, revision) })
}

func (l *line) Get(ctx context.Context, key string) (e store.Entry, err error) {
	err = l.read(ctx, func() (err error) { e, err = l.Store.Get(ctx, key); return err })
	return e, err
}

func (l *line) List(ctx context.Context, prefix string) (all []store.Entry, err error) {
	err = l.read(ctx, func() (err error) { all, err = l.Store.List(ctx, prefix); return err })
	return all, err
}

// read does a call that changes nothing, or not.
func (l *line) read(ctx context.Context, do func() error) error {
	dice, now := l.chance(12)
	if dice < map[state]int{well: 0, gone: 12, shaky: 4, severe: 8}[now] {
		if dice%2 == 0 {
			return errLine
		}
		<-ctx.Done()
		return ctx.Err()
	}
	return do()
}

func (l *line) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	if _, now := l.chance(1); now != well {
		return func(yield func(store.Event, error) bool) { yield(store.Event{}, errLine) }
	}
	return l.Store.Watch(ctx, prefix)
}
