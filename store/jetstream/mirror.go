package jetstream

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"storybot/store"
	"storybot/store/table"
)

// A mirror is a table that follows the stream. It asks any node "what came after
// message n?" (see after), and the answer is everything later that the node has,
// as it was at one moment. A stream keeps the last message of each subject
// alone: so what the table showed, and the answer over it, is all that the node
// had then, whichever node answered before. One that lags behind has nothing to
// say, and is asked again.
//
// It asks when a beat is to be passed, and when a node tells that something was
// written (the stream republishes its messages, without their values). That may
// get lost; then the next beat finds it.
//
// Nobody who follows the stream has to be known to NATS, and no node has to be
// the leader for the mirror to go on.
type mirror struct {
	*table.Table
	mu     sync.Mutex
	shown  uint64        // the sequence of the last message that the table shows; 0: begin anew
	latest time.Time     // of that message, by the clock of the node that took it
	asked  time.Time     // when a node answered last, by ours
	target uint64        // a sequence that is known to be there
	moved  chan struct{} // closed, and made anew, when shown changes
	wake   chan struct{} // holds one when there is a new target
}

func newMirror() *mirror {
	return &mirror{Table: table.New(nil), moved: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// now returns the time of the last message.
func (m *mirror) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.latest
}

// want lets the mirror know that there is a message of the sequence.
func (m *mirror) want(sequence uint64) {
	m.mu.Lock()
	m.target = max(m.target, sequence)
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// restart makes the mirror begin anew.
func (m *mirror) restart() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shown, m.target = 0, 0
}

// last returns the sequence that the table shows.
func (m *mirror) last() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.shown
}

// reach returns when the table shows the sequence.
func (m *mirror) reach(ctx context.Context, sequence uint64) error {
	for {
		m.mu.Lock()
		shown, moved := m.shown, m.moved
		m.mu.Unlock()
		if shown >= sequence {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// behind returns the last message that the table shows, and a later one that is
// known to be there; 0 if none is. After a silence in which the traces of
// deletions may have ended, the mirror begins anew.
func (m *mirror) behind() (shown, target uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.asked) > traceTTL/2 {
		m.shown = 0
	}
	if m.target <= m.shown {
		return m.shown, 0
	}
	return m.shown, m.target
}

// show makes the table show what came since the message it showed: up to the
// sequence last, of the time.
func (m *mirror) show(since []table.Change, shown, last uint64, at time.Time) {
	if shown == 0 {
		there := make(map[string]table.Record, len(since))
		for _, c := range since {
			if delete(there, c.Key); c.Op == store.Put {
				there[c.Key] = c.Record
			}
		}
		m.Replace(there, last)
	} else {
		m.Show(since...)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shown, m.latest, m.asked = last, at, time.Now()
	close(m.moved)
	m.moved = make(chan struct{})
}

const (
	// lagPause is how long a node that lags behind is given first. It doubles.
	lagPause = 200 * time.Microsecond
	// firstPatience is how long a node may take to answer first. It doubles. NATS
	// gives the question to any node, also to one that hangs.
	firstPatience = 100 * time.Millisecond
)

// follow follows the stream until the store is closed.
func (s *Store) follow() {
	patience := firstPatience
	for pause := lagPause; ; {
		shown, target := s.mirror.behind()
		if target > 0 {
			if err := s.ask(shown, target, patience); err == nil {
				pause, patience = lagPause, firstPatience
				continue
			} else if s.ctx.Err() == nil && !errors.Is(err, errLags) {
				patience = min(2*patience, s.times.Attempt/2)
				s.log.Debug("the mirror of the store is late", "err", err)
			}
		}
		again := time.NewTimer(pause)
		select {
		case <-s.mirror.wake:
			pause = lagPause
		case <-again.C:
			pause = min(2*pause, lastPause)
		case <-s.ctx.Done():
			again.Stop()
			return
		}
		again.Stop()
	}
}

// ask makes the table, which shows one message, show all that a node has, which
// must have the other. An answer may be cut off, for it would be long, and its
// rest may come from a node that is less far. So what the first node had is only
// complete when a message was passed that is later.
func (s *Store) ask(shown, target uint64, patience time.Duration) error {
	var since []table.Change
	var at time.Time
	for last := shown; ; {
		a, err := s.after(last, patience)
		if err != nil {
			return err
		}
		since = append(since, a.changes...)
		if a.last > last {
			last, at = a.last, a.at
		}
		switch {
		case a.cut:
			if target, err = s.publishBeat(s.ctx); err != nil {
				return err
			}
		case last >= target:
			s.mirror.show(since, shown, last, at)
			return nil
		default:
			return errLags
		}
	}
}

// listen has the mirror told of what is written.
func (s *Store) listen() error {
	_, err := s.conn.Subscribe(s.config.Bucket+".changed.>", func(m *nats.Msg) {
		if sequence, err := number(m.Header, nats.JSSequence); err == nil && m.Header.Get(nats.JSSubject) != s.prefix()+beatKey {
			s.mirror.want(sequence)
		}
	})
	return err
}
