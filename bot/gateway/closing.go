package gateway

import (
	"errors"
	"strconv"
)

// An Action is what follows the loss of a connection.
type Action int

// The actions, from the cheapest to the last.
const (
	Resume   Action = iota // the session goes on, on a new connection
	Identify               // the session is over: a new one is begun
	Stop                   // nothing that the bot can do would help
)

func (a Action) String() string {
	return [...]string{"resume", "identify", "stop"}[a]
}

// A Closing is what a close code means.
type Closing struct {
	Code    int
	Meaning string // what Discord says with it
	Then    Action
	Mend    string // what a person has to do; only where Then is Stop
}

// Closings are the close codes that are known. Any other is met with Resume:
// where the session is over, Discord says so in its answer.
var Closings = []Closing{
	{Code: 1000, Meaning: "closed", Then: Resume},
	{Code: 1001, Meaning: "going away", Then: Resume},
	{Code: 1006, Meaning: "the connection broke", Then: Resume},
	{Code: 4000, Meaning: "unknown error", Then: Resume},
	{Code: 4001, Meaning: "unknown operation", Then: Resume},
	{Code: 4002, Meaning: "payload that cannot be read", Then: Resume},
	{Code: 4003, Meaning: "not authenticated", Then: Identify},
	{Code: 4004, Meaning: "authentication failed", Then: Stop, Mend: "the token was refused by Discord: " +
		"copy it anew from the Bot page of your application in the Discord Developer Portal"},
	{Code: 4005, Meaning: "already authenticated", Then: Resume},
	{Code: 4006, Meaning: "session no longer valid", Then: Identify},
	{Code: 4007, Meaning: "invalid sequence", Then: Identify},
	{Code: 4008, Meaning: "too many payloads", Then: Resume},
	{Code: 4009, Meaning: "session timed out", Then: Identify},
	{Code: 4010, Meaning: "invalid shard", Then: Stop, Mend: "the gateway was closed: the shard is not one of the bot's, " +
		"so look at SHARDS"},
	{Code: 4011, Meaning: "sharding required", Then: Stop, Mend: "the gateway was closed: the bot is in too many servers for one connection, " +
		"so run it with shards: set SHARDS to auto"},
	{Code: 4012, Meaning: "invalid API version", Then: Stop, Mend: "the gateway was closed: this version of Discord's gateway is no longer spoken, " +
		"so install a newer storybot"},
	{Code: 4013, Meaning: "invalid intents", Then: Stop, Mend: "the gateway was closed: an intent asked for does not exist, " +
		"so install a newer storybot"},
	{Code: 4014, Meaning: "disallowed intents", Then: Stop, Mend: "the gateway was closed: an intent is switched off for this bot, " +
		"so switch it on in the Discord Developer Portal, on the Bot page of your application"},
}

// ErrToken says that Discord refuses the token: with status 401, or by closing
// the gateway with code 4004.
var ErrToken = errors.New(closingOf(4004).Mend)

// closingOf returns what a close code means.
func closingOf(code int) Closing {
	for _, c := range Closings {
		if c.Code == code {
			return c
		}
	}
	return Closing{Code: code, Meaning: "unknown", Then: Resume}
}

// A Loss is why a connection ended, and what follows.
type Loss struct {
	Reason string // a few words, from a small set: a label of a metric
	Then   Action
	Err    error // what went wrong beneath; may be nil

	pauses bool // Discord asks for a wait of 1 to 5 seconds
}

func (l *Loss) Error() string {
	switch {
	case l.Err == nil:
		return l.Reason
	case l.Then == Stop:
		return l.Err.Error() // it says what to do
	}
	return l.Reason + ": " + l.Err.Error()
}

func (l *Loss) Unwrap() error { return l.Err }

// closed is the loss of a connection that was closed with a code.
func closed(code int) *Loss {
	c := closingOf(code)
	loss := &Loss{Reason: "closed with " + strconv.Itoa(code), Then: c.Then, Err: errors.New(c.Meaning)}
	switch {
	case code == abnormal:
		loss.Reason = "broken"
	case code == 4004:
		loss.Err = ErrToken
	case c.Then == Stop:
		loss.Err = errors.New(c.Mend)
	}
	return loss
}

// abnormal stands for a connection that ended without a close code.
const abnormal = 1006
