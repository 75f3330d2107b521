package gateway

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"
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

// startWait is the wait before an IDENTIFY, when the last was so long ago.
//
// Discord counts the sessions that a bot starts: max_concurrency in five
// seconds, one for each remainder of a shard's number, and so one for this
// connection; and a thousand or so a day. A bot that starts more has its token
// reset. When there are few left, each gets its share of the time for which
// they must last; when there is none left, the count is waited out.
func startWait(limit discordgo.SessionInformation, since, every time.Duration) time.Duration {
	reset := time.Duration(limit.ResetAfter) * time.Millisecond
	switch {
	case limit.Total == 0: // nothing was said
	case limit.Remaining <= 0:
		return max(reset, every)
	case limit.Remaining < fewStarts:
		every = max(every, reset/time.Duration(limit.Remaining))
	}
	return max(0, every-since)
}

// pause waits for d, and returns false when ctx is done first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
