package gateway

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/interval"
)

// backoff is the wait before an attempt: none before the first after a good
// connection, since people are waiting for their answers, and from then on a
// random part of a limit that doubles (full jitter), so that bots that lost
// Discord together do not come back together.
func backoff(attempt int, first, longest time.Duration, random func() float64) time.Duration {
	if attempt == 0 {
		return 0
	}
	limit := longest
	if doublings := attempt - 1; doublings < 30 && first<<doublings < longest {
		limit = first << doublings
	}
	return time.Duration(random() * float64(limit))
}

// fewStarts is how few IDENTIFYs are left when the bot begins to save them.
const fewStarts = 20

// Saving is the bucket of all shards together, when there are few sessions left
// to start.
const Saving = -1

// start is when a session may be started.
type start struct {
	bucket int
	every  time.Duration // between two in the bucket
	none   bool          // not before every is over, and then Discord is asked again
}

// startOf says when a shard's session may be started.
//
// Discord counts the sessions that a bot starts: in five seconds one in each of
// max_concurrency buckets, a shard's bucket being its number divided by that,
// the remainder; and a thousand or so a day. A bot that starts more has its
// token reset. When there are few left, each gets its share of the time for
// which they must last; when there is none left, the count is waited out.
func startOf(limit discordgo.SessionInformation, shard Shard, every time.Duration) start {
	reset := time.Duration(limit.ResetAfter) * time.Millisecond
	switch {
	case limit.Total == 0: // nothing was said
	case limit.Remaining <= 0:
		return start{every: max(reset, every), none: true}
	case limit.Remaining < fewStarts:
		return start{bucket: Saving, every: max(every, reset/time.Duration(limit.Remaining))}
	}
	return start{bucket: shard.Number % max(1, limit.MaxConcurrency), every: every}
}

// A Slot is the leave to send one IDENTIFY.
type Slot interface {
	// Use is called right before the IDENTIFY is sent, from when on the time
	// until the next one runs. An error says that the slot was lost while the
	// connection was made.
	Use(context.Context) error
	// Free gives up a slot, used or not. It may be called again.
	Free()
}

// alone is the queue of a gateway that shares its bucket with none.
type alone struct{ used time.Time }

func (a *alone) start(ctx context.Context, _ int, every time.Duration) (Slot, error) {
	if !a.used.IsZero() && !interval.Pause(ctx, every-time.Since(a.used)) {
		return nil, ctx.Err()
	}
	return a, nil
}

func (a *alone) Use(context.Context) error {
	a.used = time.Now()
	return nil
}

func (a *alone) Free() {}
