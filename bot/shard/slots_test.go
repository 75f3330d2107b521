package shard

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"storybot/bot/gateway"
	"storybot/store/memory"
)

// TestSlots has gateways of several processes begin sessions, each after a while
// in which it connects, some in vain: in no bucket do two begin within five
// seconds, and nobody waits for ever.
func TestSlots(t *testing.T) {
	const every, gateways = 5 * time.Second, 12
	for name, shared := range map[string]bool{"one process": false, "three processes": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := memory.New(time.Now)
				defer kept.Close()
				processes := []*Slots{NewSlots(nil, discard)}
				if shared {
					processes = []*Slots{NewSlots(kept, discard), NewSlots(kept, discard), NewSlots(kept, discard)}
				}
				var mu sync.Mutex
				last := make(map[int]time.Time)
				began := time.Now()
				var all sync.WaitGroup
				for n := range gateways {
					random := rand.New(rand.NewPCG(uint64(n), 1))
					all.Go(func() {
						for bucket := n % 2; ; {
							slot, err := processes[n%len(processes)].Start(t.Context(), bucket, every)
							if err != nil {
								t.Error(err)
								return
							}
							time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond)
							if random.IntN(4) == 0 { // it did not connect
								slot.Free()
								continue
							}
							if err := slot.Use(t.Context()); err != nil {
								t.Error(err)
							}
							mu.Lock()
							if since := time.Since(last[bucket]); since < every {
								t.Errorf("two in bucket %d within %v", bucket, since)
							}
							last[bucket] = time.Now()
							mu.Unlock()
							slot.Free()
							slot.Free() // again does nothing
							return
						}
					})
				}
				all.Wait()
				took := time.Since(began)
				t.Logf("%d sessions in 2 buckets were begun in %v", gateways, took.Round(time.Second))
				if took > gateways/2*(every+5*time.Second) {
					t.Error("that is too long")
				}
			})
		})
	}
}

// TestSlotIsLost has a gateway connect for so long that another process takes
// the slot.
func TestSlotIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := memory.New(time.Now)
		defer kept.Close()
		one, two := NewSlots(kept, discard), NewSlots(kept, discard)
		slow, err := one.Start(t.Context(), gateway.Saving, 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		quick, err := two.Start(t.Context(), gateway.Saving, 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if err := slow.Use(t.Context()); !errors.Is(err, errSlot) {
			t.Errorf("a slot that is over: %v", err)
		}
		slow.Free()
		if err := quick.Use(t.Context()); err != nil {
			t.Errorf("a slot that is not: %v", err)
		}
		quick.Free()
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := one.Start(ctx, gateway.Saving, 5*time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a slot within the time of another: %v", err)
		}
	})
}

// TestSlotsWithoutStore goes on by itself when the store cannot be reached.
func TestSlotsWithoutStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := memory.New(time.Now)
		defer kept.Close()
		way := &line{Store: kept, state: gone, random: rand.New(rand.NewPCG(1, 1))}
		slots := NewSlots(way, discard)
		began := time.Now()
		for range 3 {
			slot, err := slots.Start(t.Context(), 0, 5*time.Second)
			if err == nil {
				err = slot.Use(t.Context())
				slot.Free()
			}
			if err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(began); took < 10*time.Second || took > 25*time.Second {
			t.Errorf("three slots took %v", took)
		}
	})
}
