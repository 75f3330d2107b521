//go:build unix

package jetstream_test

import (
	"flag"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"storybot/store"
	"storybot/store/jetstream"
	"storybot/store/natstest"
	"storybot/store/storetest"
)

func TestMain(m *testing.M) {
	natstest.Main()
	flag.Set("rapid.checks", "10") // each step goes to the cluster
	goleak.VerifyTestMain(m)
}

var buckets atomic.Int32

// fresh returns the name of a bucket that there was not.
func fresh() string { return fmt.Sprintf("test-%d", buckets.Add(1)) }

func open(t testing.TB, url, bucket string) *jetstream.Store {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := jetstream.Open(t.Context(), jetstream.Config{URL: url, Bucket: bucket, Log: log})
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestContract(t *testing.T) {
	for _, nodes := range []int{1, 3} {
		t.Run(fmt.Sprintf("%d nodes", nodes), func(t *testing.T) {
			t.Parallel()
			url := natstest.Start(t, nodes).URL()
			t.Run("entries", func(t *testing.T) {
				storetest.Test(t, func(t *testing.T) store.Store { return open(t, url, fresh()) })
			})
			t.Run("reopened", func(t *testing.T) {
				bucket := fresh()
				storetest.TestReopen(t, func() store.Store { return open(t, url, bucket) })
			})
			t.Run("objects", func(t *testing.T) {
				storetest.TestObjects(t, func(t *testing.T) store.Objects { return open(t, url, fresh()).Objects() })
			})
		})
	}
}
