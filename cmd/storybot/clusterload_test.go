//go:build unix

package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

const (
	// window is how long Discord waits for an acknowledgement.
	window = 3 * time.Second
	// leaseHolds is for how long a storybot holds its shards without the store. In
	// a few of a hundred cases a NATS cluster takes longer to choose a leader, when
	// the votes are split; then all shards are closed, as package shard explains.
	leaseHolds = 11 * time.Second
	// remembered is how long it is watched whether an interaction is acknowledged
	// again: longer than until its shard's next holder is given it once more.
	remembered = 30 * time.Second
)

// A gap is a time in which nobody held a shard.
type gap struct {
	shard    int
	from, to time.Time // to is zero while it lasts
	during   string    // what was going on when it began
}

func (g *gap) long() time.Duration { return g.to.Sub(g.from) }

// A load sends interactions to all guilds at a steady rate, and watches what
// becomes of them, and of the shards, by the stand-in's own count.
type load struct {
	discord *discordtest.Server
	rate    atomic.Int64 // a second

	running sync.WaitGroup
	done    chan struct{}

	mu     sync.Mutex
	during string         // what is going on
	shard  map[string]int // of the interactions that are remembered
	lost   []delivery     // not acknowledged in time
	twice  []delivery     // acknowledged again
	took   []time.Duration
	open   map[int]*gap
	gaps   []*gap
	failed error
	// without is how long NATS had no leader, each time.
	without []time.Duration
}

// A delivery is that of an interaction.
type delivery struct {
	shard int
	at    time.Time
	live  bool // its shard was held then
}

func (s delivery) String() string {
	return fmt.Sprintf("shard %d at %s, held %t", s.shard, s.at.Format("15:04:05.000"), s.live)
}

// loads starts a load, of so many interactions a second. All shards are held.
func loads(t testing.TB, discord *discordtest.Server, rate int) *load {
	l := &load{discord: discord, done: make(chan struct{}), shard: make(map[string]int), open: make(map[int]*gap)}
	l.rate.Store(int64(rate))
	l.running.Go(func() { l.every(5*time.Millisecond, l.watch) })
	l.running.Go(func() { l.every(500*time.Millisecond, func() { l.judge(discord.Forget(remembered)) }) })
	l.running.Go(l.send)
	t.Cleanup(l.stop)
	return l
}

func (l *load) every(d time.Duration, do func()) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		select {
		case <-l.done:
			return
		case <-tick.C:
			do()
		}
	}
}

// stop ends the load; again, it does nothing.
func (l *load) stop() {
	select {
	case <-l.done:
	default:
		close(l.done)
	}
	l.running.Wait()
}

// send sends what is due, at random moments and places.
func (l *load) send() {
	var due float64
	last := time.Now()
	l.every(2*time.Millisecond, func() {
		now := time.Now()
		due += now.Sub(last).Seconds() * float64(l.rate.Load())
		last = now
		for ; due >= 1; due-- {
			guild := discordtest.Guild(rand.IntN(guilds))
			d, err := l.discord.Send(discordtest.InGuild(question(), guild))
			l.mu.Lock()
			l.shard[d.ID] = discordtest.ShardOf(guild, shards)
			if err != nil {
				l.failed = err
			}
			l.mu.Unlock()
		}
	})
}

// question is one that people ask.
func question() map[string]any {
	all := []string{
		"Why did Kaspersky stop working with Europol?", "Who is Eugene Kaspersky?", "When did the Parliament vote?",
		"Where does Kaspersky Lab move to?", "How many people work at Kaspersky Lab?",
	}
	return discordtest.Command("ask", discordtest.StringOpt("question", all[rand.IntN(len(all))]))
}

// judge notes what became of interactions.
func (l *load) judge(outcomes []discordtest.Outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range outcomes {
		s := delivery{l.shard[o.ID], o.At, o.Live}
		delete(l.shard, o.ID)
		if o.Taken == 0 {
			l.lost = append(l.lost, s)
		} else {
			l.took = append(l.took, o.After)
		}
		if o.Again > 0 {
			l.twice = append(l.twice, s)
		}
	}
}

// watch notes where gaps begin and end.
func (l *load) watch() {
	held := l.discord.Held()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, h := range held {
		g := l.open[h.Shard]
		switch {
		case h.Now == 0 && g == nil:
			g = &gap{shard: h.Shard, from: time.Now(), during: l.during}
			l.open[h.Shard], l.gaps = g, append(l.gaps, g)
		case h.Now > 0 && g != nil:
			g.to = time.Now()
			delete(l.open, h.Shard)
		}
	}
}

// now says what is going on from now on.
func (l *load) now(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.during = what
}

// leaderless notes that NATS had no leader for the store.
func (l *load) leaderless(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.without = append(l.without, d)
	if d > leaseHolds {
		l.during = noLeader // what began meanwhile is this fault's
		for _, g := range l.gaps {
			if time.Since(g.from) < d {
				g.during = noLeader
			}
		}
	}
}

// lacking is how many gaps there are now.
func (l *load) lacking() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.open)
}

// settle ends the load and fails the test unless each interaction was
// acknowledged once, or its process was killed; and each shard held by one.
func (l *load) settle(t testing.TB) {
	t.Helper()
	l.rate.Store(0)
	time.Sleep(window + window/6)
	l.stop()
	l.judge(l.discord.Forget(window))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		t.Error(l.failed)
	}
	if len(l.shard) > 0 {
		t.Errorf("of %d interactions it is not known what became", len(l.shard))
	}
	if len(l.twice) > 0 {
		t.Errorf("%d interactions were acknowledged twice, as %v", len(l.twice), l.twice[0])
	}
	excused := 0
	for _, s := range l.lost {
		if l.excuses(s) {
			excused++
		} else {
			t.Errorf("lost: %v", s)
		}
	}
	for _, h := range l.discord.Held() {
		if h.Most != 1 || h.Seized != 0 || h.Now != 1 || h.Of != shards {
			t.Errorf("shard not held exactly once: %+v", h)
		}
	}
	slices.Sort(l.took)
	t.Logf("%d interactions acknowledged once, half within %v, 99 %% within %v; %d lost with a process that was killed, or while NATS had no leader for too long",
		len(l.took), quantile(l.took, .5), quantile(l.took, .99), excused)
	l.tell(t)
}

// excuses says whether the process that had the shard was killed less than 3 s
// after the interaction was delivered, or before, and no other had it yet; or
// nobody could have it, for NATS had no leader for longer than a lease lives.
func (l *load) excuses(s delivery) bool {
	return slices.ContainsFunc(l.gaps, func(g *gap) bool {
		return (g.during == storybotKilled || g.during == noLeader) && g.shard == s.shard &&
			s.at.After(g.from.Add(-window)) && !s.at.After(g.to)
	})
}

// tell logs how long shards were held by nobody, and fails the test where that
// was too long. The caller holds l.mu.
func (l *load) tell(t testing.TB) {
	t.Helper()
	by := make(map[string][]time.Duration)
	for _, g := range l.gaps {
		by[g.during] = append(by[g.during], g.long())
		if g.long() > back {
			t.Errorf("shard %d was gone for %v from %s on: %s", g.shard, g.long(), g.from.Format("15:04:05.000"), g.during)
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-30s %6s %10s %10s\n", "shards held by nobody", "gaps", "median", "max")
	for _, what := range []string{storybotKilled, storybotStarted, nodeKilled, nodeCutOff, noLeader, rolling, ""} {
		all := by[what]
		slices.Sort(all)
		fmt.Fprintf(&table, "%-30s %6d %10v %10v\n", cmp.Or(what, "else"), len(all), quantile(all, .5), quantile(all, 1))
	}
	slices.Sort(l.without)
	fmt.Fprintf(&table, "%-30s %6d %10v %10v\n", "NATS without a leader", len(l.without), quantile(l.without, .5), quantile(l.without, 1))
	t.Log("\n" + table.String())
}

// quantile returns the time at a share of a sorted list, 0 if it is empty.
func quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(share*float64(len(sorted)-1))].Round(time.Millisecond)
}
