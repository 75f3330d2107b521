//go:build unix

package jetstream_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	natsjetstream "github.com/nats-io/nats.go/jetstream"

	"storybot/store"
	"storybot/store/jetstream"
	"storybot/store/natstest"
)

// refused expects that the store can't be opened, for a reason of one line
// without the password.
func refused(t *testing.T, config jetstream.Config, want error, words ...string) {
	t.Helper()
	config.Times = jetstream.Times{Open: 2 * time.Second, Attempt: time.Second}
	begin := time.Now()
	s, err := jetstream.Open(t.Context(), config)
	if err == nil {
		s.Close()
		t.Fatal("it was opened")
	}
	if took := time.Since(begin); took > 2*config.Times.Open {
		t.Errorf("it took %v", took)
	}
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error does not say %q: %v", w, err)
		}
	}
	if strings.ContainsAny(err.Error(), "\n\r") || strings.Contains(err.Error(), "secret") {
		t.Errorf("the error is of several lines, or tells the password: %q", err)
	}
}

func TestOpenMisconfigured(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "localhost", "http://localhost:4222", "nats://", "nats://user:secret@:4222", "nats://a:1,", "nats://user:secret@ho st:1", "\x7f"} {
		refused(t, jetstream.Config{URL: url}, jetstream.ErrMisconfigured, "NATS_URL")
	}
	refused(t, jetstream.Config{URL: "nats://localhost:1", Bucket: "a.b"}, jetstream.ErrMisconfigured, "bucket")
	refused(t, jetstream.Config{URL: "nats://127.0.0.1:1", Credentials: filepath.Join(t.TempDir(), "none.creds")}, jetstream.ErrMisconfigured, "none.creds")
}

func TestOpenNobodyThere(t *testing.T) {
	t.Parallel()
	refused(t, jetstream.Config{URL: "nats://user:secret@127.0.0.1:1"}, store.ErrUnavailable, "no connection to NATS")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := jetstream.Open(ctx, jetstream.Config{URL: "nats://127.0.0.1:1"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got error %v", err)
	}
}

// needed are the rights of a user that the store needs, and no more.
const needed = `publish: [
	"$JS.API.STREAM.*.KV_b", "$JS.API.STREAM.*.b-objects", "$JS.API.STREAM.MSG.GET.*",
	"$JS.API.DIRECT.GET.KV_b", "$KV.b.>", "b.objects.>"
], subscribe: ["_INBOX.>", "b.changed.>"]`

func TestOpenUsers(t *testing.T) {
	t.Parallel()
	c := natstest.Start(t, 1, natstest.With(`
accounts {
	ON: { jetstream: enabled, users: [
		{user: all, password: secret},
		{user: needed, password: secret, permissions: {`+needed+`}},
		{user: reader, password: secret, permissions: {publish: ["$JS.API.STREAM.INFO.>"], subscribe: ["_INBOX.>"]}}
	]}
	OFF: { users: [{user: "off", password: secret}] }
}`))
	as := func(user string) jetstream.Config {
		return jetstream.Config{URL: "nats://" + user + "@" + c.Address(0), Bucket: "b"}
	}
	refused(t, as("all:secretly"), jetstream.ErrMisconfigured, "user or the password")
	refused(t, as("off:secret"), store.ErrUnavailable, "JetStream is off")
	refused(t, as("reader:secret"), jetstream.ErrMisconfigured, "may not", "Permissions Violation", "$JS.API.>")
	s := open(t, as("needed:secret").URL, "b")
	put(t, s, store.Entry{Key: "a/1", TTL: time.Second})
	_, err := s.Objects().Put(t.Context(), []byte("content"))
	must(t, err)
	must(t, s.Close())

	conn, err := nats.Connect(as("all:secret").URL)
	must(t, err)
	defer conn.Close()
	js, err := natsjetstream.New(conn)
	must(t, err)
	_, err = js.CreateKeyValue(t.Context(), natsjetstream.KeyValueConfig{Bucket: "other", History: 5})
	must(t, err)
	other := as("all:secret")
	other.Bucket = "other"
	refused(t, other, jetstream.ErrMisconfigured, "KV_other", "other settings")
	more := as("all:secret")
	more.Replicas = 3
	refused(t, more, jetstream.ErrMisconfigured, "has 1 replicas, not 3")
}

func TestOpenServerSettings(t *testing.T) {
	t.Parallel()
	off := natstest.Start(t, 1, natstest.With("jetstream: disabled"))
	refused(t, jetstream.Config{URL: off.URL()}, store.ErrUnavailable, "JetStream is off")
	small := natstest.Start(t, 1, natstest.With("max_payload: 64KB"))
	refused(t, jetstream.Config{URL: small.URL()}, jetstream.ErrMisconfigured, "max_payload")
}

// TestForeignMessages: what others write into the bucket does no harm.
func TestForeignMessages(t *testing.T) {
	t.Parallel()
	c := natstest.Start(t, 1)
	s := open(t, c.URL(), "b")
	conn, err := nats.Connect(c.URL())
	must(t, err)
	defer conn.Close()
	js, err := natsjetstream.New(conn)
	must(t, err)
	kv, err := js.KeyValue(t.Context(), "b")
	must(t, err)
	for _, key := range []string{"a/b", "=", "==", "x.=", strings.Repeat("k", 300), "good.key"} {
		_, err := kv.PutString(t.Context(), key, "foreign")
		must(t, err)
	}
	entries, err := s.List(t.Context(), "")
	must(t, err)
	if len(entries) != 1 || entries[0].Key != "good/key" {
		t.Errorf("there are %v", entries)
	}
	must(t, kv.Delete(t.Context(), "good.key"))
	if _, err := s.Get(t.Context(), "good/key"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got error %v", err)
	}
}
