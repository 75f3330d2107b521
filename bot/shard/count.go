package shard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"storybot/store"
)

// How many shards there are is written down once, under countKey, and stays as
// long as there are members. Who is alone may write another number, as
// recommended. That nobody joins at that moment, and goes by the old one, is
// seen to by each who joins: it puts the entry too, be it unchanged, after its
// lease, and so either sees the new number or makes the other look again.

// errCount says that the entry was written by something else.
var errCount = errors.New(countKey + " in the store is no number of shards: stop all processes and delete it")

// agree returns how many shards there are.
func (m *member) agree(ctx context.Context, recommended int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	var count int
	_, err := store.Update(ctx, m.store, countKey, func(e *store.Entry) error {
		others, err := m.others(ctx)
		if err != nil {
			return err
		}
		count = recommended
		if len(e.Value) > 0 {
			if err := json.Unmarshal(e.Value, &count); err != nil || count < 1 || count > mostShards {
				return errCount
			}
		}
		if count != recommended && others > 0 {
			m.log.Warn("Discord recommends another number of shards: to follow it, stop all processes and start them again",
				"recommended", recommended, "shards", count)
		} else if count != recommended {
			m.log.Info("the number of shards changes, as Discord recommends", "from", count, "to", recommended)
			count = recommended
		}
		e.Value, e.TTL = fmt.Append(nil, count), 0
		return nil
	})
	return count, err
}

// others counts the other members, those that are about to leave too.
func (m *member) others(ctx context.Context) (n int, err error) {
	entries, err := m.store.List(ctx, memberKeys)
	for _, e := range entries {
		if e.Key != memberKeys+m.id && !readLease(e).Dead {
			n++
		}
	}
	return n, err
}
