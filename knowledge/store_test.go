package knowledge

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

func newStore(t *testing.T, folder fs.FS) *Store {
	t.Helper()
	base, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return NewStore(base, folder)
}

// threeArticles is a folder in which each of three things is about to change.
func threeArticles() fstest.MapFS {
	return fstest.MapFS{
		"a.txt": file("Alpha\n\nThe harbour bridge closes on Monday.\n"),
		"b.txt": file("Beta\n\nThe mayor opened a school.\n"),
	}
}

func change(f fstest.MapFS) {
	f["b.txt"] = file("Beta\n\nThe mayor opened a school in the valley.\n")
	f["c.txt"] = file("Gamma\nPublished: 31 June 2018\n\nThe ferry stopped near Korva on Friday.\n")
	f["d.txt"] = file("Delta\n\nbro\x00ken\n")
	delete(f, "a.txt")
}

func TestReloadSaysWhatChanged(t *testing.T) {
	f := threeArticles()
	store := newStore(t, f)
	clock := time.Date(2018, 6, 16, 0, 0, 0, 0, time.UTC)
	store.Now = func() time.Time { clock = clock.Add(time.Second); return clock }
	before := store.Current()
	change(f)
	change, err := store.Reload(StartedBy("Mia"), Asking([]string{
		"When does the harbour bridge close?", "When did the ferry stop near Korva?", "Who opened the school?", "How deep is the lake?",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(change.Added, []string{"Gamma"}) || !slices.Equal(change.Changed, []string{"Beta"}) || !slices.Equal(change.Removed, []string{"Alpha"}) {
		t.Errorf("change: %+v", change)
	}
	if change.Before != before.Version() || change.After != store.Current().Version() || change.Before == change.After {
		t.Errorf("from %s to %s", change.Before, change.After)
	}
	if !slices.Equal(change.NowAnswered, []string{"When did the ferry stop near Korva?"}) ||
		!slices.Equal(change.NoLongerAnswered, []string{"When does the harbour bridge close?"}) {
		t.Errorf("now answered: %q, no longer: %q", change.NowAnswered, change.NoLongerAnswered)
	}
	if change.By != "Mia" || change.Joined || change.DryRun || change.Took != time.Second {
		t.Errorf("by %q, joined %v, dry run %v, took %s", change.By, change.Joined, change.DryRun, change.Took)
	}
	if e := change.Report.Errors; len(e) != 1 || e[0].File != "d.txt" || e[0].Line != 3 {
		t.Errorf("errors: %v", e)
	}
	if w := change.Warnings; len(w) != 1 || w[0].File != "c.txt" || w[0].Line != 2 || !strings.Contains(w[0].Error(), "on no calendar") {
		t.Errorf("warnings: %v", w)
	}
	if before.Article("a.txt") == nil {
		t.Error("the Base from before the reload lost an article")
	}
}

func TestReloadOfTheSameFolderKeepsTheBase(t *testing.T) {
	store := newStore(t, threeArticles())
	before := store.Current()
	change, err := store.Reload()
	if err != nil || !change.Nothing() || store.Current() != before {
		t.Errorf("Reload = %+v, %v", change, err)
	}
}

func TestReloadSeesASidecarAlone(t *testing.T) {
	f := threeArticles()
	store := newStore(t, f)
	f["b.txt.meta.yaml"] = file("author: Mia Falk\n")
	change, err := store.Reload()
	if err != nil || !slices.Equal(change.Changed, []string{"Beta"}) {
		t.Errorf("Reload = %+v, %v", change, err)
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	f := threeArticles()
	store := newStore(t, f)
	before := store.Current()
	change(f)
	dry, err := store.Reload(DryRun())
	if err != nil || !dry.DryRun || dry.Nothing() || dry.After == dry.Before {
		t.Errorf("dry run: %+v, %v", dry, err)
	}
	if store.Current() != before {
		t.Error("a dry run swapped the Base")
	}
	if _, err := store.Rollback(); !errors.Is(err, ErrNoBefore) {
		t.Errorf("Rollback after a dry run: %v, want %v", err, ErrNoBefore)
	}
	real, err := store.Reload()
	if err != nil || real.After != dry.After || !slices.Equal(real.Added, dry.Added) {
		t.Errorf("the dry run foretold %+v, the reload did %+v, %v", dry, real, err)
	}
}

func TestRollbackHoldsUntilTheNextReload(t *testing.T) {
	f := threeArticles()
	store := newStore(t, f)
	old := store.Current()
	change(f)
	if _, err := store.Reload(); err != nil {
		t.Fatal(err)
	}
	back, err := store.Rollback(StartedBy("Mia"))
	if err != nil || store.Current() != old || back.After != old.Version() || back.By != "Mia" {
		t.Fatalf("Rollback = %+v, %v", back, err)
	}
	if !slices.Equal(back.Added, []string{"Alpha"}) || !slices.Equal(back.Removed, []string{"Gamma"}) {
		t.Errorf("rolled back: %+v", back)
	}
	if _, err := store.Rollback(); !errors.Is(err, ErrNoBefore) || store.Current() != old {
		t.Errorf("a second rollback: %v, want %v", err, ErrNoBefore)
	}
	again, err := store.Reload()
	if err != nil || again.After != back.Before {
		t.Errorf("Reload after a rollback = %+v, %v", again, err)
	}
}

func TestReloadKeepsTheStoryWhenTheFolderIsNoUse(t *testing.T) {
	f := fstest.MapFS{}
	folder := &swappedFS{}
	for name, test := range map[string]struct {
		spoil  func()
		want   error
		errors int
	}{
		"no usable article": {func() { f["a.txt"] = file("") }, ErrNoArticles, 1},
		"unreadable":        {func() { folder.FS = closedFS{} }, ErrFolder, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f["a.txt"] = file("Alpha\n\nThe first article.\n")
			folder.FS = f
			store := newStore(t, folder)
			before := store.Current()
			test.spoil()
			change, err := store.Reload(StartedBy("Mia"))
			if !errors.Is(err, test.want) || len(change.Report.Errors) != test.errors {
				t.Errorf("Reload = %+v, %v", change, err)
			}
			if store.Current() != before || change.After != before.Version() || change.By != "Mia" {
				t.Errorf("the story in use was lost: %+v", change)
			}
		})
	}
}

// swappedFS is a folder that another can take the place of.
type swappedFS struct{ fs.FS }

func (f *swappedFS) Open(name string) (fs.File, error) { return f.FS.Open(name) }

func TestReloadWithoutAFolder(t *testing.T) {
	store := NewStore(storyBase(t), nil)
	if _, err := store.Reload(); !errors.Is(err, ErrNoFolder) {
		t.Errorf("Reload: %v, want %v", err, ErrNoFolder)
	}
}

// gatedFS is a folder whose reading waits to be let go on.
type gatedFS struct {
	fs.FS
	reads int
	gate  chan struct{}
}

func (f *gatedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	f.reads++
	<-f.gate
	return fs.ReadDir(f.FS, name)
}

// started is a reload in the background.
type started struct {
	change Change
	err    error
}

func start(store *Store, options ...ReloadOption) *started {
	s := &started{}
	go func() { s.change, s.err = store.Reload(options...) }()
	return s
}

func TestOneReloadAtATime(t *testing.T) {
	for _, test := range []struct {
		name          string
		first, second ReloadOption
		joins         bool
	}{
		{"a second caller gets the result of the first", Asking(nil), Asking(nil), true},
		{"a dry run is content with a reload", Asking(nil), DryRun(), true},
		{"a dry run is content with a dry run", DryRun(), DryRun(), true},
		{"a reload is not content with a dry run", DryRun(), Asking(nil), false},
		{"who changed the folder waits for one that began later", Asking(nil), Anew(), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := threeArticles()
				store := newStore(t, f)
				gated := &gatedFS{FS: f, gate: make(chan struct{})}
				store.source = ownFolder{gated}
				change(f)
				first := start(store, test.first, StartedBy("Mia"))
				synctest.Wait()
				second := start(store, test.second, StartedBy("Jon"))
				synctest.Wait()
				close(gated.gate)
				synctest.Wait()
				if got := first.change; first.err != nil || got.By != "Mia" || got.Joined || got.Nothing() {
					t.Errorf("first: %+v, %v", got, first.err)
				}
				by, reads := "Jon", 2
				if test.joins {
					by, reads = "Mia", 1
				}
				if got := second.change; second.err != nil || got.By != by || got.Joined != test.joins {
					t.Errorf("second: %+v, %v; want it by %s", got, second.err, by)
				}
				if gated.reads != reads {
					t.Errorf("the folder was read %d times, want %d", gated.reads, reads)
				}
			})
		})
	}
}

func TestThoseWhoChangedTheFolderShareTheNextReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := threeArticles()
		store := newStore(t, f)
		gated := &gatedFS{FS: f, gate: make(chan struct{})}
		store.source = ownFolder{gated}
		start(store)
		synctest.Wait()
		for range 5 {
			start(store, Anew())
		}
		back := make(chan error)
		go func() { _, err := store.Rollback(); back <- err }()
		synctest.Wait()
		gated.gate <- struct{}{}
		synctest.Wait()
		if gated.reads != 2 {
			t.Errorf("the folder was read %d times, want a second one for all who wait", gated.reads)
		}
		close(gated.gate)
		if err := <-back; !errors.Is(err, ErrNoBefore) {
			t.Errorf("Rollback: %v, want %v", err, ErrNoBefore)
		}
		synctest.Wait()
		if gated.reads != 2 {
			t.Errorf("the folder was read %d times", gated.reads)
		}
	})
}
