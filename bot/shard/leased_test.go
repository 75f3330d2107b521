package shard

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
)

func TestOneProcessHoldsAll(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(1)
		if !w.processes[0].Ready() {
			t.Error("it is not ready")
		}
	})
}

func TestThreeShare(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(3)
		time.Sleep(time.Minute)
		if n := w.begun; n != 16 {
			t.Errorf("%d sessions were begun: a shard that moves is not resumed", n)
		}
	})
}

func TestMoreProcessesThanShards(t *testing.T) {
	inWorld(t, 2, func(w *world) {
		w.startAll(3)
		for i, p := range w.processes {
			if !p.Ready() {
				t.Errorf("process %d, of %d shards, is not ready", i, p.holds())
			}
		}
	})
}

// TestJoinAndLeave has processes come and go in peace: every shard moves with
// its session, and is never away for long.
func TestJoinAndLeave(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(2)
		w.start()
		if took := w.settles(5 * time.Second); took > 2*time.Second {
			t.Errorf("a third process has its share after %v", took)
		}
		for range 3 { // a rolling restart
			old := w.running()[0]
			old.stop()
			<-old.ended
			if took := w.settles(5 * time.Second); old.err != nil || took > time.Second {
				t.Errorf("%v; the shards of one that left are back after %v", old.err, took)
			}
			w.start()
			w.settles(5 * time.Second)
		}
		if w.begun != 16 {
			t.Errorf("%d sessions were begun for 16 shards: not all were resumed", w.begun)
		}
	})
}

// TestKilled has a process die: its shards are back within 15 seconds, and
// resumed.
func TestKilled(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(3)
		var longest time.Duration
		for range 20 {
			time.Sleep(time.Second + time.Duration(rand.Int64N(int64(5*time.Second))))
			victim := w.running()[rand.IntN(3)]
			victim.kill()
			began := time.Now()
			for len(w.unheld()) > 0 {
				time.Sleep(10 * time.Millisecond)
			}
			longest = max(longest, time.Since(began))
			w.start()
			w.settles(30 * time.Second)
		}
		t.Logf("the shards of a process that died were back after %v at most", longest.Round(10*time.Millisecond))
		if longest > 15*time.Second {
			t.Error("that is more than 15 s")
		}
		if w.begun != 16 {
			t.Errorf("%d sessions were begun for 16 shards: not all were resumed", w.begun)
		}
	})
}

// TestAllKilled has all processes die: who comes next resumes what they held.
func TestAllKilled(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(3)
		time.Sleep(5 * time.Second)
		for _, p := range w.processes {
			p.kill()
		}
		w.startAll(2)
		if w.begun != 16 {
			t.Errorf("%d sessions were begun for 16 shards: not all were resumed", w.begun)
		}
	})
}

// TestCutOff cuts a process off from the store: it lets go before the others
// take over, and comes back.
func TestCutOff(t *testing.T) {
	inWorld(t, 16, func(w *world) {
		w.startAll(3)
		lone := w.processes[0]
		lone.line.set(gone)
		began := time.Now()
		for lone.holds() > 0 {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(began); took < 9*time.Second || took > DefaultTimes.TTL-DefaultTimes.Margin {
			t.Errorf("it let go after %v", took)
		}
		for len(w.unheld()) > 0 {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(began); took > 15*time.Second || lone.Ready() {
			t.Errorf("the others have its shards after %v; it is ready: %v", took, lone.Ready())
		}
		lone.line.set(well)
		w.settles(10 * time.Second)
	})
}

// TestStoreGone takes the store away from all. For nine seconds nothing happens;
// later all shards are closed, and resumed when it is back.
func TestStoreGone(t *testing.T) {
	for _, test := range []struct {
		gone  time.Duration
		holds bool
	}{{9 * time.Second, true}, {time.Minute, false}} {
		t.Run(fmt.Sprint(test.gone), func(t *testing.T) {
			inWorld(t, 16, func(w *world) {
				w.startAll(3)
				time.Sleep(time.Second) // for the sessions to be written
				for _, p := range w.processes {
					p.line.set(gone)
				}
				time.Sleep(test.gone)
				if unheld := w.unheld(); (len(unheld) == 0) != test.holds {
					t.Errorf("after %v without a store, nobody holds %v", test.gone, unheld)
				}
				for _, p := range w.processes {
					p.line.set(well)
				}
				if took := w.settles(15 * time.Second); test.holds && took > time.Second {
					t.Errorf("it took %v to come back", took)
				}
				if w.begun != 16 {
					t.Errorf("%d sessions were begun for 16 shards: not all were resumed", w.begun)
				}
			})
		})
	}
}

// TestTurns looks at what the next holder of a shard is told.
func TestTurns(t *testing.T) {
	type told struct {
		id   string
		torn bool
	}
	for _, test := range []struct {
		name   string
		before func(w *world)
		want   told
	}{
		{"nobody had it", func(*world) {}, told{"", false}},
		{"it was handed over", func(w *world) {
			w.startAll(1)
			w.processes[0].stop()
			<-w.processes[0].ended
		}, told{"session 1", false}},
		{"its holder died", func(w *world) {
			w.startAll(1)
			time.Sleep(5 * time.Second)
			w.processes[0].kill()
		}, told{"session 1", true}},
		{"its holder died, and the next handed it over soon", func(w *world) {
			w.startAll(1)
			time.Sleep(5 * time.Second)
			w.processes[0].kill()
			w.startAll(1)
			w.processes[1].stop()
			<-w.processes[1].ended
		}, told{"session 1", true}},
		{"its holder died, and the next handed it over later", func(w *world) {
			w.startAll(1)
			time.Sleep(5 * time.Second)
			w.processes[0].kill()
			w.startAll(1)
			time.Sleep(heals + time.Second)
			w.processes[1].stop()
			<-w.processes[1].ended
		}, told{"session 1", false}},
		{"its holder died before it could write the session", func(w *world) {
			w.startAll(1)
			w.processes[0].kill()
		}, told{"", false}},
		{"there were more shards then", func(w *world) {
			w.shards = 2
			w.startAll(1)
			w.processes[0].stop()
			<-w.processes[0].ended
			w.shards = 1
		}, told{"", false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			inWorld(t, 1, func(w *world) {
				test.before(w)
				turns := make(chan Turn, 1)
				ctx, stop := context.WithCancel(w.t.Context())
				ended := make(chan error, 1)
				next := &Leased{Store: w.store}
				go func() {
					ended <- next.Run(ctx, Bot{
						Recommended: func(context.Context) (int, error) { return w.shards, nil },
						Open: func(turn Turn) Connection {
							turns <- turn
							return &link{process: &process{w: w}, turn: turn, session: session{now: turn.Session}}
						},
					})
				}()
				turn := <-turns
				if got := (told{turn.Session.ID, turn.Torn}); got != test.want || turn.Shard.Count != w.shards {
					t.Errorf("told %+v of %v, want %+v", got, turn.Shard, test.want)
				}
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestGoesOnExactly has one process lose its lease and get its shards back: it
// goes on from where it left them, which nobody else knows.
func TestGoesOnExactly(t *testing.T) {
	inWorld(t, 1, func(w *world) {
		w.startAll(1)
		p := w.processes[0]
		time.Sleep(time.Minute)
		p.line.set(gone)
		var left *link
		for p.holds() > 0 {
			w.mu.Lock()
			left = w.holders[0][0]
			w.mu.Unlock()
			time.Sleep(10 * time.Millisecond)
		}
		p.line.set(well)
		w.settles(15 * time.Second)
		w.mu.Lock()
		defer w.mu.Unlock()
		turn := w.holders[0][0].turn
		if turn.Torn || turn.Session != left.Session() {
			t.Errorf("it goes on with %+v (torn %v), and left %+v", turn.Session, turn.Torn, left.Session())
		}
	})
}

// TestCount has Discord recommend another number of shards: it is followed when
// nobody is left who goes by the old one.
func TestCount(t *testing.T) {
	inWorld(t, 4, func(w *world) {
		w.startAll(1)
		w.shards = 6
		w.start()
		time.Sleep(10 * time.Second)
		if a, b := w.processes[0].holds(), w.processes[1].holds(); a != 2 || b != 2 {
			t.Errorf("they hold %d and %d of 4", a, b)
		}
		for _, p := range w.processes {
			p.stop()
			<-p.ended
		}
		w.startAll(2)
		if a, b := w.processes[2].holds(), w.processes[3].holds(); a != 3 || b != 3 {
			t.Errorf("they hold %d and %d of 6", a, b)
		}
	})
}

func TestCountThatIsNone(t *testing.T) {
	inWorld(t, 4, func(w *world) {
		if _, err := w.store.Put(w.t.Context(), store.Entry{Key: countKey, Value: []byte("many")}); err != nil {
			t.Fatal(err)
		}
		p := w.start()
		<-p.ended
		if p.err != errCount {
			t.Errorf("Run: %v", p.err)
		}
	})
}

// TestShardThatCannotGoOn ends the process, which hands its other shards over.
func TestShardThatCannotGoOn(t *testing.T) {
	inWorld(t, 4, func(w *world) {
		fatal := &gateway.Loss{Reason: "closed with 4014", Then: gateway.Stop}
		ended := make(chan error, 1)
		p := &process{w: w}
		go func() {
			ended <- (&Leased{Store: w.store}).Run(w.t.Context(), Bot{
				Recommended: func(context.Context) (int, error) { return w.shards, nil },
				Open: func(turn Turn) Connection {
					if turn.Shard.Number == 2 {
						return broken{fatal}
					}
					return p.open(turn)
				},
			})
		}()
		if err := <-ended; err != error(fatal) {
			t.Errorf("Run: %v", err)
		}
		held, err := w.store.List(w.t.Context(), heldKeys)
		if err != nil || len(held) != 4 {
			t.Fatal(held, err)
		}
		for _, e := range held {
			if _, c := readClaim(e); c.Owner != "" {
				t.Errorf("%s is left to %s", e.Key, c.Owner)
			}
		}
	})
}

// broken is a connection that cannot go on.
type broken struct{ err error }

func (b broken) Run(ctx context.Context) error {
	interval.Pause(ctx, time.Second)
	return b.err
}

func (broken) Session() gateway.Session { return gateway.Session{} }

// TestGrave shows that a member is dead only when its lease is gone, and that
// then it cannot come back.
func TestGrave(t *testing.T) {
	inWorld(t, 1, func(w *world) {
		times := DefaultTimes
		one, err := join(w.t.Context(), w.store, times, discard, "one", "")
		if err != nil {
			t.Fatal(err)
		}
		two, err := join(w.t.Context(), w.store, times, discard, "two", "")
		if err != nil {
			t.Fatal(err)
		}
		defer two.end()
		if two.isDead(w.t.Context(), "one") {
			t.Error("who renews its lease is dead")
		}
		if !two.isDead(w.t.Context(), "nobody") {
			t.Error("who has no lease is not dead")
		}
		e, err := w.store.Get(w.t.Context(), memberKeys+"one")
		if err == nil {
			err = w.store.Delete(w.t.Context(), e.Key, e.Revision) // as if its time was over
		}
		if err != nil || !two.isDead(w.t.Context(), "one") {
			t.Errorf("who has no lease any more is not dead (%v)", err)
		}
		<-one.hold.Done()
		if one.held() {
			t.Error("who is buried holds on")
		}
		one.end()
		e, err = w.store.Get(w.t.Context(), memberKeys+"one")
		if err != nil || !readLease(e).Dead {
			t.Errorf("the grave holds %s, %v", e.Value, err)
		}
		if others, err := two.others(w.t.Context(), one.count); others || err != nil {
			t.Errorf("the dead go by a number of shards: %v, %v", others, err)
		}
	})
}
