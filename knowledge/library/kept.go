package library

import (
	"context"
	"iter"
	"strings"

	"storybot/store"
)

// Kept is the part of a store that belongs to one story: what is put there, such
// as its gaps and its votes, is no other story's. It is as long as the store
// itself; its own Close does nothing. A key in it is some 70 bytes shorter than
// one in the store may be.
func Kept(s store.Store, name string) store.Store { return part{s, "stories/" + name + "/"} }

// part is what stands in a store under a prefix.
type part struct {
	whole  store.Store
	prefix string
}

func (p part) Get(ctx context.Context, key string) (store.Entry, error) {
	entry, err := p.whole.Get(ctx, p.prefix+key)
	return p.inside(entry), err
}

func (p part) Put(ctx context.Context, entry store.Entry) (uint64, error) {
	entry.Key = p.prefix + entry.Key
	return p.whole.Put(ctx, entry)
}

func (p part) Delete(ctx context.Context, key string, revision uint64) error {
	return p.whole.Delete(ctx, p.prefix+key, revision)
}

func (p part) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	entries, err := p.whole.List(ctx, p.prefix+prefix)
	for i := range entries {
		entries[i] = p.inside(entries[i])
	}
	return entries, err
}

func (p part) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		for event, err := range p.whole.Watch(ctx, p.prefix+prefix) {
			event.Entry = p.inside(event.Entry)
			if !yield(event, err) {
				return
			}
		}
	}
}

func (p part) Close() error { return nil }

// inside returns an entry as it is called within the part.
func (p part) inside(entry store.Entry) store.Entry {
	entry.Key = strings.TrimPrefix(entry.Key, p.prefix)
	return entry
}
