package storetest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"storybot/store"
)

func put(t *testing.T, s store.Store, e store.Entry) uint64 {
	t.Helper()
	revision, err := s.Put(t.Context(), e)
	must(t, err)
	return revision
}

func get(t *testing.T, s store.Store, key string) store.Entry {
	t.Helper()
	e, err := s.Get(t.Context(), key)
	must(t, err)
	return e
}

func list(t *testing.T, s store.Store, prefix string) []store.Entry {
	t.Helper()
	entries, err := s.List(t.Context(), prefix)
	must(t, err)
	return append([]store.Entry{}, entries...) // not nil
}

// watchError returns the error that a watch ends with at once.
func watchError(ctx context.Context, s store.Store, prefix string) error {
	for _, err := range s.Watch(ctx, prefix) {
		return err
	}
	return errors.New("it ended without a word")
}

// gone waits until there is no entry of the key.
func gone(t *testing.T, s store.Store, key string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if _, err := s.Get(t.Context(), key); errors.Is(err, store.ErrNotFound) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s is still there", key)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
		return
	}
	if strings.Contains(got.Error(), "\n") {
		t.Errorf("%s: the error is of several lines: %q", what, got)
	}
}

// equal compares; nil and empty values are the same.
func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(bytes.Equal)); diff != "" {
		t.Errorf("-want +got:\n%.2000s", diff)
	}
}
