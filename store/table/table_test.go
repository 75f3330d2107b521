package table_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"storybot/store"
	"storybot/store/table"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestAsAMap: however changes come, few or many at once or all that there is,
// the table holds what a map does, and so does who only heard its events.
func TestAsAMap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		shown := table.New(nil)
		model, told := make(map[string]store.Entry), make(map[string]store.Entry)
		var revision uint64
		draw := func() table.Change {
			revision++
			c := table.Change{Op: rapid.SampledFrom([]store.Op{store.Put, store.Deleted}).Draw(rt, "op")}
			c.Entry = store.Entry{Key: fmt.Sprintf("k/%d", rapid.IntRange(0, 40).Draw(rt, "key")), Revision: revision}
			return c
		}
		rt.Repeat(map[string]func(*rapid.T){
			"show": func(rt *rapid.T) {
				var changes []table.Change
				for range rapid.IntRange(0, 30).Draw(rt, "changes") {
					c := draw()
					changes = append(changes, c)
					if delete(model, c.Key); c.Op == store.Put {
						model[c.Key] = c.Entry
					}
				}
				shown.Show(changes...)
			},
			"replace": func(rt *rapid.T) {
				all := make(map[string]table.Record)
				for range rapid.IntRange(0, 30).Draw(rt, "records") {
					c := draw()
					all[c.Key] = c.Record
				}
				clear(model)
				for key, r := range all {
					model[key] = r.Entry
				}
				revision++
				shown.Replace(all, revision)
			},
			"": func(rt *rapid.T) {
				got := shown.List("")
				if len(got) != len(model) || !slices.IsSortedFunc(got, func(a, b store.Entry) int { return cmp.Compare(a.Key, b.Key) }) {
					rt.Fatalf("there are %v, want %v", got, model)
				}
				for _, e := range got {
					if e.Revision != model[e.Key].Revision || shown.Revision(e.Key) != e.Revision {
						rt.Fatalf("got %+v, want %+v", e, model[e.Key])
					}
				}
			},
		})
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		for event := range shown.Watch(ctx, "k/") {
			if event.Op == store.Ready {
				break
			}
			told[event.Entry.Key] = event.Entry
		}
		if !maps.EqualFunc(told, model, func(a, b store.Entry) bool { return a.Revision == b.Revision }) {
			rt.Fatalf("told %v, want %v", told, model)
		}
	})
}

// TestReplaceTellsDifferences: who watches hears of what changed, and not of
// what stayed.
func TestReplaceTellsDifferences(t *testing.T) {
	record := func(key string, revision uint64) table.Record {
		return table.Record{Entry: store.Entry{Key: key, Revision: revision}}
	}
	shown := table.New([]table.Record{record("changed", 1), record("gone", 2), record("stays", 3)})
	var heard []string
	ready := false
	for event, err := range shown.Watch(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if event.Op == store.Ready {
			ready = true
			shown.Replace(map[string]table.Record{
				"changed": record("changed", 5), "stays": record("stays", 3), "new": record("new", 7),
			}, 9)
		} else if ready {
			heard = append(heard, fmt.Sprintln(event.Op, event.Entry.Key, event.Entry.Revision))
		}
		if len(heard) == 3 {
			break
		}
	}
	if want := []string{"Put changed 5\n", "Put new 7\n", "Deleted gone 9\n"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

func TestDue(t *testing.T) {
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	shown := table.New(nil)
	shown.Show(table.Change{Op: store.Put, Record: table.Record{Entry: store.Entry{Key: "a", Revision: 1}, Expires: now}},
		table.Change{Op: store.Put, Record: table.Record{Entry: store.Entry{Key: "b", Revision: 2}}})
	if due := shown.Due(now.Add(-1)); len(due) != 0 {
		t.Errorf("before its time: %v", due)
	}
	for range 2 { // it stays due until it is deleted
		if due := shown.Due(now); len(due) != 1 || due[0].Key != "a" {
			t.Errorf("due are %v, want a", due)
		}
	}
}
