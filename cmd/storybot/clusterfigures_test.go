//go:build unix

package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"storybot/bot/discordtest"
	"storybot/knowledge"
	"storybot/knowledge/edition"
	"storybot/knowledge/storytest"
	"storybot/store/jetstream"
	"storybot/store/natstest"
)

const (
	measured = 1000 // articles of the story
	crowd    = 16   // people who each ask again when they have an answer
	reloads  = 100
)

// BenchmarkCluster shows what three processes over NATS cost and give, each
// figure against the one process with its own store, in the same run.
func BenchmarkCluster(b *testing.B) {
	dir := b.TempDir()
	folder := storytest.Generated(measured)
	if err := os.CopyFS(filepath.Join(dir, "day"), folder); err != nil {
		b.Fatal(err)
	}
	one, three := figuresOfOne(b, dir), figuresOfThree(b, dir)
	alone, together := reloadsOfOne(b, folder), reloadsOfThree(b, folder)
	var table strings.Builder
	fmt.Fprintf(&table, "a story of %d articles; %d people who ask at once; bot, NATS and the stand-in for Discord on the same %d cores\n\n", measured, crowd, runtime.NumCPU())
	fmt.Fprintf(&table, "| | one process, bbolt | 3 processes, NATS on 3 nodes | ratio |\n|---|---|---|---|\n")
	row := func(what string, format func(float64) string, one, three float64) {
		fmt.Fprintf(&table, "| %s | %s | %s | %.2f |\n", what, format(one), format(three), three/one)
	}
	plain := func(f float64) string { return fmt.Sprintf("%.0f", f) }
	ms := func(f float64) string { return fmt.Sprintf("%.1f ms", f) }
	mb := func(f float64) string { return fmt.Sprintf("%.0f MB", f/1e6) }
	fmt.Fprintf(&table, "| shards | 1 | %d | |\n", shards)
	row("interactions a second", plain, one.rate, three.rate)
	row("acknowledged, half within", ms, millis(one.took, .5), millis(three.took, .5))
	row("acknowledged, 99 % within", ms, millis(one.took, .99), millis(three.took, .99))
	row("memory of a process", mb, one.memory, three.memory)
	row("memory of the story in it", mb, one.story, three.story)
	row("reload, one file changed, last process, half within", ms, millis(alone, .5), millis(together, .5))
	row("reload, one file changed, last process, 99 % within", ms, millis(alone, .99), millis(together, .99))
	fmt.Println("\n" + table.String()) // the log of a benchmark is cut short
	if most := quantile(together, .99); most > 2*time.Second {
		b.Errorf("the last process served a reload after %v, want 2 s", most)
	}
}

// A speed is what was measured of a bot.
type speed struct {
	rate          float64 // interactions a second
	took          []time.Duration
	memory, story float64 // of a process, and of the story in it, in bytes
}

func millis(sorted []time.Duration, share float64) float64 {
	return float64(sorted[int(share*float64(len(sorted)-1))].Microseconds()) / 1000
}

func figuresOfOne(t testing.TB, stories string) speed {
	discord := discordtest.Start(discordtest.WithGuilds(guilds), discordtest.WithRecord(64))
	defer discord.Close()
	p := begin(t, "storybot", tethered, "DISCORD_TOKEN="+discord.Token(), "DISCORD_API_URL="+discord.URL(),
		"STATE_DIR="+t.TempDir(), "STORIES_DIR="+stories)
	defer p.kill()
	waitFor(t, func() bool { return p.online() == 1 })
	return keepAsking(t, discord, p)
}

func figuresOfThree(t testing.TB, stories string) speed {
	n := openNewsroom(t, "STORIES_DIR="+stories)
	s := keepAsking(t, n.discord, n.processes...)
	for _, p := range n.processes {
		p.end()
	}
	n.discord.Close()
	return s
}

// keepAsking has people ask for some seconds, each as soon as the last answer came.
func keepAsking(t testing.TB, discord *discordtest.Server, processes ...*process) (s speed) {
	t.Helper()
	send := func() {
		text := fmt.Sprintf("What did the w%d say of w%d?", rand.IntN(500), rand.IntN(500))
		i := discordtest.Command("ask", discordtest.StringOpt("question", text))
		if _, err := discord.Send(discordtest.InGuild(i, discordtest.Guild(rand.IntN(guilds)))); err != nil {
			t.Fatal(err)
		}
	}
	run := func(d time.Duration) {
		s.took = nil
		began := time.Now()
		for range crowd {
			send()
		}
		for asking := crowd; asking > 0; time.Sleep(200 * time.Microsecond) {
			for _, o := range discord.Forget(0) {
				if !o.ExactlyOnce() {
					t.Fatalf("an interaction was answered %d times", o.Taken+o.Again)
				}
				s.took = append(s.took, o.After)
				if asking--; time.Since(began) < d {
					send()
					asking++
				}
			}
		}
		s.rate = float64(len(s.took)) / time.Since(began).Seconds()
	}
	run(2 * time.Second) // the story is read
	run(8 * time.Second)
	slices.Sort(s.took)
	for _, p := range processes {
		s.memory += float64(p.resident()) / float64(len(processes))
		s.story += p.metric("storybot_stories_bytes") / float64(len(processes))
	}
	return s
}

// changeArticle changes one article of a story.
func changeArticle(folder fstest.MapFS, i int) {
	folder["00007.txt"] = &fstest.MapFile{Data: fmt.Appendf(nil, "Title %d\n\nThe bridge closes %d times.\n", i, i)}
}

// reloadsOfOne is how long one process takes to serve a story anew.
func reloadsOfOne(t testing.TB, folder fstest.MapFS) (took []time.Duration) {
	t.Helper()
	base, _, err := knowledge.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	store := knowledge.NewStore(base, folder)
	for i := range reloads {
		changeArticle(folder, i)
		began := time.Now()
		if _, err := store.Reload(); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took
}

// reloadsOfThree is how long it takes until the last of three processes serves
// what the first has reloaded.
func reloadsOfThree(t testing.TB, folder fstest.MapFS) (took []time.Duration) {
	t.Helper()
	cluster := natstest.Start(t, 3)
	story, closeStory, err := openEdition(t.Context(), cluster.URL(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStory()
	var others []*process
	for i := range 2 {
		others = append(others, begin(t, fmt.Sprint("follower ", i), follower, "NATS_URL="+cluster.URL()))
	}
	all := func() bool {
		served := fmt.Sprintln("served", story.Status().Served)
		return !slices.ContainsFunc(others, func(p *process) bool { return !strings.HasSuffix(p.said(), served) })
	}
	waitFor(t, all)
	for i := range reloads {
		changeArticle(folder, reloads+i)
		began := time.Now()
		if _, err := story.Knowledge().Reload(); err != nil {
			t.Fatal(err)
		}
		for !all() {
			if time.Since(began) > time.Minute {
				t.Fatal(others[0].said(), others[1].said())
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took
}

// openEdition opens a story that processes share.
func openEdition(ctx context.Context, url string, folder fs.FS) (*edition.Story, func(), error) {
	s, err := jetstream.Open(ctx, jetstream.Config{URL: url})
	if err != nil {
		return nil, nil, err
	}
	e, err := edition.Open(ctx, edition.Config{
		Name: "story", Folder: folder, Store: s, Objects: s.Objects(), Process: fmt.Sprint(os.Getpid()), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return e, func() { e.Close(); s.Close() }, nil
}

// serveEditions is a process that follows a story, and says which edition it
// serves.
func serveEditions() {
	story, _, err := openEdition(context.Background(), os.Getenv("NATS_URL"), fstest.MapFS{})
	if err != nil {
		fmt.Println(err)
		os.Exit(exitFailure)
	}
	for said := -1; ; time.Sleep(time.Millisecond) {
		if now := story.Status().Served; now != said {
			said = now
			fmt.Println("served", said)
		}
	}
}
