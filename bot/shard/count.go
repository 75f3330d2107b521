package shard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"storybot/store"
)

// How many shards there are is written down once, under countKey, and stays as
// long as a member goes by it. Where none does, another number may be written, as
// recommended. A member's lease says which number it goes by, and says so first;
// then the member puts the entry too, be it unchanged. So who would change the
// number meanwhile finds the entry put anew, looks again, and sees the lease.
// Processes that start together have leases that say the new number already, and
// do not hold each other to the old one.

// errCount says that the entry was written by something else.
var errCount = errors.New(countKey + " in the store is no number of shards: stop all processes and delete it")

// agree returns how many shards there are.
func (m *member) agree(ctx context.Context, recommended int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	count := recommended
	for {
		if err := m.tell(ctx, func() { m.count = count }); err != nil {
			return 0, err
		}
		agreed, err := m.propose(ctx, count)
		if err != nil || agreed == count {
			return agreed, err
		}
		m.log.Warn("Discord recommends another number of shards: to follow it, stop all processes and start them again",
			"recommended", recommended, "shards", agreed)
		count = agreed
	}
}

// propose writes a number of shards, if the one that is written already is the
// same or nobody goes by it. It returns the number that is written then.
func (m *member) propose(ctx context.Context, count int) (agreed int, err error) {
	_, err = store.Update(ctx, m.store, countKey, func(e *store.Entry) error {
		agreed = count
		if len(e.Value) > 0 {
			if err := json.Unmarshal(e.Value, &agreed); err != nil || agreed < 1 || agreed > mostShards {
				return errCount
			}
		}
		if agreed != count {
			others, err := m.others(ctx, agreed)
			if err != nil {
				return err
			}
			if !others {
				m.log.Info("the number of shards changes, as Discord recommends", "from", agreed, "to", count)
				agreed = count
			}
		}
		e.Value, e.TTL = fmt.Append(nil, agreed), 0
		return nil
	})
	return agreed, err
}

// others says whether other members go by a number of shards, those that are
// about to leave too.
func (m *member) others(ctx context.Context, count int) (bool, error) {
	entries, err := m.store.List(ctx, memberKeys)
	for _, e := range entries {
		if lease := readLease(e); e.Key != memberKeys+m.id && !lease.Dead && lease.Count == count {
			return true, nil
		}
	}
	return false, err
}
