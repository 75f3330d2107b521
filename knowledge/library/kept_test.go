package library

import (
	"errors"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

// TestStoriesDoNotMix holds that what is put into the part of one story is not
// in that of another, and that each reads as a store of its own.
func TestStoriesDoNotMix(t *testing.T) {
	whole := memory.New(time.Now)
	defer whole.Close()
	ctx := t.Context()
	bridge, ferry := Kept(whole, "bridge"), Kept(whole, "ferry")
	for _, s := range []store.Store{bridge, ferry} {
		if _, err := s.Put(ctx, store.Entry{Key: "gaps/1", Value: []byte("first"), TTL: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Update(ctx, bridge, "gaps/1", func(e *store.Entry) error { e.Value = []byte("bridge"); return nil }); err != nil {
		t.Fatal(err)
	}
	for s, want := range map[store.Store]string{bridge: "bridge", ferry: "first"} {
		e, err := s.Get(ctx, "gaps/1")
		if err != nil || e.Key != "gaps/1" || string(e.Value) != want {
			t.Errorf("%+v, %v; want %s", e, err, want)
		}
		for _, prefix := range []string{"", "gaps/"} {
			list, err := s.List(ctx, prefix)
			if err != nil || len(list) != 1 || list[0].Key != "gaps/1" || list[0].Revision != e.Revision {
				t.Errorf("%q: %+v, %v", prefix, list, err)
			}
		}
		var told []store.Event
		for event, err := range s.Watch(ctx, "gaps/") {
			if err != nil {
				t.Fatal(err)
			}
			if told = append(told, event); event.Op == store.Ready {
				break
			}
		}
		if len(told) != 2 || told[0].Entry.Key != "gaps/1" || told[1].Entry.Key != "" {
			t.Errorf("told %+v", told)
		}
	}
	e, _ := ferry.Get(ctx, "gaps/1")
	if err := ferry.Delete(ctx, "gaps/1", e.Revision); err != nil {
		t.Fatal(err)
	}
	if _, err := ferry.Get(ctx, "gaps/1"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	for _, key := range []string{"", "../bridge/gaps/1", "/gaps/1"} {
		if _, err := ferry.Get(ctx, key); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%q: %v", key, err)
		}
	}
	if err := ferry.Close(); err != nil {
		t.Error(err)
	}
	if entries, err := whole.List(ctx, "stories/"); err != nil || len(entries) != 1 || entries[0].Key != "stories/bridge/gaps/1" {
		t.Errorf("%+v, %v", entries, err)
	}
}
