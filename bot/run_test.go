package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

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

// TestWhatDiscordgoCannotRead sends interactions of which discordgo hands over
// only a part, and then one that shows that the bot is well.
func TestWhatDiscordgoCannotRead(t *testing.T) {
	t.Parallel()
	b := startBot(t, echo())
	noData := discordtest.Command("echo")
	delete(noData, "data")
	unknownComponent := discordtest.Button("again:1", map[string]any{
		"components": []any{map[string]any{"type": 99, "id": 1}},
	})
	var bad []discordtest.Delivered
	for i, in := range []map[string]any{noData, unknownComponent} {
		bad = append(bad, b.send(in))
		b.waitLog("outcome=dropped", i+1)
	}
	for _, raw := range []string{`null`, `{}`, `[]`, `"x"`, `{"id":7}`, `{"id":"7","token":"t","type":99,"data":{"name":"echo"}}`} {
		if err := b.discord.SendRaw("INTERACTION_CREATE", json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
	}
	b.waitLog("outcome=dropped", len(bad)+6)
	for _, d := range bad {
		if callbacks := b.discord.Callbacks(d.ID); len(callbacks) != 0 {
			t.Errorf("answered with %s", callbacks[0].Data)
		}
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
	b := startBot(t, echo())
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

// TestShutdownWaits stops a bot while it answers: that is finished, the next
// is not taken.
func TestShutdownWaits(t *testing.T) {
	t.Parallel()
	asked, finish := make(chan struct{}, 1), make(chan struct{})
	b := startBot(t, handlers.Command{
		Definition: &discordgo.ApplicationCommand{Name: "slow", Description: "Slow"},
		Run: func(ctx context.Context, _ handlers.Interaction) (handlers.Reply, error) {
			asked <- struct{}{}
			<-finish
			return handlers.Reply{Message: content("done")}, ctx.Err()
		},
	})
	first := b.send(discordtest.Command("slow"))
	<-asked
	b.stop()
	b.waitShut(finish)
	c, err := b.discord.WaitCallback(soon(t), first)
	if err != nil || c.Type != 4 || !bytes.Contains(c.Data, []byte("done")) {
		t.Errorf("the interaction that was running: %v, %d %s", err, c.Type, c.Data)
	}
	if err := b.discord.WaitGone(soon(t)); err != nil {
		t.Error(err)
	}
	if err := <-b.ended; err != nil {
		t.Errorf("Run: %v", err)
	}
}
