package shard

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
)

// A term is the time of one membership. Its goroutine looks at how the shards
// are spread, whenever something may have changed, and takes and hands over what
// package-level balance says; each shard that it holds has a turn.
type term struct {
	*member
	leased *Leased
	bot    Bot
	count  int
	turns  map[int]*turn // by shard's number
	ended  chan ended
	wake   chan struct{} // something may have changed
	blind  bool          // the last look failed
}

func newTerm(m *member, l *Leased, bot Bot, count int) *term {
	return &term{
		member: m, leased: l, bot: bot, count: count,
		turns: make(map[int]*turn), ended: make(chan ended), wake: make(chan struct{}, 1),
	}
}

// run shares shards until ctx is done, the lease is lost (errLost) or a shard
// cannot go on.
func (t *term) run(ctx context.Context) error {
	work, cancel := context.WithCancel(t.hold)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		t.watch(work)
	}()
	defer func() { cancel(); <-watched }()

	look := time.NewTicker(t.times.Look)
	defer look.Stop()
	for {
		t.see(t.settle(work))
		select {
		case <-ctx.Done():
			return t.handOver(nil)
		case <-t.hold.Done():
			t.log.Warn("the lease on shards was lost: they are closed until there is a new one", "shards", len(t.turns))
			t.collect()
			return errLost
		case e := <-t.ended:
			t.over(e)
			if e.err != nil {
				return t.handOver(e.err)
			}
		case <-t.wake:
		case <-look.C:
		}
	}
}

// see logs when it can no longer be seen how the shards are spread.
func (t *term) see(err error) {
	if err != nil && !t.blind {
		t.log.Warn("how the shards are spread is not known just now", "err", err)
	}
	t.blind = err != nil
}

// over notes that a turn has ended.
func (t *term) over(e ended) {
	t.leased.left[e.number] = e.claim
	delete(t.turns, e.number)
}

// handOver hands all shards over, and returns err.
func (t *term) handOver(err error) error {
	for _, turn := range t.turns {
		turn.stop()
	}
	t.leave()
	t.collect()
	return err
}

// collect waits until all turns have ended.
func (t *term) collect() {
	for len(t.turns) > 0 {
		t.over(<-t.ended)
	}
}

// settle looks at how the shards are spread, and does this member's part.
func (t *term) settle(ctx context.Context) error {
	claims, members, err := t.look(ctx)
	if err != nil {
		return err
	}
	free, spread := t.survey(ctx, claims, members)
	for range spread.excess(t.id) {
		t.give()
	}
	rank, _ := slices.BinarySearch(slices.Sorted(maps.Keys(spread.held)), t.id)
	// Each begins with other shards, so that they seldom reach for the same.
	slices.SortFunc(free, func(a, b int) int {
		away := func(n int) int { return (n%len(spread.held) - rank + len(spread.held)) % len(spread.held) }
		return cmp.Or(away(a)-away(b), a-b)
	})
	room := spread.room(t.id)
	for _, number := range free {
		switch c := claims[number]; {
		case room > 0 && t.take(ctx, number, c):
			room--
		case c.Owner == t.id:
			t.disown(ctx, number, c)
		}
	}
	return nil
}

// disown gives back a shard that we have without running it: a put that seemed
// to fail was written later, when there was no more room for the shard.
func (t *term) disown(ctx context.Context, number int, c claim) {
	c.Owner = ""
	if _, err := t.put(ctx, number, c); err != nil {
		t.log.Debug("a shard is not given back yet", "shard", number, "err", err)
	}
}

// look reads the claims, and then the members that stay. In that order, a member
// that holds a shard is never missing for having joined in between.
func (t *term) look(ctx context.Context) (claims map[int]claim, members map[string]lease, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*t.times.Attempt)
	defer cancel()
	held, err := t.store.List(ctx, heldKeys)
	if err != nil {
		return nil, nil, err
	}
	entries, err := t.store.List(ctx, memberKeys)
	if err != nil {
		return nil, nil, err
	}
	claims = make(map[int]claim)
	for _, e := range held {
		if number, c := readClaim(e); number >= 0 && number < t.count {
			claims[number] = c
		}
	}
	members = map[string]lease{t.id: {}}
	for _, e := range entries {
		if l := readLease(e); !l.Dead {
			members[e.Key[len(memberKeys):]] = l
		}
	}
	return claims, members, nil
}

// survey says which shards are free, and how the others are spread.
func (t *term) survey(ctx context.Context, claims map[int]claim, members map[string]lease) (free []int, s spread) {
	s = spread{shards: t.count, held: make(map[string]int)}
	for id, l := range members {
		if !l.Leaving {
			s.held[id] = 0
		}
	}
	dead := make(map[string]bool) // asked once a look
	isDead := func(id string) bool {
		if _, asked := dead[id]; !asked {
			dead[id] = t.isDead(ctx, id)
		}
		return dead[id]
	}
	for number := range t.count {
		owner := claims[number].Owner
		if mine, ok := t.turns[number]; ok {
			if !mine.handing {
				s.held[t.id]++
			}
			continue
		}
		_, alive := members[owner]
		switch {
		case owner == "", owner == t.id, !alive && isDead(owner):
			free = append(free, number)
		case alive && !members[owner].Leaving:
			s.held[owner]++
		}
	}
	s.free = len(free)
	return free, s
}

// give hands the last of our shards over.
func (t *term) give() {
	last := -1
	for number, turn := range t.turns {
		if !turn.handing {
			last = max(last, number)
		}
	}
	if turn, ok := t.turns[last]; ok {
		turn.handing = true
		turn.stop()
	}
}

// take takes a shard that is free, if nobody is faster, and begins its turn.
func (t *term) take(ctx context.Context, number int, c claim) bool {
	torn := c.Torn || c.Owner != "" && c.Owner != t.id
	if left, ok := t.leased.left[number]; ok && left.revision == c.revision {
		c.Session, torn = left.Session, left.Torn // it was ours, and nobody had it since
	}
	if c.Count != t.count {
		c.Session, torn = gateway.Session{}, false
	}
	if c.Session.ID == "" {
		torn = false
	}
	c.Owner, c.Count, c.Torn = t.id, t.count, torn
	c, err := t.put(ctx, number, c)
	if err != nil || !t.held() {
		if !errors.Is(err, store.ErrChanged) {
			t.log.Debug("a shard is not taken", "shard", number, "err", err)
		}
		return false
	}
	shard := gateway.Shard{Number: number, Count: t.count}
	t.log.Info("shard taken", "shard", shard.String(), "resumes", c.Session.ID != "", "torn", torn)
	running, stop := context.WithCancel(t.hold)
	turn := &turn{member: t.member, shard: shard, claim: c, stop: stop, began: time.Now()}
	t.turns[number] = turn
	connection := t.bot.Open(Turn{Shard: shard, Session: c.Session, Torn: torn, Held: t.held})
	go func() {
		defer stop()
		t.ended <- turn.run(running, connection)
	}()
	return true
}

// watch wakes the term when something may have changed, until ctx is done.
// Should it hear nothing, the term looks from time to time by itself.
func (t *term) watch(ctx context.Context) {
	known := make(map[string]lease)
	for {
		for event, err := range t.store.Watch(ctx, keys) {
			if err == nil && tells(event, known) {
				select {
				case t.wake <- struct{}{}:
				default: // it is awake
				}
			}
		}
		if !interval.Pause(ctx, t.times.Look) {
			return
		}
	}
}

// tells says whether an event is one to act upon: a shard was handed over, or a
// member came, leaves or is gone. Renewals are most of them, and are not.
func tells(event store.Event, known map[string]lease) bool {
	id, isMember := strings.CutPrefix(event.Entry.Key, memberKeys)
	_, isHeld := strings.CutPrefix(event.Entry.Key, heldKeys)
	switch {
	case isMember && event.Op == store.Deleted:
		delete(known, id)
		return true
	case isMember && event.Op == store.Put:
		before, was := known[id]
		known[id] = readLease(event.Entry)
		return !was || before != known[id]
	case isHeld && event.Op == store.Put:
		_, c := readClaim(event.Entry)
		return c.Owner == ""
	}
	return false
}
