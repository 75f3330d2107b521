package handlers

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"storybot/knowledge/story"
	"storybot/store"
)

// distant is a store that may be out of reach.
type distant struct {
	store.Store
	gone atomic.Bool
}

func (d *distant) err() error {
	if d.gone.Load() {
		return fmt.Errorf("get: %w", store.ErrUnavailable)
	}
	return nil
}

func (d *distant) Get(ctx context.Context, key string) (store.Entry, error) {
	if err := d.err(); err != nil {
		return store.Entry{}, err
	}
	return d.Store.Get(ctx, key)
}

func (d *distant) Put(ctx context.Context, e store.Entry) (uint64, error) {
	if err := d.err(); err != nil {
		return 0, err
	}
	return d.Store.Put(ctx, e)
}

func (d *distant) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	if err := d.err(); err != nil {
		return nil, err
	}
	return d.Store.List(ctx, prefix)
}

// TestWhatIsKeptIsAway has the store be out of reach: whoever needs it is told
// so, and who only asks is answered.
func TestWhatIsKeptIsAway(t *testing.T) {
	s := newSetting(t, story.Articles())
	away := &distant{Store: s.Kept}
	s.Kept, s.memory = away, nil
	s = s.Prepared()
	ask := member(0, "ask", option("question", "Why did Kaspersky stop working with Europol?"))
	answer := received(mustRun(t, s, ask).Message, false)
	list := member(moderator, "gaps", subcommanded("list"))
	mustRun(t, s, list)
	away.gone.Store(true)
	const want = "What this bot keeps can't be reached now"
	for _, prefix := range []string{"like:", "dislike:"} {
		if said := votes(t, s, answer, prefix, "1"); !strings.HasPrefix(said, want) {
			t.Errorf("a vote is answered with %s", said)
		}
	}
	if _, err := run(t, s, list); !strings.HasPrefix(fmt.Sprint(err), want) {
		t.Errorf("/gaps list is answered with %v", err)
	}
	mustRun(t, s, ask)
	if reply := mustRun(t, s, member(0, "ask", option("question", "Which antivirus should I use instead?"))); !reply.NotSaid {
		t.Error("a question without an answer is answered otherwise")
	}
}
