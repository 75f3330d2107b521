//go:build unix

package jetstream_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/jetstream"
	"storybot/store/natstest"
)

// brief are the times of a test that waits for them to be over.
var brief = jetstream.Times{Call: 600 * time.Millisecond, Attempt: 300 * time.Millisecond, Beat: 200 * time.Millisecond}

func put(t testing.TB, s store.Store, e store.Entry) store.Entry {
	t.Helper()
	revision, err := s.Put(t.Context(), e)
	must(t, err)
	e.Revision = revision
	return e
}

// eventually waits until it is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// TestUnavailable: without NATS every call ends in its time and says so, a watch
// waits, and all goes on by itself when NATS is there again.
func TestUnavailable(t *testing.T) {
	t.Parallel()
	c := natstest.Start(t, 1)
	status := make(chan bool, 100)
	s, err := jetstream.Open(t.Context(), jetstream.Config{
		URL: c.URL(), Times: brief, Status: func(up bool) { status <- up },
	})
	must(t, err)
	defer s.Close()
	e := put(t, s, store.Entry{Key: "a/1", Value: []byte("before")})
	ctx, stop := context.WithCancel(t.Context())
	heard := make(chan store.Event, 100)
	go func() {
		defer close(heard)
		for event, err := range s.Watch(ctx, "a/") {
			if err == nil {
				heard <- event
			}
		}
	}()
	if event := <-heard; event.Op != store.Put || event.Entry.Revision != e.Revision {
		t.Fatalf("heard %+v", event)
	}
	if event := <-heard; event.Op != store.Ready {
		t.Fatalf("heard %+v", event)
	}

	c.Kill(0)
	var all sync.WaitGroup
	for name, call := range map[string]func(context.Context) error{
		"get":          func(ctx context.Context) error { _, err := s.Get(ctx, e.Key); return err },
		"list":         func(ctx context.Context) error { _, err := s.List(ctx, "a/"); return err },
		"put":          func(ctx context.Context) error { _, err := s.Put(ctx, store.Entry{Key: "b"}); return err },
		"put over":     func(ctx context.Context) error { _, err := s.Put(ctx, store.Entry{Key: "c", Revision: 1}); return err },
		"delete":       func(ctx context.Context) error { return s.Delete(ctx, "b", 1) },
		"put object":   func(ctx context.Context) error { _, err := s.Objects().Put(ctx, nil); return err },
		"list objects": func(ctx context.Context) error { _, err := s.Objects().List(ctx); return err },
	} {
		all.Go(func() {
			begin := time.Now()
			err := call(ctx)
			if took := time.Since(begin); !errors.Is(err, store.ErrUnavailable) || took > 3*time.Second {
				t.Errorf("%s: got error %v after %v", name, err, took)
			}
			short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
			defer cancel()
			if err := call(short); !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, with a deadline: got error %v", name, err)
			}
		})
	}
	all.Wait()
	if up := <-status; up || s.Healthy() {
		t.Error("it says that it can be reached")
	}

	c.Start(0)
	if up := <-status; !up || !s.Healthy() {
		t.Error("it says that it can't be reached")
	}
	e = put(t, s, store.Entry{Key: e.Key, Value: []byte("after"), Revision: e.Revision})
	if event := <-heard; event.Op != store.Put || event.Entry.Revision != e.Revision {
		t.Errorf("heard %+v, want %+v", event, e)
	}
	stop()
	if event, ok := <-heard; ok {
		t.Errorf("heard %+v", event)
	}
}

// TestLostAnswer: a write of which the answer is lost is not taken for another's
// when it is tried again, not even after another came.
func TestLostAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		between func(t *testing.T, c *natstest.Cluster, other store.Store, e store.Entry)
		want    error
	}{
		"nobody came between": {func(*testing.T, *natstest.Cluster, store.Store, store.Entry) {}, nil},
		"another came between": {func(t *testing.T, _ *natstest.Cluster, other store.Store, e store.Entry) {
			put(t, other, e)
		}, nil},
		"nobody came between, and NATS forgot": {func(_ *testing.T, c *natstest.Cluster, _ store.Store, e store.Entry) {
			c.Kill(0)
			c.Start(0)
		}, nil},
		"another came between, and NATS forgot": {func(t *testing.T, c *natstest.Cluster, other store.Store, e store.Entry) {
			put(t, other, e)
			c.Kill(0)
			c.Start(0)
		}, store.ErrUnavailable}, // nobody can know
		"another deleted it, and NATS forgot": {func(t *testing.T, c *natstest.Cluster, other store.Store, e store.Entry) {
			must(t, other.Delete(t.Context(), e.Key, e.Revision))
			c.Kill(0)
			c.Start(0)
		}, store.ErrUnavailable},
	} {
		for _, created := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := natstest.Start(t, 1)
				door := natstest.OpenDoor(t, c.Address(0))
				other := open(t, c.URL(), "b")
				s, err := jetstream.Open(t.Context(), jetstream.Config{URL: door.URL(), Bucket: "b", Times: jetstream.Times{Attempt: 400 * time.Millisecond}})
				must(t, err)
				defer s.Close()
				e := store.Entry{Key: "leases/1", Value: []byte("others")}
				if !created {
					e = put(t, s, e)
					_, err := s.Get(t.Context(), e.Key) // its table shows it
					must(t, err)
				}
				e.Value = []byte("mine")

				door.Mute()
				type result struct {
					revision uint64
					err      error
				}
				done := make(chan result, 1)
				go func() {
					ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
					defer cancel()
					revision, err := s.Put(ctx, e)
					done <- result{revision, err}
				}()
				var there store.Entry
				eventually(t, "the entry is written", func() bool {
					there, _ = other.Get(t.Context(), e.Key)
					return string(there.Value) == "mine"
				})
				door.Shut()
				there.Value = []byte("others again")
				test.between(t, c, other, there)
				door.Open()
				got := <-done
				if !errors.Is(got.err, test.want) || (test.want == nil && got.revision != there.Revision) {
					t.Errorf("got revision %d, error %v; want %d, %v", got.revision, got.err, there.Revision, test.want)
				}
			})
		}
	}
}
