package bot

import "sync/atomic"

// mostIdle is how many goroutines of a crew wait for work.
const mostIdle = 32

// A crew runs functions on goroutines that have run others before. A new
// goroutine has a small stack, and reading an interaction or answering a
// question has it grow, by copying, four times over; one that has worked has
// the stack that it takes. A nil crew starts a goroutine for each.
type crew struct {
	work  chan func()
	idle  atomic.Int32
	ended chan struct{}
}

func newCrew() *crew { return &crew{work: make(chan func()), ended: make(chan struct{})} }

// run has f run on a goroutine that is idle, or else on a new one. It does not
// wait.
func (c *crew) run(f func()) {
	if c == nil {
		go f()
		return
	}
	select {
	case c.work <- f:
	default:
		go c.member(f)
	}
}

// member runs f, and then what else there is to run.
func (c *crew) member(f func()) {
	for {
		f()
		if c.idle.Add(1) > mostIdle {
			c.idle.Add(-1)
			return
		}
		select {
		case f = <-c.work:
			c.idle.Add(-1)
		case <-c.ended:
			return
		}
	}
}

// end lets go of those that are idle, and of the others when they have done
// what they do. It is called once.
func (c *crew) end() { close(c.ended) }
