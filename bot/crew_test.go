package bot

import (
	"sync"
	"testing"
	"time"

	"storybot/bot/interval"
)

// TestCrew has more work at once than goroutines that may stay, twice, and then
// some while others work. That all are gone in the end is goleak's to see.
func TestCrew(t *testing.T) {
	c := newCrew()
	for range 2 {
		var done, begun sync.WaitGroup
		finish := make(chan struct{})
		for range 2 * mostIdle {
			done.Add(1)
			begun.Add(1)
			c.run(func() {
				defer done.Done()
				begun.Done()
				<-finish
			})
		}
		begun.Wait() // so none waits for another
		close(finish)
		done.Wait()
	}
	for end := soon(t); c.idle.Load() != mostIdle; {
		if !interval.Pause(end, time.Millisecond) {
			t.Fatalf("%d goroutines are idle, want %d", c.idle.Load(), mostIdle)
		}
	}
	c.end()
}
