package shard

import (
	"context"
	"errors"
	"time"

	"storybot/bot/gateway"
	"storybot/bot/interval"
)

// A turn is a shard while this member holds it. One goroutine runs its
// connection, and another writes down how far the session is, and at the end
// that the shard is free.
type turn struct {
	*member
	shard   gateway.Shard
	claim   claim
	stop    context.CancelFunc // hands the shard over
	handing bool               // it is being handed over
	began   time.Time
}

// heals is how long a turn is torn at least: by then, what the last holder may
// have answered has come again.
const heals = 5 * time.Second

// torn says whether the turn is still torn when its session has come to next.
func (t *turn) torn(next gateway.Session) bool {
	return t.claim.Torn && (next == t.claim.Session || time.Since(t.began) < heals)
}

// ended is how a turn ended.
type ended struct {
	number int
	// claim is the last that was written, with the session as it was left.
	claim claim
	err   error // of a connection that cannot go on
}

// run runs the shard until ctx is done or the connection cannot go on, and hands
// it over.
func (t *turn) run(ctx context.Context, connection Connection) ended {
	result := make(chan error, 1)
	go func() { result <- connection.Run(ctx) }()
	look := time.NewTicker(t.times.Save / 8)
	defer look.Stop()
	saved := time.Now()
	for {
		select {
		case err := <-result:
			session := connection.Session()
			t.claim.Torn = t.torn(session)
			t.claim.Session = session
			t.release()
			return ended{t.shard.Number, t.claim, err}
		case <-look.C:
			session := connection.Session()
			isNew := session.ID != t.claim.Session.ID // without it, nobody can resume
			if isNew || session != t.claim.Session && time.Since(saved) >= t.times.Save {
				t.save(ctx, session)
				saved = time.Now()
			}
		}
	}
}

// save writes down how far the session is.
func (t *turn) save(ctx context.Context, session gateway.Session) {
	next := t.claim
	next.Session, next.Torn = session, t.torn(session)
	written, err := t.write(ctx, t.shard.Number, next)
	switch {
	case err == nil:
		t.claim = written
	case errors.Is(err, errTaken):
		// It cannot be, as long as the store keeps a lease for its time.
		t.log.Error("a shard was taken while the lease lives: closing it", "shard", t.shard.String(), "err", err)
		t.lose(errLost)
	}
}

// release writes down that the shard is free, and where its session was left.
// Who has lost the lease writes nothing.
func (t *turn) release() {
	ctx, cancel := context.WithTimeout(t.hold, t.times.Release)
	defer cancel()
	next := t.claim
	next.Owner = ""
	for ctx.Err() == nil {
		written, err := t.write(ctx, t.shard.Number, next)
		if err == nil {
			t.claim = written
			t.log.Info("shard handed over", "shard", t.shard.String(), "seq", next.Session.Seq)
			return
		}
		if errors.Is(err, errTaken) {
			return // a put that seemed to fail was written, and it was taken since
		}
		t.log.Debug("a shard is not handed over yet", "shard", t.shard.String(), "err", err)
		interval.Pause(ctx, t.times.Renew/4)
	}
}
