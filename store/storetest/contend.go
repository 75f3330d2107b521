package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"storybot/store"
)

// writers is how many goroutines contend.
const writers = 8

// together runs do in as many goroutines as there are writers.
func together(t *testing.T, do func(writer int)) {
	t.Helper()
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() { do(writer) })
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// increment adds one to the number in the entry.
func increment(e *store.Entry) error {
	n, _ := strconv.Atoi(string(e.Value)) // 0 in a new entry
	e.Value = strconv.AppendInt(nil, int64(n+1), 10)
	return nil
}

func testUpdate(t *testing.T, s store.Store) {
	ctx := t.Context()
	for n := 1; n <= 3; n++ {
		got, err := store.Update(ctx, s, "counts/1", increment)
		must(t, err)
		equal(t, string(got.Value), strconv.Itoa(n))
		equal(t, get(t, s, "counts/1"), got)
	}
	// Another writer comes between twice.
	calls := 0
	got, err := store.Update(ctx, s, "counts/1", func(e *store.Entry) error {
		if calls++; calls <= 2 {
			put(t, s, store.Entry{Key: e.Key, Value: []byte("10"), Revision: e.Revision})
		}
		return increment(e)
	})
	must(t, err)
	if string(got.Value) != "11" || calls != 3 {
		t.Errorf("got %s after %d calls, want 11 after 3", got.Value, calls)
	}
	refused := errors.New("refused")
	_, err = store.Update(ctx, s, "counts/1", func(*store.Entry) error { return refused })
	wantError(t, "a change that is refused", err, refused)
	equal(t, get(t, s, "counts/1"), got)
}

// testCounter: no increment is lost.
func testCounter(t *testing.T, s store.Store) {
	const times = 25
	together(t, func(int) {
		for range times {
			if _, err := store.Update(t.Context(), s, "counts/1", increment); err != nil {
				t.Error(err)
			}
		}
	})
	equal(t, string(get(t, s, "counts/1").Value), strconv.Itoa(writers*times))
}

// testLease: of those who create the same entry exactly one does.
func testLease(t *testing.T, s store.Store) {
	for round := range 20 {
		key := fmt.Sprintf("leases/%d", round)
		var holders atomic.Int32
		together(t, func(writer int) {
			_, err := s.Put(t.Context(), store.Entry{Key: key, Value: []byte{byte(writer)}, TTL: store.MinTTL})
			if err == nil {
				holders.Add(1)
			} else if !errors.Is(err, store.ErrChanged) {
				t.Error(err)
			}
		})
		equal(t, int(holders.Load()), 1)
	}
}

// testAtOnce: each method is called while all others are, and what a watch told
// is in the end what there is.
func testAtOnce(t *testing.T, s store.Store) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	told := make(map[string]string)
	watched := make(chan error, 1)
	go func() {
		for event, err := range s.Watch(ctx, "a/") {
			if err != nil {
				watched <- err
				return
			}
			told[event.Entry.Key] = string(event.Entry.Value)
			if event.Op != store.Put {
				delete(told, event.Entry.Key)
			}
			if event.Entry.Key == "a/last" {
				watched <- nil
				return
			}
		}
	}()
	together(t, func(writer int) {
		for i := range 20 {
			own := fmt.Sprintf("a/%d-%d", writer, i%4)
			e, err := store.Update(ctx, s, own, increment)
			if err == nil && i%3 == 0 {
				err = s.Delete(ctx, own, e.Revision)
			}
			if err == nil {
				_, err = store.Update(ctx, s, "a/shared", increment)
			}
			if err == nil {
				_, err = s.List(ctx, "a/")
			}
			for _, watchErr := range s.Watch(ctx, "a/") {
				err = errors.Join(err, watchErr)
				break
			}
			if err != nil {
				t.Error(err)
			}
		}
	})
	put(t, s, store.Entry{Key: "a/last"})
	must(t, <-watched)
	there := make(map[string]string)
	for _, e := range list(t, s, "a/") {
		there[e.Key] = string(e.Value)
	}
	equal(t, told, there)
}
