package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store"
)

// ErrMisconfigured: the store can't be opened for a reason that waiting does not
// change. The error around it says in a sentence what to do.
var ErrMisconfigured = errors.New("can't be used")

// room is how large a message has to be allowed, in bytes: the largest value,
// and its headers.
const room = store.MaxValue + 4<<10

var bucketName = regexp.MustCompile(`\A[-_A-Za-z0-9]{1,64}\z`)

// Open finds the servers, makes the bucket and that of the objects if they are
// missing, and returns the store when its table is complete.
//
// Errors: ErrMisconfigured; store.ErrUnavailable when NATS does not answer in
// time; the context's.
func Open(ctx context.Context, config Config) (*Store, error) {
	config.Bucket = cmp.Or(config.Bucket, "storybot")
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("open the store in NATS: %w", err)
	}
	s := &Store{config: config, log: config.Log, mirror: newMirror()}
	s.times = Times{
		Open:    cmp.Or(config.Times.Open, 10*time.Second),
		Call:    cmp.Or(config.Times.Call, 10*time.Second),
		Attempt: cmp.Or(config.Times.Attempt, 2*time.Second),
		Beat:    cmp.Or(config.Times.Beat, time.Second),
	}
	s.files = &objects{s: s}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.health.up = true
	opening, cancel := context.WithTimeout(ctx, s.times.Open)
	defer cancel()
	denied := new(atomic.Pointer[string])
	err := s.reach(opening, denied)
	if err == nil {
		return s, nil
	}
	s.mirror.Close()
	s.stop()
	s.running.Wait()
	if s.conn != nil {
		s.conn.Close()
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	} else {
		err = sentence(err, denied.Load(), config)
	}
	return nil, fmt.Errorf("open the store in NATS: %w", err)
}

// check returns what is wrong with the configuration, without the secrets that
// are in it.
func (config Config) check() error {
	if config.URL == "" {
		return fmt.Errorf("%w: there is no address: set NATS_URL, such as to nats://localhost:4222", ErrMisconfigured)
	}
	for i, address := range strings.Split(config.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) || u.Hostname() == "" {
			return fmt.Errorf("%w: address %d of NATS_URL is none: write nats://host:4222, and commas between several", ErrMisconfigured, i+1)
		}
	}
	if config.Credentials != "" {
		if f, err := os.Open(config.Credentials); err != nil {
			return fmt.Errorf("%w: the credentials: %w", ErrMisconfigured, err)
		} else if err := f.Close(); err != nil {
			return err
		}
	}
	if !bucketName.MatchString(config.Bucket) {
		return fmt.Errorf("%w: the bucket %.64q: name it with letters, digits, \"-\" and \"_\"", ErrMisconfigured, config.Bucket)
	}
	return nil
}

// reach connects, finds the buckets, and waits for the first beat.
func (s *Store) reach(ctx context.Context, denied *atomic.Pointer[string]) error {
	if err := s.retry(ctx, func(ctx context.Context) error { return s.connect(ctx, denied) }); err != nil {
		return err
	}
	if most := s.conn.MaxPayload(); most < room {
		return fmt.Errorf("%w: the servers take messages of %d bytes, and %d are needed: raise max_payload to 1MB", ErrMisconfigured, most, room)
	}
	var err error
	if s.js, err = jetstream.New(s.conn); err != nil {
		return err
	}
	replicas := s.replicas()
	for _, b := range []struct {
		into *jetstream.Stream
		want jetstream.StreamConfig
	}{{new(jetstream.Stream), s.entriesStream(replicas)}, {&s.files.stream, s.objectsStream(replicas)}} {
		if err := s.retry(ctx, func(ctx context.Context) (err error) {
			*b.into, err = s.bucket(ctx, b.want)
			return err
		}); err != nil {
			return err
		}
	}
	if err := s.listen(); err != nil {
		return err
	}
	s.running.Go(s.follow)
	if err := s.retry(ctx, s.catchUp); err != nil {
		return err
	}
	s.running.Go(s.beatOften)
	return nil
}

// connect connects to one of the servers. A connection that is lost later is
// made again for ever.
func (s *Store) connect(_ context.Context, denied *atomic.Pointer[string]) (err error) {
	options := []nats.Option{
		nats.Name("storybot"),
		nats.Timeout(s.times.Attempt / 2),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(100 * time.Millisecond),
		nats.ReconnectJitter(200*time.Millisecond, 200*time.Millisecond),
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectBufSize(-1), // a call rather fails, and is tried again, than waits in a buffer
		nats.PingInterval(s.times.Attempt / 2),
		nats.MaxPingsOutstanding(2),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrPermissionViolation) {
				text := err.Error()
				denied.Store(&text)
				s.log.Error("NATS forbids the store something", "err", err)
			}
		}),
	}
	if s.config.Credentials != "" {
		options = append(options, nats.UserCredentials(s.config.Credentials))
	}
	s.conn, err = nats.Connect(s.config.URL, options...)
	return err
}

// replicas returns on how many nodes a new bucket is kept.
func (s *Store) replicas() int {
	if s.config.Replicas > 0 {
		return s.config.Replicas
	}
	if s.conn.ConnectedClusterName() != "" && len(s.conn.Servers()) >= 3 {
		return 3
	}
	return 1
}

// entriesStream is the stream of a key-value bucket, which tells of each message
// that it takes.
func (s *Store) entriesStream(replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:                   "KV_" + s.config.Bucket,
		Subjects:               []string{s.prefix() + ">"},
		MaxMsgsPerSubject:      1,
		Storage:                jetstream.FileStorage,
		Replicas:               replicas,
		Discard:                jetstream.DiscardNew,
		Duplicates:             2 * time.Minute,
		AllowRollup:            true,
		AllowDirect:            true,
		RePublish:              &jetstream.RePublish{Source: s.prefix() + ">", Destination: s.config.Bucket + ".changed.>", HeadersOnly: true},
		DenyDelete:             true,
		AllowMsgTTL:            true,
		SubjectDeleteMarkerTTL: traceTTL,
	}
}

// bucket returns the stream, which it makes if it is missing.
func (s *Store) bucket(ctx context.Context, want jetstream.StreamConfig) (jetstream.Stream, error) {
	stream, err := s.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = s.js.CreateStream(ctx, want)
	}
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another made it meanwhile
		stream, err = s.js.Stream(ctx, want.Name)
	}
	if err != nil {
		return nil, err
	}
	have := stream.CachedInfo().Config
	if have.MaxMsgsPerSubject != want.MaxMsgsPerSubject || have.AllowMsgTTL != want.AllowMsgTTL ||
		have.AllowDirect != want.AllowDirect || !reflect.DeepEqual(have.RePublish, want.RePublish) || have.MaxAge != 0 || have.Storage != want.Storage ||
		have.Duplicates < want.Duplicates || !slices.Equal(have.Subjects, want.Subjects) {
		return nil, fmt.Errorf("%w: the stream %s is there with other settings: remove it, or name another bucket", ErrMisconfigured, want.Name)
	}
	if s.config.Replicas > 0 && have.Replicas != want.Replicas {
		return nil, fmt.Errorf("%w: the stream %s has %d replicas, not %d: change one or the other", ErrMisconfigured, want.Name, have.Replicas, want.Replicas)
	}
	if have.Replicas < want.Replicas {
		s.log.Warn("the store is kept on fewer nodes than the cluster would have", "stream", want.Name, "replicas", have.Replicas)
	}
	return stream, nil
}

// sentence says what to do about an error of Open.
func sentence(err error, denied *string, config Config) error {
	switch {
	case errors.Is(err, ErrMisconfigured):
		return err
	case denied != nil:
		return fmt.Errorf("%w: the user may not do all that is needed (%s): let it publish to $JS.API.>, $KV.%s.> and %s.objects.>, and subscribe to _INBOX.> and %s.changed.>",
			ErrMisconfigured, *denied, config.Bucket, config.Bucket, config.Bucket)
	case errors.Is(err, nats.ErrAuthorization):
		return fmt.Errorf("%w: NATS does not know the user or the password: correct them in NATS_URL, or the credentials file", ErrMisconfigured)
	}
	return err
}
