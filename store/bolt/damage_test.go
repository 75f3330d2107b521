package bolt_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/bolt"
)

// written returns the bytes of a store of some pages, and what is in it: now,
// and before its last write.
func written(t *testing.T) (file []byte, now, before string) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 60 {
		put(t, s, store.Entry{Key: fmt.Sprintf("audit/%02d", i), Value: []byte(strings.Repeat("row ", i*5))})
	}
	before = contents(t, s)
	put(t, s, store.Entry{Key: "audit/last"})
	now = contents(t, s)
	must(t, s.Close())
	file, err := os.ReadFile(filepath.Join(dir, bolt.Name))
	must(t, err)
	return file, now, before
}

func contents(t *testing.T, s store.Store) string {
	t.Helper()
	entries, err := s.List(t.Context(), "")
	must(t, err)
	return fmt.Sprint(entries)
}

// TestFlippedBytes: whichever byte is wrong, the store opens with all that is
// in it, or is refused; it is never read wrong, and nothing panics. Of bbolt's
// two first pages the newer may be the one that is spoilt; bbolt then takes the
// older, as it does after a crash, and the last write is gone.
func TestFlippedBytes(t *testing.T) {
	file, now, before := written(t)
	random := rand.New(rand.NewPCG(1, 2))
	refusals := 0
	for range *flips {
		dir := t.TempDir()
		path := filepath.Join(dir, bolt.Name)
		at, bits := random.IntN(len(file)), byte(1+random.IntN(255))
		if random.IntN(2) == 0 {
			at -= at % os.Getpagesize() // at the head of a page,
			at += random.IntN(100)      // where bbolt finds its way
		}
		file[at] ^= bits
		must(t, os.WriteFile(path, file, 0o600))
		file[at] ^= bits
		s, err := bolt.Open(dir, time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			if !errors.Is(err, bolt.ErrDamaged) && !errors.Is(err, bolt.ErrNewer) {
				t.Fatalf("byte %d: %v", at, err)
			}
			refusals++
			continue
		}
		if got := contents(t, s); got != now && got != before {
			t.Fatalf("byte %d: it was read wrong: %.300s", at, got)
		}
		must(t, s.Close())
	}
	if refusals == 0 {
		t.Error("none was refused")
	}
}

// TestCutShort: a file that lost its end is refused; one that lost everything
// is a new one.
func TestCutShort(t *testing.T) {
	file, _, _ := written(t)
	page := os.Getpagesize()
	for _, size := range []int{1, 100, page, 2*page - 1, 2 * page, 3 * page, 4*page + 1, 5 * page} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, bolt.Name), file[:size], 0o600))
			refused(t, dir, bolt.ErrDamaged, "left as it is", "put a good copy in its place")
		})
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, bolt.Name), nil, 0o600))
	must(t, open(t, dir).Close())
}

func TestNoStoreAtAll(t *testing.T) {
	for name, content := range map[string]string{
		"a line": "hello\n",
		"text":   strings.Repeat("To be, or not to be, that is the question.\n", 2000),
		"zeros":  strings.Repeat("\x00", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, bolt.Name), []byte(content), 0o600))
			refused(t, dir, bolt.ErrDamaged, "left as it is")
		})
	}
}

// TestCutShortWhileOpen: a file that is spoilt under a running store fails the
// writes; what was read stays, and the store can be closed.
func TestCutShortWhileOpen(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s, store.Entry{Key: "a", Value: []byte("kept")})
	must(t, os.Truncate(filepath.Join(dir, bolt.Name), int64(2*os.Getpagesize())))
	for range 2 {
		if _, err := s.Put(t.Context(), store.Entry{Key: "b"}); !errors.Is(err, bolt.ErrDamaged) {
			t.Errorf("put: got error %v, want %v", err, bolt.ErrDamaged)
		}
	}
	e, err := s.Get(t.Context(), "a")
	must(t, err)
	if string(e.Value) != "kept" {
		t.Errorf("read %q", e.Value)
	}
	must(t, s.Close())
}
