package shard

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var lives = flag.Int("lives", 6, "how many random lives TestLives leads")

// TestLives has three processes live through whatever chance has in store:
// deaths, departures, stores that are gone for one or for all, calls that fail
// and take effect all the same, or half a minute later. Never is a shard held
// twice; and when all is well again, every shard is held, and balanced.
func TestLives(t *testing.T) {
	for life := range *lives {
		t.Run(fmt.Sprint(life), func(t *testing.T) {
			inWorld(t, 16, func(w *world) { w.live(rand.New(rand.NewPCG(uint64(life), 1))) })
		})
	}
}

func (w *world) live(random *rand.Rand) {
	wait := func(most time.Duration) { time.Sleep(time.Duration(random.Int64N(int64(most)))) }
	for range 3 {
		w.start()
		wait(3 * time.Second)
	}
	for range 30 {
		p := w.running()[random.IntN(len(w.running()))]
		switch random.IntN(6) {
		case 0:
			p.kill()
			w.start()
		case 1:
			p.stop()
			wait(time.Second)
			w.start()
		case 2:
			p.line.set(state(random.IntN(4)))
		case 3:
			all := state(random.IntN(4))
			for _, p := range w.running() {
				p.line.set(all)
			}
		default:
			p.line.set(well)
		}
		wait(20 * time.Second)
		if len(w.running()) == 0 {
			w.start()
		}
	}
	for _, p := range w.running() {
		p.line.set(well)
	}
	w.settles(time.Minute)
	var held []int
	for _, p := range w.running() {
		held = append(held, p.holds())
	}
	slices.Sort(held)
	w.t.Logf("%d processes lived, and the last hold %v; %d sessions were begun", len(w.processes), held, w.begun)
}
