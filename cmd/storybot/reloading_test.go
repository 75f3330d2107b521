package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot"
	"storybot/bot/discordtest"
	"storybot/knowledge"
)

// held is a folder of articles whose reading can be held up.
type held struct {
	fs.FS
	armed         bool
	reached, goOn chan struct{}
}

// hold holds up whoever reads the folder next, until goOn is closed.
func (h *held) hold() {
	h.armed, h.reached, h.goOn = true, make(chan struct{}, 1), make(chan struct{})
}

// wait returns when somebody reads the folder.
func (h *held) wait(t *testing.T) {
	t.Helper()
	select {
	case <-h.reached:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody reads the folder")
	}
}

func (h *held) Open(name string) (fs.File, error) {
	if h.armed {
		select {
		case h.reached <- struct{}{}:
		default: // it was told
		}
		<-h.goOn
	}
	return h.FS.Open(name)
}

// onlineFrom brings the bot online with a story from a folder, as run does.
func onlineFrom(t *testing.T, folder fs.FS, settings config) *online {
	t.Helper()
	base, _, err := knowledge.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	o := &online{t: t, discord: discordtest.Start()}
	settings.StateDir, settings.KeepDays = inMemory, 90
	log := settings.logger(&o.err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- bringOnline(ctx, &console{out: &o.out, err: &o.err}, settings,
			bot.Config{Token: o.discord.Token(), APIURL: o.discord.URL(), Log: log},
			oneStory(settings, log, knowledge.NewStore(base, folder), "", newFolderWatch(log, "")))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		o.discord.Close()
	})
	if err := o.discord.WaitReady(o.patience()); err != nil {
		t.Fatalf("not online: %v\n%s", err, o.err.String())
	}
	return o
}

// edited waits for the message that follows a deferral.
func (o *online) edited(sent discordtest.Delivered) string {
	o.t.Helper()
	edit, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "PATCH" && strings.Contains(r.Path, sent.Token)
	})
	if err != nil {
		o.t.Fatal(err)
	}
	var message any
	if err := json.Unmarshal(edit.Body, &message); err != nil {
		o.t.Fatal(err)
	}
	return fmt.Sprint(message)
}

// asPerson is the same, done by another person.
func asPerson(id string, i map[string]any) map[string]any {
	return with(i, map[string]any{"member": with(i["member"].(map[string]any), map[string]any{"user": map[string]any{"id": id, "username": "x"}})})
}

// bothReload returns when one reload runs and another waits for it. Nothing but
// the stacks tells of one that waits.
func bothReload(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 4<<20)
	waitFor(t, func() bool {
		return strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "knowledge.(*Store).Reload(") == 2
	})
}

// TestSecondModeratorIsToldOfTheFirst has two moderators send /reload while the
// folder is being read: both are given what that reading found, and the second
// is told whose it is. That holds where no server is listed too, which else
// allows one a minute, and where the reading fails.
func TestSecondModeratorIsToldOfTheFirst(t *testing.T) {
	for name, settings := range map[string]config{
		"a server that is listed": {ModeratorGuilds: []snowflake{discordtest.GuildID}}, "no server is listed": {},
	} {
		for outcome, change := range map[string]struct {
			do   func(dir string) error
			says string
		}{
			"an article": {func(dir string) error {
				return os.WriteFile(filepath.Join(dir, "b.txt"), []byte("The ferry\n\nThe ferry stops in autumn.\n"), 0o644)
			}, "**Added**: The ferry"},
			"nothing left": {func(dir string) error { return os.Remove(filepath.Join(dir, "a.txt")) }, "The story stays as it was"},
		} {
			t.Run(name+", "+outcome, func(t *testing.T) {
				dir := folderOf(t)
				folder := &held{FS: os.DirFS(dir)}
				o := onlineFrom(t, folder, settings)
				if err := change.do(dir); err != nil {
					t.Fatal(err)
				}
				folder.hold()
				reload := discordtest.AsModerator(discordtest.Command("reload"))
				first, err := o.discord.Send(asPerson("501", reload))
				if err != nil {
					t.Fatal(err)
				}
				folder.wait(t)
				second, err := o.discord.Send(asPerson("502", reload))
				if err != nil {
					t.Fatal(err)
				}
				bothReload(t)
				close(folder.goOn)
				if said := o.edited(first); !strings.Contains(said, change.says) || strings.Contains(said, "had started") {
					t.Errorf("the first is told %s", said)
				}
				if said := o.edited(second); !strings.Contains(said, change.says) || !strings.Contains(said, "<@501> had started a reload already; this is its result.") {
					t.Errorf("the second is told %s", said)
				}
				o.logs("action=reload", 2)
			})
		}
	}
}

// TestChannelThatCantBeWrittenTo has the folder change twice: each time one line
// of the log says what to do, Discord is asked once, and the story is read.
func TestChannelThatCantBeWrittenTo(t *testing.T) {
	for _, test := range []struct {
		status     int
		body, says string
	}{
		{403, `{"code":50001,"message":"Missing Access"}`, "let the bot see it and send messages there"},
		{404, `{"code":10003,"message":"Unknown Channel"}`, "there is no such channel, copy its id anew"},
	} {
		t.Run(discordtest.ChannelID+" "+test.says, func(t *testing.T) {
			dir := folderOf(t)
			o := goOnline(t, map[string]string{"ARTICLES_DIR": dir, "ARTICLES_WATCH": "1", "MODERATOR_CHANNEL_ID": discordtest.ChannelID})
			o.discord.FailREST(discordtest.RESTFault{Route: "POST /channels/{channel}/messages", Status: test.status, Body: test.body, Times: 100})
			for round, name := range []string{"b.txt", "c.txt"} {
				text := "The ferry " + name + "\n\nThe ferry of part " + name + " stops in autumn.\n"
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				o.logs("the moderators are not told of the reload", round+1)
				o.logs(test.says, round+1)
			}
			if asked := posts(o); asked != 2 {
				t.Errorf("Discord was asked %d times", asked)
			}
			if _, answer, _ := o.send(discordtest.Command("ask", discordtest.StringOpt("question", "When does the ferry stop?"))); !strings.Contains(answer.Embeds[0].Description, "autumn") {
				t.Errorf("the story is not read: %+v", answer)
			}
		})
	}
}

// posts is how often a message was to be sent to the moderators' channel.
func posts(o *online) (n int) {
	for _, r := range o.discord.Requests() {
		if r.Method == "POST" && r.Path == "/channels/"+discordtest.ChannelID+"/messages" {
			n++
		}
	}
	return n
}

// TestChangeBeforeTheBotIsOnline is announced as soon as it is.
func TestChangeBeforeTheBotIsOnline(t *testing.T) {
	w := newFolderWatch(discard(), "7")
	var stop context.CancelFunc
	w.stop, stop = context.WithCancel(t.Context())
	defer stop()
	w.reads(func(context.Context) (discordgo.InteractionResponseData, bool) {
		return discordgo.InteractionResponseData{Content: "changed"}, true
	})
	told := make(chan string, 1)
	ended := make(chan struct{})
	go func() { w.Changed(); close(ended) }()
	select {
	case <-ended:
		t.Fatal("it is not announced")
	case <-time.After(20 * time.Millisecond):
	}
	w.reaches(func(_ context.Context, channel string, m discordgo.InteractionResponseData) error {
		told <- channel + " " + m.Content
		return nil
	})
	if got := <-told; got != "7 changed" {
		t.Errorf("told %q", got)
	}
	<-ended
}
