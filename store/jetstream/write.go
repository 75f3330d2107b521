package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store"
)

var (
	// errGone: there is no entry at the revision, for there is none at all.
	errGone = errors.New("gone")
	// errAgain: nothing was written, and the next attempt may.
	errAgain = errors.New("the stream was busy with the same key")
)

// A writing is one Put or Delete, in as many attempts as it takes.
//
// The stream takes a message only if the last one of its subject is at the
// sequence that the message names, expect, and it takes a message that it has
// taken within the last two minutes for done. So an attempt may be repeated as
// it is, whatever became of the one before.
//
// When the stream refuses, another has written; or we have, in an attempt that
// had no answer, or in this very one: a node that was cut off or hung, and
// leads no more, refuses what the new leader takes. What is there then says which:
// our own number; or that it was written over the very sequence that we named,
// so that ours never was. Else the stream is asked, with a beat of our number,
// which it does not take if it took ours. It forgets when a node is started
// anew; so of an attempt that had no answer, and that it does not know, nobody
// can say what became.
type writing struct {
	s      *Store
	key    string
	over   uint64 // the revision to replace; 0: there must be none
	expect uint64
	message
	// sure is whether over was seen in the table, or there is nothing to see.
	sure     bool
	tried    bool // whether there was an attempt before
	sent     bool // whether one had no answer
	revision uint64
}

// write writes the message over the revision of the key's entry, and returns the
// new one. Errors: store.ErrChanged, errGone, store.ErrUnavailable, and those of
// the context.
func (s *Store) write(ctx context.Context, key string, over uint64, m message) (uint64, error) {
	w := &writing{s: s, key: key, over: over, expect: over, message: m}
	w.sure = over == 0 || s.mirror.Revision(key) == over
	err := s.retry(ctx, w.attempt)
	return w.revision, err
}

func (w *writing) attempt(ctx context.Context) error {
	if !w.sure {
		if err := w.look(ctx); err != nil {
			return err
		}
	}
	sequence, err := w.publish(ctx)
	w.tried = true
	switch {
	case err == nil:
		w.revision = sequence
		return nil
	case refused(err):
		w.sure = false
		if err := w.look(ctx); err != nil {
			return err
		}
		return errAgain
	case !unsent(err):
		w.sent = true
	}
	return err
}

// publish sends the message once.
func (w *writing) publish(ctx context.Context) (sequence uint64, err error) {
	m := nats.NewMsg(w.s.subject(w.key))
	m.Data = w.data
	for name, value := range w.headers {
		m.Header.Set(name, value)
	}
	options := []jetstream.PublishOpt{
		jetstream.WithMsgID(w.id),
		jetstream.WithExpectLastSequencePerSubject(w.expect),
		jetstream.WithRetryAttempts(0),
	}
	if w.ttl > 0 {
		options = append(options, jetstream.WithMsgTTL(w.ttl))
	}
	ack, err := w.s.js.PublishMsg(ctx, m, options...)
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// look finds out whether the entry is still at the revision. It returns nil if
// so, and else why the write ends; or that it could not look.
func (w *writing) look(ctx context.Context) error {
	if err := w.s.catchUp(ctx); err != nil {
		return err
	}
	there := w.s.mirror.Revision(w.key)
	if there == w.over && there != 0 {
		w.sure = true
		return nil
	}
	header, last, err := w.s.lastMessage(ctx, w.key)
	if err != nil {
		return err
	}
	deleted := last == 0 || isDeletion(header)
	if w.over == 0 && deleted && (!w.sent || w.expect == last) {
		w.expect, w.sure = last, true // over the trace of the deletion
		return nil
	}
	if w.tried {
		if err := w.known(ctx, header, last); err != nil {
			return err
		}
	}
	if deleted && w.over != 0 {
		return errGone
	}
	return store.ErrChanged
}

// known returns nil if it is sure that no attempt was taken, and errDone if one
// was. The header and the sequence are those of the last message of the key.
func (w *writing) known(ctx context.Context, header nats.Header, last uint64) error {
	if header.Get(jetstream.MsgIDHeader) == w.id {
		w.revision = last
		return errDone
	}
	if header.Get(jetstream.ExpectedLastSubjSeqHeader) == strconv.FormatUint(w.expect, 10) {
		return nil
	}
	// A beat with our number tells whether the stream remembers it.
	ack, err := w.s.js.PublishMsg(ctx, nats.NewMsg(w.s.prefix()+beatKey), jetstream.WithMsgID(w.id), jetstream.WithRetryAttempts(0))
	if unsent(err) {
		return err
	}
	if err == nil && ack.Duplicate {
		w.revision = ack.Sequence
		return errDone
	}
	if err == nil && !w.sent {
		return nil
	}
	return fmt.Errorf("%w: it may have been written, and replaced since", store.ErrUnavailable)
}

// subject returns where the messages of the key are.
func (s *Store) subject(key string) string { return s.prefix() + toSubject.Replace(key) }

func (s *Store) prefix() string { return "$KV." + s.config.Bucket + "." }
