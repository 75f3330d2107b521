package follow

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"storybot/store"
	"storybot/store/memory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// started returns servers that have heard of all that is kept.
func started(t *testing.T, s store.Store) *Servers {
	t.Helper()
	servers := New(s, discard())
	var running sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	running.Go(func() { servers.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	<-servers.told
	return servers
}

func wantStory(t *testing.T, s *Servers, server, want string) {
	t.Helper()
	if got, err := s.Story(t.Context(), server); err != nil || got != want {
		t.Errorf("server %s follows %q, %v; want %q", server, got, err, want)
	}
}

// TestAChoiceIsKnownEverywhere has two processes on one store.
func TestAChoiceIsKnownEverywhere(t *testing.T) {
	kept := memory.New(time.Now)
	defer kept.Close()
	if _, err := kept.Put(t.Context(), store.Entry{Key: "settings/vote-key", Value: []byte("no server's")}); err != nil {
		t.Fatal(err)
	}
	here, there := started(t, kept), started(t, kept)
	wantStory(t, here, "10", "")
	for i, story := range []string{"bridge", "ferry", "ferry"} {
		before, err := here.Choose(t.Context(), "10", story)
		if want := []string{"", "bridge", "ferry"}[i]; err != nil || before != want {
			t.Errorf("before %s: %q, %v; want %q", story, before, err, want)
		}
		wantStory(t, here, "10", story) // at once
	}
	for got := ""; got != "ferry"; {
		var err error
		if got, err = there.Story(t.Context(), "10"); err != nil {
			t.Fatal(err)
		}
	}
	wantStory(t, there, "11", "")
	later := started(t, kept) // after a restart
	wantStory(t, later, "10", "ferry")
	e, err := kept.Get(t.Context(), "settings/10/story")
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Delete(t.Context(), e.Key, e.Revision); err != nil {
		t.Fatal(err)
	}
	for got := "ferry"; got != ""; {
		if got, err = there.Story(t.Context(), "10"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManyChooseAtOnce: what is known at the end is what is kept.
func TestManyChooseAtOnce(t *testing.T) {
	kept := memory.New(time.Now)
	defer kept.Close()
	servers := started(t, kept)
	var all sync.WaitGroup
	for _, story := range strings.Fields("a b c d e f g h i j k l") {
		all.Go(func() {
			if _, err := servers.Choose(t.Context(), "10", story); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	e, err := kept.Get(t.Context(), "settings/10/story")
	if err != nil {
		t.Fatal(err)
	}
	wantStory(t, servers, "10", string(e.Value))
}

// troubled is a store that hangs, or whose watch breaks off.
type troubled struct {
	store.Store
	hangs  atomic.Bool
	broken atomic.Bool // new watches end at once
	breaks chan struct{}
}

func (s *troubled) Get(ctx context.Context, key string) (store.Entry, error) {
	if s.hangs.Load() {
		<-ctx.Done()
		return store.Entry{}, ctx.Err()
	}
	return s.Store.Get(ctx, key)
}

func (s *troubled) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		if s.broken.Load() {
			yield(store.Event{}, errors.New("the connection is gone"))
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-ctx.Done():
			case <-s.breaks:
				cancel()
			}
		}()
		for event, err := range s.Store.Watch(ctx, prefix) {
			if !yield(event, err) {
				return
			}
		}
	}
}

// TestStoreThatHangs holds up an answer for no more than a second, and only
// where nothing is known.
func TestStoreThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &troubled{Store: memory.New(time.Now)}
		defer kept.Close()
		servers := New(kept, discard()) // which has heard of nothing yet
		if _, err := servers.Choose(t.Context(), "10", "bridge"); err != nil {
			t.Fatal(err)
		}
		wantStory(t, servers, "11", "") // as the store says
		kept.hangs.Store(true)
		began := time.Now()
		wantStory(t, servers, "10", "bridge")
		if took := time.Since(began); took != 0 {
			t.Errorf("what is known takes %v", took)
		}
		if _, err := servers.Story(t.Context(), "12"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != askWithin {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		began = time.Now()
		if _, err := servers.Choose(t.Context(), "10", "ferry"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != chooseWithin {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		wantStory(t, servers, "10", "bridge")
	})
}

// TestLastKnownHolds while the store is gone, and it heals by itself.
func TestLastKnownHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &troubled{Store: memory.New(time.Now), breaks: make(chan struct{})}
		var log bytes.Buffer
		servers := New(kept, slog.New(slog.NewTextHandler(&log, nil)))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { servers.Run(ctx) })
		<-servers.told
		other := New(kept.Store, discard()) // another process
		choose := func(server, story string) {
			t.Helper()
			if _, err := other.Choose(t.Context(), server, story); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		choose("10", "bridge")
		wantStory(t, servers, "10", "bridge")
		kept.broken.Store(true)
		close(kept.breaks)
		synctest.Wait()
		kept.breaks = make(chan struct{})
		choose("10", "ferry")
		time.Sleep(10 * time.Minute)
		wantStory(t, servers, "10", "bridge")
		wantStory(t, servers, "11", "")
		kept.broken.Store(false)
		time.Sleep(longest)
		synctest.Wait()
		wantStory(t, servers, "10", "ferry")
		choose("11", "school")
		wantStory(t, servers, "11", "school")
		if n := strings.Count(log.String(), "the last that is known holds"); n < 10 || n > 30 {
			t.Errorf("it is said %d times in 10 minutes", n)
		}
		stop()
		running.Wait()
		kept.Close()
	})
}

// TestStoreThatIsClosed ends the watching.
func TestStoreThatIsClosed(t *testing.T) {
	kept := memory.New(time.Now)
	servers := New(kept, discard())
	var running sync.WaitGroup
	running.Go(func() { servers.Run(t.Context()) })
	<-servers.told
	kept.Close()
	running.Wait()
	if _, err := servers.Choose(t.Context(), "10", "bridge"); !errors.Is(err, store.ErrClosed) {
		t.Error(err)
	}
}
