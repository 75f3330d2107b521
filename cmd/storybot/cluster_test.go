//go:build unix

package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/store/natstest"
)

var rounds = flag.Int("rounds", 0, "how many storybots or NATS nodes TestCluster kills, with 200 interactions a second in its rolling restart; 0: one of each, with 100")

const (
	shards = 16
	guilds = 10_000
	// entries is the stream that the store is in.
	entries = "KV_storybot"
	// back is within what time each shard has to be held again.
	back = 15 * time.Second
)

// What goes on in TestCluster.
const (
	storybotKilled  = "storybot killed"
	storybotStarted = "storybot started"
	nodeKilled      = "NATS node killed"
	nodeCutOff      = "NATS node cut off"
	noLeader        = "NATS too long without a leader"
	rolling         = "rolling restart"
)

// withRace says whether this binary was built to detect races, and is slow.
func withRace() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// newsroom is a bot with three processes, over three nodes of NATS.
type newsroom struct {
	t         testing.TB
	nats      *natstest.Cluster
	discord   *discordtest.Server
	processes []*process
	load      *load
	with      []string      // environment of each process
	began     int           // how many processes, ever
	unready   time.Duration // the longest that a process could not renew its lease
}

// TestCluster restarts the processes of a bot under load, kills them, and nodes of
// the cluster that they share their shards over, and cuts a node off: each shard
// is held by one, and nobody's interaction is lost or acknowledged twice, but for
// those whose process was killed.
func TestCluster(t *testing.T) {
	n := openNewsroom(t)
	rate := 100 // interactions a second in the rolling restart; later, half as many
	switch {
	case withRace():
		rate = 30
	case *rounds > 0:
		rate = 200
	}
	n.load = loads(t, n.discord, rate)
	n.restartAll()
	n.load.rate.Store(int64(rate / 2))
	for round := range max(2, *rounds) {
		if round%2 == 0 {
			n.killStorybot(round%4 == 2)
		} else {
			n.killNode()
		}
	}
	n.cutOff()
	n.load.settle(t)
	for _, p := range n.processes {
		p.end()
	}
	t.Logf("after the loss of a node, a storybot could not renew its lease for %v at most", n.unready.Round(time.Millisecond))
}

// TestNothingIsLeft lets go of a storybot as a test that was killed does.
func TestNothingIsLeft(t *testing.T) {
	discord := discordtest.Start()
	defer discord.Close()
	p := begin(t, "storybot", tethered, "DISCORD_TOKEN="+discord.Token(), "DISCORD_API_URL="+discord.URL(), "STATE_DIR=memory")
	p.stdin.Close()
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		t.Error("it goes on")
	}
}

// openNewsroom starts all, the processes with an environment added, and waits
// until each shard is held.
func openNewsroom(t testing.TB, environment ...string) *newsroom {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, leaks) })
	n := &newsroom{t: t, with: environment, discord: discordtest.Start(discordtest.WithShards(shards), discordtest.WithGuilds(guilds),
		discordtest.WithMaxConcurrency(shards), discordtest.WithRecord(64))}
	t.Cleanup(n.discord.Close)
	n.nats = natstest.Start(t, 3)
	for range 3 {
		n.processes = append(n.processes, n.start())
	}
	n.settle()
	return n
}

// start starts a storybot.
func (n *newsroom) start() *process {
	n.t.Helper()
	n.began++
	return begin(n.t, fmt.Sprintf("storybot %d", n.began), tethered, append(n.with,
		"DISCORD_TOKEN="+n.discord.Token(), "DISCORD_API_URL="+n.discord.URL(), "NATS_URL="+n.nats.URL(), "SHARDS=auto")...)
}

// await polls until met, and fails the test where that takes too long.
func (n *newsroom) await(what string, met func() bool) {
	n.t.Helper()
	for end := time.Now().Add(time.Minute); !met(); time.Sleep(20 * time.Millisecond) {
		for _, p := range n.processes {
			p.lives()
		}
		if time.Now().After(end) {
			for _, p := range n.processes {
				n.t.Log(p.said())
			}
			n.t.Fatalf("waited in vain for %s; held %+v", what, n.discord.Held())
		}
	}
}

// settle waits until each shard is held, and each process has its share.
func (n *newsroom) settle() {
	n.t.Helper()
	n.await("the shards to be spread", func() bool {
		all := 0
		for _, p := range n.processes {
			mine := p.online()
			all += mine
			if mine < shards/len(n.processes) {
				return false
			}
		}
		return all == shards
	})
}

// killStorybot kills a storybot, and starts another: at once, as a service
// manager does, or when the others have taken its shards.
func (n *newsroom) killStorybot(late bool) {
	n.t.Helper()
	i := rand.IntN(len(n.processes))
	had := n.processes[i].online()
	n.load.now(storybotKilled)
	n.processes[i].kill()
	n.await("the stand-in to see that", func() bool { return n.load.lacking() == had })
	n.load.now(storybotStarted)
	if late {
		n.processes = slices.Delete(n.processes, i, i+1)
		n.settle()
		n.processes = slices.Insert(n.processes, i, n.start())
	} else {
		n.processes[i] = n.start()
	}
	n.settle()
}

// killNode kills the node that leads the store, and starts it again.
func (n *newsroom) killNode() {
	n.t.Helper()
	n.loseLeader(nodeKilled, n.nats.Kill, func(node int) {
		n.nats.Start(node)
		n.nats.WaitReady()
	})
}

// cutOff cuts the node that leads the store off from the others. When it is back
// NATS takes up to a minute to bring it up to date: it parts with one entry in two
// seconds that nobody else has. This is the last fault, and nobody waits for it.
func (n *newsroom) cutOff() {
	n.t.Helper()
	n.loseLeader(nodeCutOff, n.nats.Partition, n.nats.Heal)
}

// loseLeader loses the node that leads the store, and has it back when the others
// do without it.
func (n *newsroom) loseLeader(event string, lose, back func(node int)) {
	n.t.Helper()
	node := n.leader(-1)
	n.load.now(event)
	lose(node)
	n.recover(node)
	back(node)
	n.settle()
}

// leader returns the node that leads the store, which is not the one given.
func (n *newsroom) leader(not int) (node int) {
	n.t.Helper()
	n.await("a leader", func() bool {
		node = n.nats.Leader(entries)
		return node >= 0 && node != not
	})
	return node
}

// recover waits until NATS has another leader than the node that is gone, and
// every process renews its lease again.
func (n *newsroom) recover(gone int) {
	n.t.Helper()
	began := time.Now()
	n.leader(gone)
	n.load.leaderless(time.Since(began))
	const notice = 3 * time.Second // in which a process notices, if it ever does
	n.await("the leases to be renewed", func() bool {
		for _, p := range n.processes {
			if !p.ready() {
				n.unready = max(n.unready, time.Since(began))
				return false
			}
		}
		return time.Since(began) > notice
	})
}

// restartAll restarts the storybots one after the other.
func (n *newsroom) restartAll() {
	n.t.Helper()
	n.load.now(rolling)
	for i, p := range n.processes {
		p.end()
		n.processes[i] = n.start()
		n.settle()
	}
}
