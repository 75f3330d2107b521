package bot

import (
	"sync"
	"time"
)

const (
	// seenFor is how long an interaction's token is good, and so how long a
	// second delivery could still do harm.
	seenFor = 15 * time.Minute
	// seenMost bounds the memory: about 18 interactions a second.
	seenMost = 1 << 14
)

// seen remembers which interactions have come, so that each is answered once.
// Discord delivers events again when a connection is resumed.
//
// Ids are kept in the order in which they came, which is the order in which
// they are forgotten: after some time, or when there are too many.
type seen struct {
	now  func() time.Time
	mu   sync.Mutex
	came map[string]struct{}
	line []arrival // oldest first
}

type arrival struct {
	id string
	at time.Time
}

func newSeen(now func() time.Time) *seen {
	return &seen{now: now, came: map[string]struct{}{}}
}

// first says whether the id has not come before, and remembers it.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for len(s.line) > 0 && now.Sub(s.line[0].at) > seenFor {
		s.forgetOldest()
	}
	if _, ok := s.came[id]; ok {
		return false
	}
	if len(s.line) == seenMost {
		s.forgetOldest()
	}
	s.came[id] = struct{}{}
	s.line = append(s.line, arrival{id, now})
	return true
}

func (s *seen) forgetOldest() {
	delete(s.came, s.line[0].id)
	s.line = s.line[1:]
}
