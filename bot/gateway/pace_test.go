package gateway

import (
	"errors"
	"strings"
	"testing"
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

func TestStartWait(t *testing.T) {
	const every, day = 5 * time.Second, 24 * time.Hour
	limit := func(left int) discordgo.SessionInformation {
		return discordgo.SessionInformation{Total: 1000, Remaining: left, ResetAfter: int(day.Milliseconds()), MaxConcurrency: 1}
	}
	for _, test := range []struct {
		name  string
		limit discordgo.SessionInformation
		since time.Duration
		want  time.Duration
	}{
		{"the first", limit(1000), day, 0},
		{"a second too soon", limit(999), time.Second, 4 * time.Second},
		{"nothing is said", discordgo.SessionInformation{}, 2 * time.Second, 3 * time.Second},
		{"20 left", limit(20), every, 0},
		{"19 left", limit(19), 0, day / 19},
		{"19 left, long after the last", limit(19), 2 * day, 0},
		{"one left", limit(1), time.Hour, 23 * time.Hour},
		{"none left", limit(0), 2 * day, day},
	} {
		if got := startWait(test.limit, test.since, every); got != test.want {
			t.Errorf("%s: wait for %v, want %v", test.name, got, test.want)
		}
	}
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
