package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/bot/shard"
	"storybot/handlers"
	"storybot/store/memory"
)

// TestRollingRestart shares 16 shards among three processes, and replaces each by
// a new one, under load: every interaction is answered once.
func TestRollingRestart(t *testing.T) {
	c := newCluster(t)
	for range 3 {
		c.start()
	}
	c.settles(5, 5, 5)
	begun := c.discord.Identifies()
	c.load(200)
	want := []int{5, 5, 5}
	for i := range 3 {
		interval.Pause(t.Context(), 500*time.Millisecond)
		old := c.members[i]
		old.stop()
		if err := <-old.ended; err != nil {
			t.Error(err)
		}
		c.start()
		want[i] = 0
		want = append(want, 5)
		c.settles(want...)
	}
	unanswered, twice := c.rest(window{})
	t.Logf("%d interactions, %d unanswered, %d answered twice; %d IDENTIFY, %d RESUME", c.sent.Load(), unanswered, twice, c.discord.Identifies(), c.discord.Resumes())
	if unanswered > 0 || twice > 0 {
		t.Errorf("%d interactions are unanswered, and %d were answered twice", unanswered, twice)
	}
	if n := c.discord.Identifies() - begun; n != 0 {
		t.Errorf("%d more IDENTIFY: not all were resumed", n)
	}
	c.neverTwice()
}

// TestCutOffFromTheStore cuts one of three processes off from the store, under
// load: it closes its shards before the others take them. What was delivered to
// it was answered, and is not answered again.
func TestCutOffFromTheStore(t *testing.T) {
	c := newCluster(t)
	for range 3 {
		c.start()
	}
	c.settles(5, 5, 5)
	c.load(200)
	lone := c.members[0]
	gap := window{from: time.Now()}
	lone.line.cut.Store(true)
	c.settles(0, 8, 8)
	gap.to = time.Now()
	lone.line.cut.Store(false)
	c.settles(5, 5, 5)
	unanswered, twice := c.rest(gap)
	t.Logf("taken over after %v; %d interactions, %d unanswered, %d answered twice", gap.to.Sub(gap.from).Round(time.Millisecond), c.sent.Load(), unanswered, twice)
	if unanswered > 0 || twice > 0 {
		t.Errorf("%d interactions are unanswered, and %d were answered twice\n%s", unanswered, twice, lone.log)
	}
	c.neverTwice()
}

// TestKilledUnderLoad has a process end without a word: the others take its
// shards and do not answer again what it has answered.
func TestKilledUnderLoad(t *testing.T) {
	c := newCluster(t)
	for range 3 {
		c.start()
	}
	c.settles(5, 5, 5)
	interval.Pause(t.Context(), time.Second) // for the sessions to be written
	begun := c.discord.Identifies()
	c.load(200)
	c.members[0].line.cut.Store(true)
	interval.Pause(t.Context(), 500*time.Millisecond) // in which it answers, and cannot write how far it is
	gap := window{from: time.Now().Add(-slack)}
	c.members[0].stop()
	c.settles(0, 8, 8)
	gap.to = time.Now()
	<-c.members[0].ended
	unanswered, twice := c.rest(gap)
	t.Logf("taken over after %v; %d interactions, %d unanswered, %d answered twice",
		gap.to.Sub(gap.from).Round(time.Millisecond), c.sent.Load(), unanswered, twice)
	again := cameAgain(c.members[1:])
	for ctx := soon(t); again == 0 && interval.Pause(ctx, 10*time.Millisecond); {
		again = cameAgain(c.members[1:])
	}
	if more := c.discord.Identifies() - begun; unanswered > 0 || twice > 0 || again == 0 || more > 0 {
		t.Errorf("%d interactions are unanswered, %d were answered twice; %d came again; %d IDENTIFY more", unanswered, twice, again, more)
	}
	c.neverTwice()
}

// TestStaticShards runs some shards of a bot, and then others too.
func TestStaticShards(t *testing.T) {
	t.Parallel()
	discord := discordtest.Start(discordtest.WithShards(4), discordtest.WithGuilds(8), discordtest.WithIdentifyEvery(2, 100*time.Millisecond))
	t.Cleanup(discord.Close)
	kept := memory.New(time.Now)
	t.Cleanup(func() { kept.Close() })
	times := brisk
	times.Gateway.Identify = 100 * time.Millisecond
	run := func() (stop func()) {
		b := startBotAt(t, discord, Config{
			Times: times, Commands: []handlers.Command{echo()},
			Shards: &shard.Static{Numbers: []int{0, 2, 3}, Count: 4, Kept: &shard.Kept{Store: kept, Log: slog.New(slog.DiscardHandler)}},
		})
		if err := discord.WaitFor(soon(t), func() bool { return len(discord.Held()) == 3 && discord.Held()[2].Now == 1 }); err != nil {
			t.Fatal(err)
		}
		for i := range 8 {
			id := discordtest.Guild(i)
			if discordtest.ShardOf(id, 4) == 1 {
				continue
			}
			if kind, _ := b.act(discordtest.InGuild(discordtest.Command("echo"), id)); kind != 4 {
				t.Errorf("guild %d: callback of type %d", i, kind)
			}
		}
		return func() {
			b.stop()
			if err := <-b.ended; err != nil {
				t.Error(err)
			}
		}
	}
	run()()
	run()()
	for i, h := range discord.Held() {
		if want := []int{0, 2, 3}[i]; h.Shard != want || h.Of != 4 || h.Most != 1 {
			t.Errorf("held %+v, want shard %d of 4", h, want)
		}
	}
	if discord.TooSoon() != 0 || discord.Identifies() != 3 || discord.Resumes() != 3 {
		t.Errorf("%d IDENTIFY, %d of them too soon; %d RESUME", discord.Identifies(), discord.TooSoon(), discord.Resumes())
	}
}

// TestOneShardStops has Discord close one of several connections for good.
func TestOneShardStops(t *testing.T) {
	t.Parallel()
	discord := discordtest.Start()
	t.Cleanup(discord.Close)
	discord.FailGateway(discordtest.GatewayFault{At: "READY", Close: 4014})
	err := Run(soon(t), Config{
		Token: discord.Token(), APIURL: discord.URL(), Times: brisk, Commands: []handlers.Command{echo()}, Shards: &shard.Static{Count: 3},
	})
	if loss, ok := errors.AsType[*gateway.Loss](err); !ok || loss.Then != gateway.Stop {
		t.Errorf("Run: %v", err)
	}
}

// TestAdviceOnShards runs bots of too few shards, and reads what is said.
func TestAdviceOnShards(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		shards shard.Assignment
		want   string
	}{
		{nil, "Discord recommends 3 shards for so many servers: set SHARDS to auto"},
		{&shard.Static{Count: 2}, "Discord recommends 3 shards for so many servers, and SHARDS is of 2"},
		{&shard.Static{Count: 4}, ""},
	} {
		discord := discordtest.Start(discordtest.WithShards(3))
		t.Cleanup(discord.Close)
		b := startBotAt(t, discord, Config{Times: brisk, Commands: []handlers.Command{echo()}, Shards: test.shards})
		if said := strings.Count(b.log.String(), "Discord recommends"); test.want == "" && said > 0 || test.want != "" && !strings.Contains(b.log.String(), test.want) {
			t.Errorf("want %q:\n%s", test.want, b.log)
		}
		for _, f := range Examine(soon(t), Config{Token: discord.Token(), APIURL: discord.URL(), Shards: test.shards}) {
			if f.About == "gateway" && (!f.Well || !strings.Contains(f.Says, test.want)) {
				t.Errorf("examined: %+v, want %q", f, test.want)
			}
		}
	}
}

// TestReadyWithShards asks a process that shares shards whether it is ready: it
// is with all of them, and with none; and without a store it is not.
func TestReadyWithShards(t *testing.T) {
	c := newCluster(t)
	first, second := c.start(), c.start()
	c.settles(8, 8)
	for _, m := range []*clustered{first, second} {
		m.waitReady(http.StatusOK)
	}
	first.line.cut.Store(true)
	first.waitReady(http.StatusServiceUnavailable)
	second.waitReady(http.StatusOK)
	first.line.cut.Store(false)
	first.waitReady(http.StatusOK)
}

// TestTear follows a torn session through a RESUMED that was its last holder's,
// and its own.
func TestTear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whole, torn := tear{heals: 3 * time.Second}, tear{torn: true, heals: 3 * time.Second}
		whole.online()
		for i, want := range []bool{true, true, true, false, false} {
			if whole.open() || torn.open() != want {
				t.Errorf("at %d s: open %v, want %v; the one that is whole: %v", 2*i, torn.open(), want, whole.open())
			}
			if i > 0 {
				torn.online()
			}
			time.Sleep(2 * time.Second)
		}
	})
}

// TestAnswerIfOpen receives interactions that a process which died may have
// answered.
func TestAnswerIfOpen(t *testing.T) {
	t.Parallel()
	now := time.Now()
	id := func(ago time.Duration) string {
		return fmt.Sprint((now.Add(-ago).UnixMilli() - 1420070400000) << 22)
	}
	for _, test := range []struct {
		name    string
		id      string
		done    bool
		err     error
		asked   bool
		outcome string
	}{
		{"too old", id(4 * time.Second), false, nil, false, late},
		{"answered", id(2 * time.Second), true, nil, true, repeated},
		{"open", id(2 * time.Second), false, nil, true, answered},
		{"nobody knows", id(2 * time.Second), false, &statusError{status: http.StatusBadGateway}, true, answered},
		{"our clock is behind", id(-time.Hour), false, nil, true, answered},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log strings.Builder
			rec := &recorder{}
			router, err := NewRouter([]handlers.Command{named("ask", handlers.Command{Run: replies(handlers.Reply{Message: content("so")}, nil)})},
				rec, slog.New(slog.NewTextHandler(&log, nil)))
			if err != nil {
				t.Fatal(err)
			}
			asked := false
			p := &reception{
				door: newDoor(1, 1, time.Second), router: router, log: slog.New(slog.DiscardHandler), answering: t.Context(),
				now: func() time.Time { return now },
				acknowledged: func(context.Context, *discordgo.Interaction) (bool, error) {
					asked = true
					return test.done, test.err
				},
			}
			in := fmt.Sprintf(`{"id":%q,"token":"t","application_id":"2","type":2,"data":{"name":"ask","type":1}}`, test.id)
			p.event("INTERACTION_CREATE", []byte(in), true)
			p.close(time.Second)
			if !p.door.left(10 * time.Second) {
				t.Fatal("it is not done")
			}
			if !strings.Contains(log.String(), "outcome="+test.outcome) || asked != test.asked || (len(rec.sent) > 0) != (test.outcome == answered) {
				t.Errorf("asked %v, sent %v; log %s", asked, rec.sent, log.String())
			}
		})
	}
}
