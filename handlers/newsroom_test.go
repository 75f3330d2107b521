package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/follow"
	"storybot/knowledge"
	"storybot/knowledge/library"
	"storybot/store"
	storemem "storybot/store/memory"
)

// newsroom is a bot with several stories.
type newsroom struct {
	t       testing.TB
	kept    store.Store
	folders map[string]fstest.MapFS
	titles  map[string]string
	broken  atomic.Bool // no story can be loaded
	opening chan struct{}
	setting Setting
	later   time.Duration // by which the clock is ahead
	*Stories
}

// newNewsroom returns a bot with the stories bridge and ferry, of which bridge is
// followed unless another is chosen.
func newNewsroom(t testing.TB) *newsroom {
	t.Helper()
	kept := storemem.New(time.Now)
	t.Cleanup(func() { kept.Close() })
	n := &newsroom{t: t, kept: kept,
		folders: map[string]fstest.MapFS{
			"bridge": bridge(),
			"ferry":  {"f.txt": articleFile("The ferry to Korva\n\nThe ferry to Korva stops in autumn, said Mia Falk.\n\nThe harbour bridge closes on Sunday, she said.\n")},
		},
		titles: map[string]string{"bridge": "The harbour bridge"},
	}
	n.setting = Setting{
		Program: "v1", Log: slog.New(slog.DiscardHandler), Kept: n.kept, Retention: 90 * 24 * time.Hour, Moderation: Moderation{Guilds: []string{"10"}},
		Now: func() time.Time { return time.Now().Add(n.later) },
	}
	n.start()
	return n
}

// start starts the bot, or starts it again on what is kept.
func (n *newsroom) start() {
	n.t.Helper()
	servers := follow.New(n.kept, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { servers.Run(ctx) })
	stories := library.New(library.Config{List: n.list, Open: n.open, Budget: 1 << 40, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	n.t.Cleanup(func() {
		stop()
		running.Wait()
		stories.Close()
	})
	stories.Relist()
	n.Stories = NewStories(n.setting, stories, servers, "bridge")
}

func (n *newsroom) list() ([]library.Entry, error) {
	var all []library.Entry
	for _, name := range slices.Sorted(maps.Keys(n.folders)) {
		title := n.titles[name]
		if title == "" {
			title = name
		}
		all = append(all, library.Entry{Name: name, Title: title})
	}
	return all, nil
}

func (n *newsroom) open(name string) (*library.Story, error) {
	if n.opening != nil {
		<-n.opening
	}
	switch {
	case n.folders[name] == nil:
		return nil, library.ErrNoStory
	case n.broken.Load():
		return nil, knowledge.ErrNoArticles
	}
	base, _, err := knowledge.Load(n.folders[name])
	if err != nil {
		return nil, err
	}
	return &library.Story{Name: name, Store: knowledge.NewStore(base, n.folders[name])}, nil
}

// at is the same interaction in another server.
func at(guild string, in Interaction) Interaction {
	return in.by(func(in *discordgo.Interaction) { in.GuildID = guild })
}

func (n *newsroom) try(in Interaction) (Reply, error) {
	n.t.Helper()
	return runOf(n.t, n.Commands(), in)
}

func (n *newsroom) do(in Interaction) Reply {
	n.t.Helper()
	reply, err := n.try(in)
	if err != nil {
		n.t.Fatal(err)
	}
	return reply
}

// says is what an interaction is answered with, as a person reads it.
func (n *newsroom) says(in Interaction) string {
	n.t.Helper()
	reply, err := n.try(in)
	if err != nil {
		return fmt.Sprint(err)
	}
	checkLimits(n.t, in.Command()+in.CustomID(), reply.Message)
	return plainly(reading(reply))
}

// plainly is a reading without what is in bold.
func plainly(said string) string { return strings.ReplaceAll(said, "**", "") }

func (n *newsroom) wantSaid(in Interaction, want ...string) {
	n.t.Helper()
	said := n.says(in)
	for _, w := range want {
		if !strings.Contains(said, w) {
			n.t.Errorf("it is said:\n%s\nwant %q in it", said, w)
		}
	}
}
