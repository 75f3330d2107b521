package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"storybot/bot/discordtest"
	"storybot/handlers"
)

func TestInteractions(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	text := func(s string) discordtest.Opt { return discordtest.StringOpt("text", s) }
	for _, test := range []struct {
		name string
		in   map[string]any
		kind int
		want map[string]any
	}{
		{"command", discordtest.Command("echo", text("hello")), 4, say("said: hello")},
		{"command in a direct message", discordtest.InDM(discordtest.Command("echo", text("hello"))), 4, say("said: hello")},
		{"private", discordtest.Command("echo", text("hush"), discordtest.BoolOpt("private", true)), 4, say("said: hush", alone...)},
		{"refusal", discordtest.Command("echo", text("refuse")), 4, say("I won't say that.", alone...)},
		{"panic", discordtest.Command("echo", text("panic")), 4, say(apology, alone...)},
		{"unknown command", discordtest.Command("gone"), 4, say(oldCommand, alone...)},
		{"autocomplete", discordtest.Autocomplete("echo", "text", "he"), 8, map[string]any{"choices": []any{}}},
		{"button", discordtest.Button("again:2", nil), 7, say("2")},
		{"button from an older version", discordtest.Button("before:2", nil), 4, say(oldComponent, alone...)},
		{"button that opens a form", discordtest.Button("form:2", nil), 9, map[string]any{"custom_id": "filled:1", "title": "Say", "components": []any{}}},
	} {
		kind, data := b.act(test.in)
		if diff := cmp.Diff(test.want, data); kind != test.kind || diff != "" {
			t.Errorf("%s: type %d, want %d (-want +got):\n%s", test.name, kind, test.kind, diff)
		}
	}
	if _, data := b.act(discordtest.Form("filled:1", map[string]string{"a": "b"})); cmp.Diff(say("thanks", alone...), data) != "" {
		t.Errorf("form: %v", data)
	}
	followUp, err := b.discord.WaitRequest(soon(t), func(r discordtest.Request) bool {
		return r.Method == http.MethodPost && strings.HasPrefix(r.Path, "/webhooks/")
	})
	if err != nil || followUp.Status != http.StatusOK {
		t.Fatalf("the message for the channel: %v, %d", err, followUp.Status)
	}
	var data map[string]any
	if err := json.Unmarshal(followUp.Body, &data); err != nil || cmp.Diff(say("said to all"), data) != "" {
		t.Errorf("the message for the channel: %s", followUp.Body)
	}
	if strings.Contains(b.log.String(), "hush") {
		t.Errorf("what was asked is in the log:\n%s", b.log)
	}
}

func TestDeferred(t *testing.T) {
	t.Parallel()
	asked, finish := make(chan struct{}, 1), make(chan string)
	b := startBot(t, handlers.Command{
		Definition: &discordgo.ApplicationCommand{Name: "slow", Description: "Slow"},
		Defer:      true,
		Private:    always,
		Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			asked <- struct{}{}
			return handlers.Reply{Message: content(<-finish)}, nil
		},
	})
	kind, data := b.act(discordtest.Command("slow"))
	if kind != 5 || cmp.Diff(map[string]any{"flags": float64(64)}, data) != "" {
		t.Errorf("acknowledged with %d %v", kind, data)
	}
	<-asked
	finish <- "at last"
	edit, err := b.discord.WaitRequest(soon(t), func(r discordtest.Request) bool { return r.Method == http.MethodPatch })
	if err != nil {
		t.Fatal(err)
	}
	var message map[string]any
	if err := json.Unmarshal(edit.Body, &message); err != nil || cmp.Diff(say("at last"), message) != "" || edit.Status != http.StatusOK {
		t.Errorf("edited with %s: %d", edit.Body, edit.Status)
	}
	if !strings.HasSuffix(edit.Path, "/messages/@original") {
		t.Errorf("edited %s", edit.Path)
	}
}

func TestDeliveredTwice(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	in := discordtest.Command("echo")
	in["id"], in["token"] = "1234567890123456789", "one-token"
	b.send(in)
	b.send(in)
	b.waitLog("outcome=repeated", 1)
	b.waitLog("outcome=answered", 1)
	if n := len(b.discord.Callbacks("1234567890123456789")); n != 1 {
		t.Errorf("%d callbacks for one interaction", n)
	}
}

// TestWhatCannotBeRead sends events of which nothing can be answered, and then
// one that shows that the bot is well.
func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	for i, raw := range []string{`null`, `{}`, `[]`, `"x"`, `{"id":7}`, `{"id":"7","token":"t","type":99,"data":{"name":"echo"}}`} {
		if err := b.discord.SendRaw("INTERACTION_CREATE", json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
		b.waitLog("outcome=dropped", i+1)
	}
	if kind, _ := b.act(discordtest.Command("echo")); kind != 4 {
		t.Errorf("after that: %d", kind)
	}
}

// TestDiscordFindsFault has Discord refuse a message: the person is told.
func TestDiscordFindsFault(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	d := b.send(discordtest.Command("echo", discordtest.StringOpt("text", "nothing")))
	b.waitLog("outcome=undelivered", 1)
	callbacks := b.discord.Callbacks(d.ID)
	if len(callbacks) != 2 || callbacks[0].Request.Status != 400 || callbacks[1].Request.Status != 204 ||
		!bytes.Contains(callbacks[1].Data, []byte(apology)) {
		t.Errorf("callbacks %v", callbacks)
	}
	if !strings.Contains(b.log.String(), "empty message") {
		t.Errorf("what Discord found fault with is not in the log:\n%s", b.log)
	}
}

// TestEndOfTheMatter has Discord say that it knows no such interaction, or that
// another process has acknowledged it: then there is nothing more to send, and
// one line to log.
func TestEndOfTheMatter(t *testing.T) {
	t.Parallel()
	for _, says := range []discordtest.RESTFault{
		{Status: http.StatusNotFound, Body: `{"code":10062,"message":"Unknown interaction"}`},
		{Status: http.StatusBadRequest, Body: `{"code":40060,"message":"Interaction has already been acknowledged."}`},
	} {
		for _, command := range []string{"echo", "share"} {
			b := startBot(t, echo(), share())
			says.Route = callbackRoute
			b.discord.FailREST(says)
			d := b.send(discordtest.Command(command))
			b.waitLog("outcome=undelivered", 1)
			b.stop()
			<-b.ended // and nothing more is sent
			sent := 0
			for _, r := range b.discord.Requests() {
				if strings.Contains(r.Path, d.Token) {
					sent++
				}
			}
			if lines := strings.Count(b.log.String(), "id="+d.ID); sent != 1 || lines != 1 {
				t.Errorf("/%s, %s: %d requests and %d lines\n%s", command, says.Body, sent, lines, b.log)
			}
		}
	}
}

func TestResumesWhenTheConnectionIsLost(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	b.discord.Disconnect(4000)
	if err := b.discord.WaitReady(soon(t)); err != nil {
		t.Fatalf("%v\n%s", err, b.log)
	}
	if i, r := b.discord.Identifies(), b.discord.Resumes(); i != 1 || r != 1 {
		t.Errorf("identified %d times and resumed %d times", i, r)
	}
	if kind, _ := b.act(discordtest.Command("echo")); kind != 4 {
		t.Errorf("after that: %d", kind)
	}
}

func TestIdentifiesWhenTheSessionIsOver(t *testing.T) {
	t.Parallel()
	b := startBotAt(t, nil, Config{Times: brisk, Commands: []handlers.Command{echo()}})
	b.discord.Disconnect(4009)
	if err := b.discord.WaitReady(soon(t)); err != nil {
		t.Fatalf("%v\n%s", err, b.log)
	}
	if i := b.discord.Identifies(); i != 2 {
		t.Errorf("identified %d times", i)
	}
	if kind, _ := b.act(discordtest.Command("echo")); kind != 4 {
		t.Errorf("after that: %d", kind)
	}
}

// TestShutdownWaits stops a bot while it answers: that is finished. What comes
// next is left to the next process, which resumes.
func TestShutdownWaits(t *testing.T) {
	t.Parallel()
	asked, finish := make(chan struct{}, 8), make(chan struct{})
	slow := handlers.Command{
		Definition: &discordgo.ApplicationCommand{Name: "slow", Description: "Slow"},
		Run: func(ctx context.Context, _ handlers.Interaction) (handlers.Reply, error) {
			asked <- struct{}{}
			<-finish
			return handlers.Reply{Message: content("done")}, ctx.Err()
		},
	}
	b := startBot(t, slow)
	first := b.send(discordtest.Command("slow"))
	<-asked
	b.stop()
	if err := b.discord.WaitGone(soon(t)); err != nil {
		t.Error(err)
	}
	second := b.send(discordtest.Command("slow")) // the session is still there
	close(finish)
	b.acknowledged(first, 4, "done")
	if err := <-b.ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	if n := len(b.discord.Callbacks(second.ID)); n != 0 {
		t.Errorf("what came after the end was answered %d times", n)
	}

	next := startBotAt(t, b.discord, Config{Commands: []handlers.Command{slow}, Shards: resuming(b.session)})
	next.acknowledged(second, 4, "done")
	if b.discord.Identifies() != 1 || b.discord.Resumes() != 1 {
		t.Errorf("%d IDENTIFY, %d RESUME, want 1, 1", b.discord.Identifies(), b.discord.Resumes())
	}
}

// TestShutdownDoesNotWaitForEver stops a bot whose handler takes too long: who
// waits for it is told.
func TestShutdownDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	asked, finish := make(chan struct{}, 1), make(chan struct{})
	defer close(finish)
	b := startBotAt(t, nil, Config{Times: Times{Drain: 500 * time.Millisecond}, Commands: []handlers.Command{{
		Definition: &discordgo.ApplicationCommand{Name: "stuck", Description: "Stuck"},
		Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			asked <- struct{}{}
			<-finish
			return handlers.Reply{}, nil
		},
	}}})
	d := b.send(discordtest.Command("stuck"))
	<-asked
	began := time.Now()
	b.stop()
	if err := <-b.ended; err != nil || time.Since(began) > 2*time.Second {
		t.Errorf("Run: %v after %v", err, time.Since(began))
	}
	b.acknowledged(d, 5, "")
	edit, err := b.discord.WaitRequest(soon(t), func(r discordtest.Request) bool { return r.Method == http.MethodPatch })
	if err != nil || !bytes.Contains(edit.Body, []byte(restarting)) {
		t.Errorf("%v: %s", err, edit.Body)
	}
}

// atWork is a command that takes until finish is closed, whichever way it is
// used, and what there is to send to it.
func atWork(asked chan<- struct{}, finish <-chan struct{}) (handlers.Command, []map[string]any) {
	work := func(update bool) handlers.Handler {
		return func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			asked <- struct{}{}
			<-finish
			return handlers.Reply{Message: content("done"), Update: update}, nil
		}
	}
	c := echo()
	c.Run = work(false)
	c.Complete = func(context.Context, handlers.Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
		asked <- struct{}{}
		<-finish
		return []*discordgo.ApplicationCommandOptionChoice{{Name: "done", Value: "done"}}, nil
	}
	c.Components = []handlers.Component{{Prefix: "button", Run: work(true)}, {Prefix: "filled", Run: work(false)}}
	return c, []map[string]any{
		discordtest.Command("echo"), discordtest.Autocomplete("echo", "text", "do"),
		discordtest.Button("button:1", nil), discordtest.Form("filled:1", nil),
	}
}

// TestShutdownWithEachKindInFlight stops a bot while it answers an interaction
// of each kind. Where the handlers come to an end, so do all of them; where they
// do not, each is acknowledged all the same: those that take a message with the
// promise of one, an autocomplete without choices.
func TestShutdownWithEachKindInFlight(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		stuck bool
		kinds []int
		says  []string
	}{
		{"handlers that end", false, []int{4, 8, 7, 4}, []string{"done", "done", "done", "done"}},
		{"handlers that are stuck", true, []int{5, 8, 5, 5}, []string{"", `"choices":[]`, "", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked, finish := make(chan struct{}, 4), make(chan struct{})
			end := sync.OnceFunc(func() { close(finish) })
			defer end()
			command, all := atWork(asked, finish)
			b := startBotAt(t, nil, Config{Times: Times{Drain: 500 * time.Millisecond}, Commands: []handlers.Command{command}})
			var sent []discordtest.Delivered
			for _, i := range all {
				sent = append(sent, b.send(i))
				<-asked
			}
			b.stop()
			if err := b.discord.WaitGone(soon(t)); err != nil {
				t.Error(err)
			}
			if !test.stuck {
				end()
			}
			if err := <-b.ended; err != nil {
				t.Errorf("Run: %v", err)
			}
			for i, d := range sent {
				b.acknowledged(d, test.kinds[i], test.says[i])
			}
			if told := strings.Count(bodiesOf(b.discord), restarting); test.stuck != (told == 3) {
				t.Errorf("%d are told that the bot restarts", told)
			}
		})
	}
}
