//go:build unix

package jetstream_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/natstest"
)

var rounds = flag.Int("rounds", 0, "how often each fault comes over the cluster in the tests of faults; 0: one fault in each")

// processes is how many stores are open on the cluster.
const processes = 3

// faults are what happens to a node, and how it is mended.
var faults = []struct {
	name       string
	hurt, mend func(*natstest.Cluster, int)
}{
	{"killed", (*natstest.Cluster).Kill, (*natstest.Cluster).Start},
	{"cut off", (*natstest.Cluster).Partition, (*natstest.Cluster).Heal},
	{"hung", (*natstest.Cluster).Stop, (*natstest.Cluster).Resume},
}

// suffer brings each fault over the node that leads the stream, and over another
// one at times; or, in the short form, the one fault over the leader. While it
// lasts, and after it, progress must go on.
func suffer(t *testing.T, c *natstest.Cluster, stream string, short int, progress func() int64) {
	t.Helper()
	further := func(what string) time.Duration {
		begin, from := time.Now(), progress()
		eventually(t, "progress while a node is "+what, func() bool { return progress() >= from+10 })
		return time.Since(begin)
	}
	further("well")
	rounds, faults := *rounds, faults
	if rounds == 0 {
		rounds, faults = 1, faults[short:short+1]
	}
	for round := range rounds {
		for _, fault := range faults {
			node := c.Leader(stream)
			if round%2 == 1 || node < 0 {
				node = rand.IntN(c.Nodes())
			}
			fault.hurt(c, node)
			took := further(fault.name)
			fault.mend(c, node)
			c.WaitReady()
			t.Logf("round %d: node %d %s: 10 steps further after %v, and %v after it was mended",
				round, node, fault.name, took.Round(time.Millisecond), further("well again").Round(time.Millisecond))
		}
	}
}

// TestCounterThroughFaults: of increments from several processes none is lost
// and none is made twice, whatever happens to the nodes; and each process, in
// the end, was told of the last.
func TestCounterThroughFaults(t *testing.T) {
	t.Parallel()
	c := natstest.Start(t, 3)
	const key = "counts/1"
	ctx, stop := context.WithCancel(t.Context())
	var sure, unsure atomic.Int64
	var all sync.WaitGroup
	var stores []store.Store
	told := make([]atomic.Int64, processes)
	for i := range processes {
		s := open(t, c.URL(), "faults")
		stores = append(stores, s)
		all.Go(func() {
			for ctx.Err() == nil {
				one, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				_, err := store.Update(one, s, key, increment)
				cancel()
				if err == nil {
					sure.Add(1)
				} else if unsure.Add(1); !errors.Is(err, store.ErrUnavailable) {
					t.Errorf("process %d: %v", i, err)
				}
			}
		})
		go follow(t, s, &told[i])
	}
	suffer(t, c, "KV_faults", 0, sure.Load)
	stop()
	all.Wait()

	e, err := stores[0].Get(t.Context(), key)
	must(t, err)
	counted, err := strconv.ParseInt(string(e.Value), 10, 64)
	must(t, err)
	t.Logf("%d increments, of which %d are acknowledged and %d may be", counted, sure.Load(), unsure.Load())
	if counted < sure.Load() || counted > sure.Load()+unsure.Load() {
		t.Errorf("counted %d; %d were acknowledged, and %d may have been made", counted, sure.Load(), unsure.Load())
	}
	for i := range told {
		eventually(t, fmt.Sprintf("process %d is told of the last increment", i), func() bool { return told[i].Load() == counted })
	}
}

func increment(e *store.Entry) error {
	n, _ := strconv.Atoi(string(e.Value)) // 0 in a new entry
	e.Value = strconv.AppendInt(nil, int64(n+1), 10)
	return nil
}

// follow notes the count that a watch told last. It only grows.
func follow(t *testing.T, s store.Store, told *atomic.Int64) {
	var revision uint64
	for event, err := range s.Watch(t.Context(), "counts/") {
		if err != nil {
			return // the test is over
		}
		if event.Op == store.Ready {
			continue
		}
		n, err := strconv.ParseInt(string(event.Entry.Value), 10, 64)
		if err != nil || event.Op != store.Put || n < told.Load() || event.Entry.Revision <= revision {
			t.Errorf("told %v of %+v after %d at revision %d", event.Op, event.Entry, told.Load(), revision)
		}
		revision = event.Entry.Revision
		told.Store(n)
	}
}

// A term is a time during which a process held the lease for sure.
type term struct {
	process    int
	begin, end time.Time
}

// TestLeaseThroughFaults: a lease that several processes want, renew, give back
// and lose is never held by two of them at once.
func TestLeaseThroughFaults(t *testing.T) {
	t.Parallel()
	c := natstest.Start(t, 3)
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	var terms []term
	var all sync.WaitGroup
	for process := range processes {
		s := open(t, c.URL(), "faults")
		all.Go(func() {
			for ctx.Err() == nil {
				if begin, end, ok := hold(ctx, s, process); ok {
					mu.Lock()
					terms = append(terms, term{process, begin, end})
					mu.Unlock()
				}
				time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			}
		})
	}
	suffer(t, c, "KV_faults", 1, func() int64 {
		mu.Lock()
		defer mu.Unlock()
		return int64(len(terms))
	})
	stop()
	all.Wait()
	slices.SortFunc(terms, func(a, b term) int { return a.begin.Compare(b.begin) })
	held := make([]int, processes)
	for i, now := range terms {
		held[now.process]++
		if i > 0 && now.begin.Before(terms[i-1].end) {
			t.Errorf("process %d took the lease %v before process %d was done with it",
				now.process, terms[i-1].end.Sub(now.begin), terms[i-1].process)
		}
	}
	t.Logf("terms of each process: %v", held)
}

// hold tries to take the lease, renews it some times, and gives it back or lets
// it end. It returns from when to when it was held: it counts from when a Put
// began, for the store may have taken it at once.
func hold(ctx context.Context, s store.Store, process int) (begin, end time.Time, ok bool) {
	const ttl = 2 * time.Second
	lease := store.Entry{Key: "leases/1", Value: []byte{byte(process)}, TTL: ttl}
	for range 1 + rand.IntN(4) {
		put := time.Now()
		one, cancel := context.WithDeadline(ctx, put.Add(ttl))
		revision, err := s.Put(one, lease)
		cancel()
		if err != nil {
			return begin, end, ok // it is not ours, or runs out
		}
		if !ok {
			begin = time.Now()
		}
		lease.Revision, end, ok = revision, put.Add(ttl), true
		time.Sleep(10 * time.Millisecond)
	}
	if rand.IntN(30) > 0 { // else it dies with the lease
		end = time.Now()
		s.Delete(ctx, lease.Key, lease.Revision)
	}
	return begin, end, ok
}
