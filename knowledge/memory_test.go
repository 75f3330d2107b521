package knowledge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"storybot/knowledge/storytest"
)

// TestMemoryIsAboutWhatTheHeapHolds loads stories and compares what a Base says
// of itself with what the heap has grown by, its timeline, passages and all.
func TestMemoryIsAboutWhatTheHeapHolds(t *testing.T) {
	const most = 0.35 // how far the estimate may be off
	warm, _, err := Load(fstest.MapFS{"a.txt": file("Bridge closes\n\nOn 13 May 2018 the bridge closed.\n")})
	if err != nil {
		t.Fatal(err)
	}
	warm.Timeline(Period{}) // what is read once for all stories is no story's
	warm.Ask("When did the bridge close?")
	words := storytest.Generated(100)
	folders := map[string]fstest.MapFS{
		"100 articles of words alone": words, "100 articles of news": newsOf(100), "1,000 articles of news": newsOf(1000),
	}
	for name, folder := range folders {
		before := settled()
		base, _, err := Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		base.Timeline(Period{})
		base.Passage("")
		held, said := settled()-before, base.Memory()
		off := float64(said)/float64(held) - 1
		t.Logf("%s: %d bytes are held, %d estimated (%+.0f %%)", name, held, said, 100*off)
		if math.Abs(off) > most {
			t.Errorf("%s: the estimate is %d, the heap %d", name, said, held)
		}
		runtime.KeepAlive(base)
	}
	runtime.KeepAlive(folders)
}

// settled is what the heap holds without what pools keep for reuse, which goes
// in the second collection.
func settled() int64 {
	runtime.GC()
	runtime.GC()
	return heap()
}

// newsOf is a folder of articles that name people and dates, as news does.
func newsOf(articles int) fstest.MapFS {
	random := rand.New(rand.NewPCG(3, 4))
	names := strings.Fields("Archer Baker Carver Dyer Fisher Glover Hunter Mason Porter Sawyer Turner Weaver")
	folder := fstest.MapFS{}
	for i := range articles {
		var text strings.Builder
		fmt.Fprintf(&text, "Report %d of the harbour\n%d May 2018\n\n", i, 1+i%31)
		for range 12 {
			name := names[random.IntN(len(names))]
			fmt.Fprintf(&text, "On %d %s 2018 Ann %s of the Harbour Council said that %d boats had left berth %d for good.\n\n",
				1+random.IntN(28), []string{"March", "April", "May"}[random.IntN(3)], name, random.IntN(900), random.IntN(10_000))
		}
		folder[fmt.Sprintf("%05d.txt", i)] = file(text.String())
	}
	return folder
}

// TestStoreHoldsTheBaseBefore counts it, and knows of a rollback that is in
// force.
func TestStoreHoldsTheBaseBefore(t *testing.T) {
	f := threeArticles()
	store := newStore(t, f)
	alone := store.Memory()
	if alone != store.Current().Memory() || store.RolledBack() {
		t.Errorf("at first: %d bytes, rolled back: %v", alone, store.RolledBack())
	}
	change(f)
	if _, err := store.Reload(); err != nil {
		t.Fatal(err)
	}
	if got := store.Memory(); got <= alone || got != alone+store.Current().Memory() {
		t.Errorf("with one before: %d bytes, was %d", got, alone)
	}
	if _, err := store.Rollback(); err != nil || !store.RolledBack() || store.Memory() != alone {
		t.Errorf("after a rollback: %v, %v, %d bytes", err, store.RolledBack(), store.Memory())
	}
	if _, err := store.Reload(DryRun()); err != nil || !store.RolledBack() {
		t.Errorf("a dry run ends the rollback: %v", err)
	}
	if _, err := store.Reload(); err != nil || store.RolledBack() {
		t.Errorf("a reload does not end the rollback: %v", err)
	}
	if _, err := store.Rollback(); err != nil {
		t.Fatal(err)
	}
	for name, article := range threeArticles() {
		f[name] = article
	}
	for name := range f {
		if _, there := threeArticles()[name]; !there {
			delete(f, name)
		}
	}
	if c, err := store.Reload(); err != nil || !c.Nothing() || store.RolledBack() {
		t.Errorf("the folder has what is in use, and the rollback is still in force: %+v, %v", c, err)
	}
}
