package desk

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestDraftsAreHeldForAWhile(t *testing.T) {
	drafts := NewDrafts()
	now := time.Date(2018, 6, 16, 0, 0, 0, 0, time.UTC)
	drafts.Now = func() time.Time { return now }
	id := drafts.Hold(Draft{Name: "a.txt"})
	drafts.Put(id, Draft{Name: "a.txt", KeepDropped: true})
	for range 3 {
		now = now.Add(heldFor)
		if draft, ok := drafts.Get(id); !ok || !draft.KeepDropped {
			t.Fatalf("Get = %+v, %v while it is being touched", draft, ok)
		}
	}
	now = now.Add(heldFor + 1)
	if _, ok := drafts.Get(id); ok {
		t.Error("a draft is held that nobody has touched for long")
	}
	if _, ok := drafts.Take("made up"); ok {
		t.Error("took a draft that there never was")
	}
}

func TestTooManyDrafts(t *testing.T) {
	drafts := NewDrafts()
	now := time.Date(2018, 6, 16, 0, 0, 0, 0, time.UTC)
	drafts.Now = func() time.Time { now = now.Add(time.Second); return now }
	var ids []string
	for i := range maxDrafts + 1 {
		if i == maxDrafts {
			drafts.Get(ids[0])
		}
		ids = append(ids, drafts.Hold(Draft{Name: fmt.Sprint(i)}))
	}
	for i, id := range ids {
		if _, ok := drafts.Get(id); ok != (i != 1) {
			t.Errorf("draft %d of %d is held: %v", i, len(ids), ok)
		}
	}
}

func TestOneOfManyTakesADraft(t *testing.T) {
	drafts := NewDrafts()
	id := drafts.Hold(Draft{Name: "a.txt"})
	var took atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, ok := drafts.Take(id); ok {
				took.Add(1)
			}
		})
	}
	all.Wait()
	if took.Load() != 1 {
		t.Errorf("%d took it", took.Load())
	}
}
