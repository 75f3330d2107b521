package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/bot/shard"
	"storybot/handlers"
)

func TestMain(m *testing.M) {
	if name := os.Getenv(processBot); name != "" {
		if err := beProcess(name, os.Args[1], os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
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
	session gateway.Session // left at the end
	log     *journal
	stop    context.CancelFunc
	ready   chan struct{}
	ended   chan error
}

// startBot runs a bot with the commands until the test ends, and waits until
// it is online.
func startBot(t *testing.T, commands ...handlers.Command) *trial {
	t.Helper()
	return startBotAt(t, nil, Config{Commands: commands})
}

// startBotAt is startBot with more to say: which stand-in, where nil is a new
// one, and how the bot is configured.
func startBotAt(t *testing.T, discord *discordtest.Server, c Config) *trial {
	t.Helper()
	b := launch(t, discord, c)
	if err := b.waitOnline(); err != nil {
		t.Fatalf("%v\n%s", err, b.log)
	}
	return b
}

// launch runs a bot until the test ends.
func launch(t *testing.T, discord *discordtest.Server, c Config) *trial {
	t.Helper()
	if discord == nil {
		discord = discordtest.Start()
		t.Cleanup(discord.Close)
	}
	b := &trial{t: t, discord: discord, log: &journal{}, ready: make(chan struct{}), ended: make(chan error, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	b.stop = cancel
	c.Token = discord.Token()
	if c.APIURL == "" {
		c.APIURL = discord.URL()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	if c.Shards == nil {
		c.Shards = new(shard.Static)
	}
	if static, ok := c.Shards.(*shard.Static); ok {
		static.Leave = func(_ gateway.Shard, s gateway.Session) { b.session = s }
	}
	ready := 0
	c.Ready = func(o Online) {
		if ready++; ready == 1 {
			b.online = o
			close(b.ready)
		}
	}
	go func() {
		b.ended <- Run(ctx, c)
		close(b.ended)
	}()
	t.Cleanup(func() {
		cancel()
		if err, running := <-b.ended; running && err != nil {
			t.Errorf("Run: %v", err)
		}
		if ready > 1 {
			t.Errorf("Ready was called %d times", ready)
		}
		if strings.Contains(b.log.String(), discord.Token()) {
			t.Errorf("the token is in the log:\n%s", b.log)
		}
	})
	return b
}

// waitOnline waits until the bot says that it is online.
func (b *trial) waitOnline() error {
	select {
	case err := <-b.ended:
		return fmt.Errorf("Run: %w", err)
	case <-b.ready:
		return nil
	case <-soon(b.t).Done():
		return errors.New("the bot is not online after 10 s")
	}
}

// resuming runs the one connection, from a session that was left.
func resuming(session gateway.Session) shard.Assignment {
	return &shard.Static{Sessions: map[int]gateway.Session{0: session}}
}

// acknowledged checks that an interaction has one callback, of a type and with
// a text.
func (b *trial) acknowledged(d discordtest.Delivered, kind int, text string) {
	b.t.Helper()
	c, err := b.discord.WaitCallback(soon(b.t), d)
	if err != nil || c.Type != kind || !bytes.Contains(c.Data, []byte(text)) || len(b.discord.Callbacks(d.ID)) != 1 {
		b.t.Errorf("%v: %d callbacks, the first of type %d: %s\n%s", err, len(b.discord.Callbacks(d.ID)), c.Type, c.Data, b.log)
	}
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
		if !interval.Pause(ctx, 5*time.Millisecond) {
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
