package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"storybot/knowledge"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func text(body string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(body)} }

// about is a story of so many articles.
func about(what string, articles int) fstest.MapFS {
	folder := fstest.MapFS{}
	for i := range articles {
		folder[fmt.Sprintf("%03d.txt", i)] = text(fmt.Sprintf("The %s, part %d\n\nThe %s closed for %d days, said Mark Sutton.\n", what, i+1, what, i+1))
	}
	return folder
}

// scene is a library whose stories a test decides on, with a clock that it sets.
type scene struct {
	t *testing.T
	*Library
	clock atomic.Int64

	mu     sync.Mutex
	opened map[string]int
	closed map[*Story]int
}

// newScene returns a library that opens stories by a function.
func newScene(t *testing.T, budget int64, open func(name string) (*Story, error)) *scene {
	s := &scene{t: t, opened: map[string]int{}, closed: map[*Story]int{}}
	s.Library = New(Config{
		List: func() ([]Entry, error) { return nil, nil },
		Open: func(name string) (*Story, error) {
			s.mu.Lock()
			s.opened[name]++
			s.mu.Unlock()
			story, err := open(name)
			if story != nil {
				story.Close = func() {
					s.mu.Lock()
					defer s.mu.Unlock()
					s.closed[story]++
				}
			}
			return story, err
		},
		Budget: budget, Log: slog.New(slog.DiscardHandler), Now: s.now,
	})
	t.Cleanup(s.Close)
	return s
}

func (s *scene) now() time.Time       { return time.Unix(s.clock.Load(), 0) }
func (s *scene) pass(d time.Duration) { s.clock.Add(int64(d / time.Second)) }

func (s *scene) timesOpened(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened[name]
}

// use uses a story, and returns it and how to leave it.
func (s *scene) use(name string) (*Story, func()) {
	s.t.Helper()
	story, done, err := s.Use(s.t.Context(), name)
	if err != nil {
		s.t.Fatal(err)
	}
	return story, done
}

// visit uses a story for a moment.
func (s *scene) visit(name string) {
	s.t.Helper()
	_, done := s.use(name)
	done()
}

// inMemory are the names of the stories in memory.
func (s *scene) inMemory() string {
	var names []string
	for _, story := range s.Loaded() {
		names = append(names, story.Name)
	}
	return strings.Join(names, " ")
}

// small opens any story, with one article.
func small(name string) (*Story, error) {
	folder := about(name, 1)
	base, _, err := knowledge.Load(folder)
	if err != nil {
		return nil, err
	}
	return &Story{Name: name, Store: knowledge.NewStore(base, folder)}, nil
}

const plenty = 1 << 40

// TestAThousandAskAtOnce for a story that is not in memory; half of them lose
// patience. It is loaded once, and the other half are answered.
func TestAThousandAskAtOnce(t *testing.T) {
	may := make(chan struct{})
	s := newScene(t, plenty, func(name string) (*Story, error) { <-may; return small(name) })
	impatient, lose := context.WithCancel(t.Context())
	var all, asking sync.WaitGroup
	var answered, left atomic.Int32
	for i := range 1000 {
		asking.Add(1)
		all.Go(func() {
			ctx := t.Context()
			if i%2 == 0 {
				ctx = impatient
			}
			asking.Done()
			story, done, err := s.Use(ctx, "bridge")
			switch {
			case errors.Is(err, context.Canceled):
				left.Add(1)
			case err != nil:
				t.Error(err)
			case !story.Store.Current().Ask("How long did the bridge close?").Answered:
				t.Error("no answer")
			default:
				answered.Add(1)
				done()
				done() // again does nothing
			}
		})
	}
	asking.Wait()
	lose()
	for left.Load() < 500 {
		time.Sleep(time.Millisecond)
	}
	close(may)
	all.Wait()
	if answered.Load() != 500 || s.timesOpened("bridge") != 1 {
		t.Errorf("%d were answered, and it was opened %d times", answered.Load(), s.timesOpened("bridge"))
	}
	if c := s.Count(); c != (Count{Loads: 1}) {
		t.Errorf("%+v", c)
	}
}

// TestNobodyWaitsForItAnyMore: it is loaded all the same, for the next.
func TestNobodyWaitsForItAnyMore(t *testing.T) {
	may := make(chan struct{})
	s := newScene(t, plenty, func(name string) (*Story, error) { <-may; return small(name) })
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, _, err := s.Use(gone, "bridge"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	close(may)
	s.visit("bridge")
	_, done, err := s.Use(gone, "bridge") // what is there needs no patience
	if err != nil || s.timesOpened("bridge") != 1 {
		t.Fatalf("%v, opened %d times", err, s.timesOpened("bridge"))
	}
	done()
}

func TestFailureIsTriedAgainLater(t *testing.T) {
	broken := errors.New("the disk is broken")
	var fails atomic.Bool
	fails.Store(true)
	s := newScene(t, plenty, func(name string) (*Story, error) {
		switch {
		case name == "none":
			return nil, ErrNoStory
		case name == "odd":
			panic("what is this?")
		case fails.Load():
			return nil, broken
		}
		return small(name)
	})
	for range 3 {
		if _, _, err := s.Use(t.Context(), "bridge"); !errors.Is(err, broken) {
			t.Fatal(err)
		}
	}
	if n := s.timesOpened("bridge"); n != 1 {
		t.Errorf("it was tried %d times at once", n)
	}
	fails.Store(false)
	s.pass(Retry)
	s.visit("bridge")
	for range 2 { // what there is not may be there at any moment
		if _, _, err := s.Use(t.Context(), "none"); !errors.Is(err, ErrNoStory) {
			t.Error(err)
		}
	}
	if n := s.timesOpened("none"); n != 2 {
		t.Errorf("what there is not was looked for %d times", n)
	}
	if _, _, err := s.Use(t.Context(), "odd"); err == nil || !strings.Contains(err.Error(), "what is this?") {
		t.Error(err)
	}
	if c := s.Count(); c != (Count{Loads: 1, Failures: 2}) || s.inMemory() != "bridge" {
		t.Errorf("%+v, in memory: %s", c, s.inMemory())
	}
}

func TestTwoAreLoadedAtOnce(t *testing.T) {
	var loading, most atomic.Int32
	s := newScene(t, plenty, func(name string) (*Story, error) {
		n := loading.Add(1)
		defer loading.Add(-1)
		for was := most.Load(); n > was && !most.CompareAndSwap(was, n); was = most.Load() {
		}
		time.Sleep(2 * time.Millisecond)
		return small(name)
	})
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			_, done, err := s.Use(t.Context(), fmt.Sprint("story-", i))
			if err != nil {
				t.Error(err)
				return
			}
			done()
		})
	}
	all.Wait()
	if most.Load() != loadsAtOnce || len(s.Loaded()) != 12 {
		t.Errorf("%d at once, %d in memory", most.Load(), len(s.Loaded()))
	}
}

func TestClosedLibrary(t *testing.T) {
	s := newScene(t, plenty, small)
	story, done := s.use("bridge")
	done()
	s.Library.Close()
	if s.closed[story] != 1 || s.inMemory() != "" {
		t.Errorf("the story was closed %d times; in memory: %s", s.closed[story], s.inMemory())
	}
	if _, _, err := s.Use(t.Context(), "bridge"); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
