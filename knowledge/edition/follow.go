package edition

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"storybot/knowledge"
	"storybot/store"
)

var (
	errOtherwise = errors.New("the articles are read otherwise here than where they were published: run the same storybot everywhere, or reload")
	errGone      = errors.New("there is no edition of the story any more: reload to make one of this process's folder")
)

const (
	// slowest is how long there is at most between two tries.
	slowest = time.Minute
	// asks is how often it is asked which edition is in force, in case that the
	// watch stands still and nobody has noticed.
	asks = 5 * time.Second
)

// watch hears of each edition that comes into force, as long as the story is
// open.
func (s *Story) watch() {
	for s.life.Err() == nil {
		s.reached(s.listen())
		s.sleep(s.Retry)
	}
}

// listen returns when the watch has ended.
func (s *Story) listen() error {
	there := false
	for event, err := range s.Store.Watch(s.life, s.folder()) {
		if err != nil {
			return unsaved(err)
		}
		switch event.Op {
		case store.Put:
			h, err := parseHead(event.Entry)
			if err != nil {
				s.fails(err)
				continue
			}
			there = true
			s.want(h)
		case store.Deleted:
			there = false
			s.lost()
		case store.Ready:
			s.reached(nil)
			if !there {
				s.lost()
			}
		}
		s.wake()
	}
	return unsaved(errors.New("the watch has ended"))
}

// reached notes that what is shared can be reached, or with an error that it
// can't.
func (s *Story) reached(err error) {
	if s.life.Err() != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil && s.away == nil:
		s.Log.Error("what the processes share can't be reached: the story stays as it is until it can", "err", err)
	case err == nil && s.away != nil:
		s.Log.Info("what the processes share can be reached again")
	}
	s.away = err
}

// lost notes that there is no edition. Where none was ever served here, this
// process is to make one; else only a moderator can tell whether to.
func (s *Story) lost() {
	if s.serving().none() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.missing = true
		return
	}
	s.fails(errGone)
}

// chase does what there is to do, again and again until it succeeds: it catches
// up with the edition that is wanted, and throws away what is of no more use.
func (s *Story) chase() {
	s.wake()
	asking := time.NewTicker(asks)
	defer asking.Stop()
	var again <-chan time.Time
	for pause := s.Retry; ; {
		select {
		case <-s.life.Done():
			return
		case <-asking.C:
			s.ask()
		case <-s.signal:
			pause = s.Retry
		case <-again:
			pause = min(2*pause, slowest)
		}
		again = nil
		caught := s.catchUp()
		cleaned := s.clean(s.life)
		if cleaned != nil {
			s.Log.Debug("what is of no more use is not deleted yet", "err", cleaned)
		}
		if !caught || cleaned != nil {
			again = time.After(pause)
		}
	}
}

// catchUp serves the edition that is wanted, and reports whether it is served.
func (s *Story) catchUp() bool {
	s.mu.Lock()
	missing := s.missing
	s.mu.Unlock()
	if missing {
		if _, err := s.store.Reload(); err != nil {
			return false
		}
	}
	for {
		behind, want := s.behind()
		if !behind {
			return true
		}
		err := s.catch(want)
		if err == nil {
			continue
		}
		s.ask() // what can't be found may have been thrown away, with a newer one in force
		if _, newer := s.behind(); newer == want {
			s.fails(err)
			return false
		}
	}
}

// ask asks which edition is in force.
func (s *Story) ask() {
	entry, err := s.shared.get(s.life, s.key())
	if err == nil {
		var h head
		if h, err = parseHead(entry); err == nil {
			s.want(h)
		}
	}
	if errors.Is(err, knowledge.ErrUnsaved) || err == nil {
		s.reached(err)
	}
}

// behind reports whether another edition is wanted than is served, and which.
func (s *Story) behind() (bool, head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wanted.revision > s.served.revision, s.wanted
}

// catch serves an edition, unless a newer one is served when its turn comes.
func (s *Story) catch(want head) (err error) {
	s.store.Follow(func(before *knowledge.Base) (base *knowledge.Base) {
		if s.serving().revision >= want.revision {
			return nil
		}
		var e *edition
		began := s.Now()
		if e, err = s.edition(s.life, want); err != nil {
			return nil
		}
		if base, err = s.baseOf(s.life, e, s.store.Current(), before); err != nil {
			return nil
		}
		s.serves(e)
		s.Log.Info("an edition is followed", "edition", e.Number, "version", base.Version(), "by", e.Process, "took", s.Now().Sub(began))
		return base
	})
	return err
}

// baseOf returns the Base that an edition serves. With an error that the
// articles are read otherwise here comes the Base that they are read into.
func (s *Story) baseOf(ctx context.Context, e *edition, had ...*knowledge.Base) (*knowledge.Base, error) {
	m := e.manifest
	if e.Serving != "" {
		var err error
		if m, err = s.shared.manifest(ctx, e.Serving); err != nil {
			return nil, err
		}
	}
	return s.load(ctx, m, had...)
}

// load returns the Base of a manifest's files, which may be one that this
// process has.
func (s *Story) load(ctx context.Context, m *manifest, had ...*knowledge.Base) (*knowledge.Base, error) {
	for _, base := range had {
		if base != nil && base.Digest() == m.Digest {
			return base, nil
		}
	}
	shelf := newShelf(ctx, s.shared)
	base, report, err := knowledge.Load(newView(m.Files, shelf.read), knowledge.Reusing(&s.parsed), knowledge.AtOnce(atOnce))
	if err := cmp.Or(shelf.failure(), err); err != nil {
		return nil, fmt.Errorf("edition %d: %w", m.Number, err)
	}
	if base.Digest() != m.Digest {
		s.leftOut(report)
		return base, fmt.Errorf("edition %d: %w", m.Number, errOtherwise)
	}
	return base, nil
}

// sleep waits, unless the story is closed.
func (s *Story) sleep(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.life.Done():
	}
}
