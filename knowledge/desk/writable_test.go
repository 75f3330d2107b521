package desk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"storybot/knowledge/desk/desktest"
)

// TestFolderThatCantBeWritten has a folder that was mounted read-only: it is
// opened and read, and each change is refused by an error that says so.
func TestFolderThatCantBeWritten(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", page)
	put(t, dir, "added/.b.txt.storybot", "half an art")
	put(t, dir, ".removed/c.txt", page)
	before := files(t, dir)
	desktest.ReadOnly(t, dir)
	desk := open(t, dir)
	_, publishing := desk.Publish(Draft{Content: []byte(page)})
	for doing, err := range map[string]error{
		"Publish": publishing, "Remove": desk.Remove("a.txt"), "Restore": desk.Restore("c.txt"),
		"Desk.Writable": desk.Writable(), "Writable": Writable(dir),
	} {
		if !ReadOnly(err) {
			t.Errorf("%s: %v", doing, err)
		}
	}
	if after := files(t, dir); !slices.Equal(before, after) {
		t.Errorf("files %q, want %q", after, before)
	}
	if got, err := desk.Removed(); err != nil || !slices.Equal(got, []string{"c.txt"}) {
		t.Errorf("removed: %q, %v", got, err)
	}
}

func TestFolderThatCanBeWritten(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", page)
	for range 2 { // without the folder added, and with it
		if err := errors.Join(open(t, dir).Writable(), Writable(dir)); err != nil {
			t.Error(err)
		}
		if got := files(t, dir); got[0] != "a.txt" || len(got) > 3 {
			t.Errorf("left over: %q", got)
		}
		publish(t, open(t, dir), Draft{Content: []byte(page)})
	}
	if err := Writable(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) || ReadOnly(err) {
		t.Errorf("a folder that is missing: %v", err)
	}
}
