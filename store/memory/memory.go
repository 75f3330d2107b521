// Package memory keeps a store in memory. With a [Journal], each change is made
// to last before anyone is shown it; package bolt is a journal in a file.
//
// What storybot keeps is small, and read far more often than written, so all of
// it fits in memory, and a read never waits for a disk:
//
//	Put ─▶ one writer at a time ─▶ is the revision unchanged? ─▶ journal, fsync ─▶ table.Show
//	Get, List, Watch ◀───────────────────────────────────────────────────────────── table
//
// Writers queue at one gate, which they hold while the journal writes. Readers
// never meet that gate: they read what package table shows.
//
// Once a second the store looks whether an entry's time to live is over, and
// deletes what is due as a Delete would, in one writing.
package memory

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"storybot/store"
	"storybot/store/table"
)

// A Journal makes changes last. Its methods are called one at a time. An
// error of Put or Delete is returned to whoever wrote, and the change is not
// shown.
type Journal interface {
	// Put writes the record in place of the one of its key.
	Put(Record) error
	// Delete removes the keys, all or none. The revision is the last that was
	// used, to be remembered.
	Delete(revision uint64, keys []string) error
	// Close is called once, last.
	Close() error
}

// A Record is an entry, and when its time to live is over (zero: never).
type Record = table.Record

// A Store is a store.Store in memory. It is made by New or Restore.
type Store struct {
	now     func() time.Time
	log     *slog.Logger
	journal Journal
	shown   *table.Table // changed by who holds the gate

	// gate is held, by sending to it, by the one who writes; the fields after
	// it are that one's.
	gate     chan struct{}
	revision uint64    // the last that was given out
	again    time.Time // no sweep before; zero: none failed

	closing sync.Once
	sweeper sync.WaitGroup
}

var _ store.Store = (*Store)(nil)

// New returns an empty store, whose entries are gone when it is closed.
func New(now func() time.Time) *Store {
	return Restore(nil, 0, forgetful{}, now, slog.New(slog.DiscardHandler))
}

// Restore returns a store that holds the records, in the order of their keys,
// has given out the revision and none above, and writes each change to the
// journal, which it owns from then on. Records whose time is over are deleted
// first. The log is told when a later deletion of such records fails.
func Restore(records []Record, revision uint64, journal Journal, now func() time.Time, log *slog.Logger) *Store {
	s := &Store{
		now: now, log: log, journal: journal,
		shown:    table.New(records),
		gate:     make(chan struct{}, 1),
		revision: revision,
	}
	s.sweep()
	s.sweeper.Go(s.sweepOften)
	return s
}

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, key string) (store.Entry, error) {
	if err := s.shown.Open(ctx); err != nil {
		return store.Entry{}, fmt.Errorf("get %.64q: %w", key, err)
	}
	if err := store.CheckKey(key); err != nil {
		return store.Entry{}, err
	}
	r, ok := s.shown.Get(key)
	if !ok {
		return store.Entry{}, fmt.Errorf("get %q: %w", key, store.ErrNotFound)
	}
	return r.Entry, nil
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, entry store.Entry) (uint64, error) {
	if err := s.enter(ctx); err != nil {
		return 0, fmt.Errorf("put %.64q: %w", entry.Key, err)
	}
	defer s.leave()
	if err := entry.Check(); err != nil {
		return 0, err
	}
	if s.shown.Revision(entry.Key) != entry.Revision {
		return 0, fmt.Errorf("put %q: %w", entry.Key, store.ErrChanged)
	}
	r := Record{Entry: entry}
	r.Value = bytes.Clone(entry.Value)
	r.Revision = s.next()
	if entry.TTL > 0 {
		r.Expires = s.now().Add(entry.TTL)
	}
	if err := s.journal.Put(r); err != nil {
		return 0, fmt.Errorf("put %q: %w", entry.Key, err)
	}
	s.shown.Show(table.Change{Op: store.Put, Record: r})
	return r.Revision, nil
}

// Delete implements store.Store.
func (s *Store) Delete(ctx context.Context, key string, revision uint64) error {
	if err := s.enter(ctx); err != nil {
		return fmt.Errorf("delete %.64q: %w", key, err)
	}
	defer s.leave()
	if err := store.CheckKey(key); err != nil {
		return err
	}
	there := s.shown.Revision(key)
	if there == 0 {
		return fmt.Errorf("delete %q: %w", key, store.ErrNotFound)
	}
	if there != revision {
		return fmt.Errorf("delete %q: %w", key, store.ErrChanged)
	}
	deletion := s.next()
	if err := s.journal.Delete(deletion, []string{key}); err != nil {
		return fmt.Errorf("delete %q: %w", key, err)
	}
	s.shown.Show(deleted(key, deletion))
	return nil
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	if err := s.shown.Open(ctx); err != nil {
		return nil, fmt.Errorf("list %.64q: %w", prefix, err)
	}
	if err := store.CheckPrefix(prefix); err != nil {
		return nil, err
	}
	return s.shown.List(prefix), nil
}

// Watch implements store.Store.
func (s *Store) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	if err := store.CheckPrefix(prefix); err != nil {
		return func(yield func(store.Event, error) bool) { yield(store.Event{}, err) }
	}
	return s.shown.Watch(ctx, prefix)
}

// Close implements store.Store.
func (s *Store) Close() (err error) {
	s.closing.Do(func() {
		s.shown.Close()
		s.gate <- struct{}{} // never left: nobody writes any more
		s.sweeper.Wait()
		err = s.journal.Close()
	})
	return err
}

// enter waits until nobody writes. After nil, the caller is the writer until
// leave.
func (s *Store) enter(ctx context.Context) error {
	if err := s.shown.Open(ctx); err != nil {
		return err
	}
	select {
	case s.gate <- struct{}{}:
	case <-s.shown.Closed():
		return store.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.shown.Open(ctx); err != nil { // it ended while we waited
		s.leave()
		return err
	}
	return nil
}

func (s *Store) leave() { <-s.gate }

// next returns a new revision. It is spent even if the journal fails, for then
// nobody knows whether it is in the journal.
func (s *Store) next() uint64 {
	s.revision++
	return s.revision
}

// forgetful is the journal of a store that does not outlive the process.
type forgetful struct{}

func (forgetful) Put(Record) error              { return nil }
func (forgetful) Delete(uint64, []string) error { return nil }
func (forgetful) Close() error                  { return nil }
