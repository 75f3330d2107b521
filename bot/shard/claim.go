package shard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"storybot/bot/gateway"
	"storybot/store"
)

// claim is a shard's entry: who holds the shard, and what the next holder goes
// on with.
type claim struct {
	Owner   string          `json:"owner,omitempty"` // a member; "" when it was handed over
	Count   int             `json:"count"`           // how many shards the session knows of
	Session gateway.Session `json:"session"`
	// Torn says that the session was taken from one who died, and what that one
	// had answered may not all have come again yet.
	Torn bool `json:"torn,omitempty"`

	revision uint64
}

func heldKey(number int) string { return heldKeys + strconv.Itoa(number) }

// readClaim returns the claim in a shard's entry, and the shard's number. One
// that cannot be read is nobody's.
func readClaim(e store.Entry) (number int, c claim) {
	number, err := strconv.Atoi(strings.TrimPrefix(e.Key, heldKeys))
	if err != nil {
		number = -1
	}
	if json.Unmarshal(e.Value, &c) != nil {
		c = claim{}
	}
	c.revision = e.Revision
	return number, c
}

// errTaken says that a shard's entry is another's by now.
var errTaken = errors.New("the shard was taken by another process")

// put writes a claim at its revision, and returns it at the new one.
func (m *member) put(ctx context.Context, number int, c claim) (claim, error) {
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	value, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	revision, err := m.store.Put(ctx, store.Entry{Key: heldKey(number), Value: value, Revision: c.revision})
	if err == nil {
		c.revision = revision
	}
	return c, err
}

// write is put, for the shard's holder: it writes also when a put of its own
// before was written without its knowing.
func (m *member) write(ctx context.Context, number int, c claim) (claim, error) {
	for {
		next, err := m.put(ctx, number, c)
		if !errors.Is(err, store.ErrChanged) {
			return next, err
		}
		now, err := m.read(ctx, number)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return c, errTaken // somebody deleted it, and so any may take it
		case err != nil:
			return c, err
		case now.Owner != m.id:
			return c, fmt.Errorf("%w: %s", errTaken, now.Owner)
		}
		c.revision = now.revision
	}
}

func (m *member) read(ctx context.Context, number int) (claim, error) {
	ctx, cancel := context.WithTimeout(ctx, m.times.Attempt)
	defer cancel()
	e, err := m.store.Get(ctx, heldKey(number))
	if err != nil {
		return claim{}, err
	}
	_, c := readClaim(e)
	return c, nil
}
