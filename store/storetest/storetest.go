// Package storetest is the contract of store.Store as tests. An implementation
// passes when Test does, and TestReopen if it outlives the process.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"storybot/store"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// Test checks a store against its contract. open returns a new, empty store,
// which Test closes. The store's clock must run.
func Test(t *testing.T, open func(t *testing.T) store.Store) {
	for name, test := range map[string]func(*testing.T, store.Store){
		"put and get":              testPutGet,
		"put if unchanged":         testUnchanged,
		"delete if unchanged":      testDelete,
		"no revision comes again":  testRevisions,
		"values are the caller's":  testOwnership,
		"list":                     testList,
		"limits":                   testLimits,
		"hostile keys":             testHostile,
		"time to live":             testTTL,
		"watch":                    testWatch,
		"watch from anywhere":      testWatchScope,
		"watch tells what expires": testWatchExpiry,
		"watch that is slow":       testWatchSlow,
		"watch ends":               testWatchEnds,
		"update":                   testUpdate,
		"no lost update":           testCounter,
		"one holder of a lease":    testLease,
		"all at once":              testAtOnce,
		"as a map does":            testModel,
		"cancelled":                testCancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			defer func() { must(t, s.Close()) }()
			test(t, s)
		})
	}
	t.Run("closed", func(t *testing.T) {
		t.Parallel()
		testClosed(t, open(t))
	})
}

func testPutGet(t *testing.T, s store.Store) {
	for _, value := range []string{"", "{}", "\x00\xff\xfe binary", strings.Repeat("long ", 1000)} {
		want := store.Entry{Key: "settings/" + fmt.Sprint(len(value)), Value: []byte(value), TTL: time.Hour}
		want.Revision = put(t, s, want)
		equal(t, get(t, s, want.Key), want)
	}
	put(t, s, store.Entry{Key: "settings/nil"})
	if v := get(t, s, "settings/nil").Value; len(v) != 0 {
		t.Errorf("a value of nil came back as %q", v)
	}
	_, err := s.Get(t.Context(), "settings/none")
	wantError(t, "get of nothing", err, store.ErrNotFound)
}

func testUnchanged(t *testing.T, s store.Store) {
	ctx := t.Context()
	const key = "settings/1"
	_, err := s.Put(ctx, store.Entry{Key: key, Revision: 7})
	wantError(t, "put over an entry that never was", err, store.ErrChanged)

	first := put(t, s, store.Entry{Key: key, Value: []byte("first")})
	_, err = s.Put(ctx, store.Entry{Key: key, Value: []byte("created twice")})
	wantError(t, "create what is there", err, store.ErrChanged)

	second := put(t, s, store.Entry{Key: key, Value: []byte("second"), Revision: first})
	for _, stale := range []uint64{0, first, second + 1, 1 << 63} {
		_, err = s.Put(ctx, store.Entry{Key: key, Value: []byte("stale"), Revision: stale})
		wantError(t, fmt.Sprintf("put over revision %d", stale), err, store.ErrChanged)
	}
	equal(t, get(t, s, key), store.Entry{Key: key, Value: []byte("second"), Revision: second})
}

func testDelete(t *testing.T, s store.Store) {
	ctx := t.Context()
	const key = "votes/1"
	wantError(t, "delete nothing", s.Delete(ctx, key, 0), store.ErrNotFound)
	first := put(t, s, store.Entry{Key: key})
	second := put(t, s, store.Entry{Key: key, Value: []byte("2"), Revision: first})
	for _, stale := range []uint64{0, first, second + 1} {
		wantError(t, fmt.Sprintf("delete revision %d", stale), s.Delete(ctx, key, stale), store.ErrChanged)
	}
	equal(t, get(t, s, key), store.Entry{Key: key, Value: []byte("2"), Revision: second})
	must(t, s.Delete(ctx, key, second))
	_, err := s.Get(ctx, key)
	wantError(t, "get what was deleted", err, store.ErrNotFound)
	wantError(t, "delete twice", s.Delete(ctx, key, second), store.ErrNotFound)
}

func testRevisions(t *testing.T, s store.Store) {
	const key = "leases/1"
	var last uint64
	for range 5 {
		created := put(t, s, store.Entry{Key: key})
		renewed := put(t, s, store.Entry{Key: key, Revision: created})
		if created <= last || renewed <= created {
			t.Fatalf("revisions do not grow: %d, %d, %d", last, created, renewed)
		}
		must(t, s.Delete(t.Context(), key, renewed))
		last = renewed
		_, err := s.Put(t.Context(), store.Entry{Key: key, Revision: renewed})
		wantError(t, "put over what was deleted", err, store.ErrChanged)
	}
}

func testOwnership(t *testing.T, s store.Store) {
	const key = "settings/1"
	value := []byte("kept")
	put(t, s, store.Entry{Key: key, Value: value})
	scribble := func(b []byte) { copy(b, "XXXX") }
	scribble(value)
	scribble(get(t, s, key).Value)
	scribble(list(t, s, "")[0].Value)
	for event := range s.Watch(t.Context(), "") {
		scribble(event.Entry.Value)
		break
	}
	if got := get(t, s, key).Value; string(got) != "kept" {
		t.Errorf("the store's value was changed from outside: %q", got)
	}
}

func testList(t *testing.T, s store.Store) {
	for _, key := range []string{"b", "a/b", "a/b/c", "a", "ab/c", "a-/c", "a/B", "a/_", "a/10", "a/9", "a.b/c"} {
		put(t, s, store.Entry{Key: key, Value: []byte("of " + key)})
	}
	for prefix, want := range map[string]string{
		"":       "a a-/c a.b/c a/10 a/9 a/B a/_ a/b a/b/c ab/c b",
		"a/":     "a/10 a/9 a/B a/_ a/b a/b/c",
		"a/b/":   "a/b/c",
		"a/b/c/": "",
		"b/":     "",
		"none/":  "",
		"a.b/":   "a.b/c",
	} {
		var keys []string
		for _, e := range list(t, s, prefix) {
			keys = append(keys, e.Key)
			equal(t, e, get(t, s, e.Key))
		}
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("list %q: got %s, want %s", prefix, got, want)
		}
	}
}

func testLimits(t *testing.T, s store.Store) {
	ctx := t.Context()
	largest := store.Entry{
		Key:   strings.Repeat("k/", store.MaxKey/2-1) + "kk",
		Value: bytes.Repeat([]byte{0xff}, store.MaxValue),
		TTL:   1<<63 - 1,
	}
	largest.Revision = put(t, s, largest)
	equal(t, get(t, s, largest.Key), largest)
	for what, e := range map[string]store.Entry{
		"a key too long":   {Key: largest.Key + "k"},
		"a value too long": {Key: "long", Value: append(largest.Value, 0)},
		"no time to live":  {Key: "brief", TTL: store.MinTTL - 1},
		"a time before":    {Key: "brief", TTL: -time.Hour},
	} {
		_, err := s.Put(ctx, e)
		wantError(t, what, err, store.ErrInvalid)
	}
	equal(t, list(t, s, ""), []store.Entry{largest})
	for range 3 { // the file of a store is not worn out by large values
		largest.Revision = put(t, s, largest)
	}
	must(t, s.Delete(ctx, largest.Key, largest.Revision))
}

// hostileKeys are keys that no store takes.
var hostileKeys = []string{
	"", "/", "//", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a b", "a\nb", "a\x00", "\xff",
	"ключ", "ＡＢ", "a\u202eb", "a*", "a.>", "*", ">", "a>", "$KV", "a=b", "a:b", `a\b`, "a'b", `a"b`, "a%2fb", "C:a",
}

func testHostile(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, key := range hostileKeys {
		_, err := s.Put(ctx, store.Entry{Key: key})
		wantError(t, fmt.Sprintf("put %q", key), err, store.ErrInvalid)
		_, err = s.Get(ctx, key)
		wantError(t, fmt.Sprintf("get %q", key), err, store.ErrInvalid)
		wantError(t, fmt.Sprintf("delete %q", key), s.Delete(ctx, key, 0), store.ErrInvalid)
		if key == "" {
			continue // which is a prefix
		}
		for _, prefix := range []string{key + "/", strings.TrimSuffix(key, "/")} {
			if prefix == "" {
				continue
			}
			_, err = s.List(ctx, prefix)
			wantError(t, fmt.Sprintf("list %q", prefix), err, store.ErrInvalid)
			wantError(t, fmt.Sprintf("watch %q", prefix), watchError(ctx, s, prefix), store.ErrInvalid)
		}
	}
	equal(t, list(t, s, ""), []store.Entry{})
	for _, key := range []string{"...", "-", "_", ".hidden", "a.", "0", "Aa/aA", "a..b", "--help", "-/-/-"} {
		put(t, s, store.Entry{Key: key, Value: []byte(key)})
		if got := get(t, s, key); string(got.Value) != key {
			t.Errorf("%q holds %q", key, got.Value)
		}
	}
}

func testCancelled(t *testing.T, s store.Store) {
	e := store.Entry{Key: "a/1", Value: []byte("before")}
	e.Revision = put(t, s, e)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	eachMethod(t, ctx, s, e, context.Canceled)
	equal(t, list(t, s, ""), []store.Entry{e})

	past, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	eachMethod(t, past, s, e, context.DeadlineExceeded)
	equal(t, list(t, s, ""), []store.Entry{e})
}

func testClosed(t *testing.T, s store.Store) {
	e := store.Entry{Key: "a/1"}
	e.Revision = put(t, s, e)
	must(t, s.Close())
	must(t, s.Close())
	eachMethod(t, t.Context(), s, e, store.ErrClosed)
}

// eachMethod calls each method on an entry that is there, and expects the error.
func eachMethod(t *testing.T, ctx context.Context, s store.Store, e store.Entry, want error) {
	t.Helper()
	_, err := s.Get(ctx, e.Key)
	wantError(t, "get", err, want)
	_, err = s.Put(ctx, e)
	wantError(t, "put", err, want)
	wantError(t, "delete", s.Delete(ctx, e.Key, e.Revision), want)
	_, err = s.List(ctx, "")
	wantError(t, "list", err, want)
	wantError(t, "watch", watchError(ctx, s, ""), want)
	_, err = store.Update(ctx, s, e.Key, func(*store.Entry) error { return errors.New("was called") })
	wantError(t, "update", err, want)
}
