package shard

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync/atomic"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
)

// Leased shares the bot's shards with other processes; see the package comment.
// Only Store must be there.
type Leased struct {
	Store store.Store
	// Name tells people which process this is.
	Name  string
	Log   *slog.Logger
	Times Times
	// NewID returns an id of letters and digits that no other call returns. Nil
	// means one of chance.
	NewID func() string

	// sharing is this process's membership, while there is one.
	sharing atomic.Pointer[member]
	// left is, by shard, what this process wrote last, with the session as it
	// was left: where nobody has written since, it goes on from there.
	left map[int]claim
}

// Ready implements Assignment: whether this process is a member, and its lease
// was renewed when it was last tried.
func (l *Leased) Ready() bool {
	m := l.sharing.Load()
	return m != nil && m.held() && !m.late.Load()
}

// Run implements Assignment.
func (l *Leased) Run(ctx context.Context, bot Bot) error {
	l.Times = interval.OrDefault(l.Times, DefaultTimes)
	l.left = make(map[int]claim)
	if l.Log == nil {
		l.Log = slog.New(slog.DiscardHandler)
	}
	if l.NewID == nil {
		l.NewID = rand.Text
	}
	recommended, err := l.recommended(ctx, bot)
	if err != nil {
		return stoppedOr(ctx, err)
	}
	for {
		err := l.serve(ctx, bot, recommended)
		if !errors.Is(err, errLost) {
			return stoppedOr(ctx, err)
		}
		if !interval.Pause(ctx, l.Times.Renew) {
			return nil
		}
	}
}

// recommended asks how many shards there should be, until it is told.
func (l *Leased) recommended(ctx context.Context, bot Bot) (int, error) {
	for {
		n, err := bot.Recommended(ctx)
		if err == nil {
			return min(max(1, n), mostShards), nil
		}
		if errors.Is(err, gateway.ErrToken) {
			return 0, err
		}
		l.Log.Warn("how many shards there should be is not known", "err", err)
		if !interval.Pause(ctx, l.Times.Look) {
			return 0, ctx.Err()
		}
	}
}

// serve is one membership: from joining until ctx is done, the lease is lost or
// a shard cannot go on.
func (l *Leased) serve(ctx context.Context, bot Bot, recommended int) error {
	m, err := join(ctx, l.Store, l.Times, l.Log, l.NewID(), l.Name)
	if err != nil {
		return err
	}
	defer m.end()
	count := 0
	for count == 0 {
		count, err = m.agree(ctx, recommended)
		switch {
		case errors.Is(err, errCount):
			return err
		case err == nil:
		case m.hold.Err() != nil:
			return errLost
		case !interval.Pause(ctx, l.Times.Look):
			return ctx.Err()
		default:
			l.Log.Warn("how many shards there are is not known", "err", err)
			count = 0
		}
	}
	l.Log.Info("sharing shards", "member", m.id, "shards", count)
	l.sharing.Store(m)
	defer l.sharing.Store(nil)
	return newTerm(m, l, bot, count).run(ctx)
}

// stoppedOr returns nil when ctx is done, since stopping is no failure, and err
// otherwise.
func stoppedOr(ctx context.Context, err error) error {
	if _, fatal := errors.AsType[*gateway.Loss](err); ctx.Err() != nil && !fatal {
		return nil
	}
	return err
}
