package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// What the handlers of these tests reply.
var (
	hello      = handlers.Reply{Message: content("hello")}
	public     = content("for all")
	errRefusal = fmt.Errorf("asking: %w", handlers.Refusal("ask a question"))
	errBroken  = errors.New("disk on fire")
)

func panics(context.Context, handlers.Interaction) (handlers.Reply, error) { panic("oh no") }

func TestCommands(t *testing.T) {
	run := func(reply handlers.Reply, err error) handlers.Command {
		return handlers.Command{Run: replies(reply, err)}
	}
	for _, test := range []answerTest{
		{
			name: "answered", command: run(hello, nil),
			want: []sent{{"callback", 4, say("hello")}}, outcome: answered,
		}, {
			name: "private by the reply", command: run(handlers.Reply{Message: content("hello"), Private: true}, nil),
			want: []sent{{"callback", 4, say("hello", alone...)}}, outcome: answered,
		}, {
			name: "private beforehand", command: handlers.Command{Run: replies(hello, nil), Private: always},
			want: []sent{{"callback", 4, say("hello", alone...)}}, outcome: answered,
		}, {
			name: "nobody is pinged",
			command: run(handlers.Reply{Message: discordgo.InteractionResponseData{
				Content: "@everyone", Flags: discordgo.MessageFlagsUrgent,
				AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{"everyone"}},
			}}, nil),
			want: []sent{{"callback", 4, say("@everyone")}}, outcome: answered,
		}, {
			name: "a form", command: run(handlers.Reply{Form: true, Message: discordgo.InteractionResponseData{CustomID: "more:1", Title: "More"}}, nil),
			want: []sent{{"callback", 9, map[string]any{"custom_id": "more:1", "title": "More", "components": []any{}}}}, outcome: answered,
		}, {
			name: "there is nothing to update", command: run(handlers.Reply{Message: content("hello"), Update: true}, nil),
			want: []sent{{"callback", 4, say("hello")}}, outcome: answered,
		}, {
			name: "a second message for all", command: run(handlers.Reply{Message: content("shared"), Private: true, Channel: &public}, nil),
			want: []sent{{"callback", 4, say("shared", alone...)}, {"follow-up", 0, say("for all")}}, outcome: answered,
		}, {
			name: "the second message fails", command: run(handlers.Reply{Message: content("shared"), Channel: &public}, nil),
			errs: []error{nil, ErrRefused},
			want: []sent{
				{"callback", 4, say("shared")}, {"follow-up", 0, say("for all")},
				{"follow-up", 0, say(notShared, alone...)},
			}, outcome: undelivered,
		},
	} {
		test.in = commandIn("ask")
		t.Run(test.name, test.run)
	}
}

// TestNoAnswer is about commands that do not come to an answer of their own.
func TestNoAnswer(t *testing.T) {
	run := func(reply handlers.Reply, err error) handlers.Command {
		return handlers.Command{Run: replies(reply, err)}
	}
	for _, test := range []answerTest{
		{
			name: "refused", command: run(hello, errRefusal),
			want: []sent{{"callback", 4, say("ask a question", alone...)}}, outcome: refused,
		}, {
			name: "failed", command: run(hello, errBroken),
			want: []sent{{"callback", 4, say(apology, alone...)}}, outcome: failed,
		}, {
			name: "panicked", command: handlers.Command{Run: panics},
			want: []sent{{"callback", 4, say(apology, alone...)}}, outcome: panicked,
		}, {
			name: "panicked in Private", command: handlers.Command{Run: replies(hello, nil), Private: func(handlers.Interaction) bool { panic(0) }},
			want: []sent{{"callback", 4, say(apology, alone...)}}, outcome: panicked,
		}, {
			name: "a file without a reader",
			command: run(handlers.Reply{Message: discordgo.InteractionResponseData{
				Files: []*discordgo.File{{Name: "a"}},
			}}, nil),
			want: []sent{{"callback", 4, say(apology, alone...)}}, outcome: panicked,
		}, {
			name: "too slow", command: handlers.Command{Private: always, Run: func(ctx context.Context, _ handlers.Interaction) (handlers.Reply, error) {
				<-ctx.Done()
				time.Sleep(10 * time.Millisecond) // until it is deferred
				return handlers.Reply{}, ctx.Err()
			}},
			want: []sent{{"callback", 5, map[string]any{"flags": float64(64)}}, {"edit", 0, say(tooSlow)}}, outcome: failed,
		}, {
			name: "late", command: handlers.Command{Run: func(ctx context.Context, _ handlers.Interaction) (handlers.Reply, error) {
				<-ctx.Done()
				time.Sleep(10 * time.Millisecond)
				return hello, nil
			}},
			want: []sent{{"callback", 5, map[string]any{}}, {"edit", 0, say("hello")}}, outcome: answered,
		}, {
			name: "Discord finds fault with the answer", command: run(hello, nil), errs: []error{ErrRefused},
			want: []sent{{"callback", 4, say("hello")}, {"callback", 4, say(apology, alone...)}}, outcome: undelivered,
		}, {
			name: "Discord may have taken the answer", command: run(hello, nil), errs: []error{errBroken},
			want: []sent{{"callback", 4, say("hello")}}, outcome: undelivered,
		},
	} {
		test.in = commandIn("ask")
		t.Run(test.name, test.run)
	}
	answerTest{
		in: commandIn("gone"), want: []sent{{"callback", 4, say(oldCommand, alone...)}}, outcome: unknown,
	}.run(t)
}

func TestDeferredCommands(t *testing.T) {
	deferral := sent{"callback", 5, map[string]any{}}
	defers := func(reply handlers.Reply, err error) handlers.Command {
		return handlers.Command{Run: replies(reply, err), Defer: true}
	}
	for _, test := range []answerTest{
		{
			name: "deferred", command: defers(hello, nil),
			want: []sent{deferral, {"edit", 0, say("hello")}}, outcome: answered,
		}, {
			name: "deferred and private", command: handlers.Command{Run: replies(hello, nil), Defer: true, Private: always},
			want: []sent{{"callback", 5, map[string]any{"flags": float64(64)}}, {"edit", 0, say("hello")}}, outcome: answered,
		}, {
			name: "deferred, with a second message", command: defers(handlers.Reply{Message: content("shared"), Channel: &public}, nil),
			want: []sent{deferral, {"edit", 0, say("shared")}, {"follow-up", 0, say("for all")}}, outcome: answered,
		}, {
			name: "deferred and refused", command: defers(hello, errRefusal),
			want: []sent{deferral, {"edit", 0, say("ask a question")}}, outcome: refused,
		}, {
			name: "deferred and panicked", command: handlers.Command{Run: panics, Defer: true},
			want: []sent{deferral, {"edit", 0, say(apology)}}, outcome: panicked,
		}, {
			name: "deferred, then a form", command: defers(handlers.Reply{Form: true}, nil),
			want: []sent{deferral, {"edit", 0, say(apology)}}, outcome: undelivered,
		}, {
			name: "deferred, and Discord finds fault", command: defers(hello, nil), errs: []error{nil, ErrRefused},
			want: []sent{deferral, {"edit", 0, say("hello")}, {"edit", 0, say(apology)}}, outcome: undelivered,
		}, {
			name: "the deferral fails", command: handlers.Command{Run: panics, Defer: true}, errs: []error{errBroken},
			want: []sent{deferral}, outcome: undelivered,
		},
	} {
		test.in = commandIn("ask")
		t.Run(test.name, test.run)
	}
}

func TestComponents(t *testing.T) {
	more := func(c handlers.Component) handlers.Command {
		c.Prefix = "more"
		return handlers.Command{Components: []handlers.Component{c}}
	}
	state := func(_ context.Context, in handlers.Interaction) (handlers.Reply, error) {
		return handlers.Reply{Message: content(in.State())}, nil
	}
	update := replies(handlers.Reply{Message: content("next page"), Update: true, Private: true}, nil)
	for _, test := range []answerTest{
		{
			name: "a button", in: pressIn("more:a:b"), command: more(handlers.Component{Run: state}),
			want: []sent{{"callback", 4, say("a:b")}}, outcome: answered,
		}, {
			name: "a button without a state", in: pressIn("more"), command: more(handlers.Component{Run: state}),
			want: []sent{{"callback", 4, say("")}}, outcome: answered,
		}, {
			name: "a private button", in: pressIn("more:x"), command: more(handlers.Component{Run: state, Private: always}),
			want: []sent{{"callback", 4, say("x", alone...)}}, outcome: answered,
		}, {
			name: "a form", in: formIn("more:x"), command: more(handlers.Component{Run: state}),
			want: []sent{{"callback", 4, say("x")}}, outcome: answered,
		}, {
			name: "an update", in: pressIn("more:2"), command: more(handlers.Component{Run: update}),
			want: []sent{{"callback", 7, say("next page")}}, outcome: answered,
		}, {
			name: "an update from a form of a command", in: formIn("more:2"), command: more(handlers.Component{Run: update}),
			want: []sent{{"callback", 4, say("next page", alone...)}}, outcome: answered,
		}, {
			name: "a deferred update is a new message", in: pressIn("more:2"), command: more(handlers.Component{Run: update, Defer: true}),
			want: []sent{{"callback", 5, map[string]any{}}, {"edit", 0, say("next page")}}, outcome: answered,
		}, {
			name: "unknown", in: pressIn("less:2"), command: more(handlers.Component{Run: state}),
			want: []sent{{"callback", 4, say(oldComponent, alone...)}}, outcome: unknown,
		}, {
			name: "unknown form", in: formIn(""), command: more(handlers.Component{Run: state}),
			want: []sent{{"callback", 4, say(oldComponent, alone...)}}, outcome: unknown,
		},
	} {
		t.Run(test.name, test.run)
	}
}

func TestAutocomplete(t *testing.T) {
	completes := func(choices []*discordgo.ApplicationCommandOptionChoice, err error) handlers.Command {
		return handlers.Command{Complete: func(context.Context, handlers.Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
			return choices, err
		}}
	}
	none := sent{"callback", 8, map[string]any{"choices": []any{}}}
	long := strings.Repeat("é", 101)
	for _, test := range []answerTest{
		{
			name: "choices", command: completes([]*discordgo.ApplicationCommandOptionChoice{
				{Name: "May 2018", Value: "2018-05"}, nil, {Name: "", Value: "no name"}, {Name: "one", Value: 1},
			}, nil),
			want: []sent{{"callback", 8, map[string]any{"choices": []any{
				map[string]any{"name": "May 2018", "value": "2018-05"}, map[string]any{"name": "one", "value": float64(1)},
			}}}}, outcome: answered,
		}, {
			name: "cut", command: completes([]*discordgo.ApplicationCommandOptionChoice{
				{Name: long, Value: long, NameLocalizations: map[discordgo.Locale]string{"de": long}},
			}, nil),
			want: []sent{{"callback", 8, map[string]any{"choices": []any{map[string]any{
				"name": long[:200], "value": long[:200], "name_localizations": map[string]any{"de": long[:200]},
			}}}}}, outcome: answered,
		},
		{name: "none", command: completes(nil, nil), want: []sent{none}, outcome: answered},
		{name: "failed", command: completes(nil, errors.New("no")), want: []sent{none}, outcome: failed},
		{name: "nothing completes", command: handlers.Command{}, want: []sent{none}, outcome: unknown},
		{
			name: "panicked", command: handlers.Command{
				Complete: func(context.Context, handlers.Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
					panic(1)
				},
			},
			want: []sent{none}, outcome: panicked,
		}, {
			name: "Discord finds fault", command: completes([]*discordgo.ApplicationCommandOptionChoice{{Name: "x"}}, nil), errs: []error{ErrRefused},
			want:    []sent{{"callback", 8, map[string]any{"choices": []any{map[string]any{"name": "x", "value": nil}}}}, none},
			outcome: undelivered,
		},
	} {
		test.in = typingIn("ask")
		t.Run(test.name, test.run)
	}
}

func TestAtMost25Choices(t *testing.T) {
	many := make([]*discordgo.ApplicationCommandOptionChoice, 40)
	for i := range many {
		many[i] = &discordgo.ApplicationCommandOptionChoice{Name: fmt.Sprint(i), Value: i}
	}
	got := newProposals(many).Choices
	if len(got) != 25 || got[24].Name != "24" {
		t.Errorf("%d choices, the last %v", len(got), got[len(got)-1])
	}
}

func TestUnreadableInteractions(t *testing.T) {
	noID, noToken, badID, noData, noType, odd := commandIn("ask"), commandIn("ask"), commandIn("ask"), commandIn("ask"), commandIn("ask"), pressIn("more")
	noID.ID, noToken.Token, badID.ID, noData.Data, noType.Type, odd.Type = "", "", "x", nil, 99, discordgo.InteractionApplicationCommand
	for name, in := range map[string]*discordgo.Interaction{
		"nil": nil, "zeroed": {}, "without an id": noID, "without a token": noToken,
		"without an id that is one": badID, "of an unknown type": noType,
	} {
		t.Run(name, answerTest{in: in, outcome: dropped}.run)
	}
	sorry := []sent{{"callback", 4, say(unreadable, alone...)}}
	t.Run("without data", answerTest{in: noData, want: sorry, outcome: garbled}.run)
	t.Run("of two types", answerTest{in: odd, want: sorry, outcome: garbled}.run)
	typing := typingIn("ask")
	typing.Data = nil
	t.Run("autocomplete without data", answerTest{
		in: typing, want: []sent{{"callback", 8, map[string]any{"choices": []any{}}}}, outcome: garbled,
	}.run)
}

func TestPingIsIgnored(t *testing.T) {
	var log bytes.Buffer
	rec := &recorder{}
	newTestRouter(t, &log, rec).Dispatch(t.Context(), &discordgo.Interaction{ID: "1", Token: secret, Type: discordgo.InteractionPing})
	if len(rec.sent) != 0 || log.Len() != 0 {
		t.Errorf("a ping sent %v and logged %s", rec.sent, log.String())
	}
}

// TestAnsweredOnce delivers one interaction from many goroutines at once.
func TestAnsweredOnce(t *testing.T) {
	var log bytes.Buffer
	rec := &recorder{}
	r := newTestRouter(t, &log, rec, named("ask", handlers.Command{Run: replies(handlers.Reply{}, nil)}))
	var deliveries sync.WaitGroup
	for range 8 {
		deliveries.Go(func() { r.Dispatch(t.Context(), commandIn("ask")) })
	}
	deliveries.Wait()
	if len(rec.sent) != 1 || strings.Count(log.String(), `"outcome":"repeated"`) != 7 {
		t.Errorf("sent %v, and logged\n%s", rec.sent, log.String())
	}
}

func TestHandlerTime(t *testing.T) {
	for _, test := range []struct {
		defers bool
		want   time.Duration
	}{{false, DefaultTimes.Answer}, {true, DefaultTimes.Deferred}} {
		var left time.Duration
		rec := &recorder{}
		r := newTestRouter(t, new(bytes.Buffer), rec, named("ask", handlers.Command{
			Defer: test.defers,
			Run: func(ctx context.Context, _ handlers.Interaction) (handlers.Reply, error) {
				deadline, _ := ctx.Deadline()
				left = time.Until(deadline)
				return handlers.Reply{}, nil
			},
		}))
		r.Dispatch(t.Context(), commandIn("ask"))
		if left > test.want || left < test.want-time.Second {
			t.Errorf("deferred %v: a handler has %v, want %v", test.defers, left, test.want)
		}
	}
}

func TestNewRouterRefuses(t *testing.T) {
	run := replies(handlers.Reply{}, nil)
	with := func(components ...handlers.Component) handlers.Command {
		return handlers.Command{Run: run, Components: components}
	}
	for want, commands := range map[string][]handlers.Command{
		`two commands are named "ask"`:     {named("ask", with()), named("ask", with())},
		`two components have the prefix`:   {named("a", with(handlers.Component{Prefix: "p", Run: run})), named("b", with(handlers.Component{Prefix: "p", Run: run}))},
		`a prefix without a colon`:         {named("a", with(handlers.Component{Prefix: "p:", Run: run}))},
		`"" must have a prefix`:            {named("a", with(handlers.Component{Run: run}))},
		`"p" must have`:                    {named("a", with(handlers.Component{Prefix: "p"}))},
		`has no name or nothing to run`:    {{Run: run}},
		`a command has no name or nothing`: {named("ask", handlers.Command{})},
	} {
		_, err := NewRouter(commands, &recorder{}, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
