package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"storybot/bot/gateway"
	"storybot/store"
	"storybot/store/bolt"
	"storybot/store/jetstream"
	"storybot/store/memory"
)

// inMemory is what STATE_DIR says to keep nothing on disk.
const inMemory = "memory"

const credentialsAlone = "NATS_CREDENTIALS is for NATS_URL, which is not set: set it, or leave NATS_CREDENTIALS out"

// state is what outlives a restart: the store, and the gateway's session.
type state struct {
	dir     string // "": it is in memory, and outlives nothing
	store   store.Store
	cluster *jetstream.Store // the store, where other processes use it too; else nil
	session gateway.Session  // that the process before has left
}

// stateDir returns the folder of state, and whether STATE_DIR names it; else it
// is the user's. It is "" where the state is in memory, as it is for a user who
// has no home.
func (settings config) stateDir(c *console) (dir string, named bool) {
	switch settings.StateDir {
	case inMemory:
		return "", true
	case "":
	default:
		return settings.StateDir, true
	}
	if home := c.environment["XDG_STATE_HOME"]; filepath.IsAbs(home) {
		return filepath.Join(home, "storybot"), false
	}
	if home := c.environment["HOME"]; filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "storybot"), false
	}
	return "", false
}

// openState opens the state. A folder that STATE_DIR names has to be there, so
// that a slip in its name is no loss; the user's own is made.
func (settings config) openState(ctx context.Context, c *console, log *slog.Logger) (state, error) {
	if settings.NATSURL != "" {
		return settings.openCluster(ctx, log)
	}
	if settings.NATSCredentials != "" {
		return state{}, misuse(errors.New(credentialsAlone))
	}
	dir, named := settings.stateDir(c)
	if dir == "" {
		if !named {
			log.Warn("nothing outlives a restart: set STATE_DIR to a folder, or to memory if that is as it should be")
		}
		return state{store: memory.New(time.Now)}, nil
	}
	if !named {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return state{}, misuse(fmt.Errorf("the folder of state can't be made: %w: set STATE_DIR to another, or to memory", err))
		}
	}
	if err := writable(dir); err != nil {
		return state{}, misuse(err)
	}
	kept, err := bolt.Open(dir, time.Now, log) // before the session is taken: it may be another process's
	if err != nil {
		return state{}, misuse(err)
	}
	session, err := takeSession(dir)
	if err != nil {
		return state{}, errors.Join(err, kept.Close())
	}
	return state{dir: dir, store: kept, session: session}, nil
}

// openCluster opens the state that processes share.
func (settings config) openCluster(ctx context.Context, log *slog.Logger) (state, error) {
	if settings.StateDir != "" {
		log.Info("STATE_DIR is not used: with NATS_URL, what outlives a restart is kept in NATS")
	}
	cluster, err := jetstream.Open(ctx, jetstream.Config{URL: settings.NATSURL, Credentials: settings.NATSCredentials, Log: log})
	switch {
	case errors.Is(err, jetstream.ErrMisconfigured):
		err = misuse(err)
	case errors.Is(err, store.ErrUnavailable):
		err = fmt.Errorf("%w: look whether nats-server runs there, with JetStream, and whether a firewall is between", err)
	}
	if err != nil {
		return state{}, fmt.Errorf("NATS_URL: %w", err)
	}
	return state{store: cluster, cluster: cluster}, nil
}

// fit says why what is kept can't be reached, or is nil.
func (s state) fit() error {
	if s.cluster == nil || s.cluster.Healthy() {
		return nil
	}
	return errors.New("the store in NATS can't be reached: answers go on from memory, and nothing can be changed")
}

// prompt returns the store for whoever has a person wait: see [promptStore].
func (s state) prompt() store.Store {
	if s.cluster == nil {
		return s.store
	}
	return promptStore{s.cluster, s.cluster.Healthy}
}

// inMemory reports whether all that is kept is lost when the process ends.
func (s state) inMemory() bool { return s.dir == "" && s.cluster == nil }

func (s state) close(log *slog.Logger) {
	if err := s.store.Close(); err != nil {
		log.Error("the store did not close", "err", err)
	}
}
