package jetstream

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store/table"
)

// beats are the empty messages that are written to know that the table has
// caught up, and that the store can be reached. One is under way at a time; who
// asks meanwhile shares the next.
type beats struct {
	mu      sync.Mutex
	next    *beat // that has not begun; nil: nobody asks
	running bool
}

type beat struct {
	done chan struct{} // closed when err is set
	err  error
}

// catchUp returns when the table shows all that was acknowledged to anyone
// before it was called.
func (s *Store) catchUp(ctx context.Context) error {
	s.beats.mu.Lock()
	b := s.beats.next
	if b == nil {
		b = &beat{done: make(chan struct{})}
		s.beats.next = b
	}
	if !s.beats.running && s.ctx.Err() == nil {
		s.beats.running = true
		s.running.Go(s.beatWhileAsked)
	}
	s.beats.mu.Unlock()
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

func (s *Store) beatWhileAsked() {
	for {
		s.beats.mu.Lock()
		b := s.beats.next
		s.beats.next = nil
		s.beats.running = b != nil
		s.beats.mu.Unlock()
		if b == nil {
			return
		}
		b.err = s.beatOnce()
		close(b.done)
	}
}

// beatOnce writes one message, and waits until the mirror has shown it. A message
// that comes before what the table shows already is of another stream than
// before: it was brought back from a copy.
func (s *Store) beatOnce() error {
	ctx, cancel := context.WithTimeout(s.ctx, s.times.Attempt)
	defer cancel()
	shown := s.mirror.last()
	sequence, err := s.publishBeat(ctx)
	if err != nil {
		return err
	}
	if sequence <= shown {
		s.mirror.restart()
	}
	s.mirror.want(sequence)
	return s.mirror.reach(ctx, sequence)
}

func (s *Store) publishBeat(ctx context.Context) (sequence uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.times.Attempt)
	defer cancel()
	ack, err := s.js.PublishMsg(ctx, nats.NewMsg(s.prefix()+beatKey), jetstream.WithRetryAttempts(0))
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// beatOften beats until the store is closed, so that somebody notices when the
// store can't be reached, when the mirror missed the last message there was, and
// when a time to live is over. A node that is cut off from the others keeps its
// clients, who would wait as long as it is; so after the second beat that
// failed it is left for another.
func (s *Store) beatOften() {
	for failed := 0; ; {
		pause := time.NewTimer(s.times.Beat*9/10 + rand.N(s.times.Beat/5))
		select {
		case <-pause.C:
		case <-s.ctx.Done():
			pause.Stop()
			return
		}
		ctx, cancel := context.WithTimeout(s.ctx, s.times.Attempt*3/2)
		err := s.retry(ctx, s.catchUp)
		if err == nil {
			s.sweep(ctx)
		}
		cancel()
		if s.ctx.Err() != nil {
			return
		}
		s.report(err)
		if failed++; err == nil {
			failed = 0
		}
		if failed > 1 && s.conn.IsConnected() {
			if err := s.conn.ForceReconnect(); err != nil {
				s.log.Debug("the connection stays", "err", err)
			}
		}
	}
}

// sweep deletes what is over by the time of the last message. What it does not
// manage, or another process was quicker to, the next one sees to.
func (s *Store) sweep(ctx context.Context) {
	due := s.mirror.Due(s.mirror.now())
	var sent []jetstream.PubAckFuture
	for _, r := range due[:min(len(due), sweepMost)] {
		future, err := s.sweepOne(r)
		if err != nil {
			break
		}
		sent = append(sent, future)
	}
	for _, future := range sent {
		select {
		case <-future.Ok():
		case err := <-future.Err():
			if !refused(err) && !errors.Is(err, context.Canceled) {
				s.log.Debug("an entry past its time to live stays for now", "err", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// sweepMost is how many entries are deleted at once, that is in a second.
const sweepMost = 1000

func (s *Store) sweepOne(r table.Record) (jetstream.PubAckFuture, error) {
	w := deletion()
	m := nats.NewMsg(s.subject(r.Key))
	for name, value := range w.headers {
		m.Header.Set(name, value)
	}
	return s.js.PublishMsgAsync(m,
		jetstream.WithExpectLastSequencePerSubject(r.Revision),
		jetstream.WithMsgTTL(w.ttl),
		jetstream.WithRetryAttempts(0))
}
