// Package follow keeps which story each server follows.
//
// A choice is one entry of the store, settings/SERVER/story. Answers do not read
// it there: [Servers.Run] watches the settings, so that a choice that is made in
// any process is known in all, and what is known stands in memory. Where the
// store is slow or gone, the last that was known holds.
//
//	/story ──▶ Choose ──▶ store ──watch──▶ memory ──▶ Story ──▶ an answer
//	                 └───────────────────────▲
//
// Only before everything that is kept has been told once, at the start, is the
// store asked for a server that nothing is known of.
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"storybot/store"
)

const (
	prefix = "settings/"
	suffix = "/story"

	// askWithin is how long an answer may wait for the store, and chooseWithin
	// a moderator.
	askWithin    = time.Second
	chooseWithin = 5 * time.Second

	// The pause before a watch that ended is begun again: the first, and the
	// longest.
	pause   = time.Second
	longest = 30 * time.Second
)

// Servers knows which story each server follows. It can be used by any number of
// goroutines.
type Servers struct {
	store store.Store
	log   *slog.Logger

	told     chan struct{} // closed when all that is kept was told once
	tellOnce sync.Once

	mu    sync.RWMutex
	known map[string]choice // by server
}

// choice is what a server follows, and which writing of its entry said so.
type choice struct {
	story    string // "": nothing that was chosen
	revision uint64
}

// New returns the servers whose choices are in a store.
func New(s store.Store, log *slog.Logger) *Servers {
	return &Servers{store: s, log: log, told: make(chan struct{}), known: make(map[string]choice)}
}

// Run watches the choices until ctx ends or the store is closed. It is called
// once.
func (s *Servers) Run(ctx context.Context) {
	wait := pause
	for {
		heard, err := s.watch(ctx)
		if ctx.Err() != nil || errors.Is(err, store.ErrClosed) {
			return
		}
		if heard {
			wait = pause
		}
		s.log.Warn("what servers choose is not heard of: the last that is known holds", "err", err, "again in", wait)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, longest)
	}
}

// watch takes what the store tells until that ends, and reports whether it told
// all that there is. Choices are never deleted by the bot, so nothing that is
// known has to be doubted when a watch begins again.
func (s *Servers) watch(ctx context.Context) (heard bool, err error) {
	for event, err := range s.store.Watch(ctx, prefix) {
		if err != nil {
			return heard, err
		}
		server, ok := serverOf(event.Entry.Key)
		switch {
		case event.Op == store.Ready:
			heard = true
			s.tellOnce.Do(func() { close(s.told) })
		case !ok:
		case event.Op == store.Deleted:
			s.note(server, choice{"", event.Entry.Revision})
		default:
			s.note(server, choice{string(event.Entry.Value), event.Entry.Revision})
		}
	}
	return heard, errors.New("the watch ended")
}

// note takes a choice, unless a later one is known.
func (s *Servers) note(server string, c choice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[server].revision < c.revision {
		s.known[server] = c
	}
}

// Story returns the story that a server has chosen, or "" where it has not. The
// error says that this can't be told just now, which is so only at the start,
// without the store.
func (s *Servers) Story(ctx context.Context, server string) (string, error) {
	s.mu.RLock()
	c, known := s.known[server]
	s.mu.RUnlock()
	if known {
		return c.story, nil
	}
	select {
	case <-s.told:
		return "", nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	entry, err := s.store.Get(ctx, keyOf(server))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("which story a server follows: %w", err)
	}
	s.note(server, choice{string(entry.Value), entry.Revision})
	return string(entry.Value), nil
}

// Choose has a server follow a story, in place of the one before, which it
// returns. When it returns without an error, the choice is kept.
func (s *Servers) Choose(ctx context.Context, server, story string) (before string, err error) {
	ctx, cancel := context.WithTimeout(ctx, chooseWithin)
	defer cancel()
	entry, err := store.Update(ctx, s.store, keyOf(server), func(e *store.Entry) error {
		before = string(e.Value)
		e.Value = []byte(story)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("keep which story a server follows: %w", err)
	}
	s.note(server, choice{story, entry.Revision})
	return before, nil
}

func keyOf(server string) string { return prefix + server + suffix }

// serverOf returns whose choice a key is of.
func serverOf(key string) (server string, ok bool) {
	server, ok = strings.CutPrefix(key, prefix)
	if !ok {
		return "", false
	}
	server, ok = strings.CutSuffix(server, suffix)
	return server, ok && server != "" && !strings.Contains(server, "/")
}
