// Package vote counts who likes an answer and who does not, one vote a person,
// without keeping who they are.
//
// A vote is kept under a keyed hash (HMAC-SHA256) of the answer and the person.
// The key is made once, at random, and kept in the store: whoever has a list of
// persons but not the key can't tell who voted.
package vote

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"storybot/store"
)

const (
	prefix = "votes/"
	keyKey = "settings/vote-key"
)

// Vote is what a person thinks of an answer.
type Vote string

// The votes, as they are kept. None is of somebody who has not voted.
const (
	None    Vote = ""
	Like    Vote = "like"
	Dislike Vote = "dislike"
)

// Votes keeps votes in a store. It can be used by any number of goroutines.
type Votes struct {
	store store.Store
	keep  time.Duration
}

// New returns the votes in a store, each kept for as long as keep.
func New(s store.Store, keep time.Duration) *Votes { return &Votes{s, keep} }

// Cast counts a person's vote on an answer, in place of one from before, which
// it returns. When it returns without an error, the vote is kept.
func (v *Votes) Cast(ctx context.Context, answer, person string, cast Vote) (before Vote, err error) {
	key, err := v.key(ctx)
	if err != nil {
		return None, err
	}
	_, err = store.Update(ctx, v.store, prefix+hash(key, answer, person), func(e *store.Entry) error {
		before = Vote(e.Value)
		e.Value, e.TTL = []byte(cast), v.keep
		return nil
	})
	if err != nil {
		return None, fmt.Errorf("keep a vote: %w", err)
	}
	return before, nil
}

// Count returns how many votes are kept, by what they say.
func (v *Votes) Count(ctx context.Context) (map[Vote]int, error) {
	entries, err := v.store.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("count the votes: %w", err)
	}
	count := make(map[Vote]int)
	for _, e := range entries {
		count[Vote(e.Value)]++
	}
	return count, nil
}

// key returns the key of the hashes, and makes it where there is none.
func (v *Votes) key(ctx context.Context) ([]byte, error) {
	e, err := v.store.Get(ctx, keyKey)
	if errors.Is(err, store.ErrNotFound) {
		e, err = store.Update(ctx, v.store, keyKey, func(e *store.Entry) error {
			if len(e.Value) == 0 { // else another made one meanwhile
				e.Value = make([]byte, sha256.Size)
				rand.Read(e.Value) // which never fails
			}
			return nil
		})
	}
	if err != nil {
		return nil, fmt.Errorf("the key of the votes: %w", err)
	}
	return e.Value, nil
}

// hash names a person's vote on an answer.
func hash(key []byte, answer, person string) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%d:%s%s", len(answer), answer, person)
	return hex.EncodeToString(mac.Sum(nil))
}
