package knowledge

import (
	"errors"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
)

// ErrNoFolder is returned by a Store that has no folder to read again.
var ErrNoFolder = errors.New("no folder is set, so there is nothing to reload")

// Store keeps the Base in use. Whoever answers takes [Store.Current] once and
// stays with it; a reload swaps the pointer and disturbs nobody.
type Store struct {
	current atomic.Pointer[Base]
	folder  fs.FS      // nil: the story is compiled in
	loading sync.Mutex // one reload at a time
}

// NewStore returns a Store that serves base and reloads from a folder. A nil
// folder is for a story that never changes.
func NewStore(base *Base, folder fs.FS) *Store {
	store := &Store{folder: folder}
	store.current.Store(base)
	return store
}

// Current returns the Base in use.
func (s *Store) Current() *Base { return s.current.Load() }

// CanReload reports whether the Store has a folder to read again.
func (s *Store) CanReload() bool { return s.folder != nil }

// Change says what a reload changed. Articles are named by title.
type Change struct {
	Before, After           string // versions of the Base
	Added, Changed, Removed []string
	Report                  Report
}

// Reload reads the folder again and swaps the new Base in. When no Base can be
// made of the folder, the one in use stays, and the error says why.
func (s *Store) Reload() (Change, error) {
	if s.folder == nil {
		return Change{}, ErrNoFolder
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	before := s.Current()
	after, report, err := Load(s.folder)
	if err != nil {
		return Change{Before: before.Version(), After: before.Version(), Report: report}, err
	}
	change := compare(before, after)
	change.Report = report
	s.current.Store(after)
	return change, nil
}

func compare(before, after *Base) Change {
	change := Change{Before: before.Version(), After: after.Version()}
	for _, a := range after.articles {
		old := before.Article(a.File)
		switch {
		case old == nil:
			change.Added = append(change.Added, a.Title)
		case old.Text != a.Text:
			change.Changed = append(change.Changed, a.Title)
		}
	}
	for _, a := range before.articles {
		if after.Article(a.File) == nil {
			change.Removed = append(change.Removed, a.Title)
		}
	}
	slices.Sort(change.Added)
	slices.Sort(change.Changed)
	slices.Sort(change.Removed)
	return change
}
