package knowledge

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
	"testing/synctest"
)

// sharing is a Source that another process might have changed.
type sharing struct {
	Source
	back *Base
	err  error
}

func (s *sharing) Back(*Base) (*Base, error) { return s.back, s.err }

func TestFollowTakesATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := threeArticles()
		store := newStore(t, f)
		first := store.Current()
		gated := &gatedFS{FS: f, gate: make(chan struct{})}
		store.source = ownFolder{gated}
		change(f)
		running := start(store)
		synctest.Wait()
		followed := make(chan struct{})
		other := storyBase(t)
		go func() {
			defer close(followed)
			store.Follow(func(before *Base) *Base {
				if before != first {
					t.Error("it is not told the Base before")
				}
				return other
			})
		}()
		waiting := start(store, Anew())
		synctest.Wait()
		if store.Current() != first {
			t.Error("something was swapped in while a reload runs")
		}
		close(gated.gate)
		<-followed
		synctest.Wait()
		if running.err != nil || waiting.err != nil {
			t.Error(running.err, waiting.err)
		}
		store.Follow(func(*Base) *Base { return other })
		if store.Current() != other {
			t.Error("the Base that was followed is not in use")
		}
		store.Follow(func(*Base) *Base { return nil })
		if store.Current() != other {
			t.Error("nothing was swapped in")
		}
	})
}

func TestReloadThatChangesTheFolderFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := threeArticles()
		store := newStore(t, f)
		gated := &gatedFS{FS: f, gate: make(chan struct{})}
		store.source = ownFolder{gated}
		first := start(store)
		synctest.Wait()
		own := start(store, StartedBy("Mia"), Changing(func() error { change(f); return nil }))
		dry := start(store, Anew(), DryRun())
		synctest.Wait()
		close(gated.gate)
		synctest.Wait()
		if !first.change.Nothing() || own.change.Joined || own.err != nil || own.change.By != "Mia" || !slices.Equal(own.change.Added, []string{"Gamma"}) {
			t.Errorf("first %+v, then %+v, %v", first.change, own.change, own.err)
		}
		if dry.err != nil || dry.change.Joined && dry.change.By == "Mia" {
			t.Errorf("another joined the one that changes the folder: %+v, %v", dry.change, dry.err)
		}
		failed := errors.New("the disk is full")
		before := store.Current()
		if _, err := store.Reload(Changing(func() error { delete(f, "b.txt"); return failed })); !errors.Is(err, failed) || store.Current() != before {
			t.Errorf("after a change that failed: %v", err)
		}
	})
}

func TestRollbackIsTheSources(t *testing.T) {
	source := &sharing{Source: ownFolder{threeArticles()}, back: storyBase(t)}
	store := newStore(t, threeArticles())
	store.source = source
	if change, err := store.Rollback(); err != nil || store.Current() != source.back || change.After != source.back.Version() {
		t.Errorf("Rollback = %+v, %v", change, err)
	}
	source.err = ErrUnsaved
	before := store.Current()
	if change, err := store.Rollback(); !errors.Is(err, ErrUnsaved) || store.Current() != before || !change.Nothing() {
		t.Errorf("Rollback = %+v, %v", change, err)
	}
}

// counted counts how often its files are opened. It knows what is in them.
type counted struct {
	fstest.MapFS
	opened map[string]int
}

func (f counted) Open(name string) (fs.File, error) {
	f.opened[name]++
	return f.MapFS.Open(name)
}

func (f counted) Sum(name string) ([sha256.Size]byte, bool) {
	return sha256.Sum256(f.MapFS[name].Data), true
}

// TestParsedIsAsRead has articles whose reading depends on the others': a date
// that may be in May or June, and a title that stands in another article.
func TestParsedIsAsRead(t *testing.T) {
	folder := counted{fstest.MapFS{
		"a.txt":           file("Alpha\nBy Jon Holm\nPublished: 05/06/2018\n\nThe harbour bridge closes on Monday.\n\nBeta is here\n\nThe ferry stopped.\n"),
		"b.txt":           file("Beta\n4 June 2018\n\nThe mayor opened a school.\n"),
		"c.txt":           file("bro\x00ken"),
		"c.txt.meta.yaml": file("author: Mia Falk\n"),
	}, make(map[string]int)}
	var parsed Parsed
	check := func(when string, opened ...string) {
		t.Helper()
		clear(folder.opened)
		reused, report, err := Load(folder, Reusing(&parsed), AtOnce(1))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a.txt", "b.txt", "c.txt", "c.txt.meta.yaml"} {
			if want := slices.Contains(opened, name); (folder.opened[name] > 0) != want {
				t.Errorf("%s: %s was opened: %v", when, name, !want)
			}
		}
		read, again, err := Load(folder.MapFS)
		if err != nil {
			t.Fatal(err)
		}
		if reused.Digest() != read.Digest() || !reflect.DeepEqual(reused.Articles(), read.Articles()) || len(report.Errors) != len(again.Errors) {
			t.Errorf("%s: reused, the articles are %+v, %v; read, %+v, %v", when, reused.Articles(), report, read.Articles(), again)
		}
	}
	check("at first", "a.txt", "b.txt", "c.txt", "c.txt.meta.yaml")
	check("again")
	folder.MapFS["b.txt"] = file("Beta is here\nPublished: 13/06/2018\n\nThe mayor opened a school.\n")
	check("when another's title and date have changed", "b.txt")
	folder.MapFS["b.txt"] = file("Beta\nPublished: 06/13/2018\n\nThe mayor opened a school.\n")
	check("and changed again", "b.txt")
	folder.MapFS["c.txt"] = file("Gamma\n\nThe ferry stopped near Korva on Friday.\n")
	check("when one is mended", "c.txt", "c.txt.meta.yaml")
	folder.MapFS["c.txt.meta.yaml"] = file("author: Jon Holm\n")
	check("when a sidecar has changed", "c.txt", "c.txt.meta.yaml")
}
