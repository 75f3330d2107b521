package bot

import (
	"strconv"
	"sync"
	"time"
)

// seenMost is how many interactions are remembered: at 500 a second, half a
// minute of them. What is delivered again comes within seconds.
const seenMost = 1 << 14

// seen remembers which interactions have come last, so that each is answered
// once. Discord delivers events again when a connection is resumed.
//
// Ids are kept in the order in which they came, which is the order in which
// they are forgotten, once there are too many. No clock has a say in it, so
// one that jumps does no harm.
type seen struct {
	mu   sync.Mutex
	came map[uint64]struct{}
	line []uint64 // a ring: next is the oldest, once it is full
	next int
}

func newSeen() *seen {
	return &seen{came: make(map[uint64]struct{}, seenMost), line: make([]uint64, 0, seenMost)}
}

// parseID returns an id of Discord's, and whether it is one.
func parseID(id string) (uint64, bool) {
	n, err := strconv.ParseUint(id, 10, 64)
	return n, err == nil
}

// madeAt returns when what has an id of Discord's was made, by Discord's clock.
func madeAt(id string) (time.Time, bool) {
	const epoch = 1420070400000 // the first millisecond of 2015
	n, ok := parseID(id)
	return time.UnixMilli(int64(n>>22) + epoch), ok
}

// first says whether the id has not come before, and remembers it.
func (s *seen) first(id uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.came[id]; ok {
		return false
	}
	if len(s.line) < seenMost {
		s.line = append(s.line, id)
	} else {
		delete(s.came, s.line[s.next])
		s.line[s.next] = id
		s.next = (s.next + 1) % seenMost
	}
	s.came[id] = struct{}{}
	return true
}
