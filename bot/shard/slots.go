package shard

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
)

// Slots shares out the IDENTIFYs that Discord allows, among the gateways of this
// process and, through the store, among all processes. Discord takes one in a
// while in each bucket; see package gateway.
//
// In a process the gateways of a bucket stand in line. The first of them takes
// the bucket's entry in the store, whose time to live is the time between two
// IDENTIFYs: it creates it, or puts its own again once its time is over. Right
// before the IDENTIFY it puts the entry once more, so that the time runs from
// there. When the store cannot be reached, the process keeps to the intervals by
// itself: an IDENTIFY that comes too soon is refused by Discord, and that is all.
type Slots struct {
	store store.Store // nil: there is only this process
	log   *slog.Logger
	wait  time.Duration // for the store

	mu      sync.Mutex
	buckets map[int]*bucket
}

// NewSlots returns slots that are shared through a store, or with nil by the
// gateways of this process only.
func NewSlots(s store.Store, log *slog.Logger) *Slots {
	return &Slots{store: s, log: log, wait: DefaultTimes.Attempt, buckets: make(map[int]*bucket)}
}

// bucket is one of Discord's. But for turn, it belongs to who has the turn.
type bucket struct {
	key      string
	turn     chan struct{} // has an element when one is at it
	next     time.Time     // the earliest for the next IDENTIFY of this process
	revision uint64        // of the entry in the store, if it is ours
}

// slotAgain is how often one asks whether another process's slot is over.
const slotAgain = 200 * time.Millisecond

var errSlot = errors.New("the slot was over before the connection stood")

// Start waits for a slot in a bucket; it is a [gateway.Config]'s.
func (s *Slots) Start(ctx context.Context, number int, every time.Duration) (gateway.Slot, error) {
	b := s.bucket(number)
	select {
	case b.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	taken := &slot{Slots: s, bucket: b, every: every}
	if !interval.Pause(ctx, time.Until(b.next)) || !s.take(ctx, b, every) {
		taken.Free()
		return nil, ctx.Err()
	}
	return taken, nil
}

func (s *Slots) bucket(number int) *bucket {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[number]
	if b == nil {
		name := strconv.Itoa(number)
		if number == gateway.Saving {
			name = "all"
		}
		b = &bucket{key: slotKeys + name, turn: make(chan struct{}, 1)}
		s.buckets[number] = b
	}
	return b
}

// take waits until the entry is ours. It returns false when ctx is done first.
func (s *Slots) take(ctx context.Context, b *bucket, every time.Duration) bool {
	for {
		err := s.put(ctx, b, every)
		switch {
		case ctx.Err() != nil:
			return false
		case err == nil:
			return true
		case !errors.Is(err, store.ErrChanged):
			s.log.Warn("the slots for new sessions are not shared just now", "err", err)
			return true
		case b.revision != 0:
			b.revision = 0 // it was ours, and is over
		case !interval.Pause(ctx, min(slotAgain, every)):
			return false
		}
	}
}

// put puts the entry, whose time begins anew.
func (s *Slots) put(ctx context.Context, b *bucket, every time.Duration) error {
	if s.store == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.wait)
	defer cancel()
	revision, err := s.store.Put(ctx, store.Entry{Key: b.key, Revision: b.revision, TTL: max(every, store.MinTTL)})
	if err == nil {
		b.revision = revision
	}
	return err
}

// slot is a gateway's turn in a bucket.
type slot struct {
	*Slots
	*bucket
	every time.Duration
	freed bool
}

// Use implements gateway.Slot.
func (t *slot) Use(ctx context.Context) error {
	err := t.put(ctx, t.bucket, t.every)
	if errors.Is(err, store.ErrChanged) {
		t.revision = 0
		return errSlot
	}
	t.next = time.Now().Add(t.every)
	return nil
}

// Free implements gateway.Slot.
func (t *slot) Free() {
	if !t.freed {
		t.freed = true
		<-t.turn
	}
}
