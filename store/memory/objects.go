package memory

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"storybot/store"
)

// Objects are a store.Objects in memory. It is made by NewObjects.
type Objects struct {
	mu       sync.RWMutex
	contents map[string][]byte // by digest
}

var _ store.Objects = (*Objects)(nil)

// NewObjects returns no objects.
func NewObjects() *Objects { return &Objects{contents: make(map[string][]byte)} }

// Put implements store.Objects.
func (o *Objects) Put(ctx context.Context, content []byte) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("put an object: %w", err)
	}
	digest, err := store.Digest(content)
	if err != nil {
		return "", err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.contents[digest]; !ok {
		o.contents[digest] = bytes.Clone(content)
	}
	return digest, nil
}

// Get implements store.Objects.
func (o *Objects) Get(ctx context.Context, digest string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("get the object %.64q: %w", digest, err)
	}
	if err := store.CheckDigest(digest); err != nil {
		return nil, err
	}
	o.mu.RLock()
	defer o.mu.RUnlock()
	content, ok := o.contents[digest]
	if !ok {
		return nil, fmt.Errorf("get the object %s: %w", digest, store.ErrNotFound)
	}
	return bytes.Clone(content), nil
}

// Delete implements store.Objects.
func (o *Objects) Delete(ctx context.Context, digest string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("delete the object %.64q: %w", digest, err)
	}
	if err := store.CheckDigest(digest); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.contents, digest)
	return nil
}

// List implements store.Objects.
func (o *Objects) List(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("list the objects: %w", err)
	}
	o.mu.RLock()
	defer o.mu.RUnlock()
	return slices.Sorted(maps.Keys(o.contents)), nil
}
