package edition

import (
	"context"
	"errors"
	"fmt"
	"time"

	"storybot/knowledge"
	"storybot/store"
)

// shared is what the processes have in common. No call takes longer than the
// patience. Its errors wrap knowledge.ErrUnsaved, but for those that tell of an
// entry or an object, and not of the medium.
type shared struct {
	entries  store.Store
	objects  store.Objects
	patience time.Duration
}

// unsaved says that an error left the story unchanged.
func unsaved(err error) error {
	if errors.Is(err, knowledge.ErrUnsaved) {
		return err
	}
	return fmt.Errorf("%w: %w", knowledge.ErrUnsaved, err)
}

// told returns the error of a call.
func told(err error) error {
	if err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrChanged) {
		return err
	}
	return unsaved(err)
}

func (s shared) get(ctx context.Context, key string) (store.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	entry, err := s.entries.Get(ctx, key)
	return entry, told(err)
}

func (s shared) put(ctx context.Context, entry store.Entry) (revision uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	revision, err = s.entries.Put(ctx, entry)
	return revision, told(err)
}

func (s shared) object(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	content, err := s.objects.Get(ctx, name)
	return content, told(err)
}

func (s shared) putObject(ctx context.Context, content []byte) (name string, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	name, err = s.objects.Put(ctx, content)
	return name, told(err)
}

// deleteObject removes an object, if it is there.
func (s shared) deleteObject(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	if err := s.objects.Delete(ctx, name); !errors.Is(err, store.ErrNotFound) {
		return told(err)
	}
	return nil
}

func (s shared) manifest(ctx context.Context, name string) (*manifest, error) {
	content, err := s.object(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("the manifest: %w", err)
	}
	m, err := decode(content)
	if err != nil {
		return nil, fmt.Errorf("the manifest can't be read: %w", err)
	}
	return m, nil
}
