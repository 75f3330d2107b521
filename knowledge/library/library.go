// Package library keeps many stories, of which a few are in memory.
//
// The stories are the folders of one folder ([Folder]). A [Library] loads one
// when it is first asked for, however many ask at once, and holds it for the
// next who asks. Who is given a story says when it is no longer needed, so that
// the Library knows which are idle:
//
//	                 Use             loaded             the last user leaves
//	not in memory ────────▶ loading ────────▶ in use ────────────────────────▶ idle
//	      ▲                    │                 ▲                              │ │
//	      └────────────────────┘                 └──────────────────────────────┘ │
//	      ▲   it failed: the next may            Use                              │
//	      │   try when Retry has passed                                           │
//	      └───────────────────────────────────────────────────────────────────────┘
//	         the budget is passed, and all others were used later
//
// While the stories in memory take more than the budget, the one that was used
// longest ago goes. Three kinds stay all the same: those in use; the one that
// was used last, which may be past the budget by itself; and those with a
// rollback in force ([knowledge.Store.RolledBack]), for the Base that a
// moderator returned to is nowhere but in memory. What a story needs and the
// Base before it (for a rollback) count alike, by [knowledge.Store.Memory].
//
// A story that is let go loses nothing that its folder does not have but the
// Base before: a rollback after that finds none, as after a restart.
package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/eval"
)

// Why there is no story.
var (
	// ErrNoStory: no story has this name.
	ErrNoStory = errors.New("no story of that name")
	// ErrClosed: the Library was closed.
	ErrClosed = errors.New("the library is closed")
)

const (
	// Retry is how long a story that could not be loaded is left alone: who
	// asks meanwhile is given the same error.
	Retry = 10 * time.Second
	// loadsAtOnce is how many stories are loaded at once. One load uses every
	// processor by itself.
	loadsAtOnce = 2
)

// Story is a story in memory.
type Story struct {
	Name  string
	Store *knowledge.Store
	// Desk changes its folder of articles; nil: there is none.
	Desk *desk.Desk
	// Questions returns its own questions; nil: there are none.
	Questions func() ([]eval.Question, error)
	// Close releases what the story holds beside memory, when nobody uses it
	// any more; nil: nothing.
	Close func()

	making sync.Once
	made   any
}

// Made returns what the function returned when Made was first called: what is
// made of a story once, by whoever serves it, and goes when the story does.
func (s *Story) Made(of func() any) any {
	s.making.Do(func() { s.made = of() })
	return s.made
}

// Config is what a Library needs.
type Config struct {
	// List returns the stories that there are, by name, as [Folder.Stories]
	// does.
	List func() ([]Entry, error)
	// Open loads a story. Its error wraps [ErrNoStory] where there is none of
	// that name.
	Open func(name string) (*Story, error)
	// Budget is how many bytes the stories may take.
	Budget int64
	Log    *slog.Logger
	Now    func() time.Time
}

// Library keeps stories. It can be used by any number of goroutines.
type Library struct {
	Config
	catalogue catalogue

	turns chan struct{}  // to load
	work  sync.WaitGroup // loading, and closing

	mu     sync.Mutex // guards what follows
	held   map[string]*holding
	asked  uint64 // how often a story was asked for
	past   bool   // the budget was passed when it was last looked at
	count  Count
	closed bool
}

// holding is a story that is loading or loaded, or that failed to load lately.
type holding struct {
	name  string
	ready chan struct{} // closed when story or err stands
	story *Story
	err   error

	failed time.Time // the zero time: it did not
	users  int       // who have it, or wait for it
	used   uint64    // the turn at which it was last asked for
}

// New returns a Library with no story in memory.
func New(c Config) *Library {
	return &Library{
		Config: c, catalogue: catalogue{list: c.List, log: c.Log, now: c.Now},
		turns: make(chan struct{}, loadsAtOnce), held: make(map[string]*holding),
	}
}

// Use returns a story, and the function that says that it is no longer used,
// which must be called. A story that is not in memory is loaded first; when ctx
// ends before, Use returns its error, and the loading goes on for others.
//
// The error is what Open returned, or [ErrClosed], or ctx's.
func (l *Library) Use(ctx context.Context, name string) (*Story, func(), error) {
	h, gone, err := l.take(name)
	if err != nil {
		return nil, nil, err
	}
	l.release(gone)
	if err := h.wait(ctx); err != nil {
		l.leave(h)
		return nil, nil, err
	}
	return h.story, sync.OnceFunc(func() { l.leave(h) }), nil
}

// wait waits for the story. One that is there already is had even by who has no
// time left.
func (h *holding) wait(ctx context.Context) error {
	select {
	case <-h.ready:
		return h.err
	default:
	}
	select {
	case <-h.ready:
		return h.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take counts one more user of a story, and begins to load it if need be. The
// one that was used last before may go for it.
func (l *Library) take(name string) (h *holding, gone []*holding, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, ErrClosed
	}
	h = l.held[name]
	if h == nil || !h.failed.IsZero() && l.Now().Sub(h.failed) >= Retry {
		h = &holding{name: name, ready: make(chan struct{})}
		l.held[name] = h
		l.work.Go(func() { l.load(h) })
	}
	h.users++
	l.asked++
	h.used = l.asked
	return h, l.letGo(), nil
}

// leave counts one user less.
func (l *Library) leave(h *holding) {
	l.mu.Lock()
	h.users--
	gone := l.letGo()
	l.mu.Unlock()
	l.release(gone)
}

// load loads a story for all who wait for it.
func (l *Library) load(h *holding) {
	l.turns <- struct{}{}
	defer func() { <-l.turns }()
	began := l.Now()
	story, err := l.open(h.name)
	l.mu.Lock()
	h.story, h.err = story, err
	switch {
	case err == nil:
		l.count.Loads++
	case errors.Is(err, ErrNoStory):
		delete(l.held, h.name)
	default:
		h.failed = l.Now()
		l.count.Failures++
	}
	close(h.ready)
	gone := l.letGo()
	l.mu.Unlock()
	switch {
	case err == nil:
		l.Log.Info("a story is loaded", "story", h.name, "version", story.Store.Current().Version(),
			"bytes", story.Store.Memory(), "took", l.Now().Sub(began))
	case !errors.Is(err, ErrClosed):
		l.Log.Error("a story can't be loaded", "story", h.name, "err", err)
	}
	l.release(gone)
}

// open opens a story, unless the Library is closed. A panic is an error: it
// would otherwise end the program, for nobody's handler is around it.
func (l *Library) open(name string) (story *Story, err error) {
	l.mu.Lock()
	closed := l.closed
	l.mu.Unlock()
	if closed {
		return nil, ErrClosed
	}
	defer func() {
		if value := recover(); value != nil {
			story, err = nil, fmt.Errorf("panic: %v\n%s", value, debug.Stack())
		}
	}()
	return l.Open(name)
}

// Close waits for what is being loaded, and lets every story go. Nobody may use
// one any more.
func (l *Library) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.work.Wait()
	l.mu.Lock()
	var gone []*holding
	for name, h := range l.held {
		if h.loaded() {
			gone = append(gone, h)
		}
		delete(l.held, name)
	}
	l.mu.Unlock()
	l.release(gone)
	l.work.Wait()
}
