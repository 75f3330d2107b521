// Package edition has every process of a cluster serve the same version of a
// story.
//
// An edition is one version of a story's folder, as all processes serve it. It
// is never changed; a reload, an article published from Discord, a removal and a
// rollback each make the next one. What the processes share is
//
//	entry    editions/STORY/head ──▶ the manifest in force, and its number
//	objects  manifest            ──▶ path → SHA-256, and its place in a pack
//	         packs                   the files' bytes, one after another
//
// so an edition comes into force by one put if unchanged, of the head. Whoever
// finds that another came first begins again, on top of that one's edition: of
// two processes that publish at the same moment both succeed, one after the
// other. A process reads each edition whole and checks that it is what the
// publisher read ([knowledge.Base.Digest]); only then it swaps. One that can't
// stays with the Base that it has, says so ([Story.Status]), and tries again.
//
//	process 1   change ▶ Load ▶ packs ▶ manifest ▶ head ▶ swap
//	                                                │ watch
//	process 2                                       └────▶ new packs ▶ Load ▶ check ▶ swap
//
// A manifest's files are of two kinds. Those of the folder come from ARTICLES_DIR
// of the process that reloaded last: a reload reads that again, and what is not
// there any more goes. All others came through Discord, and stay until a
// moderator removes them; they win over a file of the folder at the same path.
// What a moderator removes is moved below .removed/, as on disk, and the folder's
// file at its old path is hidden until it is restored, in whichever process's
// folder it still stands. A change that comes through Discord rests on the
// edition alone, and reads nobody's folder.
//
// A manifest names the one that was served before, for a rollback. A rollback is
// an edition too: it keeps the files, but has the earlier manifest served.
//
// # What is thrown away
//
// Packs and manifests begin with, or are, something that was never there before,
// so no two publishers ever put the same object, and an edition has its objects
// from the one before it alone. So once an edition is neither in force nor named
// by the one in force, nothing that comes later can need what only it had, and
// the publisher deletes that. One that is killed before it has done so leaves it
// to the next: the earlier manifests are found from the later. What is lost
// sight of for good is only what a publisher had put that was killed before it
// put the head.
package edition

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/store"
)

// Config is what [Open] needs.
type Config struct {
	// Name is the story's, the same in every process: that of its folder.
	Name string
	// Folder is this process's own folder of the story. It need not be there
	// where there is an edition already.
	Folder fs.FS

	Store   store.Store   // has the head, and tells of the next
	Objects store.Objects // has what the head leads to
	Process string        // this process's name, for the manifests
	Log     *slog.Logger

	// Now is the clock; nil: the wall clock. Patience is how long one call of
	// Store or Objects may take; 0: 10 seconds. Retry is how soon what failed is
	// first tried again; 0: a second.
	Now             func() time.Time
	Patience, Retry time.Duration
}

// Story is a story that this process shares with others. [Open] makes one.
type Story struct {
	Config
	shared shared
	store  *knowledge.Store
	desk   *desk.Desk
	parsed knowledge.Parsed

	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup
	signal  chan struct{} // holds one when there is something to do; see [Story.chase]

	mu      sync.Mutex // guards what follows
	served  *edition   // that of the Base in use; of revision 0: none
	wanted  head       // the newest that was heard of
	stuck   error      // why it isn't served
	away    error      // why nothing would be heard of a next one
	missing bool       // there is no edition yet: this process is to make one
	waste   []waste
	draft   *attempt // what the desk changes, while it may
}

// Open returns a story as the processes serve it; the first one makes the
// edition, of its folder. Where what they share can't be reached, or read, the
// story is that of this process's folder until it can be.
func Open(ctx context.Context, c Config) (*Story, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Patience == 0 {
		c.Patience = 10 * time.Second
	}
	if c.Retry == 0 {
		c.Retry = time.Second
	}
	s := &Story{
		Config: c, shared: shared{c.Store, c.Objects, c.Patience},
		signal: make(chan struct{}, 1), served: noEdition(),
	}
	s.Log = c.Log.With("story", c.Name)
	if err := store.CheckKey(s.key()); err != nil {
		return nil, fmt.Errorf("the name of a story: %w", err)
	}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	base, err := s.begin(ctx)
	if err != nil {
		s.end()
		return nil, err
	}
	s.store, s.desk = knowledge.NewShared(base, s), desk.New(room{s})
	s.running.Go(s.watch)
	s.running.Go(s.chase)
	return s, nil
}

// Close ends what the story does by itself. Its Store still answers.
func (s *Story) Close() {
	s.end()
	s.running.Wait()
}

// Knowledge returns the Store that serves the story. Its reloads and rollbacks
// are for all processes.
func (s *Story) Knowledge() *knowledge.Store { return s.store }

// Desk returns the desk of the story. It changes the next edition, and no
// folder on disk, so it can be used only within [knowledge.Changing], but for
// [desk.Desk.Removed].
func (s *Story) Desk() *desk.Desk { return s.desk }

// Status is how far this process is with the story.
type Status struct {
	Served, Wanted int    // numbers of editions; 0: none
	Version        string // of the Base in use
	// Stuck says why the edition that is wanted isn't served. It is nil while it
	// is being read.
	Stuck error
	// Away says why what the processes share can't be reached.
	Away error
}

// Err returns why this process is not ready for the story as it is, or as it may
// soon be, or nil.
func (s Status) Err() error { return errors.Join(s.Stuck, s.Away) }

// Status returns the present state.
func (s *Story) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Status{s.served.Number, s.wanted.Number, s.store.Current().Version(), s.stuck, s.away}
}

// begin returns the Base to start with.
func (s *Story) begin(ctx context.Context) (base *knowledge.Base, err error) {
	now, err := s.head(ctx)
	if err == nil && now.none() {
		a, err := s.next(ctx, false, nil)
		s.leftOut(a.report)
		if errors.Is(err, knowledge.ErrUnsaved) {
			return s.beginAlone(a.base, err)
		}
		return a.base, err
	}
	if err == nil {
		s.want(now.head)
		base, err = s.baseOf(ctx, now)
	}
	if err != nil {
		return s.beginAlone(base, err)
	}
	s.serves(now)
	s.compareFolder(ctx, now)
	return base, nil
}

// beginAlone returns the Base to start with where it can't be that of the
// others: one that is near to it, or else that of this process's folder.
func (s *Story) beginAlone(near *knowledge.Base, err error) (*knowledge.Base, error) {
	s.fails(err)
	if near != nil {
		return near, nil
	}
	base, report, err := knowledge.Load(s.Folder, knowledge.Reusing(&s.parsed))
	s.leftOut(report)
	return base, err
}

// leftOut logs which files were left out.
func (s *Story) leftOut(report knowledge.Report) {
	for _, e := range report.Errors {
		s.Log.Warn("an article is left out", "file", e.File, "err", e.Err)
	}
}

// serving returns the edition in use.
func (s *Story) serving() *edition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.served
}

// serves notes which edition is now in use.
func (s *Story) serves(e *edition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.served, s.stuck, s.missing = e, nil, false
	if e.revision > s.wanted.revision {
		s.wanted = e.head
	}
}

// want notes an edition that others serve, if it is a newer one.
func (s *Story) want(h head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.revision > s.wanted.revision {
		s.wanted = h
	}
	if h.revision == s.served.revision {
		s.stuck = nil
	}
}

// fails notes why the edition that is wanted can't be served.
func (s *Story) fails(err error) {
	s.Log.Error("the edition that the others serve can't be served: the story stays as it is here", "err", err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck = err
}

// lend lets the desk change an attempt while change runs.
func (s *Story) lend(a *attempt, change func() error) error {
	set := func(a *attempt) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.draft = a
	}
	set(a)
	defer set(nil)
	return change()
}

// wake has [Story.chase] look for something to do.
func (s *Story) wake() {
	select {
	case s.signal <- struct{}{}:
	default: // it will
	}
}
