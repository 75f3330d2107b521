package edition

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"storybot/knowledge"
	"storybot/store"
)

// Read is as in [knowledge.Source]: it makes the next edition, and puts it in
// force. Without a change, that has the files of this process's folder.
func (s *Story) Read(try bool, change func() error) (*knowledge.Base, knowledge.Report, error) {
	a, err := s.next(s.life, try, change)
	s.note(err)
	return a.base, a.report, err
}

// note logs why no edition was made, where nobody else will.
func (s *Story) note(err error) {
	if !errors.Is(err, knowledge.ErrUnsaved) {
		return
	}
	s.Log.Warn("no edition was made", "err", err)
	if errors.Is(err, store.ErrUnavailable) {
		s.reached(err)
	}
}

// next makes attempts until one is in force, or found to be no use.
func (s *Story) next(ctx context.Context, try bool, change func() error) (*attempt, error) {
	var kept *packer
	if !try {
		kept = newPacker(ctx, s.shared)
	}
	tried := noEdition() // what was last tried to come after
	for {
		now, err := s.head(ctx)
		if err != nil {
			return &attempt{}, err
		}
		a := s.attempt(ctx, now, kept)
		err = a.make(change)
		switch {
		case err != nil || try:
			if (err != nil || a.shelf.hasLost()) && s.moved(ctx, now) {
				continue // what it was made of may be gone since
			}
		case a.sameAs(now):
			s.serves(now)
		default:
			tried = now
			if err = s.force(ctx, a); errors.Is(err, store.ErrChanged) {
				continue
			}
		}
		if kept != nil {
			s.spare(tried, packs(kept.put)...)
		}
		return a, err
	}
}

// moved reports whether another edition is in force than this one.
func (s *Story) moved(ctx context.Context, from *edition) bool {
	entry, err := s.shared.get(ctx, s.key())
	return err == nil && entry.Revision != from.revision
}

// force puts an attempt in force.
func (s *Story) force(ctx context.Context, a *attempt) error {
	if err := a.keep(); err != nil {
		return err
	}
	e, err := s.put(ctx, a.after, a.manifest())
	if err == nil {
		s.serves(e)
	}
	return err
}

// put puts a manifest in force after an edition.
func (s *Story) put(ctx context.Context, after *edition, m *manifest) (*edition, error) {
	content, err := m.encode()
	if err != nil {
		return nil, err
	}
	name, err := s.shared.putObject(ctx, content)
	if err != nil {
		return nil, err
	}
	h := head{Number: m.Number, Manifest: name}
	value, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	entry := store.Entry{Key: s.key(), Value: value, Revision: after.revision}
	if h.revision, err = s.shared.put(ctx, entry); err != nil {
		// The answer may have been lost, and not the writing.
		there, unread := s.shared.get(ctx, s.key())
		if unread != nil || !bytes.Equal(there.Value, value) {
			s.spare(after, waste{name: name, alone: true}) // the next attempt may need its packs
			return nil, err
		}
		h.revision = there.Revision
	}
	s.Log.Info("an edition is in force", "edition", m.Number, "digest", m.Digest[:min(6, len(m.Digest))])
	if !after.none() {
		s.spare(after, manifests(after.Manifest, after.Before, after.Serving)...)
	}
	return &edition{h, m, m.Number}, nil
}

// Back is as in [knowledge.Source]: it puts an edition in force that has the
// files of the present one, and has the one before served.
func (s *Story) Back(before *knowledge.Base) (*knowledge.Base, error) {
	base, err := s.back(s.life, before)
	s.note(err)
	return base, err
}

func (s *Story) back(ctx context.Context, before *knowledge.Base) (*knowledge.Base, error) {
	for {
		now, err := s.head(ctx)
		if err != nil {
			return nil, err
		}
		base, e, err := s.backFrom(ctx, now, before)
		if err == nil {
			s.serves(e)
			return base, nil
		}
		switch {
		case errors.Is(err, store.ErrChanged), s.moved(ctx, now): // again, from there
		case errors.Is(err, knowledge.ErrNoBefore):
			return nil, err
		default:
			return nil, unsaved(err)
		}
	}
}

// backFrom puts an edition in force after now, which serves what was served
// before now.
func (s *Story) backFrom(ctx context.Context, now *edition, before *knowledge.Base) (*knowledge.Base, *edition, error) {
	if now.Before == "" {
		return nil, nil, knowledge.ErrNoBefore
	}
	was, err := s.shared.manifest(ctx, now.Before)
	if err != nil {
		return nil, nil, err
	}
	base, err := s.load(ctx, was, before)
	if err != nil {
		return nil, nil, err
	}
	m := *now.manifest
	m.Number, m.Digest, m.Serving, m.Before = now.Number+1, was.Digest, now.Before, ""
	m.Process, m.At = s.Process, s.Now().UTC()
	e, err := s.put(ctx, now, &m)
	return base, e, err
}
