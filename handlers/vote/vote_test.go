package vote

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

func newStore(t *testing.T) store.Store {
	t.Helper()
	s := memory.New(time.Now)
	t.Cleanup(func() { s.Close() })
	return s
}

// TestManyVoteAtOnce begins without a key: all make the same one.
func TestManyVoteAtOnce(t *testing.T) {
	s := newStore(t)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, err := New(s, time.Hour).Cast(context.Background(), "an answer", fmt.Sprint(i%20), Like); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if count, err := New(s, time.Hour).Count(context.Background()); err != nil || count[Like] != 20 {
		t.Errorf("%v, %v", count, err)
	}
}

// TestVotesTellNothing holds that the same vote is kept under another name
// where the key is another, and that neither answer nor person is in it.
func TestVotesTellNothing(t *testing.T) {
	names := map[string]bool{}
	for range 2 {
		s := newStore(t)
		if _, err := New(s, time.Hour).Cast(context.Background(), "answer", "12345678", Dislike); err != nil {
			t.Fatal(err)
		}
		entries, err := s.List(context.Background(), prefix)
		if err != nil || len(entries) != 1 || entries[0].TTL != time.Hour || strings.Contains(entries[0].Key, "12345678") {
			t.Fatalf("%+v, %v", entries, err)
		}
		names[entries[0].Key] = true
	}
	if len(names) != 2 {
		t.Error("the same vote has the same name in two stores")
	}
	if a, b := hash([]byte("k"), "1", "23"), hash([]byte("k"), "12", "3"); a == b {
		t.Error("two votes have one name")
	}
}

func TestStoreThatIsGone(t *testing.T) {
	s := newStore(t)
	s.Close()
	if _, err := New(s, time.Hour).Cast(context.Background(), "answer", "1", Like); err == nil {
		t.Error("a vote is acknowledged that is not kept")
	}
}
