package main

import (
	"context"
	"time"

	"storybot/store"
)

// promptStore is a store in which a call fails at once while the store is known
// to be out of reach, and else does not wait for it for long.
type promptStore struct {
	store.Store
	healthy func() bool
}

// promptWithin outlasts the death of a node, after which the others have to
// agree on who leads.
const promptWithin = 5 * time.Second

func (p promptStore) begin(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if !p.healthy() {
		return nil, nil, store.ErrUnavailable
	}
	ctx, cancel := context.WithTimeout(ctx, promptWithin)
	return ctx, cancel, nil
}

// Get is as in [store.Store].
func (p promptStore) Get(ctx context.Context, key string) (store.Entry, error) {
	ctx, cancel, err := p.begin(ctx)
	if err != nil {
		return store.Entry{}, err
	}
	defer cancel()
	return p.Store.Get(ctx, key)
}

// Put is as in [store.Store].
func (p promptStore) Put(ctx context.Context, e store.Entry) (uint64, error) {
	ctx, cancel, err := p.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer cancel()
	return p.Store.Put(ctx, e)
}

// Delete is as in [store.Store].
func (p promptStore) Delete(ctx context.Context, key string, revision uint64) error {
	ctx, cancel, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return p.Store.Delete(ctx, key, revision)
}

// List is as in [store.Store].
func (p promptStore) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	ctx, cancel, err := p.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer cancel()
	return p.Store.List(ctx, prefix)
}
