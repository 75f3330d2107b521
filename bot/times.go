package bot

import (
	"time"

	"storybot/bot/gateway"
	"storybot/bot/ratelimit"
)

// Times are the intervals that a bot keeps to. One that is zero has the value
// of [DefaultTimes].
type Times struct {
	// Answer is a handler's time before the interaction is deferred: Discord
	// gives three seconds, from which the way there and back is taken.
	Answer time.Duration
	// Acknowledge is when Discord gives up waiting.
	Acknowledge time.Duration
	// Queue is how long an interaction waits for room.
	Queue time.Duration
	// Deferred is a handler's time when the interaction has been deferred:
	// Discord gives fifteen minutes, from which the time to send is taken.
	Deferred time.Duration
	// Send bounds one message that is no acknowledgement.
	Send time.Duration
	// Start bounds the requests before the gateway is opened.
	Start time.Duration
	// Drain is how long a shutdown may take. At four fifths of it, handlers
	// that still run are cut off, and who waits for them is told.
	Drain time.Duration

	Gateway gateway.Times
	REST    ratelimit.Times
}

// DefaultTimes are for Discord itself.
var DefaultTimes = Times{
	Answer:      2500 * time.Millisecond,
	Acknowledge: 3 * time.Second,
	Queue:       time.Second,
	Deferred:    15*time.Minute - 10*time.Second,
	Send:        5 * time.Second,
	Start:       30 * time.Second,
	Drain:       10 * time.Second,
}
