package shard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
)

// The keys in the store; see the package comment.
const (
	keys       = "shards/"
	countKey   = keys + "count"
	memberKeys = keys + "members/"
	heldKeys   = keys + "held/"
	slotKeys   = keys + "identify/"
)

var (
	// errLost ends what a member holds: its lease can't be renewed any more.
	errLost = fmt.Errorf("the lease was lost: %w", gateway.ErrAtOnce)
	// errUnsure says that it was not known which revision the lease was at, and
	// is now.
	errUnsure = errors.New("the lease had been put without our knowing")
)

// lease is the value of a member's entry.
type lease struct {
	Name    string `json:"name,omitempty"`  // for people
	Count   int    `json:"count,omitempty"` // how many shards it goes by, or would
	Leaving bool   `json:"leaving,omitempty"`
	Dead    bool   `json:"dead,omitempty"` // it is a grave
}

func readLease(e store.Entry) (l lease) {
	_ = json.Unmarshal(e.Value, &l) // one that cannot be read is a member all the same
	return l
}

// A member is this process among those that share the shards, as long as its
// lease lives.
type member struct {
	store store.Store
	times Times
	log   *slog.Logger
	id    string
	name  string

	revision uint64      // of the lease; it, count and leaving are the renewer's own
	count    int         // of shards
	leaving  bool        // soon
	late     atomic.Bool // the last renewal failed

	// hold ends with errLost when the lease does, or is about to.
	hold  context.Context
	lose  context.CancelCauseFunc
	born  time.Time     // from when until counts
	until atomic.Int64  // when hold ends, in nanoseconds
	fence *time.Timer   // which ends it
	stop  func()        // ends the renewing
	kept  chan struct{} // closed when it has ended
	dead  map[string]bool
}

// join makes this process a member, and keeps it one until it leaves or loses
// its lease. An error is ctx's.
func join(ctx context.Context, s store.Store, t Times, log *slog.Logger, id, name string) (*member, error) {
	m := &member{
		store: s, times: t, log: log, id: id, name: name,
		born: time.Now(), kept: make(chan struct{}), dead: make(map[string]bool),
	}
	m.hold, m.lose = context.WithCancelCause(context.WithoutCancel(ctx))
	m.until.Store(int64(time.Hour)) // until the first put there is nothing to hold
	m.fence = time.AfterFunc(time.Hour, func() { m.held() })
	for err := m.renew(ctx); err != nil; err = m.renew(ctx) {
		m.worry(err)
		if !interval.Pause(ctx, m.retry(err)) || m.hold.Err() != nil {
			m.lose(errLost)
			m.fence.Stop()
			return nil, errors.Join(ctx.Err(), context.Cause(m.hold))
		}
	}
	renewing, stop := context.WithCancel(m.hold)
	m.stop = stop
	go m.keep(renewing)
	return m, nil
}

// held says whether the member holds its shards: whether the lease lives, by our
// clock. Once it has said no, it never says yes again.
func (m *member) held() bool {
	if time.Since(m.born) >= time.Duration(m.until.Load()) {
		m.lose(errLost)
	}
	return m.hold.Err() == nil
}

// keep renews the lease until ctx is done.
func (m *member) keep(ctx context.Context) {
	defer close(m.kept)
	var err error
	for interval.Pause(ctx, m.retry(err)) {
		err = m.renew(ctx)
		if ctx.Err() == nil {
			m.worry(err)
		}
	}
}

// retry is how long to wait before the next renewal.
func (m *member) retry(err error) time.Duration {
	switch {
	case err == nil:
		return m.times.Renew
	case errors.Is(err, errUnsure):
		return 0
	}
	return m.times.Renew / 4
}

// worry logs a renewal that fails, once.
func (m *member) worry(err error) {
	if err != nil && !errors.Is(err, errUnsure) {
		if !m.late.Swap(true) {
			m.log.Warn("the lease on shards is not renewed; they are closed if it cannot be", "err", err)
		}
	} else if m.late.Swap(false) {
		m.log.Info("the lease on shards is renewed again")
	}
}

// renew puts the lease, and holds on from the time at which that began.
func (m *member) renew(ctx context.Context) error {
	began := time.Since(m.born)
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	value, err := json.Marshal(lease{Name: m.name, Count: m.count, Leaving: m.leaving})
	if err != nil {
		return err
	}
	revision, err := m.store.Put(ctx, store.Entry{Key: memberKeys + m.id, Value: value, Revision: m.revision, TTL: m.times.TTL})
	if errors.Is(err, store.ErrChanged) {
		return m.find(ctx)
	}
	if err != nil {
		return err
	}
	m.revision = revision
	until := began + m.times.TTL - m.times.Margin
	m.until.Store(int64(until))
	m.fence.Reset(until - time.Since(m.born))
	return nil
}

// find looks at which revision the lease is, when it is not the one that we
// know: a put that seemed to fail was written after all, or it is over.
func (m *member) find(ctx context.Context) error {
	e, err := m.store.Get(ctx, memberKeys+m.id)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && readLease(e).Dead:
		m.lose(errLost)
		return errLost
	case err != nil:
		return err
	}
	m.revision = e.Revision
	return errUnsure
}

// leave tells the others that this member is about to go, so that they take
// what it hands over. They find out without it too.
func (m *member) leave() {
	if err := m.tell(m.hold, func() { m.leaving = true }); err != nil {
		m.log.Debug("leaving is not told", "err", err)
	}
}

// tell changes what the lease says, and puts it at once. After an error it is
// told by the next renewal, or was told already.
func (m *member) tell(ctx context.Context, change func()) error {
	m.endRenewing()
	change()
	err := context.Cause(m.hold)
	if err == nil {
		err = m.renew(ctx)
	}
	if errors.Is(err, errUnsure) {
		err = m.renew(ctx)
	}
	renewing, stop := context.WithCancel(m.hold)
	m.stop, m.kept = stop, make(chan struct{})
	go m.keep(renewing)
	return err
}

// end gives the lease up. Nothing may be held any more.
func (m *member) end() {
	m.endRenewing()
	m.fence.Stop()
	if m.hold.Err() == nil {
		ctx, cancel := context.WithTimeout(m.hold, m.times.Attempt)
		defer cancel()
		if err := m.store.Delete(ctx, memberKeys+m.id, m.revision); err != nil {
			m.log.Debug("the lease is left to end by itself", "err", err)
		}
	}
	m.lose(errLost)
}

func (m *member) endRenewing() {
	m.stop()
	<-m.kept
}

// isDead says whether another member's lease is gone for good: it makes its
// grave, which it can only where no lease is.
func (m *member) isDead(ctx context.Context, id string) bool {
	if m.dead[id] {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	grave, err := json.Marshal(lease{Dead: true})
	if err != nil {
		return false
	}
	_, err = m.store.Put(ctx, store.Entry{Key: memberKeys + id, Value: grave, TTL: m.times.TTL})
	if errors.Is(err, store.ErrChanged) {
		e, err := m.store.Get(ctx, memberKeys+id)
		m.dead[id] = err == nil && readLease(e).Dead
		return m.dead[id]
	}
	m.dead[id] = err == nil
	return m.dead[id]
}
