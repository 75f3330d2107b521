package knowledge

import (
	"errors"
	"slices"
	"testing"
	"testing/fstest"
)

func newStore(t *testing.T, folder fstest.MapFS) *Store {
	t.Helper()
	base, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return NewStore(base, folder)
}

func TestReloadSaysWhatChanged(t *testing.T) {
	f := fstest.MapFS{
		"a.txt": file("Alpha\n\nThe first article.\n"),
		"b.txt": file("Beta\n\nThe second article.\n"),
	}
	store := newStore(t, f)
	before := store.Current()
	f["b.txt"] = file("Beta\n\nThe second article, changed.\n")
	f["c.txt"] = file("Gamma\n\nThe third article.\n")
	delete(f, "a.txt")
	change, err := store.Reload()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(change.Added, []string{"Gamma"}) || !slices.Equal(change.Changed, []string{"Beta"}) || !slices.Equal(change.Removed, []string{"Alpha"}) {
		t.Errorf("change: %+v", change)
	}
	if change.Before != before.Version() || change.After != store.Current().Version() || change.Before == change.After {
		t.Errorf("from %s to %s", change.Before, change.After)
	}
	if before.Article("a.txt") == nil {
		t.Error("the Base from before the reload lost an article")
	}
}

func TestReloadKeepsTheStoryWhenTheFolderIsNoUse(t *testing.T) {
	f := fstest.MapFS{"a.txt": file("Alpha\n\nThe first article.\n")}
	store := newStore(t, f)
	before := store.Current()
	f["a.txt"] = file("")
	change, err := store.Reload()
	if !errors.Is(err, ErrNoArticles) || len(change.Report.Errors) != 1 {
		t.Errorf("Reload = %+v, %v", change, err)
	}
	if store.Current() != before {
		t.Error("the story in use was lost")
	}
}

func TestReloadWithoutAFolder(t *testing.T) {
	store := NewStore(storyBase(t), nil)
	if _, err := store.Reload(); !errors.Is(err, ErrNoFolder) {
		t.Errorf("Reload: %v, want %v", err, ErrNoFolder)
	}
}
