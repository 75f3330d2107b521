package discordtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// identifyAs is an IDENTIFY for a shard.
func identifyAs(s *discordtest.Server, shard, of int) string {
	return strings.Replace(identify(s), `"intents"`, fmt.Sprintf(`"shard":[%d,%d],"intents"`, shard, of), 1)
}

// shardReady is a connection with a new session for a shard, and how many guilds
// READY lists.
func shardReady(t *testing.T, s *discordtest.Server, shard, of int) (c *client, sessionID string, guilds int) {
	t.Helper()
	c = greeted(t, s)
	c.send(identifyAs(s, shard, of))
	var begun struct {
		SessionID string `json:"session_id"`
		Guilds    []struct{ ID string }
	}
	must(t, json.Unmarshal(c.expect(0, "READY").D, &begun))
	for _, g := range begun.Guilds {
		if discordtest.ShardOf(g.ID, of) != shard {
			t.Errorf("guild %s is listed for shard %d of %d", g.ID, shard, of)
		}
	}
	return c, begun.SessionID, len(begun.Guilds)
}

func TestGatewayBotRecommendsShards(t *testing.T) {
	s := start(t, discordtest.WithShards(16), discordtest.WithMaxConcurrency(4))
	var entry struct {
		Shards int
		Limit  struct {
			MaxConcurrency int `json:"max_concurrency"`
		} `json:"session_start_limit"`
	}
	rest(t, s, http.MethodGet, "/gateway/bot", "").into(t, &entry)
	if entry.Shards != 16 || entry.Limit.MaxConcurrency != 4 {
		t.Errorf("recommended %d shards, %d at once", entry.Shards, entry.Limit.MaxConcurrency)
	}
}

func TestGuildsAreSpreadOverShards(t *testing.T) {
	s := start(t, discordtest.WithGuilds(100))
	clients, listed := make([]*client, 4), 0
	for shard := range clients {
		c, _, guilds := shardReady(t, s, shard, len(clients))
		clients[shard] = c
		listed += guilds
		if guilds != 25 {
			t.Errorf("shard %d has %d guilds", shard, guilds)
		}
	}
	if listed != 100 {
		t.Errorf("%d guilds in all", listed)
	}
	for i := range 8 {
		id := discordtest.Guild(i)
		in := discordtest.InGuild(discordtest.Command("ask"), id)
		if _, err := s.Send(in); err != nil {
			t.Fatal(err)
		}
		var got struct {
			GuildID string `json:"guild_id"`
			Guild   struct{ ID string }
			Data    struct {
				GuildID string `json:"guild_id"`
			}
		}
		must(t, json.Unmarshal(clients[discordtest.ShardOf(id, 4)].expect(0, "INTERACTION_CREATE").D, &got))
		if got.GuildID != id || got.Guild.ID != id || got.Data.GuildID != id {
			t.Errorf("an interaction in guild %s came as %+v", id, got)
		}
	}
	inDM := discordtest.InGuild(discordtest.InDM(discordtest.Command("ask")), discordtest.Guild(1))
	if _, err := s.Send(inDM); err != nil || inDM["guild_id"] != nil {
		t.Errorf("a direct message: %v, in guild %v", err, inDM["guild_id"])
	}
	clients[0].expect(0, "INTERACTION_CREATE")
}

// TestHeldCounts follows one shard through all that can become of it.
func TestHeldCounts(t *testing.T) {
	s := start(t)
	seized := 0
	held := func(now, most int) {
		t.Helper()
		all := s.Held()
		if want := (discordtest.Held{Shard: 1, Of: 2, Now: now, Most: most, Seized: seized}); len(all) != 1 || all[0] != want {
			t.Errorf("held %+v, want %+v", all, want)
		}
	}
	first, id, _ := shardReady(t, s, 1, 2)
	held(1, 1)
	again := greeted(t, s)
	again.send(resume(s, id, 1)) // the session has one connection, the newest
	again.expect(0, "RESUMED")
	first.expectClose(4000)
	seized = 1
	held(1, 1)
	s.Disconnect(4000)
	held(0, 1)
	second, _, _ := shardReady(t, s, 1, 2)
	held(1, 1)
	lost := greeted(t, s)
	lost.send(resume(s, id, 1)) // it was forgotten when the shard identified anew
	lost.expect(9, "")
	shardReady(t, s, 1, 2)
	held(2, 2)
	second.close(4000)
	must(t, s.WaitFor(soon(t), func() bool { return s.Held()[0].Now == 1 }))
	held(1, 2)
}

func TestIdentifyTooSoon(t *testing.T) {
	at := newClock()
	s := start(t, discordtest.WithMaxConcurrency(2), discordtest.WithClock(at.Now))
	shardReady(t, s, 0, 4)
	shardReady(t, s, 1, 4) // in the other bucket
	hasty := greeted(t, s)
	hasty.send(identifyAs(s, 2, 4))
	if p := hasty.expect(9, ""); string(p.D) != "false" {
		t.Errorf("invalid session with %s", p.D)
	}
	at.Advance(5 * time.Second)
	hasty.send(identifyAs(s, 2, 4))
	hasty.expect(0, "READY")
	if n := s.TooSoon(); n != 1 || s.Identifies() != 4 {
		t.Errorf("%d of %d came too soon", n, s.Identifies())
	}
}

func TestOutcomeSaysWhetherAnybodyWasThere(t *testing.T) {
	s := start(t)
	ready(t, s)
	for _, live := range []bool{true, false} {
		if !live {
			s.Disconnect(4000)
		}
		d, err := s.Send(discordtest.Command("ask"))
		must(t, err)
		for _, o := range s.Outcomes() {
			if o.ID == d.ID && o.Live != live {
				t.Errorf("live %v, want %v", o.Live, live)
			}
		}
	}
}
