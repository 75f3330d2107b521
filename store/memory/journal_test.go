package memory_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

// A journal writes nothing. It fails or waits when it is told to, and remembers
// what it was asked.
type journal struct {
	mu    sync.Mutex
	err   error
	wait  chan struct{} // nil: do not wait
	asked []string
}

func (j *journal) ask(what string) error {
	j.mu.Lock()
	j.asked = append(j.asked, what)
	err, wait := j.err, j.wait
	j.mu.Unlock()
	if wait != nil {
		<-wait
	}
	return err
}

func (j *journal) Put(r memory.Record) error { return j.ask("put " + r.Key) }
func (j *journal) Delete(_ uint64, keys []string) error {
	return j.ask("delete " + strings.Join(keys, " "))
}
func (j *journal) Close() error { return j.ask("close") }

func (j *journal) set(err error, wait chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err, j.wait = err, wait
}

// took expects what the journal was asked since it was last looked at.
func (j *journal) took(t *testing.T, want ...string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	if got := strings.Join(j.asked, ", "); got != strings.Join(want, ", ") {
		t.Errorf("the journal was asked to %s; want %s", got, strings.Join(want, ", "))
	}
	j.asked = nil
}

// start returns a store with a journal, in a bubble of synctest, whose clock it
// keeps.
func start(t *testing.T, log *strings.Builder, records ...memory.Record) (*memory.Store, *journal) {
	t.Helper()
	j := new(journal)
	s := memory.Restore(records, 10, j, time.Now, slog.New(slog.NewTextHandler(log, nil)))
	t.Cleanup(func() { s.Close() })
	return s, j
}

func keys(t *testing.T, s store.Store) string {
	t.Helper()
	entries, err := s.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, e := range entries {
		keys = append(keys, e.Key)
	}
	return strings.Join(keys, " ")
}

// TestFailedWriteIsNotShown: what the journal refuses never happened, and the
// store goes on.
func TestFailedWriteIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, j := start(t, new(strings.Builder), memory.Record{Entry: store.Entry{Key: "a", Revision: 3}})
		full := errors.New("the disk is full")
		j.set(full, nil)
		if _, err := s.Put(t.Context(), store.Entry{Key: "b"}); !errors.Is(err, full) {
			t.Errorf("put: %v", err)
		}
		if err := s.Delete(t.Context(), "a", 3); !errors.Is(err, full) {
			t.Errorf("delete: %v", err)
		}
		if got := keys(t, s); got != "a" {
			t.Errorf("there is %s, want a", got)
		}
		j.set(nil, nil)
		revision, err := s.Put(t.Context(), store.Entry{Key: "b"})
		if err != nil || revision != 13 {
			t.Errorf("put: revision %d, error %v; want 13, for 11 and 12 may be in the journal", revision, err)
		}
		j.took(t, "put b", "delete a", "put b")
	})
}

// TestReadersDoNotWait: while the journal writes, others read; writers queue as
// long as their context lets them, and Close waits.
func TestReadersDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, j := start(t, new(strings.Builder), memory.Record{Entry: store.Entry{Key: "a", Revision: 3}})
		disk := make(chan struct{})
		j.set(nil, disk)
		first := make(chan error, 1)
		go func() {
			_, err := s.Put(t.Context(), store.Entry{Key: "b"})
			first <- err
		}()
		synctest.Wait()
		if got := keys(t, s); got != "a" {
			t.Errorf("there is %s before it was written, want a", got)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.Put(ctx, store.Entry{Key: "c"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second writer: %v", err)
		}
		queued := make(chan error, 1)
		go func() { queued <- s.Delete(t.Context(), "a", 3) }()
		synctest.Wait()
		closed := make(chan error, 1)
		go func() { closed <- s.Close() }()
		if err := <-queued; !errors.Is(err, store.ErrClosed) {
			t.Errorf("a writer in the queue when the store is closed: %v", err)
		}
		select {
		case <-closed:
			t.Error("closed during a write")
		default:
		}
		close(disk)
		if err := errors.Join(<-first, <-closed); err != nil {
			t.Error(err)
		}
		j.took(t, "put b", "close")
	})
}

// TestRetention: rows go one by one, when their time is over and not before,
// without anyone writing or reading; those that are due at the start go first.
func TestRetention(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const day = 24 * time.Hour
		at := func(key string, left time.Duration) memory.Record {
			return memory.Record{
				Entry:   store.Entry{Key: key, Revision: 1, TTL: 90 * day},
				Expires: time.Now().Add(left),
			}
		}
		s, j := start(t, new(strings.Builder),
			at("audit/1", -day), at("audit/2", 0), at("audit/3", day), at("audit/4", 2*day),
			memory.Record{Entry: store.Entry{Key: "settings/1", Revision: 1}})
		j.took(t, "delete audit/1 audit/2")

		time.Sleep(day - time.Millisecond)
		synctest.Wait()
		if got := keys(t, s); got != "audit/3 audit/4 settings/1" {
			t.Errorf("before a day has passed there is %s", got)
		}
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		if got := keys(t, s); got != "audit/4 settings/1" {
			t.Errorf("after a day there is %s", got)
		}
		time.Sleep(2 * day)
		synctest.Wait()
		j.took(t, "delete audit/3", "delete audit/4")
	})
}

// TestFailedSweep: what cannot be deleted is tried again, a minute later, and
// the log says so once a try.
func TestFailedSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(strings.Builder)
		s, j := start(t, log)
		if _, err := s.Put(t.Context(), store.Entry{Key: "votes/1", TTL: time.Second}); err != nil {
			t.Fatal(err)
		}
		j.set(errors.New("the disk is full"), nil)
		time.Sleep(50 * time.Second)
		synctest.Wait()
		j.took(t, "put votes/1", "delete votes/1")
		if lines := strings.Count(log.String(), "the disk is full"); lines != 1 {
			t.Errorf("%d lines in the log: %s", lines, log)
		}
		j.set(nil, nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		j.took(t, "delete votes/1")
		if got := keys(t, s); got != "" {
			t.Errorf("there is %s", got)
		}
	})
}

// TestWatchOfARenewedLease: a lease that is renewed in time stays, and its end
// is told within two seconds once it is not.
func TestWatchOfARenewedLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := start(t, new(strings.Builder))
		lease := store.Entry{Key: "leases/1", TTL: 15 * time.Second}
		renew := func() {
			revision, err := s.Put(t.Context(), lease)
			if err != nil {
				t.Fatal(err)
			}
			lease.Revision = revision
		}
		var ended time.Time
		go func() {
			for event := range s.Watch(t.Context(), "leases/") {
				if event.Op == store.Deleted {
					ended = time.Now()
				}
			}
		}()
		for range 20 {
			renew()
			time.Sleep(5 * time.Second)
		}
		renewed := time.Now().Add(-5 * time.Second)
		time.Sleep(time.Minute)
		s.Close()
		synctest.Wait()
		if late := ended.Sub(renewed) - lease.TTL; late < 0 || late > 2*time.Second {
			t.Errorf("its end was told %v after it", late)
		}
	})
}
