package knowledge

import (
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"
)

// Why a Store stays with the Base that it has.
var (
	ErrNoFolder = errors.New("no folder is set, so there is nothing to reload")
	ErrNoBefore = errors.New("there is no knowledge base from before to return to: nothing was reloaded since the start or the last return")
)

// Store keeps the Base in use. Whoever answers takes [Store.Current] once and
// stays with it; a reload swaps the pointer and disturbs nobody.
//
// One reload runs at a time. Who asks for another meanwhile waits for the one
// that runs, and is given its result and who started it. It is not joined by
// who could not use its result: by a reload while a dry run is on, which swaps
// nothing, and by who has just changed the folder ([Anew]), which the running
// one may have read before.
//
// Of the Bases that were, the Store keeps the last alone, for [Store.Rollback].
type Store struct {
	// Now is the clock. It is set before the Store is used.
	Now func() time.Time

	current atomic.Pointer[Base]
	folder  fs.FS // nil: the story is compiled in

	mu      sync.Mutex // guards what follows
	before  *Base      // nil: there was none, or it is in use again
	undone  bool       // a rollback is in force
	running *reload    // nil: none
}

// NewStore returns a Store that serves base and reloads from a folder. A nil
// folder is for a story that never changes.
func NewStore(base *Base, folder fs.FS) *Store {
	store := &Store{Now: time.Now, folder: folder}
	store.current.Store(base)
	return store
}

// Current returns the Base in use.
func (s *Store) Current() *Base { return s.current.Load() }

// CanReload reports whether the Store has a folder to read again.
func (s *Store) CanReload() bool { return s.folder != nil }

// ReloadOption says how a reload is to be done.
type ReloadOption func(*reload)

// DryRun has a reload report what it would change, and change nothing.
func DryRun() ReloadOption { return func(r *reload) { r.dryRun = true } }

// StartedBy names who starts a reload, for whoever else asks for one meanwhile.
func StartedBy(who string) ReloadOption { return func(r *reload) { r.by = who } }

// Asking has questions put to the Base before and to the one after: the
// [Change] says which are answered now and were not, and the other way round.
func Asking(questions []string) ReloadOption { return func(r *reload) { r.questions = questions } }

// Anew keeps a reload from joining one that had begun already.
func Anew() ReloadOption { return func(r *reload) { r.anew = true } }

// Permitted has a reload ask, when it is its turn, whether it may begin; it ends
// with the error that it is told. One that joins another is not asked.
func Permitted(ask func() error) ReloadOption { return func(r *reload) { r.permitted = ask } }

// reload is a reload that runs, and then its result.
type reload struct {
	by           string
	dryRun, anew bool
	questions    []string
	permitted    func() error // nil: it may

	began  time.Time
	done   chan struct{} // closed when the result stands
	change Change
	err    error
}

func newReload(options []ReloadOption) *reload {
	r := &reload{done: make(chan struct{}), err: errors.New("the reload broke off: try again")}
	for _, option := range options {
		option(r)
	}
	return r
}

// Reload reads the folder again and swaps the new Base in. When no Base can be
// made of the folder, the one in use stays, and the error says why:
// [ErrFolder], [ErrNoArticles] or [ErrNoFolder]. The Change says as much as is
// known even then.
func (s *Store) Reload(options ...ReloadOption) (Change, error) {
	if s.folder == nil {
		return Change{}, ErrNoFolder
	}
	own := newReload(options)
	run, err := s.begin(own)
	if err != nil {
		return Change{}, err
	}
	if run != own {
		<-run.done
		change := run.change
		change.Joined = true
		return change, run.err
	}
	defer s.end(run)
	run.change, run.err = s.read(run)
	return run.change, run.err
}

// begin waits for a reload's turn, and returns it; or returns the running one,
// if it will do as well. The error is of [Permitted].
func (s *Store) begin(own *reload) (*reload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	earlier := s.running
	for s.running != nil {
		stale := own.anew && s.running == earlier
		if !stale && (own.dryRun || !s.running.dryRun) {
			return s.running, nil
		}
		s.wait()
	}
	if own.permitted != nil {
		if err := own.permitted(); err != nil {
			return nil, err
		}
	}
	own.began = s.Now()
	s.running = own
	return own, nil
}

// wait returns when the reload that runs has ended. The Store is locked before
// and after, not between.
func (s *Store) wait() {
	done := s.running.done
	s.mu.Unlock()
	<-done
	s.mu.Lock()
}

func (s *Store) end(run *reload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = nil
	close(run.done)
}

func (s *Store) read(run *reload) (Change, error) {
	before := s.Current()
	after, report, err := Load(s.folder)
	if err != nil {
		after = before
	}
	change := run.compare(before, after)
	change.Report = report
	change.Took = s.Now().Sub(run.began)
	switch {
	case err != nil || run.dryRun:
	case change.Nothing():
		s.agree()
	default:
		s.swap(after, before)
	}
	return change, err
}

func (s *Store) swap(current, before *Base) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current.Store(current)
	s.before, s.undone = before, false
}

// agree notes that the folder has what is in use.
func (s *Store) agree() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.undone = false
}

// RolledBack reports whether a rollback is in force: the Base in use is one that
// the folder no longer has, and that would be lost with the Store.
func (s *Store) RolledBack() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.undone
}

// Rollback returns to the Base before the one in use, until the next reload
// that finds the folder different from it. It waits for a reload that runs.
// The error is [ErrNoBefore] where there is no such Base, as after a rollback.
func (s *Store) Rollback(options ...ReloadOption) (Change, error) {
	run := newReload(options)
	s.mu.Lock()
	for s.running != nil {
		s.wait()
	}
	run.began = s.Now()
	current, before := s.Current(), s.before
	if before != nil {
		s.current.Store(before)
		s.before, s.undone = nil, true
	}
	s.mu.Unlock()
	if before == nil {
		change := run.compare(current, current)
		return change, ErrNoBefore
	}
	change := run.compare(current, before)
	change.Took = s.Now().Sub(run.began)
	return change, nil
}
