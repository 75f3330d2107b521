// Package gap keeps the questions that the story left open: those that found
// no answer, and those whose answer somebody disliked.
//
// A gap is the question's text, how often it came up, and when last; who asked
// is not in it. Questions that ask the same are one gap (see [same]), under the
// wording that came first, with a few of the others. So a question that is
// asked ten thousand times with a letter wrong is one entry, and no more than
// [Most] are kept: past that, the one that came up least, and longest ago, goes.
package gap

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"storybot/store"
)

const (
	// Most is how many gaps are kept.
	Most = 1000
	// longest is how many characters of a question are kept, and maxWordings how
	// many other wordings.
	longest     = 300
	maxWordings = 3

	prefix = "gaps/"
)

// Gap is a question that the story left open.
type Gap struct {
	ID         string    `json:"-"`
	Question   string    `json:"question"`
	Wordings   []string  `json:"wordings,omitempty"` // others that ask the same
	Unanswered int       `json:"unanswered"`         // how often it found no answer
	Disliked   int       `json:"disliked"`           // how many disliked the answer
	Last       time.Time `json:"last"`
}

// Count is how often the gap came up.
func (g Gap) Count() int { return g.Unanswered + g.Disliked }

// Gaps keeps gaps in a store. It can be used by any number of goroutines.
type Gaps struct {
	store store.Store
	keep  time.Duration
	now   func() time.Time
	mu    sync.Mutex // so that two who ask the same at once make one gap
}

// New returns the gaps in a store. One that has not come up for as long as keep
// is dropped.
func New(s store.Store, keep time.Duration, now func() time.Time) *Gaps {
	return &Gaps{store: s, keep: keep, now: now}
}

// Unanswered counts a question that found no answer.
func (g *Gaps) Unanswered(ctx context.Context, question string) error {
	return g.add(ctx, question, 1, 0)
}

// Disliked counts somebody who dislikes the answer to a question.
func (g *Gaps) Disliked(ctx context.Context, question string) error {
	return g.add(ctx, question, 0, 1)
}

// Liked takes back what Disliked counted.
func (g *Gaps) Liked(ctx context.Context, question string) error {
	return g.add(ctx, question, 0, -1)
}

func (g *Gaps) add(ctx context.Context, question string, unanswered, disliked int) error {
	question = shorten(strings.Join(strings.Fields(question), " "))
	if question == "" {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	all, err := g.list(ctx)
	if err != nil {
		return err
	}
	id := idOf(question)
	if at := slices.IndexFunc(all, func(known Gap) bool { return known.ID == id || same(known.Question, question) }); at >= 0 {
		id = all[at].ID
	} else if unanswered+disliked < 0 {
		return nil // it was covered since
	} else if len(all) >= Most {
		if err := g.remove(ctx, all[len(all)-1].ID); err != nil {
			return err
		}
	}
	return g.count(ctx, id, question, unanswered, disliked)
}

// count writes what has come up for a gap. One that nothing is left of goes.
func (g *Gaps) count(ctx context.Context, id, question string, unanswered, disliked int) error {
	var now Gap
	_, err := store.Update(ctx, g.store, prefix+id, func(e *store.Entry) error {
		now = Gap{Question: question}
		if len(e.Value) > 0 {
			if err := json.Unmarshal(e.Value, &now); err != nil {
				return err
			}
		}
		now.Unanswered += unanswered
		now.Disliked = max(0, now.Disliked+disliked)
		if now.Question != question && len(now.Wordings) < maxWordings && !slices.Contains(now.Wordings, question) {
			now.Wordings = append(now.Wordings, question)
		}
		now.Last = g.now().UTC().Truncate(time.Second)
		e.TTL = g.keep
		value, err := json.Marshal(now)
		e.Value = value
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a gap: %w", err)
	}
	if now.Count() == 0 {
		return g.remove(ctx, id)
	}
	return nil
}

// List returns the gaps: those that came up most often first, and of these the
// latest.
func (g *Gaps) List(ctx context.Context) ([]Gap, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.list(ctx)
}

func (g *Gaps) list(ctx context.Context) ([]Gap, error) {
	entries, err := g.store.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("list the gaps: %w", err)
	}
	all := make([]Gap, 0, len(entries))
	for _, e := range entries {
		known := Gap{ID: strings.TrimPrefix(e.Key, prefix)}
		if err := json.Unmarshal(e.Value, &known); err != nil {
			return nil, fmt.Errorf("read the gap %s: %w", known.ID, err)
		}
		all = append(all, known)
	}
	slices.SortFunc(all, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Count(), a.Count()), b.Last.Compare(a.Last), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Cover drops a gap that the story now covers, and returns it. One that is gone
// already is no error, and empty.
func (g *Gaps) Cover(ctx context.Context, id string) (Gap, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	all, err := g.list(ctx)
	if err != nil {
		return Gap{}, err
	}
	at := slices.IndexFunc(all, func(known Gap) bool { return known.ID == id })
	if at < 0 {
		return Gap{}, nil
	}
	return all[at], g.remove(ctx, id)
}

func (g *Gaps) remove(ctx context.Context, id string) error {
	e, err := g.store.Get(ctx, prefix+id)
	if err == nil {
		err = g.store.Delete(ctx, e.Key, e.Revision)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("drop a gap: %w", err)
	}
	return nil
}

// idOf names a gap by its first wording.
func idOf(question string) string {
	sum := sha256.Sum256([]byte(question))
	return hex.EncodeToString(sum[:12])
}

func shorten(text string) string {
	if letters := []rune(text); len(letters) > longest {
		return string(letters[:longest])
	}
	return text
}
