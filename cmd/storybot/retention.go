package main

import (
	"context"
	"errors"
	"time"

	"storybot/store"
)

// Each entry is put with the time that it is to live, so RETENTION_DAYS as it is
// now holds for what comes from now on. Whoever shortens it means what is kept
// already too; so at the start, each entry that was to live longer is given that
// time instead, from then on. None is given more: nobody was told that it would
// be kept for longer.

// retain has no entry of a store live longer than keep, but those that live for
// ever.
func retain(ctx context.Context, s store.Store, keep time.Duration) error {
	entries, err := s.List(ctx, "")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.TTL <= keep {
			continue
		}
		e.TTL = keep
		if _, err := s.Put(ctx, e); err != nil && !errors.Is(err, store.ErrChanged) { // changed: by who knows the time
			return err
		}
	}
	return nil
}
