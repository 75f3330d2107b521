package bot

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/bot/ratelimit"
	"storybot/bot/shard"
	"storybot/handlers"
	"storybot/store"
	"storybot/store/memory"
)

// A line is a process's way to the store, which can be cut.
type line struct {
	store.Store
	cut atomic.Bool
}

var errCut = errors.New("the line is cut")

func (l *line) Get(ctx context.Context, key string) (store.Entry, error) {
	if l.cut.Load() {
		return store.Entry{}, errCut
	}
	return l.Store.Get(ctx, key)
}

func (l *line) Put(ctx context.Context, e store.Entry) (uint64, error) {
	if l.cut.Load() {
		<-ctx.Done() // as when packets vanish
		return 0, errCut
	}
	return l.Store.Put(ctx, e)
}

func (l *line) Delete(ctx context.Context, key string, revision uint64) error {
	if l.cut.Load() {
		return errCut
	}
	return l.Store.Delete(ctx, key, revision)
}

func (l *line) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	if l.cut.Load() {
		return nil, errCut
	}
	return l.Store.List(ctx, prefix)
}

func (l *line) Watch(ctx context.Context, prefix string) iter.Seq2[store.Event, error] {
	if l.cut.Load() {
		return func(yield func(store.Event, error) bool) { yield(store.Event{}, errCut) }
	}
	return l.Store.Watch(ctx, prefix)
}

// leaseTimes are as the real ones, but for scale.
var leaseTimes = shard.Times{
	TTL: 2 * time.Second, Margin: 600 * time.Millisecond, Renew: 100 * time.Millisecond, Attempt: 200 * time.Millisecond,
	Look: 100 * time.Millisecond, Save: 200 * time.Millisecond, Release: time.Second,
}

const sharded = 16

// A cluster is some processes that share the shards of one bot.
type cluster struct {
	t       *testing.T
	discord *discordtest.Server
	store   store.Store
	members []*clustered

	sending sync.WaitGroup
	stop    context.CancelFunc
	sent    atomic.Int64
}

// clustered is one of them.
type clustered struct {
	*trial
	line     *line
	registry *prometheus.Registry
}

func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t, store: memory.New(time.Now), discord: discordtest.Start(
		discordtest.WithShards(sharded), discordtest.WithGuilds(10_000), discordtest.WithIdentifyEvery(sharded, time.Second), discordtest.WithRecord(64))}
	leaks := goleak.IgnoreCurrent()
	t.Cleanup(func() { // after the processes have ended
		c.discord.Close()
		if err := c.store.Close(); err != nil {
			t.Error(err)
		}
		goleak.VerifyNone(t, leaks)
	})
	return c
}

// start starts a process.
func (c *cluster) start() *clustered {
	c.t.Helper()
	m := &clustered{line: &line{Store: c.store}, registry: prometheus.NewRegistry()}
	times := brisk
	times.Answer, times.Queue = 0, 0
	// On a machine that has other things to do, what is slow is not lost.
	times.REST, times.Gateway.Open, times.Gateway.Close = ratelimit.Times{Callback: 1500 * time.Millisecond}, 10*time.Second, time.Second
	times.Gateway.Identify = time.Second
	said := &journal{}
	log := slog.New(slog.NewTextHandler(said, nil))
	m.trial = launch(c.t, c.discord, Config{
		Times: times, Commands: []handlers.Command{echo()}, Registry: m.registry, Log: log, MetricsAddr: "127.0.0.1:0",
		Shards: &shard.Leased{Store: m.line, Times: leaseTimes, Log: log},
		Slots:  shard.NewSlots(m.line, log),
	})
	m.log = said
	c.members = append(c.members, m)
	return m
}

// online is how many shards a process has online.
func (m *clustered) online() int {
	families, err := m.registry.Gather()
	if err != nil {
		m.t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() != "storybot_shards" {
			continue
		}
		for _, metric := range family.GetMetric() {
			if metric.GetLabel()[0].GetValue() == gateway.Online.String() {
				return int(metric.GetGauge().GetValue())
			}
		}
	}
	return 0
}

// settles waits until the shards are online in processes as wanted, and each is
// held once; and returns how long that took.
func (c *cluster) settles(want ...int) time.Duration {
	c.t.Helper()
	began := time.Now()
	var got []int
	for ctx := soon(c.t); ; {
		got = nil
		for _, m := range c.members {
			got = append(got, m.online())
		}
		if fits(got, want) && c.heldOnce() {
			return time.Since(began)
		}
		if !interval.Pause(ctx, 5*time.Millisecond) {
			c.t.Fatalf("after 10 s the processes have %v shards, want about %v; held %+v\n%s", got, want, c.discord.Held(), c.members[0].log)
		}
	}
}

// fits says whether each process has its share, give or take the one that is
// left over where shards cannot be divided.
func fits(got, want []int) bool {
	for i, n := range got {
		if n != want[i] && (n != want[i]+1 || want[i] == 0 || want[i] == sharded/2) {
			return false
		}
	}
	return true
}

// heldOnce says whether each shard is held once now.
func (c *cluster) heldOnce() bool {
	once := 0
	for _, h := range c.discord.Held() {
		if h.Now == 1 && h.Of == sharded {
			once++
		}
	}
	return once == sharded
}

// load delivers interactions in all guilds, so many a second, until rest.
func (c *cluster) load(rate int) {
	ctx, stop := context.WithCancel(c.t.Context())
	c.stop = stop
	c.sending.Go(func() {
		began := time.Now()
		for sent := 0; interval.Pause(ctx, 2*time.Millisecond); {
			for due := int(time.Since(began).Seconds() * float64(rate)); sent < due; sent++ {
				in := discordtest.InGuild(discordtest.Command("echo"), discordtest.Guild(sent*7919%10_000))
				if _, err := c.discord.Send(in); err != nil {
					c.t.Error(err)
				}
				c.sent.Add(1)
			}
		}
	})
}

// rest ends the load, waits until all is answered that can be, and returns how
// many interactions were not, and how many were answered again. What was sent in
// the window does not count, for nobody may have been there to answer.
func (c *cluster) rest(w window) (unanswered, twice int) {
	c.stop()
	c.sending.Wait()
	for ctx := soon(c.t); ; {
		unanswered, twice = 0, 0
		open := false // there is one that may still be answered
		for _, o := range c.discord.Outcomes() {
			if o.Again > 0 {
				twice++
			}
			if o.Taken == 0 {
				open = open || time.Since(o.At) < DefaultTimes.Acknowledge
				if o.At.Before(w.from) || o.At.After(w.to) {
					unanswered++
				}
			}
		}
		if !open || !interval.Pause(ctx, 50*time.Millisecond) {
			return unanswered, twice
		}
	}
}

// cameAgain counts the interactions that processes were given that another had
// answered, or that were too old.
func cameAgain(members []*clustered) (n int) {
	for _, m := range members {
		n += strings.Count(m.log.String(), "outcome=repeated") + strings.Count(m.log.String(), "outcome=late")
	}
	return n
}

// neverTwice checks that no shard was ever held by two.
func (c *cluster) neverTwice() {
	c.t.Helper()
	for _, h := range c.discord.Held() {
		if h.Most != 1 {
			c.t.Errorf("shard %d was held by %d at one moment", h.Shard, h.Most)
		}
	}
}

// waitReady waits until /readyz answers with a status.
func (m *clustered) waitReady(want int) {
	m.t.Helper()
	m.waitLog("msg=metrics address=", 1)
	_, address, _ := strings.Cut(m.log.String(), "msg=metrics address=")
	address, _, _ = strings.Cut(address, "\n")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for ctx := soon(m.t); ; {
		answer, err := client.Get("http://" + address + "/readyz")
		if err != nil {
			m.t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode == want {
			return
		}
		if !interval.Pause(ctx, 10*time.Millisecond) {
			m.t.Fatalf("/readyz answers %d, want %d\n%s", answer.StatusCode, want, m.log)
		}
	}
}
