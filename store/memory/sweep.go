package memory

import (
	"context"
	"time"

	"storybot/store"
)

const (
	// sweepEvery bounds how long an entry outstays its time to live.
	sweepEvery = time.Second
	// sweepAgain is after how long a sweep that the journal refused is tried
	// again.
	sweepAgain = time.Minute
)

// sweepOften sweeps until the store is closed.
func (s *Store) sweepOften() {
	beat := time.NewTicker(sweepEvery)
	defer beat.Stop()
	for {
		select {
		case <-beat.C:
			s.sweep()
		case <-s.closed:
			return
		}
	}
}

// sweep deletes what is due. It looks at all records, but only when the
// earliest of them may be due.
func (s *Store) sweep() {
	if s.enter(context.Background()) != nil {
		return // closed
	}
	defer s.leave()
	now := s.now()
	if s.due.IsZero() || now.Before(s.due) {
		return
	}
	s.due = time.Time{}
	var kept []*Record
	var gone []string
	for _, r := range s.records {
		if !r.Expires.IsZero() && !now.Before(r.Expires) {
			gone = append(gone, r.Key)
			continue
		}
		kept = append(kept, r)
		s.expires(r.Expires)
	}
	if len(gone) == 0 {
		return
	}
	deletion := s.next()
	if err := s.journal.Delete(deletion, gone); err != nil {
		s.due = now.Add(sweepAgain)
		s.log.Error("entries past their time to live stay: they could not be deleted", "entries", len(gone), "again in", sweepAgain, "err", err)
		return
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.records = kept
	for _, key := range gone {
		s.tell(deleted(key, deletion))
	}
}

// expires notes that a record expires at t; zero: never.
func (s *Store) expires(t time.Time) {
	if !t.IsZero() && (s.due.IsZero() || t.Before(s.due)) {
		s.due = t
	}
}

func deleted(key string, revision uint64) store.Event {
	return store.Event{Op: store.Deleted, Entry: store.Entry{Key: key, Revision: revision}}
}
