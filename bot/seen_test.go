package bot

import "testing"

func TestSeen(t *testing.T) {
	s := newSeen()
	if !s.first(1) || s.first(1) {
		t.Fatal("an id is not first once and only once")
	}
}

func TestSeenIsBounded(t *testing.T) {
	s := newSeen()
	for id := range uint64(3*seenMost + 1) {
		s.first(id)
	}
	if len(s.came) != seenMost || len(s.line) != seenMost {
		t.Errorf("remembers %d ids in a line of %d, want %d", len(s.came), len(s.line), seenMost)
	}
	if s.first(3*seenMost) || s.first(2*seenMost+1) {
		t.Error("one of the newest was forgotten")
	}
	if !s.first(2 * seenMost) {
		t.Error("the oldest was not forgotten")
	}
}
