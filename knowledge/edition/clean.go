package edition

import (
	"context"
	"errors"
	"maps"
	"slices"

	"storybot/store"
)

// waste is an object that may be of no more use, once an edition of a later
// revision is in force.
type waste struct {
	name  string
	alone bool   // or else, with a manifest, what only that led to
	after uint64 // the revision
}

func packs(names []string) (all []waste) {
	for _, name := range names {
		all = append(all, waste{name: name, alone: true})
	}
	return all
}

func manifests(names ...string) (all []waste) {
	for _, name := range names {
		if name != "" {
			all = append(all, waste{name: name})
		}
	}
	return all
}

// spare notes objects to be looked at by [Story.clean] once an edition after
// this one is in force.
func (s *Story) spare(after *edition, objects ...waste) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range objects {
		w.after = after.revision
		s.waste = append(s.waste, w)
	}
	s.wake()
}

// clean deletes what is of no more use, and what only that led to. What can't be
// deleted now is left for later.
func (s *Story) clean(ctx context.Context) error {
	s.mu.Lock()
	all := s.waste
	s.waste = nil
	s.mu.Unlock()
	if len(all) == 0 {
		return nil
	}
	left, err := s.sweep(ctx, all)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waste = append(left, s.waste...)
	return err
}

// sweep returns what was not looked at.
func (s *Story) sweep(ctx context.Context, all []waste) (left []waste, err error) {
	now, err := s.head(ctx)
	if err != nil {
		return all, err
	}
	used, err := s.used(ctx, now)
	if err != nil {
		return all, err
	}
	for i, w := range all {
		if now.revision <= w.after {
			left = append(left, w) // it may yet come into force
			continue
		}
		if err := s.throwAway(ctx, w, used); err != nil {
			return append(left, all[i:]...), err
		}
	}
	return left, nil
}

// used returns the objects that an edition needs.
func (s *Story) used(ctx context.Context, e *edition) (map[string]bool, error) {
	used := map[string]bool{e.Manifest: true}
	e.eachPack(func(pack string) { used[pack] = true })
	for _, name := range []string{e.Before, e.Serving} {
		if name == "" {
			continue
		}
		m, err := s.shared.manifest(ctx, name)
		if err != nil {
			return nil, err
		}
		used[name] = true
		m.eachPack(func(pack string) { used[pack] = true })
	}
	return used, nil
}

func (m *manifest) eachPack(do func(pack string)) {
	for _, f := range m.Files {
		do(f.Pack)
	}
}

// throwAway deletes an object that is not used. With a manifest that was in
// force go, first, the packs that it had and what went before it.
func (s *Story) throwAway(ctx context.Context, w waste, used map[string]bool) error {
	if used[w.name] {
		return nil
	}
	if w.alone {
		return s.shared.deleteObject(ctx, w.name)
	}
	m, err := s.shared.manifest(ctx, w.name)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	had := make(map[string]bool)
	m.eachPack(func(pack string) { had[pack] = true })
	for _, w := range append(packs(slices.Sorted(maps.Keys(had))), manifests(m.Before, m.Serving)...) {
		if err := s.throwAway(ctx, w, used); err != nil {
			return err
		}
	}
	return s.shared.deleteObject(ctx, w.name)
}
