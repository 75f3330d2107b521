//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/store"
	"storybot/store/jetstream"
	"storybot/store/natstest"
)

// twoShards is a stand-in for Discord with two shards.
func twoShards(t *testing.T) *discordtest.Server {
	discord := discordtest.Start(discordtest.WithShards(2), discordtest.WithGuilds(8), discordtest.WithMaxConcurrency(2))
	t.Cleanup(discord.Close)
	return discord
}

// onShards runs programs, which have two shards among them, each with its own
// environment beside what all have.
func onShards(t *testing.T, discord *discordtest.Server, all map[string]string, each ...map[string]string) *online {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	t.Chdir(t.TempDir())
	o := &online{t: t, discord: discord}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, own := range each {
		environment := map[string]string{"DISCORD_TOKEN": o.discord.Token(), "DISCORD_API_URL": o.discord.URL()}
		for _, some := range []map[string]string{all, own} {
			for name, value := range some {
				environment[name] = value
			}
		}
		running.Go(func() {
			if code := execute(ctx, nil, &console{in: strings.NewReader(""), out: io.Discard, err: &o.err, environment: environment}); code != 0 {
				t.Errorf("SHARDS=%s: exit code %d", own["SHARDS"], code)
			}
		})
	}
	t.Cleanup(func() {
		stop()
		running.Wait()
		goleak.VerifyNone(t, leaks)
		if t.Failed() {
			t.Logf("the log:\n%s", o.err.String())
		}
	})
	if err := o.discord.WaitFor(o.patience(), func() bool {
		held := 0
		for _, h := range o.discord.Held() {
			held += h.Now
		}
		return held == 2
	}); err != nil {
		t.Fatalf("not online: %v\n%s", err, o.err.String())
	}
	return o
}

// onShard is an interaction in a server of a shard of two.
func onShard(shard int, i map[string]any) map[string]any { return in(guildOf(shard, 2), i) }

// saidOf returns what an interaction is answered with, as it is read.
func (o *online) saidOf(i map[string]any) string {
	o.t.Helper()
	return strings.NewReplacer("**", "", `\\`, "").Replace(string(o.answered(i).Body))
}

// becomes waits until an interaction is answered with what is wanted.
func (o *online) becomes(i map[string]any, want string) {
	o.t.Helper()
	said := ""
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if said = o.saidOf(i); strings.Contains(said, want) {
			return
		}
	}
	o.t.Errorf("%v is answered with\n%s\nwant %q in it", i["data"], said, want)
}

// asUser is the address of NATS for a user.
func asUser(user string, nats *natstest.Cluster) string {
	return strings.Replace(nats.URL(), "nats://", "nats://"+user+"@", 1)
}

func asking(question string) map[string]any {
	return discordtest.Command("ask", discordtest.StringOpt("question", question))
}

// TestTwoProcessesServeOneStory publishes, removes and rolls back in one process
// what the other serves, which has no folder; and has them watch one folder,
// whose change is announced once. Their user may do no more in NATS than
// deploy/CLUSTER.md says.
func TestTwoProcessesServeOneStory(t *testing.T) {
	nats, discord := natstest.Start(t, 1, natstest.With(permissions(t))), twoShards(t)
	first, dir := guildOf(0, 2), folderOf(t)
	addresses := []string{freeAddress(t), freeAddress(t)}
	all := map[string]string{"NATS_URL": asUser("storybot:change%20me", nats), "MODERATOR_GUILD_IDS": first, "ARTICLES_WATCH": "1", "MODERATOR_CHANNEL_ID": discordtest.ChannelID}
	t.Run("one has the folder", func(t *testing.T) {
		o := onShards(t, discord, all, map[string]string{"SHARDS": "0-1/2", "ARTICLES_DIR": dir})
		o.wantSaid(onShard(0, asking("When does the harbour bridge close?")), "closes on Monday")
	})
	t.Run("the other has none", func(t *testing.T) {
		o := onShards(t, discord, all, map[string]string{"SHARDS": "0/2", "ARTICLES_DIR": dir, "METRICS_ADDR": addresses[0]},
			map[string]string{"SHARDS": "1/2", "ARTICLES_DIR": filepath.Join(t.TempDir(), "away"), "METRICS_ADDR": addresses[1]})
		o.wantSaid(onShard(1, asking("When does the harbour bridge close?")), "closes on Monday")
		_, preview := o.act(onShard(0, paste("Ferry stops\n\nThe ferry to Korva stops in autumn.\n")))
		o.wantSaid(onShard(0, discordtest.AsModerator(find(t, preview, "publish").use(preview))), "Added: Ferry stops")
		o.becomes(onShard(1, asking("When does the ferry to Korva stop?")), "stops in autumn")
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("the folder has %v, %v: an article of an edition is not put there", left, err)
		}
		waitFor(t, func() bool {
			metrics := get(t, addresses[1], "/metrics")
			return strings.Contains(metrics, `storybot_edition_served{story="articles"} 2`) && strings.Contains(metrics, `storybot_edition_wanted{story="articles"} 2`) &&
				strings.Contains(metrics, `storybot_edition_stuck{story="articles"} 0`) && strings.Contains(metrics, "storybot_store_up 1")
		})
		if got := get(t, addresses[1], "/readyz"); got != "200 online\n" {
			t.Errorf("/readyz: %s", got)
		}
		rollback := discordtest.AsModerator(discordtest.Command("reload", discordtest.BoolOpt("rollback", true)))
		o.wantSaid(onShard(0, rollback), "It stays until the next reload, in every process of this bot.")
		o.becomes(onShard(1, asking("When does the ferry to Korva stop?")), "The articles don't say.")
		if log := o.err.String(); strings.Contains(log, "NATS forbids") {
			t.Errorf("the user may do too little:\n%s", log)
		}
	})
	t.Run("both watch it", func(t *testing.T) {
		put(t, filepath.Join(dir, "b.txt"), "The lighthouse\n\nThe lighthouse of Korva was painted in red.\n")
		o := onShards(t, discord, all, map[string]string{"SHARDS": "0/2", "ARTICLES_DIR": dir}, map[string]string{"SHARDS": "1/2", "ARTICLES_DIR": dir})
		for shard := range 2 { // what has changed while nobody looked
			o.becomes(onShard(shard, asking("What was painted in red?")), "lighthouse of Korva")
		}
		put(t, filepath.Join(dir, "c.txt"), "The market\n\nThe market of Korva opens at noon.\n")
		for shard := range 2 {
			o.becomes(onShard(shard, asking("When does the market of Korva open?")), "at noon")
		}
		waitFor(t, func() bool { return strings.Count(o.err.String(), "the folder has changed") >= 4 }) // both at the start, and then
		waitFor(t, func() bool { return announced(discord, "The market") > 0 })
	})
	for _, what := range []string{"The lighthouse", "The market"} { // nobody runs any more who could announce it again
		if n := announced(discord, what); n != 1 {
			t.Errorf("%s is announced %d times", what, n)
		}
	}
}

// announced counts the messages in the moderators' channel that say something.
func announced(discord *discordtest.Server, what string) (n int) {
	for _, r := range discord.Requests() {
		if r.Method == "POST" && r.Path == "/channels/"+discordtest.ChannelID+"/messages" && strings.Contains(string(r.Body), what) {
			n++
		}
	}
	return n
}

// TestNoFolderAndNoEdition is a slip in ARTICLES_DIR, and said in a sentence.
func TestNoFolderAndNoEdition(t *testing.T) {
	nats := natstest.Start(t, 1)
	t.Chdir(t.TempDir())
	for dir, want := range map[string]string{
		"nowhere":   "no such file or directory, and there is no edition of it in NATS yet: create the folder, or name another",
		t.TempDir(): "no usable article in the folder",
	} {
		var said output
		code := execute(t.Context(), []string{"run"}, &console{out: io.Discard, err: &said, environment: map[string]string{
			"DISCORD_TOKEN": "x", "NATS_URL": nats.URL(), "ARTICLES_DIR": dir, "LOG_LEVEL": "error",
		}})
		if code != exitUsage || !strings.Contains(said.String(), want) || strings.Count(said.String(), "\n") != 1 {
			t.Errorf("%s: exit code %d: %s", dir, code, said.String())
		}
	}
}

// TestNATSIsGone shuts the way to NATS: members are answered from memory,
// moderators are told in a sentence, health and metrics show it, and all is well
// when it is open again.
func TestNATSIsGone(t *testing.T) {
	door := natstest.OpenDoor(t, natstest.Start(t, 1).Address(0))
	address, guild := freeAddress(t), guildOf(0, 2)
	o := onShards(t, twoShards(t), map[string]string{"NATS_URL": door.URL(), "MODERATOR_GUILD_IDS": guild, "METRICS_ADDR": address},
		map[string]string{"SHARDS": "0-1/2", "STORIES_DIR": twoStories(t)})
	o.wantSaid(toFollow(guild, "ferry"), "follows ferry now")
	_, answer := o.act(onShard(0, whenDoesItClose()))
	o.wantSaid(discordtest.AsModerator(onShard(0, gaps("list"))), "There are none")

	door.Shut()
	waitFor(t, func() bool { return strings.Contains(get(t, address, "/metrics"), "storybot_store_up 0") })
	if got := get(t, address, "/readyz"); got != "503 the store in NATS can't be reached: answers go on from memory, and nothing can be changed\n" {
		t.Errorf("/readyz: %s", got)
	}
	if got := get(t, address, "/healthz"); got != "200 ok\n" {
		t.Errorf("/healthz: %s", got)
	}
	began := time.Now()
	o.wantSaid(onShard(0, whenDoesItClose()), "closes on Sunday", "Story: ferry")
	o.wantSaid(onShard(1, whenDoesItClose()), "closes on Monday")
	o.wantSaid(onShard(0, asking("Who was the first mayor of Paris?")), "The articles don't say.")
	reload := discordtest.AsModerator(onShard(0, discordtest.Command("reload")))
	o.wantSaid(reload, "This can't be saved now")
	o.wantSaid(discordtest.AsModerator(onShard(0, discordtest.Command("reload", discordtest.BoolOpt("rollback", true)))), "This can't be saved now")
	o.wantSaid(discordtest.AsModerator(onShard(0, gaps("list"))), "What this bot keeps can't be reached now")
	o.wantSaid(toFollow(guild, "bridge"), "The choice can't be kept just now, so nothing has changed")
	o.wantSaid(onShard(0, find(t, answer, "dislike").use(answer)), "What this bot keeps can't be reached now")
	_, preview := o.act(onShard(0, paste("Ferry stops\n\nThe ferry to Korva stops in autumn.\n")))
	publish := discordtest.AsModerator(onShard(0, find(t, preview, "publish").use(preview)))
	if said := o.saidOf(publish); !strings.Contains(said, "This can't be saved now") || strings.Contains(said, "Published") {
		t.Errorf("an article that can't be published: %s", said)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("all that took %v: who waits for a store that is known to be gone?", took)
	}

	door.Open()
	waitFor(t, func() bool { return get(t, address, "/readyz") == "200 online\n" })
	if metrics := get(t, address, "/metrics"); !strings.Contains(metrics, "storybot_store_up 1") {
		t.Error("the store is not up in the metrics")
	}
	o.wantSaid(discordtest.AsModerator(onShard(0, find(t, preview, "publish").use(preview))), "Added: Ferry stops")
	o.wantSaid(reload, "Nothing has changed")
	o.wantSaid(onShard(0, find(t, answer, "dislike").use(answer)), "Thank you, your vote is counted")
}

// TestAnEditionThatCantBeServed is in force, for what it leads to was lost: the
// story stays as it is, and the process says that it is not ready.
func TestAnEditionThatCantBeServed(t *testing.T) {
	nats, address := natstest.Start(t, 1), freeAddress(t)
	o := onShards(t, twoShards(t), map[string]string{"NATS_URL": nats.URL(), "ARTICLES_DIR": folderOf(t), "METRICS_ADDR": address}, map[string]string{"SHARDS": "0-1/2"})
	kept, err := jetstream.Open(t.Context(), jetstream.Config{URL: nats.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	was := []byte(nil)
	lead := func(to []byte) {
		t.Helper()
		if _, err := store.Update(t.Context(), kept, "editions/articles/head", func(e *store.Entry) error {
			was, e.Value = e.Value, to
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	lead([]byte(`{"number":2,"manifest":"` + strings.Repeat("0", 64) + `"}`))
	waitFor(t, func() bool { return strings.HasPrefix(get(t, address, "/readyz"), "503 story articles: ") })
	metrics := get(t, address, "/metrics")
	for _, want := range []string{`storybot_edition_served{story="articles"} 1`, `storybot_edition_wanted{story="articles"} 2`, `storybot_edition_stuck{story="articles"} 1`, "storybot_store_up 1"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
	o.wantSaid(onShard(0, whenDoesItClose()), "closes on Monday")
	lead(was)
	waitFor(t, func() bool { return get(t, address, "/readyz") == "200 online\n" })
}

// TestDoctorExaminesTheCluster, and says who runs which shards.
func TestDoctorExaminesTheCluster(t *testing.T) {
	nats := natstest.Start(t, 1, natstest.With(`authorization { users: [
		{ user: all, password: x }
		{ user: few, password: x, permissions: { publish: ["$JS.API.>", "$KV.storybot.>"], subscribe: ["_INBOX.>", "storybot.changed.>"] } }
	] }`))
	url := func(user string) string { return asUser(user+":x", nats) }
	for _, test := range []struct {
		change map[string]string
		want   []string
	}{
		{map[string]string{"NATS_URL": url("all")}, []string{"ok    NATS: keeps 0 entries, and acknowledges a write in ", "ok    shards: are shared by all processes of this NATS_URL"}},
		{map[string]string{"NATS_URL": url("all"), "ARTICLES_DIR": "nowhere"}, []string{"ok    articles: nowhere is not here"}},
		{map[string]string{"NATS_URL": url("all"), "SHARDS": "0-3/16"}, []string{"ok    shards: [0 1 2 3] of 16 are run here"}},
		{map[string]string{"NATS_URL": url("few")}, []string{"MEND  NATS: articles can't be kept in the stream storybot-objects: "}},
		{map[string]string{"NATS_URL": url("nobody")}, []string{"MEND  NATS: NATS_URL: open the store in NATS: can't be used: NATS does not know the user or the password"}},
		{map[string]string{"NATS_URL": "nats://"}, []string{"MEND  NATS: NATS_URL: open the store in NATS: can't be used: address 1 of NATS_URL is none"}},
	} {
		_, said := doctor(t, test.change)
		for _, want := range test.want {
			if !strings.Contains(said, want) {
				t.Errorf("%v: the doctor says\n%s\nwant %q in it", test.change, said, want)
			}
		}
	}
}
