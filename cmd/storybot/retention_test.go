package main

import (
	"testing"
	"time"

	"storybot/store"
	"storybot/store/bolt"
)

// TestRetentionIsShortened opens a store under another RETENTION_DAYS: what was
// to be kept for longer is kept for that, and nothing else is touched.
func TestRetentionIsShortened(t *testing.T) {
	const day = 24 * time.Hour
	s, err := bolt.Open(t.TempDir(), time.Now, discard())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := map[string]time.Duration{"votes/a": 90 * day, "gaps/b": 7 * day, "audit/c": 3 * day, "settings/vote-key": 0}
	written := map[string]uint64{}
	for key, ttl := range kept {
		if written[key], err = s.Put(t.Context(), store.Entry{Key: key, Value: []byte(key), TTL: ttl}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		days int
		vote time.Duration
	}{{90, 90 * day}, {7, 7 * day}, {30, 7 * day}} {
		if err := retain(t.Context(), s, time.Duration(step.days)*day); err != nil {
			t.Fatal(err)
		}
		kept["votes/a"] = step.vote
		entries, err := s.List(t.Context(), "")
		if err != nil || len(entries) != len(kept) {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for _, e := range entries {
			if e.TTL != kept[e.Key] || string(e.Value) != e.Key || (e.Revision == written[e.Key]) != (e.Key != "votes/a" || step.days == 90) {
				t.Errorf("after %d days are set: %+v, want %v", step.days, e, kept[e.Key])
			}
		}
	}
}

// TestRetentionHoldsFromTheStart runs the program on a store with a vote that
// was to be kept for 90 days.
func TestRetentionHoldsFromTheStart(t *testing.T) {
	dir := t.TempDir()
	vote := func() (e store.Entry) {
		s, err := bolt.Open(dir, time.Now, discard())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if e, err = s.Get(t.Context(), "votes/a"); err != nil {
			e.Revision, err = s.Put(t.Context(), store.Entry{Key: "votes/a", TTL: 90 * 24 * time.Hour})
		}
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	vote()
	t.Run("a run", func(t *testing.T) { goOnline(t, map[string]string{"STATE_DIR": dir, "RETENTION_DAYS": "7"}) })
	if e := vote(); e.TTL != 7*24*time.Hour {
		t.Errorf("the vote is kept for %v", e.TTL)
	}
}
