package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"storybot/bot/discordtest"
	"storybot/handlers/vote"
	"storybot/knowledge"
	"storybot/store/bolt"
)

var kills = flag.Int("kills", 10, "how many times TestKilled kills a bot that publishes articles and counts votes")

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// killed is a bot that is killed again and again, and what it has acknowledged.
type killed struct {
	t          *testing.T
	discord    *discordtest.Server
	dir, state string
	answer     map[string]any // that people vote on

	mu               sync.Mutex
	voted, published []string // acknowledged
	votes, articles  int      // sent
}

// TestKilled ends the program without warning (SIGKILL) at random moments,
// while it publishes articles and counts votes. Whatever it has acknowledged is
// there at the next start, whole.
func TestKilled(t *testing.T) {
	k := &killed{t: t, discord: discordtest.Start(), dir: folderOf(t), state: t.TempDir()}
	defer k.discord.Close()
	for round := range *kills {
		k.runAndKill(round%2 == 0)
		k.checkStore()
		k.checkFolder()
	}
	if len(k.voted) < *kills || len(k.published) == 0 {
		t.Errorf("%d votes and %d articles were acknowledged; that tests little", len(k.voted), len(k.published))
	}
	t.Logf("%d of %d votes and %d of %d articles were acknowledged", len(k.voted), k.votes, len(k.published), k.articles)
}

// runAndKill runs the program for a while, if need be until it has published
// something, and kills it.
func (k *killed) runAndKill(published bool) {
	k.t.Helper()
	program := exec.Command(os.Args[0])
	program.Args = []string{"storybot", "run"} // by which this test binary is the program
	program.Dir = k.t.TempDir()
	program.Env = append(os.Environ(), "DISCORD_TOKEN="+k.discord.Token(), "DISCORD_API_URL="+k.discord.URL(),
		"ARTICLES_DIR="+k.dir, "STATE_DIR="+k.state, "MODERATOR_GUILD_IDS="+discordtest.GuildID)
	var log output
	program.Stderr = &log
	out, err := program.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		k.t.Fatal(err)
	}
	said := make([]byte, 1)
	if _, err := out.Read(said); err != nil { // it is online
		program.Process.Kill()
		program.Wait()
		k.t.Fatalf("the program did not start: %v\n%s", err, log.String())
	}
	go io.Copy(io.Discard, out)
	ctx, cancel := context.WithCancel(k.t.Context())
	if k.answer == nil {
		k.answer = k.ask(ctx)
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() { k.repeat(ctx, k.vote) })
	}
	all.Go(func() { k.repeat(ctx, k.publish) })
	if before := k.count(); published {
		waitFor(k.t, func() bool { return k.count() > before })
	}
	time.Sleep(time.Duration(rand.Int64N(int64(150 * time.Millisecond))))
	program.Process.Kill()
	program.Wait()
	time.Sleep(20 * time.Millisecond) // for what it had sent off before
	cancel()
	all.Wait()
}

// count is how many articles were published.
func (k *killed) count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.published)
}

func (k *killed) repeat(ctx context.Context, do func(context.Context)) {
	for ctx.Err() == nil {
		do(ctx)
	}
}

// callback sends an interaction and returns the callback, if one comes before
// the end.
func (k *killed) callback(ctx context.Context, i map[string]any) (discordtest.Delivered, map[string]any, bool) {
	sent, err := k.discord.Send(i)
	if err != nil {
		time.Sleep(time.Millisecond) // there is no session
		return sent, nil, false
	}
	callback, err := k.discord.WaitCallback(ctx, sent)
	if err != nil {
		return sent, nil, false
	}
	var data map[string]any
	if err := json.Unmarshal(callback.Data, &data); err != nil {
		k.t.Error(err)
	}
	return sent, data, true
}

func (k *killed) ask(ctx context.Context) map[string]any {
	_, answer, ok := k.callback(ctx, discordtest.Command("ask", discordtest.StringOpt("question", "When does the harbour bridge close?")))
	if !ok {
		k.t.Fatal("no answer")
	}
	return answer
}

// vote is another person who votes.
func (k *killed) vote(ctx context.Context) {
	k.mu.Lock()
	k.votes++
	person := fmt.Sprint(1000 + k.votes)
	k.mu.Unlock()
	press := find(k.t, k.answer, "like").use(k.answer)
	member := with(press["member"].(map[string]any), map[string]any{"user": map[string]any{"id": person, "username": "x"}})
	if _, said, ok := k.callback(ctx, with(press, map[string]any{"member": member})); ok && strings.Contains(fmt.Sprint(said), "your vote is counted") {
		k.mu.Lock()
		k.voted = append(k.voted, person)
		k.mu.Unlock()
	}
}

// publish adds another article.
func (k *killed) publish(ctx context.Context) {
	k.articles++
	_, preview, ok := k.callback(ctx, paste(reportOf(k.articles)))
	if !ok {
		return
	}
	sent, err := k.discord.Send(discordtest.AsModerator(find(k.t, preview, "publish").use(preview)))
	if err != nil {
		return
	}
	edit, err := k.discord.WaitRequest(ctx, func(r discordtest.Request) bool { return r.Method == "PATCH" && strings.Contains(r.Path, sent.Token) })
	if err == nil && strings.Contains(string(edit.Body), `"Published"`) {
		k.mu.Lock()
		k.published = append(k.published, fmt.Sprintf("Report %d of the ferry", k.articles))
		k.mu.Unlock()
	}
}

func reportOf(number int) string {
	return fmt.Sprintf("Report %d of the ferry\n\n", number) + strings.Repeat(fmt.Sprintf("The ferry of report %d stops in autumn.\n\n", number), 15)
}

// checkStore opens the store, and looks for the votes.
func (k *killed) checkStore() {
	k.t.Helper()
	s, err := bolt.Open(k.state, time.Now, discard())
	if err != nil {
		k.t.Fatal(err)
	}
	defer s.Close()
	cast := vote.New(s, time.Hour)
	count, err := cast.Count(k.t.Context())
	if err != nil || count[vote.Like] < len(k.voted) || count[vote.Like] > k.votes {
		k.t.Fatalf("%v votes are kept, %v; %d were acknowledged of %d", count, err, len(k.voted), k.votes)
	}
}

// checkFolder reads the folder, and looks for the articles.
func (k *killed) checkFolder() {
	k.t.Helper()
	base, report, err := knowledge.Load(os.DirFS(k.dir))
	if err != nil || len(report.Errors) > 0 {
		k.t.Fatal(err, report.Errors)
	}
	read := map[string]bool{}
	for _, a := range base.Articles() {
		var number int
		if _, err := fmt.Sscanf(a.Title, "Report %d of the ferry", &number); err == nil && a.Text != reportOf(number) {
			k.t.Errorf("%s is not whole", a.File)
		}
		read[a.Title] = true
	}
	for _, title := range k.published {
		if !read[title] {
			k.t.Errorf("%s was published and is not read", title)
		}
	}
}
