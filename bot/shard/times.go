package shard

import "time"

// Times are the intervals of leases. One that is zero has the value of
// [DefaultTimes].
type Times struct {
	TTL     time.Duration // of a lease, at least store.MinTTL
	Margin  time.Duration // before its end, in which its holder has let go
	Renew   time.Duration // between two puts of a lease
	Attempt time.Duration // for one call of the store
	Look    time.Duration // between two looks at how the shards are spread, if nothing is heard
	Save    time.Duration // between two writings of a shard's sequence
	Release time.Duration // for handing shards over at the end
}

// DefaultTimes let a store be gone for some eleven seconds, and have the shards of
// a process that died run again within 15: the store in NATS takes up to 1.1 more
// than the TTL until a lease is gone. A NATS cluster that lost a leader chooses
// another 4 to 9 seconds later; in a few of a hundred cases the votes are split,
// and it takes as long again.
var DefaultTimes = Times{
	TTL: 13 * time.Second, Margin: time.Second, Renew: 500 * time.Millisecond, Attempt: 2 * time.Second,
	Look: time.Second, Save: 2 * time.Second, Release: 3 * time.Second,
}
