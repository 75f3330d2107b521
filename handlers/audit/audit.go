// Package audit records what moderators do: each action, allowed or refused, as
// one line of the log and one row in the store.
package audit

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"storybot/store"
)

// Row is one action.
type Row struct {
	At      time.Time `json:"at"`
	Person  string    `json:"person"` // ids of Discord's
	Guild   string    `json:"guild"`
	Channel string    `json:"channel"`
	Action  string    `json:"action"`          // "reload", "article remove"
	Story   string    `json:"story,omitempty"` // which story, where there are several
	On      string    `json:"on,omitempty"`    // what it was done to: a file, versions
	Result  string    `json:"result"`          // one of the constants below
	Why     string    `json:"why,omitempty"`
}

// The results.
const (
	Done    = "done"
	Denied  = "denied"  // whoever tried may not
	Refused = "refused" // they may, but it can't be done
	Failed  = "failed"  // it should have been done
)

const prefix = "audit/"

// Trail keeps rows in a store and writes them to a log.
type Trail struct {
	store store.Store
	keep  time.Duration
	now   func() time.Time
	log   *slog.Logger
}

// New returns the trail in a store, each row kept for as long as keep.
func New(s store.Store, keep time.Duration, now func() time.Time, log *slog.Logger) *Trail {
	return &Trail{s, keep, now, log}
}

// Note records an action, at the present time. A row that can't be kept is in
// the log all the same.
func (t *Trail) Note(ctx context.Context, row Row) {
	row.At = t.now().UTC()
	err := t.put(context.WithoutCancel(ctx), row)
	level := slog.LevelInfo
	if row.Result == Failed || err != nil {
		level = slog.LevelError
	}
	said := []slog.Attr{
		slog.String("person", row.Person), slog.String("guild", row.Guild), slog.String("channel", row.Channel),
		slog.String("action", row.Action), slog.String("on", row.On), slog.String("result", row.Result), slog.String("why", row.Why),
	}
	if row.Story != "" {
		said = append(said, slog.String("story", row.Story))
	}
	t.log.LogAttrs(ctx, level, "audit", said...)
	if err != nil {
		t.log.LogAttrs(ctx, level, "a row of the audit is not kept", slog.Any("err", err))
	}
}

func (t *Trail) put(ctx context.Context, row Row) error {
	value, err := json.Marshal(row)
	if err != nil {
		return err
	}
	key := prefix + row.At.Format("2006-01-02T150405.000000000Z-") + rand.Text()[:8]
	_, err = t.store.Put(ctx, store.Entry{Key: key, Value: value, TTL: t.keep})
	return err
}

// Rows returns what is recorded, the oldest first.
func (t *Trail) Rows(ctx context.Context) ([]Row, error) {
	entries, err := t.store.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("list the audit: %w", err)
	}
	rows := make([]Row, len(entries))
	for i, e := range entries {
		if err := json.Unmarshal(e.Value, &rows[i]); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Key, err)
		}
	}
	return rows, nil
}
