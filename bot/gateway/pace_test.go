package gateway

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"
)

func TestBackoff(t *testing.T) {
	always := func(x float64) func() float64 { return func() float64 { return x } }
	for attempt, want := range []time.Duration{
		0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second, time.Minute, time.Minute,
	} {
		if got := backoff(attempt, time.Second, time.Minute, always(1)); got != want {
			t.Errorf("attempt %d waits for up to %v, want %v", attempt, got, want)
		}
		if got := backoff(attempt, time.Second, time.Minute, always(0)); got != 0 {
			t.Errorf("attempt %d waits for at least %v: jitter is not full", attempt, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		attempt, part := rapid.IntRange(0, 1<<40).Draw(t, "attempt"), rapid.Float64Range(0, 1).Draw(t, "part")
		if got := backoff(attempt, time.Second, time.Minute, always(part)); got < 0 || got > time.Minute {
			t.Errorf("waits for %v", got)
		}
	})
}

func TestStartOf(t *testing.T) {
	const every, day = 5 * time.Second, 24 * time.Hour
	limit := func(left int) discordgo.SessionInformation {
		return discordgo.SessionInformation{Total: 1000, Remaining: left, ResetAfter: int(day.Milliseconds()), MaxConcurrency: 4}
	}
	shard := Shard{Number: 6, Count: 16}
	for _, test := range []struct {
		name  string
		limit discordgo.SessionInformation
		shard Shard
		want  start
	}{
		{"the one shard", limit(1000), Shard{}, start{bucket: 0, every: every}},
		{"one of 16", limit(1000), shard, start{bucket: 2, every: every}},
		{"nothing is said", discordgo.SessionInformation{}, shard, start{bucket: 0, every: every}},
		{"20 left", limit(20), shard, start{bucket: 2, every: every}},
		{"19 left", limit(19), shard, start{bucket: Saving, every: day / 19}},
		{"one left", limit(1), shard, start{bucket: Saving, every: day}},
		{"none left", limit(0), shard, start{every: day, none: true}},
	} {
		if got := startOf(test.limit, test.shard, every); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// TestAlone times the slots of a gateway that shares its bucket with none.
func TestAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const every = 5 * time.Second
		var queue alone
		began := time.Now()
		for i, want := range []time.Duration{0, 5 * time.Second, 10 * time.Second} {
			slot, err := queue.start(t.Context(), 0, every)
			if at := time.Since(began); err != nil || at != want {
				t.Errorf("slot %d: %v after %v, want %v", i, err, at, want)
			}
			if err := slot.Use(t.Context()); err != nil {
				t.Error(err)
			}
			slot.Free()
			time.Sleep(time.Second) // a connection that was lost at once
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if _, err := queue.start(stopped, 0, every); !errors.Is(err, context.Canceled) {
			t.Errorf("a slot for one who is stopped: %v", err)
		}
	})
}

// TestClosings holds the codes against Discord's own table.
func TestClosings(t *testing.T) {
	for code, want := range map[int]Action{
		1000: Resume, 1001: Resume, 1006: Resume, 1012: Resume, 4000: Resume, 4001: Resume, 4002: Resume, 4003: Identify,
		4004: Stop, 4005: Resume, 4006: Identify, 4007: Identify, 4008: Resume, 4009: Identify, 4010: Stop, 4011: Stop,
		4012: Stop, 4013: Stop, 4014: Stop, 4999: Resume,
	} {
		loss := closed(code)
		if loss.Then != want {
			t.Errorf("%d: %v, want %v", code, loss.Then, want)
		}
		if (want == Stop) != (closingOf(code).Mend != "") {
			t.Errorf("%d: what to do is told as %q", code, closingOf(code).Mend)
		}
		if want == Stop && loss.Error() != closingOf(code).Mend {
			t.Errorf("%d: %v", code, loss)
		}
	}
	if !errors.Is(closed(4004), ErrToken) || !strings.Contains(closed(4004).Error(), "copy it anew") {
		t.Errorf("4004 is %v", closed(4004))
	}
}
