// Package jetstream keeps a store in NATS JetStream, for any number of processes
// at once. It is a key-value bucket as NATS has them: one stream, of which the
// last message of each subject is an entry, and its sequence the revision.
//
//	Put, Delete ─▶ publish "if the subject is still at sequence n" ─▶ the stream, on 3 nodes
//	                                                                      │ (one message after
//	Get, List, Watch ◀───── table, in memory ◀──────── mirror ◀───────────┘  the other)
//
// # Reading
//
// Each process mirrors the stream into a table, which shows a state as it was at
// one moment (see mirror). A mirror is late by some milliseconds, or longer when
// a node dies; so before it reads the table, a Get or List writes: one empty
// message, the beat, whose sequence the mirror must have passed (see catchUp).
// What was acknowledged to anyone before is then in the table. No other way to
// read is as sure: a node that is cut off, and has not noticed yet, still
// answers readers, but can't acknowledge a write. Reads that wait at the same
// time share one beat. Who reads often keeps what Watch tells.
//
// # Writing
//
// NATS may be slow to answer, or a node may die with the answer. So each call is
// made of attempts of 2 s each (see retry), and a write carries a number of its
// own (Nats-Msg-Id), by which the stream knows it when it comes again, and we
// know our own when we find it (see write).
//
// # Times to live
//
// NATS can end a message by itself, but not "if unchanged": one that ends while
// its renewal is on the way takes the renewal with it, and a lease would be free
// that its holder was told it has. So the processes do it, as a Delete would:
// with each beat, whoever sees by the stream's own time stamps that an entry is
// over deletes it at its revision. Only what deletions leave behind ends by
// itself.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store"
)

// Config says where the store is. All but URL may be left out.
type Config struct {
	// URL is the address of a server, such as "nats://user:password@host:4222",
	// or of several, with commas between.
	URL string
	// Credentials is the path of a file of credentials.
	Credentials string
	// Bucket is the name of the bucket: letters, digits, "-" and "_". It is
	// "storybot" when it is empty.
	Bucket string
	// Replicas is on how many nodes a bucket that is made is kept. 0 is 3 in a
	// cluster of 3 nodes or more, and else 1.
	Replicas int
	// Log is told when the store can't be reached, and when it can again.
	Log *slog.Logger
	// Status is called with false when the store can't be reached, and with true
	// when it can again; one call at a time. After Open has returned it is up.
	Status func(up bool)
	// Times are for tests.
	Times Times
}

// Times are how long things take. What is 0 is as the comments say.
type Times struct {
	Open    time.Duration // 10 s: for Open to find the store
	Call    time.Duration // 10 s: for a call whose context has no deadline
	Attempt time.Duration // 2 s: for one attempt of a call
	Beat    time.Duration // 1 s: between two beats, when nobody reads
}

// A Store is a store.Store in a JetStream bucket. It is made by Open.
type Store struct {
	config Config
	times  Times
	log    *slog.Logger
	conn   *nats.Conn
	js     jetstream.JetStream
	files  *objects

	mirror *mirror
	beats  beats
	health health

	// ctx ends when the store is closed; running are the goroutines that it ends.
	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
	calls  sync.WaitGroup // of writes under way
}

var _ store.Store = (*Store)(nil)

// Objects returns the objects that are kept beside the entries.
func (s *Store) Objects() store.Objects { return s.files }

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, key string) (store.Entry, error) {
	if err := s.open(ctx); err != nil {
		return store.Entry{}, fmt.Errorf("get %.64q: %w", key, err)
	}
	if err := store.CheckKey(key); err != nil {
		return store.Entry{}, err
	}
	if err := s.retry(ctx, s.catchUp); err != nil {
		return store.Entry{}, fmt.Errorf("get %q: %w", key, err)
	}
	r, ok := s.mirror.Get(key)
	if !ok {
		return store.Entry{}, fmt.Errorf("get %q: %w", key, store.ErrNotFound)
	}
	return r.Entry, nil
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	if err := s.open(ctx); err != nil {
		return nil, fmt.Errorf("list %.64q: %w", prefix, err)
	}
	if err := store.CheckPrefix(prefix); err != nil {
		return nil, err
	}
	if err := s.retry(ctx, s.catchUp); err != nil {
		return nil, fmt.Errorf("list %q: %w", prefix, err)
	}
	return s.mirror.List(prefix), nil
}

// Watch implements store.Store.
func (s *Store) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		err := s.open(ctx)
		if err == nil {
			err = store.CheckPrefix(prefix)
		}
		for err == nil {
			err = s.retry(ctx, s.catchUp)
			if err == nil {
				s.mirror.Watch(ctx, prefix)(yield)
				return
			}
			if errors.Is(err, store.ErrUnavailable) && ctx.Err() == nil {
				err = nil // it waits
			}
		}
		yield(store.Event{}, fmt.Errorf("watch %.64q: %w", prefix, err))
	}
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, entry store.Entry) (uint64, error) {
	if err := s.enter(ctx); err != nil {
		return 0, fmt.Errorf("put %.64q: %w", entry.Key, err)
	}
	defer s.calls.Done()
	if err := entry.Check(); err != nil {
		return 0, err
	}
	revision, err := s.write(ctx, entry.Key, entry.Revision, encode(entry))
	if errors.Is(err, errGone) {
		err = store.ErrChanged
	}
	if err != nil {
		return 0, fmt.Errorf("put %q: %w", entry.Key, err)
	}
	return revision, nil
}

// Delete implements store.Store.
func (s *Store) Delete(ctx context.Context, key string, revision uint64) error {
	if err := s.enter(ctx); err != nil {
		return fmt.Errorf("delete %.64q: %w", key, err)
	}
	defer s.calls.Done()
	if err := store.CheckKey(key); err != nil {
		return err
	}
	var err error
	if revision != 0 {
		_, err = s.write(ctx, key, revision, deletion())
	} else if err = s.retry(ctx, s.catchUp); err == nil { // no entry is at 0
		err = store.ErrChanged
		if s.mirror.Revision(key) == 0 {
			err = errGone
		}
	}
	if errors.Is(err, errGone) {
		err = store.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("delete %q: %w", key, err)
	}
	return nil
}

// Close implements store.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	s.mu.Unlock()
	if first {
		s.mirror.Close()
		s.calls.Wait()
		s.stop()
	}
	s.running.Wait()
	s.conn.Close()
	return nil
}

// open returns the error of a context that has ended, or of a closed store.
func (s *Store) open(ctx context.Context) error { return s.mirror.Open(ctx) }

// enter begins a write, which Close waits for until it calls calls.Done.
func (s *Store) enter(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.closed {
		return store.ErrClosed
	}
	s.calls.Add(1)
	return nil
}

// health is whether the store can be reached, as the beats show.
type health struct {
	mu sync.Mutex
	up bool
}

// Healthy reports whether the store could be reached at the last beat, of 1 s
// ago or, while one is tried, some seconds.
func (s *Store) Healthy() bool {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	return s.health.up
}

// report notes how a beat went, and tells who wants to know.
func (s *Store) report(err error) {
	up := err == nil
	s.health.mu.Lock()
	changed := s.health.up != up
	s.health.up = up
	s.health.mu.Unlock()
	if !changed {
		return
	}
	if up {
		s.log.Info("the store can be reached again")
	} else {
		s.log.Warn("the store can't be reached; trying on", "err", err)
	}
	if s.config.Status != nil {
		s.config.Status(up)
	}
}
