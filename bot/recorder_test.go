package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"storybot/handlers"
)

const secret = "interaction-token"

// recorder is a Sender that keeps what it is given, and answers with the next
// of its errors.
type recorder struct {
	mu   sync.Mutex
	sent []sent
	errs []error
}

type sent struct {
	How  string // callback, edit or follow-up
	Type int
	Data map[string]any
}

func (r *recorder) Callback(ctx context.Context, _ *discordgo.Interaction, p Payload) error {
	var body struct {
		Type int
		Data map[string]any
	}
	if err := json.Unmarshal(p.Body, &body); err != nil {
		return err
	}
	return r.keep(ctx, sent{"callback", body.Type, body.Data})
}

func (r *recorder) Edit(ctx context.Context, _ *discordgo.Interaction, p Payload) error {
	return r.message(ctx, "edit", p)
}

func (r *recorder) FollowUp(ctx context.Context, _ *discordgo.Interaction, p Payload) error {
	return r.message(ctx, "follow-up", p)
}

func (r *recorder) message(ctx context.Context, how string, p Payload) error {
	var data map[string]any
	if err := json.Unmarshal(p.Body, &data); err != nil {
		return err
	}
	return r.keep(ctx, sent{How: how, Data: data})
}

func (r *recorder) keep(ctx context.Context, s sent) error {
	if _, limited := ctx.Deadline(); !limited {
		return errors.New("sent without a deadline")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, s)
	if len(r.errs) == 0 {
		return nil
	}
	err := r.errs[0]
	r.errs = r.errs[1:]
	return err
}

// say is a message of nothing but content, as it is sent.
func say(content string, more ...any) map[string]any {
	m := map[string]any{
		"content": content, "embeds": []any{}, "components": []any{}, "attachments": []any{},
		"allowed_mentions": map[string]any{"parse": []any{}},
	}
	for i := 0; i < len(more); i += 2 {
		m[more[i].(string)] = more[i+1]
	}
	return m
}

// alone makes a message for the asker's eyes alone.
var alone = []any{"flags", float64(64)}

func content(s string) discordgo.InteractionResponseData {
	return discordgo.InteractionResponseData{Content: s}
}

// replies returns a handler that replies the same to all.
func replies(reply handlers.Reply, err error) handlers.Handler {
	return func(context.Context, handlers.Interaction) (handlers.Reply, error) { return reply, err }
}

func always(handlers.Interaction) bool { return true }

func named(name string, c handlers.Command) handlers.Command {
	c.Definition = &discordgo.ApplicationCommand{Name: name, Description: name}
	return c
}

func commandIn(name string) *discordgo.Interaction {
	return &discordgo.Interaction{
		ID: "1", Token: secret, AppID: "2", Type: discordgo.InteractionApplicationCommand,
		Data: discordgo.ApplicationCommandInteractionData{Name: name},
	}
}

func typingIn(name string) *discordgo.Interaction {
	in := commandIn(name)
	in.Type = discordgo.InteractionApplicationCommandAutocomplete
	return in
}

func pressIn(customID string) *discordgo.Interaction {
	return &discordgo.Interaction{
		ID: "1", Token: secret, AppID: "2", Type: discordgo.InteractionMessageComponent,
		Data: discordgo.MessageComponentInteractionData{CustomID: customID}, Message: &discordgo.Message{ID: "3"},
	}
}

func formIn(customID string) *discordgo.Interaction {
	return &discordgo.Interaction{
		ID: "1", Token: secret, AppID: "2", Type: discordgo.InteractionModalSubmit,
		Data: discordgo.ModalSubmitInteractionData{CustomID: customID},
	}
}

func newTestRouter(t *testing.T, log *bytes.Buffer, send Sender, commands ...handlers.Command) *Router {
	t.Helper()
	r, err := NewRouter(commands, send, slog.New(slog.NewJSONHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// An answerTest is one interaction, what is sent for it, and the outcome that
// is logged.
type answerTest struct {
	name    string
	command handlers.Command // "ask"; its component is "more"
	in      *discordgo.Interaction
	errs    []error // of the sender, in turn
	want    []sent
	outcome string
}

func (test answerTest) run(t *testing.T) {
	var log bytes.Buffer
	rec := &recorder{errs: test.errs}
	if test.command.Run == nil {
		test.command.Run = replies(handlers.Reply{}, errors.New("not the one to run"))
	}
	r := newTestRouter(t, &log, rec, named("ask", test.command))
	r.times.Answer = 50 * time.Millisecond
	r.Dispatch(t.Context(), test.in)

	if diff := cmp.Diff(test.want, rec.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	var line struct{ ID, Kind, Command, Outcome, Err, Stack string }
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil || len(lines) != 1 {
		t.Fatalf("log has %d lines, want 1:\n%s", len(lines), log.String())
	}
	if line.Outcome != test.outcome {
		t.Errorf("outcome %q, want %q (%s)", line.Outcome, test.outcome, line.Err)
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log has the token in it:\n%s", log.String())
	}
	if (line.Stack != "") != (test.outcome == panicked) {
		t.Errorf("the stack is logged as %q", line.Stack)
	}
}
