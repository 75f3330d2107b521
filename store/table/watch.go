package table

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"storybot/store"
)

// A watcher is one loop over Watch. What it has not been told yet is kept by
// key, the last event of each, so a loop that stands still costs no more than
// the keys it watches.
type watcher struct {
	prefix  string
	mu      sync.Mutex
	pending map[string]store.Event
	signal  chan struct{} // holds one when something is pending
}

// Watch tells what there is under the prefix and what happens to it, as
// store.Store has it.
func (t *Table) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		w, there := t.follow(prefix)
		defer t.unfollow(w)
		events := append(there, store.Event{Op: store.Ready})
		for {
			for _, event := range events {
				if t.Open(ctx) != nil {
					break // and say why below
				}
				event.Entry.Value = bytes.Clone(event.Entry.Value)
				if !yield(event, nil) {
					return
				}
			}
			if err := t.wait(ctx, w); err != nil {
				yield(store.Event{}, fmt.Errorf("watch %q: %w", prefix, err))
				return
			}
			events = w.take()
		}
	}
}

// follow returns a new watcher, and what is there before its first event.
func (t *Table) follow(prefix string) (*watcher, []store.Event) {
	w := &watcher{
		prefix:  prefix,
		pending: make(map[string]store.Event),
		signal:  make(chan struct{}, 1),
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.watchers[w] = struct{}{}
	var there []store.Event
	for _, r := range t.under(prefix) {
		there = append(there, store.Event{Op: store.Put, Entry: r.Entry})
	}
	return w, there
}

func (t *Table) unfollow(w *watcher) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.watchers, w)
}

// wait returns when something is pending, or with the error that ends the loop.
func (t *Table) wait(ctx context.Context, w *watcher) error {
	select {
	case <-w.signal:
	case <-ctx.Done():
	case <-t.closed:
	}
	return t.Open(ctx)
}

// tell lets the watchers of the key know. It is called with mu held, so that
// they are told in the order of revisions.
func (t *Table) tell(event store.Event) {
	for w := range t.watchers {
		if strings.HasPrefix(event.Entry.Key, w.prefix) {
			w.tell(event)
		}
	}
}

func (w *watcher) tell(event store.Event) {
	w.mu.Lock()
	w.pending[event.Entry.Key] = event
	w.mu.Unlock()
	select {
	case w.signal <- struct{}{}:
	default: // it is signalled already
	}
}

// take returns what is pending, in the order of revisions.
func (w *watcher) take() []store.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	events := slices.SortedFunc(maps.Values(w.pending), func(a, b store.Event) int {
		return cmp.Or(cmp.Compare(a.Entry.Revision, b.Entry.Revision), cmp.Compare(a.Entry.Key, b.Entry.Key))
	})
	clear(w.pending)
	return events
}
