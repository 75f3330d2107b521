// Package table is what readers of a store see: the records that there are,
// sorted by key, and the loops that watch them. It knows no medium: whoever
// keeps the store shows it what happened, in the order of revisions, and a
// reader never waits for more than the swap of a pointer.
//
//	Show, Replace ─▶ records, sorted by key, each one never changed ─▶ Get, List
//	        │
//	        └──────▶ the last event of each key that was not told yet ─▶ Watch
package table

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"storybot/store"
)

// A Record is an entry, and when its time to live is over (zero: never).
type Record struct {
	store.Entry
	Expires time.Time
}

// A Change is a record that was put, or (Op Deleted) the key of one that was
// deleted, with the revision of the deletion.
type Change struct {
	Op store.Op
	Record
}

// A Table holds records. Its methods may be called from any number of
// goroutines.
type Table struct {
	mu       sync.RWMutex
	records  []*Record // by key
	due      time.Time // no record expires before; zero: none expires
	watchers map[*watcher]struct{}

	closing sync.Once
	closed  chan struct{}
}

// New returns a table of the records, which are in the order of their keys.
func New(records []Record) *Table {
	t := &Table{watchers: make(map[*watcher]struct{}), closed: make(chan struct{})}
	for _, r := range records {
		t.records = append(t.records, &r)
		t.expires(r.Expires)
	}
	return t
}

// Open returns the error of a context that has ended, or ErrClosed.
func (t *Table) Open(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-t.closed:
		return store.ErrClosed
	default:
		return nil
	}
}

// Close ends the loops that watch, with ErrClosed. What there is can still be
// read.
func (t *Table) Close() { t.closing.Do(func() { close(t.closed) }) }

// Closed is closed by Close.
func (t *Table) Closed() <-chan struct{} { return t.closed }

// Get returns the record of the key, with a value of its own.
func (t *Table) Get(key string) (Record, bool) {
	t.mu.RLock()
	r, ok := t.find(key)
	t.mu.RUnlock()
	if !ok {
		return Record{}, false
	}
	return r.copy(), true
}

// Revision returns the revision of the key's entry, and 0 when there is none.
func (t *Table) Revision(key string) uint64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if r, ok := t.find(key); ok {
		return r.Revision
	}
	return 0
}

// List returns the entries whose key begins with the prefix, by key, with
// values of their own.
func (t *Table) List(prefix string) []store.Entry {
	t.mu.RLock()
	under := slices.Clone(t.under(prefix))
	t.mu.RUnlock()
	entries := make([]store.Entry, len(under))
	for i, r := range under {
		entries[i] = r.copy().Entry
	}
	return entries
}

// Due returns the records whose time to live is over. They stay until they are
// shown to be deleted. It looks at all records, but only when the earliest of
// them may be due.
func (t *Table) Due(now time.Time) (due []Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.due.IsZero() || now.Before(t.due) {
		return nil
	}
	t.due = time.Time{}
	for _, r := range t.records {
		if !r.Expires.IsZero() && !now.Before(r.Expires) {
			due = append(due, *r)
		}
		t.expires(r.Expires)
	}
	return due
}

// Show makes the changes, all at one moment. The values are the table's own
// from then on.
func (t *Table) Show(changes ...Change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if few := 16; len(changes) > few {
		t.merge(changes)
	} else {
		for _, c := range changes {
			t.one(c)
		}
	}
	for _, c := range changes {
		t.expires(c.Expires)
		event := store.Event{Op: c.Op, Entry: c.Entry}
		if c.Op == store.Deleted {
			event.Entry = store.Entry{Key: c.Key, Revision: c.Revision}
		}
		t.tell(event)
	}
}

// Replace makes the records all that there is. They come in any order. What is
// told are the differences; a record that is gone was deleted at the revision.
func (t *Table) Replace(records map[string]Record, revision uint64) {
	var changes []Change
	t.mu.RLock()
	for _, r := range t.records {
		if _, ok := records[r.Key]; !ok {
			changes = append(changes, Change{store.Deleted, Record{Entry: store.Entry{Key: r.Key, Revision: revision}}})
		}
	}
	for _, r := range records {
		if there, ok := t.find(r.Key); !ok || there.Revision != r.Revision {
			changes = append(changes, Change{store.Put, r})
		}
	}
	t.mu.RUnlock()
	t.Show(changes...)
}

// one makes one change in place.
func (t *Table) one(c Change) {
	i, there := t.place(c.Key)
	switch {
	case c.Op == store.Deleted && there:
		t.records = slices.Delete(t.records, i, i+1)
	case c.Op == store.Deleted:
	case there:
		t.records[i] = &c.Record
	default:
		t.records = slices.Insert(t.records, i, &c.Record)
	}
}

// merge makes many changes in one pass over the records.
func (t *Table) merge(changes []Change) {
	last := make(map[string]*Record, len(changes)) // nil: it is deleted
	for _, c := range changes {
		last[c.Key] = nil
		if c.Op == store.Put {
			last[c.Key] = &c.Record
		}
	}
	merged := make([]*Record, 0, len(t.records)+len(last))
	for _, r := range t.records {
		if _, changed := last[r.Key]; !changed {
			merged = append(merged, r)
		}
	}
	for _, r := range last {
		if r != nil {
			merged = append(merged, r)
		}
	}
	slices.SortFunc(merged, func(a, b *Record) int { return strings.Compare(a.Key, b.Key) })
	t.records = merged
}

// place returns where the key's record is or would be, and whether it is there.
func (t *Table) place(key string) (int, bool) {
	return slices.BinarySearchFunc(t.records, key, func(r *Record, key string) int {
		return strings.Compare(r.Key, key)
	})
}

func (t *Table) find(key string) (*Record, bool) {
	i, ok := t.place(key)
	if !ok {
		return nil, false
	}
	return t.records[i], true
}

// under returns the records whose key begins with the prefix.
func (t *Table) under(prefix string) []*Record {
	from, _ := t.place(prefix)
	to := from
	for to < len(t.records) && strings.HasPrefix(t.records[to].Key, prefix) {
		to++
	}
	return t.records[from:to]
}

// expires notes that a record expires at e; zero: never.
func (t *Table) expires(e time.Time) {
	if !e.IsZero() && (t.due.IsZero() || e.Before(t.due)) {
		t.due = e
	}
}

// copy returns the record with a value of its own.
func (r *Record) copy() Record {
	c := *r
	c.Value = bytes.Clone(r.Value)
	return c
}
