package bolt_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"storybot/store"
	"storybot/store/bolt"
	"storybot/store/storetest"
)

func TestMain(m *testing.M) {
	if dir, ok := os.LookupEnv(childFolder); ok {
		child(dir)
	}
	goleak.VerifyTestMain(m)
}

func open(t testing.TB, dir string) store.Store {
	t.Helper()
	s, err := bolt.Open(dir, time.Now, slog.New(slog.DiscardHandler))
	must(t, err)
	return s
}

// refused expects that the store cannot be opened, for a reason of one line,
// and that the file is left as it is.
func refused(t *testing.T, dir string, want error, words ...string) {
	t.Helper()
	path := filepath.Join(dir, bolt.Name)
	before, _ := os.ReadFile(path)
	s, err := bolt.Open(dir, time.Now, slog.New(slog.DiscardHandler))
	if err == nil {
		s.Close()
		t.Fatal("it was opened")
	}
	if want != nil && !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
	for _, w := range append(words, path) {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error does not say %q: %v", w, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is of several lines: %q", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

func put(t testing.TB, s store.Store, e store.Entry) {
	t.Helper()
	_, err := s.Put(t.Context(), e)
	must(t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) store.Store { return open(t, t.TempDir()) })
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	storetest.TestReopen(t, func() store.Store { return open(t, dir) })
}

func TestFolderAndFileAreTheOwners(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "share", "storybot")
	must(t, open(t, dir).Close())
	for path, want := range map[string]os.FileMode{dir: 0o700 | os.ModeDir, filepath.Join(dir, bolt.Name): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	refused(t, dir, bolt.ErrLocked, "in use by another process", "STATE_DIR")
	put(t, s, store.Entry{Key: "a"}) // the first goes on
	must(t, s.Close())
	must(t, open(t, dir).Close())
}

func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	refused(t, file, nil, "STATE_DIR to a folder")
	refused(t, filepath.Join(file, "below"), nil, "STATE_DIR to a folder")

	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, bolt.Name), 0o700))
	refused(t, dir, nil, "is a directory", "STATE_DIR to a folder")
}

// TestRetentionOverARestart: what was due while nobody was there is gone when
// the store is opened.
func TestRetentionOverARestart(t *testing.T) {
	const day = 24 * time.Hour
	dir := t.TempDir()
	today := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	openOn := func(today time.Time) store.Store {
		s, err := bolt.Open(dir, func() time.Time { return today }, slog.New(slog.DiscardHandler))
		must(t, err)
		return s
	}
	s := openOn(today)
	put(t, s, store.Entry{Key: "audit/1", TTL: 90 * day})
	put(t, s, store.Entry{Key: "settings/1"})
	must(t, s.Close())

	for _, c := range []struct {
		after time.Duration
		rows  int
	}{{90*day - time.Second, 1}, {90 * day, 0}, {0, 0}} {
		s := openOn(today.Add(c.after))
		rows, err := s.List(t.Context(), "audit/")
		must(t, err)
		if len(rows) != c.rows {
			t.Errorf("after %v there are %d rows, want %d", c.after, len(rows), c.rows)
		}
		_, err = s.Get(t.Context(), "settings/1")
		must(t, err)
		must(t, s.Close())
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(tx *bbolt.Tx) error
		want  error
		words string
	}{
		{"newer", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("format")).Put([]byte("version"), []byte("2"))
		}, bolt.ErrNewer, "format 2, this one knows 1"},
		{"no version", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("format")).Delete([]byte("version"))
		}, bolt.ErrDamaged, "no version"},
		{"of another program", func(tx *bbolt.Tx) error {
			return tx.DeleteBucket([]byte("format"))
		}, bolt.ErrDamaged, "not of storybot"},
		{"no entries", func(tx *bbolt.Tx) error {
			return tx.DeleteBucket([]byte("entries"))
		}, bolt.ErrDamaged, "no entries"},
		{"an entry of another program", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("entries")).Put([]byte("a"), []byte("{}"))
		}, bolt.ErrDamaged, "checksum"},
		{"an entry is missing", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("entries")).Delete([]byte("settings/1"))
		}, bolt.ErrDamaged, "entries are missing"},
		{"an entry after the last revision", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("entries")).SetSequence(0)
		}, bolt.ErrDamaged, "of revision 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			put(t, s, store.Entry{Key: "settings/1"})
			must(t, s.Close())
			db, err := bbolt.Open(filepath.Join(dir, bolt.Name), 0o600, nil)
			must(t, err)
			must(t, db.Update(c.spoil))
			must(t, db.Close())
			refused(t, dir, c.want, c.words)
		})
	}
}

func BenchmarkPut(b *testing.B) {
	s := open(b, b.TempDir())
	defer s.Close()
	e := store.Entry{Key: "votes/1", Value: make([]byte, 200)}
	for b.Loop() {
		revision, err := s.Put(b.Context(), e)
		must(b, err)
		e.Revision = revision
	}
}

func BenchmarkGet(b *testing.B) {
	s := open(b, b.TempDir())
	defer s.Close()
	put(b, s, store.Entry{Key: "votes/1", Value: make([]byte, 200)})
	b.ReportAllocs()
	for b.Loop() {
		_, err := s.Get(b.Context(), "votes/1")
		must(b, err)
	}
}
