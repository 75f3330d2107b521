package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"storybot/bot"
	"storybot/store/jetstream"
)

// examineKept looks at where things are kept: in NATS, or in the folder of
// state; and at who shares the shards.
func examineKept(ctx context.Context, c *console, settings config) []bot.Finding {
	if settings.NATSURL != "" {
		return examineCluster(ctx, settings)
	}
	findings := []bot.Finding{examineState(settings.stateDir(c))}
	if settings.NATSCredentials != "" {
		findings = append(findings, bot.Finding{About: "state", Says: credentialsAlone})
	}
	if settings.Shards.Auto {
		findings = append(findings, bot.Finding{
			About: "shards", Says: "SHARDS=auto shares them with nobody, since NATS_URL is not set: one process runs them all, and no second may be started", Well: true,
		})
	}
	return findings
}

// probeWithin bounds each call with which the store in NATS is probed.
const probeWithin = 5 * time.Second

// examineCluster opens the store in NATS, which makes what is missing as a start
// does, and writes and reads there.
func examineCluster(ctx context.Context, settings config) []bot.Finding {
	settings.StateDir = "" // of which the log would speak
	warned := new(warnings)
	s, err := settings.openCluster(ctx, slog.New(warned))
	if err != nil {
		return []bot.Finding{{About: "NATS", Says: err.Error()}}
	}
	says, err := probe(ctx, s.cluster)
	s.close(slog.New(slog.DiscardHandler))
	found := bot.Finding{About: "NATS", Says: says, Well: err == nil}
	if err != nil {
		found.Says = err.Error()
	}
	findings := []bot.Finding{found}
	for _, text := range warned.said {
		findings = append(findings, bot.Finding{About: "NATS", Says: text + ": see deploy/CLUSTER.md"})
	}
	return append(findings, examineShards(settings))
}

// probe writes and reads, and says how that went.
func probe(ctx context.Context, cluster *jetstream.Store) (string, error) {
	reading, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	began := time.Now()
	entries, err := cluster.List(reading, "") // which also writes
	if err != nil {
		return "", fmt.Errorf("what is kept can't be read: %w", err)
	}
	took := time.Since(began)
	writing, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	digest, err := cluster.Objects().Put(writing, []byte("a probe: "+rand.Text()))
	if err == nil {
		err = cluster.Objects().Delete(writing, digest)
	}
	if err != nil {
		return "", fmt.Errorf("articles can't be kept in the stream storybot-objects: %w: look what the user may do there", err)
	}
	return fmt.Sprintf("keeps %d entries, and acknowledges a write in %v", len(entries), took.Round(100*time.Microsecond)), nil
}

// examineShards says who runs which shards.
func examineShards(settings config) bot.Finding {
	says := "are shared by all processes of this NATS_URL"
	if !settings.Shards.Auto {
		says = fmt.Sprintf("%v of %d are run here: see that the other processes run the others, each once", settings.Shards.Numbers, settings.Shards.Count)
	}
	return bot.Finding{About: "shards", Says: says, Well: true}
}

// warnings is a log of which what warns is kept, each once. What it kept is read
// when nobody logs any more.
type warnings struct {
	mu   sync.Mutex
	said []string
}

// Enabled is as in [slog.Handler].
func (*warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle is as in [slog.Handler].
func (w *warnings) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		text += fmt.Sprintf(" (%s: %v)", a.Key, a.Value)
		return true
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Contains(w.said, text) {
		w.said = append(w.said, text)
	}
	return nil
}

// WithAttrs is as in [slog.Handler]; what is added is left out.
func (w *warnings) WithAttrs([]slog.Attr) slog.Handler { return w }

// WithGroup is as in [slog.Handler].
func (w *warnings) WithGroup(string) slog.Handler { return w }
