package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"storybot/bot/gateway"
)

// The gateway's session outlives the process in STATE_DIR, so that the next one
// resumes it, and answers what came in between. It is taken out of the folder
// when it is read: a session is resumed once. It holds no token.

const sessionFile = "session.json"

// takeSession returns the session that the process before has left, or none.
func takeSession(dir string) (gateway.Session, error) {
	if dir == "" {
		return gateway.Session{}, nil
	}
	if err := writable(dir); err != nil {
		return gateway.Session{}, misuse(err)
	}
	session, err := readSession(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return gateway.Session{}, nil
	}
	// One that cannot be read is of no use either.
	return session, errors.Join(err, os.Remove(filepath.Join(dir, sessionFile)))
}

func readSession(dir string) (gateway.Session, error) {
	var session gateway.Session
	text, err := os.ReadFile(filepath.Join(dir, sessionFile))
	if err != nil {
		return session, err
	}
	if err := json.Unmarshal(text, &session); err != nil {
		return session, fmt.Errorf("%s is broken: %w: remove it", filepath.Join(dir, sessionFile), err)
	}
	return session, nil
}

// leaveSession leaves the session to the next process.
func leaveSession(dir string, session gateway.Session) error {
	if dir == "" {
		return nil
	}
	text, err := json.Marshal(session)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, sessionFile)
	if err := os.WriteFile(name+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// writable says what is wrong with a folder that should be written to.
func writable(dir string) error {
	probe, err := os.CreateTemp(dir, "probe")
	if err != nil {
		return fmt.Errorf("STATE_DIR: %w: create the folder, or let storybot write to it", err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
