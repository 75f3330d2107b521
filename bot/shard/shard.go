// Package shard decides which of a bot's shards a process runs.
//
// Discord splits the servers of a large bot into shards, each with a gateway
// connection of its own. Who runs which is an [Assignment]: [Static] runs the
// shards that it is told, as orchestrators number them, and [Leased] shares
// them with other processes through a store.
//
// # Leases
//
// Each process that shares is a member: it has an entry with a time to live, its
// lease, which it puts again twice a second. Each shard has an entry that names
// the member that holds it, and the session to resume. Every write is a put if
// unchanged, and revisions are what fences:
//
//	shards/count          16
//	shards/members/Q7X…   the lease of a member; gone when its time is over
//	shards/held/3         owner Q7X…, session, sequence; for ever
//	shards/identify/0     who may send the next IDENTIFY; see [Slots]
//	shards/left/3-of-16   the session of a static shard; see [Kept]
//
// A shard may be taken when its owner is "", since it was handed over, or when
// its owner is dead. That a member is dead is not read but put: whoever creates
// the entry that its lease had, marked as a grave, has shown that the lease was
// gone, and keeps it from ever being renewed. Then the shard's entry is put at
// the revision at which it named the dead, so one of all who try succeeds.
//
// That no shard is ever held twice rests on this:
//
//		member   put begins        put begins (the last that succeeds)
//		           │───────────────────│───────────────────────────┤ lets go
//		store      └─▶ lives TTL ───── └─▶ lives TTL ──────────────┼─────┤ grave
//		                                          TTL - Margin ────┘     └─▶ taken
//
//	 1. A member holds its shards until TTL - Margin after the beginning of the
//	    last put of its lease that is known to have succeeded, by its monotonic
//	    clock. It looks at that clock before each IDENTIFY, RESUME and event too,
//	    for a process that was stopped has timers that come late.
//	 2. Then its connections are cut, without a wait, and it writes nothing more.
//	 3. The store keeps the lease for TTL after that put at least, for it received
//	    it after it began; so the grave comes Margin after the cut or later.
//	 4. A put that was on its way for long changes nothing: it names a revision
//	    that is no more.
//	 5. A member that lost its lease comes back under another id.
//
// The sessions travel in the shards' entries, so who takes a shard resumes. A
// shard that is handed over was closed first, and its sequence is exact: nothing
// is lost, and nothing comes twice. Of a member that died the sequence is a
// little old, so Discord delivers again what it may have answered: such a turn
// is torn (see [Turn]), and its holder looks before it answers.
//
// # What the leases cost
//
// Only the store can tell a member that it alone is cut off from one whose store
// is gone for all. In doubt it lets go: when the store cannot be written for
// TTL - Margin (12 s), every member closes its shards, waits for the store, and
// resumes. That is the price of taking over within 15 s, without ever two
// holders. Shards that are assigned by hand need no store, and go on.
//
// All members have to agree on how many shards there are. The first writes it
// down, and it stays as long as there is one of them, even when Discord comes to
// recommend another: to follow that, stop all processes and start them again.
package shard

import (
	"context"

	"storybot/bot/gateway"
)

// An Assignment decides which shards are run.
type Assignment interface {
	// Run runs shards until ctx is done, then closes them so that their sessions
	// can be resumed, and returns nil. When one cannot go on, a
	// [*gateway.Loss], it closes the others and returns that.
	Run(ctx context.Context, bot Bot) error
	// Ready says whether this process has its part of the shards, be it none
	// for now, or is about to. Whether they are online is known elsewhere.
	Ready() bool
}

// A Bot is what an Assignment runs shards of.
type Bot struct {
	// Open returns the connection for a turn, not connected yet. It may be
	// called from several goroutines.
	Open func(Turn) Connection
	// Recommended asks Discord how many shards there should be.
	Recommended func(context.Context) (int, error)
}

// A Turn is a shard in this process's hands.
type Turn struct {
	Shard gateway.Shard
	// Session, if it has an ID, is to be resumed.
	Session gateway.Session
	// Torn says that whoever had the session did not hand it over: what comes
	// again of it may have been answered.
	Torn bool
	// Held says whether the shard is still in this process's hands. Once it is
	// not, nothing of it may be sent, read or answered.
	Held func() bool
}

// A Connection keeps a shard online; a [*gateway.Gateway] is one.
type Connection interface {
	// Run returns soon after ctx is done, and at once when the cause is
	// [gateway.ErrAtOnce].
	Run(ctx context.Context) error
	// Session returns the session as it stands. It may be called at any time.
	Session() gateway.Session
}
