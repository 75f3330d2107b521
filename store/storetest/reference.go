package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"storybot/store"
)

// A model is the simplest store there is, a map, beside the real one.
type model struct {
	ctx     context.Context
	s       store.Store
	folder  string // a folder of each run's own
	entries map[string]store.Entry
}

// testModel: whatever is done, the store does as a map does.
func testModel(t *testing.T, s store.Store) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		m := &model{t.Context(), s, fmt.Sprintf("run-%d/", run), make(map[string]store.Entry)}
		rt.Repeat(map[string]func(*rapid.T){"put": m.put, "delete": m.delete, "": m.same})
	})
}

func (m *model) put(t *rapid.T) {
	e := store.Entry{Key: m.key(t), Value: rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "value")}
	there := m.entries[e.Key]
	e.Revision = m.revision(t)
	revision, err := m.s.Put(m.ctx, e)
	switch {
	case e.Revision != there.Revision:
		m.expect(t, err, store.ErrChanged)
	case err != nil || revision <= e.Revision:
		t.Fatalf("put %q over %d: revision %d, error %v", e.Key, e.Revision, revision, err)
	default:
		e.Revision = revision
		m.entries[e.Key] = e
	}
}

func (m *model) delete(t *rapid.T) {
	key, revision := m.key(t), m.revision(t)
	there, ok := m.entries[key]
	err := m.s.Delete(m.ctx, key, revision)
	switch {
	case !ok:
		m.expect(t, err, store.ErrNotFound)
	case revision != there.Revision:
		m.expect(t, err, store.ErrChanged)
	default:
		m.expect(t, err, nil)
		delete(m.entries, key)
	}
}

// same compares all that there is.
func (m *model) same(t *rapid.T) {
	got, err := m.s.List(m.ctx, m.folder)
	m.expect(t, err, nil)
	keys := slices.Sorted(maps.Keys(m.entries))
	if len(got) != len(keys) {
		t.Fatalf("list: got %d entries, want %d", len(got), len(keys))
	}
	for i, key := range keys {
		want := m.entries[key]
		one, err := m.s.Get(m.ctx, key)
		m.expect(t, err, nil)
		for _, e := range []store.Entry{one, got[i]} {
			if e.Key != key || e.Revision != want.Revision || string(e.Value) != string(want.Value) {
				t.Fatalf("got %+v, want %+v", e, want)
			}
		}
	}
}

// key draws one of few keys, some below others.
func (m *model) key(t *rapid.T) string {
	names := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "a.b"}), 1, 2).Draw(t, "key")
	return m.folder + strings.Join(names, "/")
}

// revision draws none, or one of an entry that is there, mostly of another key.
func (m *model) revision(t *rapid.T) uint64 {
	known := []uint64{0}
	for _, key := range slices.Sorted(maps.Keys(m.entries)) {
		known = append(known, m.entries[key].Revision)
	}
	return rapid.SampledFrom(known).Draw(t, "over")
}

func (m *model) expect(t *rapid.T, got, want error) {
	if !errors.Is(got, want) {
		t.Fatalf("got error %v, want %v", got, want)
	}
}
