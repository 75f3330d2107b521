package jetstream

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store"
)

const (
	firstPause = 5 * time.Millisecond // between two attempts; it doubles
	lastPause  = 500 * time.Millisecond
)

// errDone ends an attempt that found its work done.
var errDone = errors.New("done")

// retry makes attempts, each with a deadline of its own, until one succeeds or
// fails for good, or ctx ends, or, when it has no deadline, the time for a call
// is over.
func (s *Store) retry(ctx context.Context, attempt func(context.Context) error) error {
	calling := ctx
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		calling, cancel = context.WithTimeout(ctx, s.times.Call)
		defer cancel()
	}
	var why error // the last error that says more than that time was over
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		once, cancel := context.WithTimeout(calling, s.times.Attempt)
		err := attempt(once)
		cancel()
		if err == nil || errors.Is(err, errDone) {
			return nil
		}
		if forGood(err) {
			return err
		}
		if why == nil || !errors.Is(err, context.DeadlineExceeded) {
			why = err
		}
		wait := time.NewTimer(pause/2 + rand.N(pause))
		select {
		case <-wait.C:
		case <-calling.Done():
		case <-s.mirror.Closed():
		}
		wait.Stop()
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return ctx.Err()
		case s.open(context.Background()) != nil:
			return store.ErrClosed
		case ctx.Err() != nil:
			return fmt.Errorf("%w: %s (%w)", store.ErrUnavailable, reason(why), ctx.Err())
		case calling.Err() != nil:
			return fmt.Errorf("%w: %s", store.ErrUnavailable, reason(why))
		}
	}
}

// forGood reports whether no further attempt would do better.
func forGood(err error) bool {
	for _, known := range []error{
		store.ErrNotFound, store.ErrChanged, store.ErrUnavailable, store.ErrClosed, errGone,
		ErrMisconfigured, nats.ErrAuthorization,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// refused reports that the stream has not taken a message, for its subject is
// not, or not surely, at the sequence that was named.
func refused(err error) bool {
	answer, ok := errors.AsType[*jetstream.APIError](err)
	return ok && (answer.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence ||
		answer.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant)
}

// unsent reports that a message has surely not reached a stream.
func unsent(err error) bool {
	answer, answered := errors.AsType[*jetstream.APIError](err)
	return answered && answer.Code < 500 ||
		errors.Is(err, jetstream.ErrNoStreamResponse) ||
		errors.Is(err, nats.ErrReconnectBufExceeded) ||
		errors.Is(err, nats.ErrMaxPayload)
}

// reason says in a few words why an attempt failed.
func reason(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout):
		return "NATS does not answer"
	case errors.Is(err, nats.ErrReconnectBufExceeded), errors.Is(err, nats.ErrConnectionReconnecting),
		errors.Is(err, nats.ErrDisconnected), errors.Is(err, nats.ErrNoServers):
		return "no connection to NATS"
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrNoStreamResponse),
		errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return "JetStream is off, there or for this user, or has no leader"
	}
	return err.Error()
}
