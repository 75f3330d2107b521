package bot

import (
	"strconv"
	"testing"
	"time"
)

func TestSeenForgetsAfterATime(t *testing.T) {
	now := time.Unix(0, 0)
	s := newSeen(func() time.Time { return now })
	if !s.first("a") || s.first("a") {
		t.Fatal("an id is not first once and only once")
	}
	now = now.Add(seenFor)
	if s.first("a") {
		t.Errorf("forgotten within %v", seenFor)
	}
	now = now.Add(time.Second)
	if !s.first("a") || len(s.came) != 1 || len(s.line) != 1 {
		t.Errorf("not forgotten after %v: %v", seenFor, s.came)
	}
}

func TestSeenIsBounded(t *testing.T) {
	s := newSeen(func() time.Time { return time.Unix(0, 0) })
	for i := range seenMost + 1 {
		s.first(strconv.Itoa(i))
	}
	if len(s.came) != seenMost || len(s.line) != seenMost {
		t.Errorf("remembers %d ids in a line of %d, want %d", len(s.came), len(s.line), seenMost)
	}
	if s.first(strconv.Itoa(seenMost)) {
		t.Error("the newest was forgotten")
	}
	if !s.first("0") {
		t.Error("the oldest was not forgotten")
	}
}
