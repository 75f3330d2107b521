package edition

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/store"
	"storybot/store/memory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// cluster is what processes share, in memory.
type cluster struct {
	entries *memory.Store
	objects *memory.Objects
}

func newCluster(t testing.TB) *cluster {
	t.Helper()
	c := &cluster{memory.New(time.Now), memory.NewObjects()}
	t.Cleanup(func() { c.entries.Close() })
	return c
}

// line is a process's way to what is shared. It can be cut, slowed, and be made
// to lose the answers of puts.
type line struct {
	store.Store
	objects store.Objects

	mu        sync.Mutex
	down      chan struct{} // closed when it is cut
	noObjects atomic.Bool   // they can't be fetched
	deaf      atomic.Bool   // entries are put, but nobody is told so
	still     atomic.Bool   // the watch tells of nothing more, and does not end
	gets      atomic.Int64  // of objects
}

func (c *cluster) line() *line {
	return &line{Store: c.entries, objects: c.objects, down: make(chan struct{})}
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.down)
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = make(chan struct{})
}

// gone returns an error while the line is cut.
func (l *line) gone() error {
	select {
	case <-l.whenDown():
		return fmt.Errorf("the line is cut: %w", store.ErrUnavailable)
	default:
		return nil
	}
}

func (l *line) whenDown() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}

func (l *line) Get(ctx context.Context, key string) (store.Entry, error) {
	if err := l.gone(); err != nil {
		return store.Entry{}, err
	}
	return l.Store.Get(ctx, key)
}

func (l *line) Put(ctx context.Context, e store.Entry) (uint64, error) {
	if err := l.gone(); err != nil {
		return 0, err
	}
	revision, err := l.Store.Put(ctx, e)
	if err == nil && l.deaf.Load() {
		return 0, store.ErrUnavailable
	}
	return revision, err
}

func (l *line) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		if err := l.gone(); err != nil {
			yield(store.Event{}, err)
			return
		}
		inner, cancel := context.WithCancel(ctx)
		down := l.whenDown()
		var watching sync.WaitGroup
		defer watching.Wait()
		defer cancel()
		watching.Go(func() {
			select {
			case <-down:
				cancel()
			case <-inner.Done():
			}
		})
		for event, err := range l.Store.Watch(inner, prefix) {
			if gone := l.gone(); gone != nil {
				yield(store.Event{}, gone)
				return
			}
			if l.still.Load() {
				<-ctx.Done()
			}
			if !yield(event, err) {
				return
			}
		}
	}
}

// lineObjects is the line as store.Objects.
type lineObjects struct{ *line }

func (l lineObjects) Put(ctx context.Context, content []byte) (string, error) {
	if err := l.gone(); err != nil {
		return "", err
	}
	return l.objects.Put(ctx, content)
}

func (l lineObjects) Get(ctx context.Context, name string) ([]byte, error) {
	l.gets.Add(1)
	if err := l.gone(); err != nil {
		return nil, err
	}
	if l.noObjects.Load() {
		return nil, store.ErrUnavailable
	}
	return l.objects.Get(ctx, name)
}

func (l lineObjects) Delete(ctx context.Context, name string) error {
	if err := l.gone(); err != nil {
		return err
	}
	return l.objects.Delete(ctx, name)
}

func (l lineObjects) List(ctx context.Context) ([]string, error) { return l.objects.List(ctx) }

// process is one of the cluster's.
type process struct {
	*Story
	line   *line
	folder fstest.MapFS
}

// process starts one that has a folder of its own.
func (c *cluster) process(t testing.TB, folder fstest.MapFS) *process {
	t.Helper()
	l := c.line()
	s, err := c.open(t, folder, l)
	if err != nil {
		t.Fatal(err)
	}
	return &process{s, l, folder}
}

func (c *cluster) open(t testing.TB, folder fs.FS, l *line) (*Story, error) {
	t.Helper()
	s, err := Open(t.Context(), Config{
		Name: "the-story", Folder: folder, Store: l, Objects: lineObjects{l}, Process: t.Name(),
		Log: slog.New(slog.NewTextHandler(logging{t}, &slog.HandlerOptions{Level: slog.LevelWarn})), Retry: time.Millisecond,
	})
	if err == nil {
		t.Cleanup(s.Close)
	}
	return s, err
}

// logging is a test's log, which is shown when it fails.
type logging struct{ testing.TB }

func (l logging) Write(text []byte) (int, error) {
	l.Helper()
	l.Logf("%s", text)
	return len(text), nil
}

func (p *process) reload(t testing.TB, options ...knowledge.ReloadOption) knowledge.Change {
	t.Helper()
	change, err := p.Knowledge().Reload(options...)
	if err != nil {
		t.Fatalf("reload: %v", err)
	}
	return change
}

// publish publishes an article of a title.
func (p *process) publish(title string) (file string, err error) {
	draft := desk.Draft{Content: []byte(title + "\n\nThe news of " + title + " came on Monday.\n")}
	_, err = p.Knowledge().Reload(knowledge.Changing(func() (err error) { file, err = p.Desk().Publish(draft); return err }))
	return file, err
}

func (p *process) remove(file string) error {
	_, err := p.Knowledge().Reload(knowledge.Changing(func() error { return p.Desk().Remove(file) }))
	return err
}

func (p *process) restore(file string) error {
	_, err := p.Knowledge().Reload(knowledge.Changing(func() error { return p.Desk().Restore(file) }))
	return err
}

func (p *process) has(file string) bool { return p.Knowledge().Current().Article(file) != nil }

// eventually waits until something is so.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("still not so: %s", what)
		}
	}
}

// agree waits until processes serve the same version, and are ready.
func agree(t testing.TB, processes ...*process) {
	t.Helper()
	eventually(t, "all serve the same version", func() bool {
		first := processes[0]
		for _, p := range processes {
			status := p.Status()
			if p.Knowledge().Current().Digest() != first.Knowledge().Current().Digest() || status.Err() != nil || status.Served != status.Wanted ||
				status.Served != first.Status().Served {
				return false
			}
		}
		return true
	})
}

func text(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content), Mode: 0o444} }

// bridge is a folder of a process.
func bridge() fstest.MapFS {
	return fstest.MapFS{"bridge.txt": text("Bridge closes\n\nThe harbour bridge closes on Monday.\n")}
}

// heldBy returns how many objects there are.
func (c *cluster) held(t testing.TB) int {
	t.Helper()
	all, err := c.objects.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func isUnsaved(err error) bool { return errors.Is(err, knowledge.ErrUnsaved) }
