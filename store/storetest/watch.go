package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"storybot/store"
)

// A viewer runs one watch, and hands its events on.
type viewer struct {
	t      *testing.T
	events chan store.Event
	err    chan error // the error that ended it
	stop   context.CancelFunc
}

func view(t *testing.T, s store.Store, prefix string) *viewer {
	ctx, cancel := context.WithCancel(t.Context())
	v := &viewer{t, make(chan store.Event), make(chan error, 1), cancel}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for event, err := range s.Watch(ctx, prefix) {
			if err != nil {
				v.err <- err
				return
			}
			select {
			case v.events <- event:
			case <-ctx.Done():
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return v
}

func (v *viewer) next() store.Event {
	v.t.Helper()
	select {
	case event := <-v.events:
		return event
	case err := <-v.err:
		v.t.Fatalf("the watch ended: %v", err)
	case <-time.After(patience):
		v.t.Fatal("no event came")
	}
	panic("not reached")
}

// is expects the next event.
func (v *viewer) is(op store.Op, e store.Entry) {
	v.t.Helper()
	equal(v.t, v.next(), store.Event{Op: op, Entry: e})
}

// deleted expects a deletion after the revision.
func (v *viewer) deleted(key string, after uint64) (revision uint64) {
	v.t.Helper()
	event := v.next()
	if event.Op != store.Deleted || event.Entry.Key != key || event.Entry.Revision <= after || len(event.Entry.Value) != 0 {
		v.t.Errorf("got %v of %+v, want the deletion of %s after revision %d", event.Op, event.Entry, key, after)
	}
	return event.Entry.Revision
}

func testWatch(t *testing.T, s store.Store) {
	write := func(key, value string, over uint64) store.Entry {
		e := store.Entry{Key: key, Value: []byte(value), Revision: over}
		e.Revision = put(t, s, e)
		return e
	}
	b, a := write("shards/b", "1", 0), write("shards/a", "1", 0)
	b = write("shards/b", "2", b.Revision)
	write("shard", "no", 0)
	write("shards-/a", "no", 0)

	v := view(t, s, "shards/")
	v.is(store.Put, a)
	v.is(store.Put, b)
	v.is(store.Ready, store.Entry{})

	write("settings/1", "no", 0)
	a = write(a.Key, "2", a.Revision)
	v.is(store.Put, a)
	c := write("shards/c/d", "1", 0)
	v.is(store.Put, c)
	must(t, s.Delete(t.Context(), b.Key, b.Revision))
	deletion := v.deleted(b.Key, c.Revision)
	b = write(b.Key, "again", 0)
	if b.Revision <= deletion {
		t.Errorf("put again at revision %d after a deletion at %d", b.Revision, deletion)
	}
	v.is(store.Put, b)
}

func testWatchScope(t *testing.T, s store.Store) {
	all, none, one := view(t, s, ""), view(t, s, "none/"), view(t, s, "a/b/")
	for _, v := range []*viewer{all, none, one} {
		v.is(store.Ready, store.Entry{})
	}
	outer, inner := store.Entry{Key: "a/b"}, store.Entry{Key: "a/b/c"}
	outer.Revision = put(t, s, outer)
	all.is(store.Put, outer)
	inner.Revision = put(t, s, inner)
	all.is(store.Put, inner)
	one.is(store.Put, inner)
	other := store.Entry{Key: "none/x"}
	other.Revision = put(t, s, other)
	none.is(store.Put, other) // and nothing came before it
}

// testTTL: an entry lives as long as it says after each Put, and not much
// longer.
func testTTL(t *testing.T, s store.Store) {
	begin := time.Now()
	brief := store.Entry{Key: "leases/brief", Value: []byte("me"), TTL: store.MinTTL}
	put(t, s, brief)
	stays := store.Entry{Key: "leases/stays", TTL: store.MinTTL}
	stays.Revision = put(t, s, stays)
	stays.TTL = 0
	stays.Revision = put(t, s, stays)
	renewed := store.Entry{Key: "leases/renewed", TTL: store.MinTTL}
	renewed.Revision = put(t, s, renewed)
	renewed.TTL = time.Hour
	renewed.Revision = put(t, s, renewed)

	gone(t, s, brief.Key)
	if lived := time.Since(begin); lived < brief.TTL {
		t.Errorf("it lived for %v of %v", lived, brief.TTL)
	}
	equal(t, list(t, s, "leases/"), []store.Entry{renewed, stays})
	put(t, s, brief) // the next holder creates it
}

func testWatchExpiry(t *testing.T, s store.Store) {
	e := store.Entry{Key: "leases/1", TTL: store.MinTTL}
	e.Revision = put(t, s, e)
	v := view(t, s, "leases/")
	v.is(store.Put, e)
	v.is(store.Ready, store.Entry{})
	v.deleted(e.Key, e.Revision)
}

// testWatchSlow: a loop that stands still holds up nobody, and then hears the
// last state of each key.
func testWatchSlow(t *testing.T, s store.Store) {
	const keys, rounds = 3, 50
	last := make(map[string]uint64)
	write := func(key string, round int) {
		last[key] = put(t, s, store.Entry{Key: key, Value: fmt.Append(nil, round), Revision: last[key]})
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	heard := make(map[string]uint64)
	var revision uint64
	for event, err := range s.Watch(ctx, "a/") {
		must(t, err)
		if event.Op == store.Ready { // the loop writes itself, so it is slow
			for round := range rounds {
				for key := range keys {
					write(fmt.Sprintf("a/%d", key), round)
				}
			}
			must(t, s.Delete(ctx, "a/0", last["a/0"]))
			write("a/last", 0)
			continue
		}
		if event.Entry.Revision <= revision {
			t.Errorf("revision %d came after %d", event.Entry.Revision, revision)
		}
		revision = event.Entry.Revision
		heard[event.Entry.Key] = revision
		if event.Op == store.Deleted {
			delete(heard, event.Entry.Key)
		}
		if event.Entry.Key == "a/last" {
			break
		}
	}
	delete(last, "a/0")
	equal(t, heard, last)
}

func testWatchEnds(t *testing.T, s store.Store) {
	cancelled, open := view(t, s, "a/"), view(t, s, "a/")
	cancelled.is(store.Ready, store.Entry{})
	open.is(store.Ready, store.Entry{})
	cancelled.stop()
	wantError(t, "watch", <-cancelled.err, context.Canceled)

	watch := s.Watch(t.Context(), "")
	for range 2 { // it is left, and begun anew
		for event, err := range watch {
			must(t, err)
			equal(t, event, store.Event{Op: store.Ready})
			break
		}
	}
	e := store.Entry{Key: "a/1"}
	e.Revision = put(t, s, e)
	open.is(store.Put, e)
	must(t, s.Close())
	wantError(t, "watch", <-open.err, store.ErrClosed)
}
