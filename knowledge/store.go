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
//
// Where the story comes from is a [Source]: a folder of this process alone
// ([NewStore]), or one that other processes share ([NewShared]), which may have
// the Store swap when another of them has reloaded ([Store.Follow]).
type Store struct {
	// Now is the clock. It is set before the Store is used.
	Now func() time.Time

	current atomic.Pointer[Base]
	source  Source // nil: the story is compiled in

	mu      sync.Mutex // guards what follows
	before  *Base      // nil: there was none, or it is in use again
	undone  bool       // a rollback is in force
	running *reload    // nil: none
}

// NewStore returns a Store that serves base and reloads from a folder. A nil
// folder is for a story that never changes.
func NewStore(base *Base, folder fs.FS) *Store {
	if folder == nil {
		return NewShared(base, nil)
	}
	return NewShared(base, ownFolder{folder})
}

// NewShared returns a Store that serves base, the present state of its source.
func NewShared(base *Base, source Source) *Store {
	store := &Store{Now: time.Now, source: source}
	store.current.Store(base)
	return store
}

// Current returns the Base in use.
func (s *Store) Current() *Base { return s.current.Load() }

// CanReload reports whether the Store has a folder to read again.
func (s *Store) CanReload() bool { return s.source != nil }

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

// Changing has a reload change the folder first, in its own turn, which nobody
// joins. An error of change ends the reload. Where processes share the story and
// another came first, change is called again, on what that one left.
func Changing(change func() error) ReloadOption {
	return func(r *reload) { r.change, r.alone = change, true }
}

// reload is a reload that runs, and then its result.
type reload struct {
	by           string
	dryRun, anew bool
	alone        bool         // it neither joins another nor is joined
	change       func() error // of the folder; nil: none
	questions    []string
	permitted    func() error // nil: it may

	began  time.Time
	done   chan struct{} // closed when the result stands
	result Change
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
// [ErrFolder], [ErrNoArticles], [ErrNoFolder], [ErrUnsaved] or that of
// [Changing]. The Change says as much as is known even then.
func (s *Store) Reload(options ...ReloadOption) (Change, error) {
	if s.source == nil {
		return Change{}, ErrNoFolder
	}
	own := newReload(options)
	run, err := s.begin(own)
	if err != nil {
		return Change{}, err
	}
	if run != own {
		<-run.done
		change := run.result
		change.Joined = true
		return change, run.err
	}
	defer s.end(run)
	run.result, run.err = s.read(run)
	return run.result, run.err
}

// begin waits for a reload's turn, and returns it; or returns the running one,
// if it will do as well. The error is of [Permitted].
func (s *Store) begin(own *reload) (*reload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	earlier := s.running
	for s.running != nil {
		stale := own.anew && s.running == earlier
		alone := own.alone || s.running.alone
		if !stale && !alone && (own.dryRun || !s.running.dryRun) {
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
	after, report, err := s.source.Read(run.dryRun, run.change)
	if err != nil {
		after = before
	}
	change := run.compare(before, after)
	change.Report = report
	switch {
	case err != nil || run.dryRun:
	case change.Nothing():
		s.agree()
	default:
		s.swap(after, before)
	}
	change.compareAnswers(before, after, run.questions)
	change.Took = s.Now().Sub(run.began)
	return change, err
}

func (s *Store) swap(current, before *Base) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current.Store(current)
	s.before, s.undone = before, false
}

// undo puts the Base before back in use. Where the story is shared, what shares
// it remembers that.
func (s *Store) undo(before *Base) {
	_, own := s.source.(ownFolder)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current.Store(before)
	s.before, s.undone = nil, own
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

// last returns the Base before the one in use, or nil.
func (s *Store) last() *Base {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.before
}

// Rollback returns to the Base before the one in use, until the next reload
// that finds the folder different from it. It waits for a reload that runs.
// The error is [ErrNoBefore] where there is no such Base, as after a rollback,
// or [ErrUnsaved].
func (s *Store) Rollback(options ...ReloadOption) (Change, error) {
	run := newReload(options)
	run.alone = true
	if _, err := s.begin(run); err != nil {
		return Change{}, err
	}
	defer s.end(run)
	current, before, err := s.Current(), s.last(), ErrNoBefore
	if s.source != nil {
		before, err = s.source.Back(before)
	}
	if err != nil {
		return run.compare(current, current), err
	}
	s.undo(before)
	change := run.compare(current, before)
	change.compareAnswers(current, before, run.questions)
	change.Took = s.Now().Sub(run.began)
	return change, nil
}

// Follow has the Store swap in what next returns, or nothing where that is nil.
// It takes a turn as a reload does, so it waits for one that runs and others
// wait for it. next is told the Base that was in use before the present one, or
// nil, in case it is that again.
func (s *Store) Follow(next func(before *Base) *Base) {
	run := newReload(nil)
	run.alone = true
	if _, err := s.begin(run); err != nil {
		return // it is not asked whether it may
	}
	defer s.end(run)
	if base := next(s.last()); base != nil && base != s.Current() {
		s.swap(base, s.Current())
	}
}
