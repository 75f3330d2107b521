// Package store keeps what must outlive a restart: settings, votes, questions
// without an answer, the audit, leases. It does not know what these mean; to it
// they are entries, a value under a key.
//
// Everything rests on one idea, put if unchanged. Each write gives its entry a
// new revision, and each write names the revision that it means to replace, so
// that of two writers who read the same entry only the first succeeds; the
// other is told [ErrChanged], reads again and decides again ([Update] does
// this). There is no put that overwrites blindly, no lock and no transaction
// over several keys. A lease is an entry that is created by one, with a time to
// live, and renewed by putting it again.
//
//	lease := store.Entry{Key: "leases/3", Value: me, TTL: 15 * time.Second}
//	revision, err := s.Put(ctx, lease) // ErrChanged: another holds it
//	…
//	lease.Revision = revision
//	revision, err = s.Put(ctx, lease) // renewed; ErrChanged: it was lost
//
// Package memory keeps a store in memory, package bolt in a file, package
// jetstream in a NATS cluster for any number of processes. Package storetest is
// the contract below as tests, which every implementation passes.
//
// Whole files do not fit into entries. They are [Objects], which never change.
package store

import (
	"context"
	"errors"
	"iter"
	"time"
)

// What a caller can tell apart. Other errors are of the medium (a full disk)
// and of the context.
var (
	// ErrNotFound: there is no entry of that key.
	ErrNotFound = errors.New("not found")
	// ErrChanged: the entry is no longer at the revision that was named.
	ErrChanged = errors.New("changed since it was read")
	// ErrInvalid: a key, a prefix, a value or a time to live that no store
	// takes. It will never succeed; the error around it says why.
	ErrInvalid = errors.New("invalid")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the store is closed")
	// ErrUnavailable: the store can't be reached now. It heals by itself; what
	// was being written may or may not have been.
	ErrUnavailable = errors.New("the store can't be reached")
)

// The limits of an entry. They leave room for what a store adds of its own
// within the limits of bbolt (32 KB a key) and NATS (1 MB a message).
const (
	MaxKey   = 256         // bytes
	MaxValue = 512 << 10   // bytes
	MinTTL   = time.Second // for an entry that does not live for ever
)

// An Entry is a value under a key.
type Entry struct {
	// Key is a path, such as "audit/2026-01-31T235959.000Z-7f3a": names of
	// ASCII letters, digits, "-", "_" and ".", between single slashes; no name
	// is "." or "..". It has at most MaxKey bytes.
	Key string
	// Value is of at most MaxValue bytes. nil and empty are the same.
	Value []byte
	// Revision is which writing of the entry this is, and 0 when there is none.
	// It grows with each writing, and is not used again for its key, not after
	// a deletion either.
	Revision uint64
	// TTL is how long the entry lives after it was put, at least MinTTL. 0 is
	// for ever.
	TTL time.Duration
}

// An Event is one thing that [Store.Watch] tells.
type Event struct {
	Op Op
	// Entry is the entry that was put. Of one that was deleted it is the key,
	// and the revision of the deletion. With Ready it is empty.
	Entry Entry
}

// Op is what an event is about.
type Op int

const (
	// Put: the entry is there, or changed.
	Put Op = iota + 1
	// Deleted: the entry is gone; it was deleted, or its time to live is over.
	Deleted
	// Ready: everything that there was when the watch began has been told.
	Ready
)

// String returns the name of the constant.
func (o Op) String() string {
	switch o {
	case Put:
		return "Put"
	case Deleted:
		return "Deleted"
	case Ready:
		return "Ready"
	}
	return "Op(?)"
}

// A Store holds entries by key. Its methods may be called from any number of
// goroutines. After a context has ended they return its error, and after Close
// ErrClosed. A store that others keep returns ErrUnavailable when it can't be
// reached within the context's time, or within a bound of its own (10 s) when
// the context has no deadline.
//
// A write that returned nil lasts as long as the store does: for one on disk,
// through a crash of the process or the machine. It is seen by each Get and
// List that begins afterwards, in this process or another.
type Store interface {
	// Get returns the entry of the key. The value is the caller's own.
	//
	// Errors: ErrNotFound, ErrInvalid.
	Get(ctx context.Context, key string) (Entry, error)

	// Put writes the entry if the store's is still at entry.Revision; with
	// revision 0, if there is none. It returns the entry's new revision. The
	// value may be changed after Put has returned.
	//
	// The time to live starts anew with each Put, by the store's clock. An entry
	// is never gone before it is over, and is gone within two seconds after, of
	// those in which the store can be reached; until then it counts as there.
	//
	// Errors: ErrChanged, also when there is no entry any more; ErrInvalid.
	// With these nothing was written. After any other error the entry may or
	// may not have been written, and a Get or a restart shows which.
	Put(ctx context.Context, entry Entry) (revision uint64, err error)

	// Delete removes the entry of the key if it is still at the revision.
	//
	// Errors: ErrNotFound; ErrChanged; ErrInvalid. After any other the entry may
	// or may not be gone.
	Delete(ctx context.Context, key string, revision uint64) error

	// List returns the entries whose key begins with the prefix, in the order of
	// the bytes of their keys, as they were at one moment. The prefix is a path
	// that ends in a slash, or "" for all. None is no error.
	//
	// Errors: ErrInvalid.
	List(ctx context.Context, prefix string) ([]Entry, error)

	// Watch tells what is there under the prefix, as a Put for each entry in the
	// order of List; then Ready; then each change, in the order of revisions. It
	// begins, each time anew, when the loop does, and misses nothing between
	// what was there and what came after.
	//
	// A loop that is slower than the changes is told the last state of each key
	// alone. So it may be told of the deletion of a key that it never heard of,
	// and not of one that was deleted and put again. It holds up nobody.
	//
	// The loop ends when it is left, or with an error, which comes as the last
	// pair: the context's, ErrClosed, ErrInvalid, or one of the medium. A store
	// that can't be reached is no error to it: it waits, and then tells.
	Watch(ctx context.Context, prefix string) iter.Seq2[Event, error]

	// Close waits for a write that is under way, and frees what the store holds.
	// Closing again does nothing and returns nil.
	Close() error
}

// Update reads the entry of the key, lets change set its Value and TTL, and puts
// it if unchanged; when another came first, it begins again, until ctx ends. An
// entry that does not exist comes to change with the key alone. Update returns
// what was put. An error of change ends it, and is returned as it is.
func Update(ctx context.Context, s Store, key string, change func(*Entry) error) (Entry, error) {
	for {
		e, err := s.Get(ctx, key)
		if errors.Is(err, ErrNotFound) {
			e, err = Entry{Key: key}, nil
		}
		if err != nil {
			return Entry{}, err
		}
		read := e.Revision
		if err := change(&e); err != nil {
			return Entry{}, err
		}
		e.Key, e.Revision = key, read
		if e.Revision, err = s.Put(ctx, e); err == nil {
			return e, nil
		} else if !errors.Is(err, ErrChanged) {
			return Entry{}, err
		}
	}
}
