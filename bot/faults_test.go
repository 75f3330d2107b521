package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/bwmarrin/discordgo"
	"go.uber.org/goleak"

	"storybot/bot/discordtest"
	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/bot/ratelimit"
	"storybot/handlers"
)

// A fault is one row of the table: what goes wrong, and what must hold.
type fault struct {
	name    string
	options []discordtest.Option
	config  func(*Config)
	// before goes wrong before the bot is online, during when it is. Both
	// interactions of the row's own and those that every row has are
	// delivered after it.
	before, during func(*ordeal)
	// stops is what Run ends with, where it does; it is a gateway.Loss.
	stops string
	// after looks at what was left.
	after func(*ordeal)
}

// An ordeal is a bot that goes through a fault.
type ordeal struct {
	*trial
	delivered []discordtest.Delivered
	told      string // for the table
}

// brisk are the intervals of these tests: as the real ones, but for scale.
var brisk = Times{
	Answer: 150 * time.Millisecond, Queue: 100 * time.Millisecond, Send: time.Second, Start: 5 * time.Second, Drain: 2 * time.Second,
	Gateway: gateway.Times{
		Open: 300 * time.Millisecond, Write: 200 * time.Millisecond, Close: 50 * time.Millisecond,
		FirstWait: 4 * time.Millisecond, LongestWait: 30 * time.Millisecond, Settled: 10 * time.Second,
		Identify: time.Millisecond, InvalidMin: 5 * time.Millisecond, InvalidMax: 25 * time.Millisecond,
	},
	REST: ratelimit.Times{Attempt: 300 * time.Millisecond, Callback: 200 * time.Millisecond, FirstWait: 5 * time.Millisecond},
}

// TestFaults has each fault happen to a bot of its own, and prints the table.
func TestFaults(t *testing.T) {
	var rows strings.Builder
	table := tabwriter.NewWriter(&rows, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FAULT\tRECOVERED IN\tDELIVERED\tACKNOWLEDGED ONCE\tTWICE\tIDENTIFY\tRESUME\t")
	began, n := time.Now(), 0
	for _, group := range [][]fault{openingFaults(), sessionFaults(), closeFaults(), restFaults(), interactionFaults()} {
		for _, f := range group {
			t.Run(f.name, func(t *testing.T) { f.run(t, table) })
			n++
		}
	}
	table.Flush()
	t.Logf("%d faults in %v\n%s", n, time.Since(began).Round(time.Millisecond), rows.String())
	if took := time.Since(began); took > time.Minute {
		t.Errorf("the table takes %v, more than a minute", took)
	}
}

func (f fault) run(t *testing.T, table *tabwriter.Writer) {
	discord := discordtest.Start(f.options...)
	c := Config{Times: brisk, Commands: []handlers.Command{echo(), slow(), share()}}
	if f.config != nil {
		f.config(&c)
	}
	o := &ordeal{trial: &trial{t: t, discord: discord}}
	if f.before != nil {
		f.before(o)
	}
	leaks := goleak.IgnoreCurrent() // the stand-in's own
	began := time.Now()
	o.trial = launch(t, discord, c)
	t.Cleanup(func() { // after the bot has ended
		discord.Close()
		goleak.VerifyNone(t, leaks)
	})
	t.Cleanup(func() { o.stop(); <-o.ended })
	if err := o.waitOnline(); err != nil {
		t.Fatalf("%v\n%s", err, o.log)
	}
	if f.during != nil {
		began = time.Now()
		f.during(o)
	}
	if f.stops != "" {
		o.ends(f.stops)
	} else {
		o.deliver(discordtest.Command("echo"))
		o.recovers()
	}
	took := time.Since(began)
	if f.after != nil {
		f.after(o)
	}
	once, twice := o.count()
	if once != len(o.delivered) || twice != 0 {
		t.Errorf("of %d interactions %d were acknowledged once and %d again\n%s",
			len(o.delivered), once, twice, o.log)
	}
	if f.stops != "" {
		o.told = "  stopped: " + f.stops
	}
	fmt.Fprintf(table, "%s\t%v\t%d\t%d\t%d\t%d\t%d\t%s\n", f.name, took.Round(time.Millisecond), len(o.delivered), once, twice,
		discord.Identifies(), discord.Resumes(), o.told)
}

// deliver delivers an interaction as soon as there is a session to deliver it
// to.
func (o *ordeal) deliver(i map[string]any) discordtest.Delivered {
	o.t.Helper()
	for ctx := soon(o.t); ; {
		d, err := o.discord.Send(i)
		if err == nil {
			o.delivered = append(o.delivered, d)
			return d
		}
		if !errors.Is(err, discordtest.ErrNoSession) || !interval.Pause(ctx, time.Millisecond) {
			o.t.Fatalf("%v\n%s", err, o.log)
		}
	}
}

// recovers waits until nothing is left to go wrong, and all interactions are
// acknowledged, one that is delivered then among them.
func (o *ordeal) recovers() {
	o.t.Helper()
	settled := func() bool {
		once, _ := o.count()
		return o.discord.Faults() == 0 && once >= len(o.delivered)
	}
	for _, last := range []bool{false, true} {
		for ctx := soon(o.t); !settled(); {
			if !interval.Pause(ctx, time.Millisecond) {
				once, _ := o.count()
				o.t.Fatalf("after 10 s %d faults are left, and %d of %d interactions are acknowledged\n%s",
					o.discord.Faults(), once, len(o.delivered), o.log)
			}
		}
		if !last {
			o.deliver(discordtest.Command("echo"))
		}
	}
}

// count counts the interactions that were acknowledged exactly once, and those
// that were acknowledged again.
func (o *ordeal) count() (once, twice int) {
	for _, outcome := range o.discord.Outcomes() {
		if outcome.ExactlyOnce() {
			once++
		}
		if outcome.Again > 0 {
			twice++
		}
	}
	return once, twice
}

// ends waits until Run returns an error that says so, and is one after which
// nothing can be done.
func (o *ordeal) ends(says string) {
	o.t.Helper()
	select {
	case err := <-o.ended:
		loss, ok := errors.AsType[*gateway.Loss](err)
		if !ok || loss.Then != gateway.Stop || !strings.Contains(err.Error(), says) {
			o.t.Errorf("Run: %v, want %q", err, says)
		}
	case <-soon(o.t).Done():
		o.t.Fatalf("Run has not returned\n%s", o.log)
	}
}

// edited waits until the answer of a deferred interaction holds a text.
func (o *ordeal) edited(text string) {
	o.t.Helper()
	_, err := o.discord.WaitRequest(soon(o.t), func(r discordtest.Request) bool {
		return r.Method == "PATCH" && r.Status == 200 && bytes.Contains(r.Body, []byte(text))
	})
	if err != nil {
		o.t.Errorf("no answer with %q: %v\n%s", text, err, o.log)
	}
}

// requests counts the requests of a method whose path holds a part.
func (o *ordeal) requests(method, part string) int {
	n := 0
	for _, r := range o.discord.Requests() {
		if r.Method == method && strings.Contains(r.Path, part) {
			n++
		}
	}
	return n
}

// slow is a command that takes longer than people wait; "later" defers itself.
func slow() handlers.Command {
	return handlers.Command{
		Definition: &discordgo.ApplicationCommand{Name: "slow", Description: "Take 10 s, to scale"},
		Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			time.Sleep(4 * brisk.Answer)
			return handlers.Reply{Message: content("at last")}, nil
		},
	}
}

// share is a command that defers, and sends a second message to the channel.
func share() handlers.Command {
	return handlers.Command{
		Definition: &discordgo.ApplicationCommand{Name: "share", Description: "Tell all"},
		Defer:      true,
		Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			all := content("for all")
			return handlers.Reply{Message: content("shared"), Channel: &all}, nil
		},
	}
}
