package memory

import (
	"context"
	"time"

	"storybot/store"
	"storybot/store/table"
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
		case <-s.shown.Closed():
			return
		}
	}
}

// sweep deletes what is due.
func (s *Store) sweep() {
	if s.enter(context.Background()) != nil {
		return // closed
	}
	defer s.leave()
	now := s.now()
	if now.Before(s.again) {
		return
	}
	due := s.shown.Due(now)
	if len(due) == 0 {
		return
	}
	deletion := s.next()
	keys := make([]string, len(due))
	changes := make([]table.Change, len(due))
	for i, r := range due {
		keys[i], changes[i] = r.Key, deleted(r.Key, deletion)
	}
	if err := s.journal.Delete(deletion, keys); err != nil {
		s.again = now.Add(sweepAgain)
		s.log.Error("entries past their time to live stay: they could not be deleted", "entries", len(keys), "again in", sweepAgain, "err", err)
		return
	}
	s.shown.Show(changes...)
}

func deleted(key string, revision uint64) table.Change {
	return table.Change{Op: store.Deleted, Record: Record{Entry: store.Entry{Key: key, Revision: revision}}}
}
