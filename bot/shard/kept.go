package shard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"storybot/bot/gateway"
	"storybot/store"
)

// Kept keeps the sessions of static shards in a store, from the end of one
// process to the beginning of the next. Each is taken out when it is read, for
// it is resumed once; and it goes by itself when Discord has long forgotten it.
// A store that cannot be reached costs a new session, and nothing else. A nil
// Kept keeps nothing.
type Kept struct {
	Store store.Store
	Log   *slog.Logger
}

const (
	// keptFor is longer than Discord keeps a session that is not connected.
	keptFor = 15 * time.Minute
	// keeping bounds the taking, and the leaving, of all sessions.
	keeping = 3 * time.Second
)

func keptKey(s gateway.Shard) string { return fmt.Sprintf("%sleft/%d-of-%d", keys, s.Number, s.Count) }

// take returns the session that was left for a shard, or none.
func (k *Kept) take(ctx context.Context, shard gateway.Shard) (session gateway.Session) {
	if k == nil {
		return session
	}
	e, err := k.Store.Get(ctx, keptKey(shard))
	if errors.Is(err, store.ErrNotFound) {
		return session
	}
	if err == nil {
		err = k.Store.Delete(ctx, e.Key, e.Revision)
	}
	if err == nil {
		err = json.Unmarshal(e.Value, &session)
	}
	if err != nil {
		k.Log.Warn("a session is begun anew: the last cannot be had", "shard", shard.String(), "err", err)
		return gateway.Session{}
	}
	return session
}

// leave leaves a session to the next process.
func (k *Kept) leave(ctx context.Context, shard gateway.Shard, session gateway.Session) {
	if k == nil {
		return
	}
	_, err := store.Update(ctx, k.Store, keptKey(shard), func(e *store.Entry) (err error) {
		e.Value, err = json.Marshal(session)
		e.TTL = keptFor
		return err
	})
	if err != nil {
		k.Log.Warn("the next process cannot resume", "shard", shard.String(), "err", err)
	}
}
