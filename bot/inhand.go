package bot

import (
	"sync"
	"time"
)

// inHand counts the interactions that are being answered, and shuts the door
// when there are to be no more. (A sync.WaitGroup must not be added to while
// it is waited for, and cannot be waited for with a limit.)
type inHand struct {
	mu    sync.Mutex
	count int
	shut  bool
	empty chan struct{} // closed when the door is shut and nobody is inside
}

func newInHand() *inHand {
	return &inHand{empty: make(chan struct{})}
}

// enter lets an interaction in, unless the door is shut. Each that enters must
// leave.
func (h *inHand) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.shut {
		return false
	}
	h.count++
	return true
}

func (h *inHand) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count--
	if h.shut && h.count == 0 {
		close(h.empty)
	}
}

// drain shuts the door and waits until all have left. It returns false when
// they take longer than limit. It is called once.
func (h *inHand) drain(limit time.Duration) bool {
	h.mu.Lock()
	h.shut = true
	if h.count == 0 {
		close(h.empty)
	}
	h.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-h.empty:
		return true
	case <-timer.C:
		return false
	}
}
