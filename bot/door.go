package bot

import (
	"context"
	"sync"
	"time"
)

// door lets interactions in to be answered: so many at once, and so many more
// to wait in a queue. It counts all who are inside, those who are turned away
// for want of room included, so that a shutdown can shut it and wait until they
// have left. (A sync.WaitGroup must not be added to while it is waited for, and
// cannot be waited for with a limit.)
type door struct {
	room     chan struct{} // an element for each that is being answered
	queue    chan struct{} // an element for each that waits
	patience time.Duration // how long one waits
	crew     *crew         // who serves those inside

	mu     sync.Mutex
	inside int
	shut   bool
	empty  chan struct{} // closed when the door is shut and nobody is inside
}

func newDoor(atOnce, queued int, patience time.Duration) *door {
	return &door{
		room: make(chan struct{}, atOnce), queue: make(chan struct{}, queued), patience: patience, crew: newCrew(),
		empty: make(chan struct{}),
	}
}

// enter lets an interaction in, unless the door is shut. Each that enters must
// leave.
func (d *door) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return false
	}
	d.inside++
	return true
}

func (d *door) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside--
	if d.shut && d.inside == 0 {
		close(d.empty)
	}
}

// sit waits for room to answer one that is inside. It returns false at once
// when the queue is full, and after a while when it does not move. Each that
// sits must rise.
func (d *door) sit(ctx context.Context) bool {
	select {
	case d.room <- struct{}{}:
		return true
	default:
	}
	select {
	case d.queue <- struct{}{}:
		defer func() { <-d.queue }()
	default:
		return false
	}
	timer := time.NewTimer(d.patience)
	defer timer.Stop()
	select {
	case d.room <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

func (d *door) rise() { <-d.room }

// close lets nobody in any more. It is called once.
func (d *door) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = true
	if d.inside == 0 {
		close(d.empty)
	}
}

// left waits until all have left, and returns false when they take longer than
// limit.
func (d *door) left(limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-d.empty:
		return true
	case <-timer.C:
		return false
	}
}
