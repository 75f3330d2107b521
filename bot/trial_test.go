package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/handlers"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// journal is a log that may be written and read at once.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// A trial is a bot that runs against a stand-in for Discord.
type trial struct {
	t       *testing.T
	discord *discordtest.Server
	online  Online
	log     *journal
	stop    context.CancelFunc
	ended   chan error
}

// startBot runs a bot with the commands until the test ends, and waits until
// it is online.
func startBot(t *testing.T, commands ...handlers.Command) *trial {
	t.Helper()
	b := &trial{t: t, discord: discordtest.Start(), log: &journal{}, ended: make(chan error, 1)}
	t.Cleanup(b.discord.Close)
	ctx, cancel := context.WithCancel(t.Context())
	b.stop = cancel
	online := make(chan Online, 2)
	go func() {
		b.ended <- Run(ctx, Config{
			Token: b.discord.Token(), APIURL: b.discord.URL(), Commands: commands,
			Log:   slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			Ready: func(o Online) { online <- o },
		})
		close(b.ended)
	}()
	t.Cleanup(func() {
		cancel()
		if err, running := <-b.ended; running && err != nil {
			t.Errorf("Run: %v", err)
		}
		if len(online) != 0 {
			t.Errorf("Ready was called again, with %v", <-online)
		}
		if strings.Contains(b.log.String(), b.discord.Token()) {
			t.Errorf("the token is in the log:\n%s", b.log)
		}
	})
	select {
	case b.online = <-online:
	case err := <-b.ended:
		t.Fatalf("Run: %v", err)
	case <-time.After(10 * time.Second):
		t.Fatal("the bot is not online after 10 s")
	}
	return b
}

// soon bounds a wait.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func (b *trial) send(i map[string]any) discordtest.Delivered {
	b.t.Helper()
	d, err := b.discord.Send(i)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// act sends an interaction and returns the type and data of its callback.
func (b *trial) act(i map[string]any) (int, map[string]any) {
	b.t.Helper()
	d := b.send(i)
	c, err := b.discord.WaitCallback(soon(b.t), d)
	if err != nil {
		b.t.Fatalf("%v\n%s", err, b.log)
	}
	if c.Request.Status != http.StatusNoContent {
		b.t.Errorf("the callback was answered with %d: %s", c.Request.Status, c.Request.Body)
	}
	var data map[string]any
	if err := json.Unmarshal(c.Data, &data); c.Data != nil && err != nil {
		b.t.Fatal(err)
	}
	return c.Type, data
}

// waitLog waits until the log says something n times.
func (b *trial) waitLog(what string, n int) {
	b.t.Helper()
	ctx := soon(b.t)
	for strings.Count(b.log.String(), what) < n {
		if !pause(ctx, 5*time.Millisecond) {
			b.t.Fatalf("%q is not %d times in the log:\n%s", what, n, b.log)
		}
	}
}

// echo is a command with a part of everything.
func echo() handlers.Command {
	return handlers.Command{
		Definition: &discordgo.ApplicationCommand{
			Name: "echo", Description: "Say it again",
			Options: []*discordgo.ApplicationCommandOption{{
				Type: discordgo.ApplicationCommandOptionString, Name: "text", Description: "What to say", Autocomplete: true,
			}},
		},
		Run: func(_ context.Context, in handlers.Interaction) (handlers.Reply, error) {
			switch text := in.Text("text"); text {
			case "panic":
				panic("as asked")
			case "nothing":
				return handlers.Reply{}, nil
			case "refuse":
				return handlers.Reply{}, handlers.Refusal("I won't say that.")
			default:
				return handlers.Reply{Message: content("said: " + text)}, nil
			}
		},
		Private: func(in handlers.Interaction) bool { return in.Bool("private") },
		Complete: func(context.Context, handlers.Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
			return nil, nil
		},
		Components: []handlers.Component{{
			Prefix: "again",
			Run: func(_ context.Context, in handlers.Interaction) (handlers.Reply, error) {
				return handlers.Reply{Message: content(in.State()), Update: true}, nil
			},
		}, {
			Prefix: "form",
			Run: func(_ context.Context, in handlers.Interaction) (handlers.Reply, error) {
				return handlers.Reply{Form: true, Message: discordgo.InteractionResponseData{CustomID: "filled:1", Title: "Say"}}, nil
			},
		}, {
			Prefix: "filled",
			Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
				public := content("said to all")
				return handlers.Reply{Message: content("thanks"), Private: true, Channel: &public}, nil
			},
		}},
	}
}

// waitShut sends commands until one is not taken, and then lets what is
// running finish.
func (b *trial) waitShut(finish chan struct{}) {
	b.t.Helper()
	for ctx := soon(b.t); !strings.Contains(b.log.String(), "not taken"); {
		b.send(discordtest.Command("gone"))
		if !pause(ctx, 5*time.Millisecond) {
			b.t.Fatalf("a bot that shuts down takes interactions:\n%s", b.log)
		}
	}
	close(finish)
}
