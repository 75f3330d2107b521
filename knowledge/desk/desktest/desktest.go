// Package desktest makes folders of articles as they are met where storybot is
// run, for tests.
package desktest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// ReadOnly takes from the test's goroutine, until the test ends, the right to
// write to a folder that the test has made, and to all below it. Only what that
// goroutine does itself is held to it.
func ReadOnly(t testing.TB, dir string) {
	t.Helper()
	chmod := func(mode fs.FileMode) {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				err = os.Chmod(path, mode)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	chmod(0o555)
	back := unprivileged(t, filepath.Dir(dir))
	t.Cleanup(func() {
		back()
		chmod(0o755)
	})
}
