// Package desk takes articles into the folder and out of it, for a moderator
// who has no shell.
//
// A moderator brings a [Draft], is shown what was understood of it, mends its
// fields, and publishes it. The folder is the one owner of the articles: what
// is published is a file in added/, with its sidecar, and nothing else is kept.
// A file that is removed moves to .removed/, which is not read, with its path;
// restoring moves it back.
//
// The folder may be read at any moment, and the program may end at any moment.
// So each file is written under a name that begins with a dot, which no reader
// takes for an article, forced to the disk, and only then given its own name. A
// sidecar stands before its article does, and goes after it: an article is
// never read without what was said of it. What a sudden end leaves over is a
// file with a dot or a sidecar without an article, and [Open] clears it away.
package desk

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"

	"storybot/knowledge/article"
)

// What a desk can't do.
var (
	ErrNoArticle = errors.New("no such article in the folder")
	ErrTaken     = errors.New("an article of that name is in the folder: remove that one first")
)

const (
	added   = "added"
	removed = ".removed"
	// unfinished ends the name of a file that is being written.
	unfinished = ".storybot"
	// sidecarOf ends the name of the sidecar of the file that it begins with.
	sidecarOf = ".meta.yaml"
)

// Desk changes one folder of articles. It can be used by any number of
// goroutines; no two Desks are to have one folder.
type Desk struct {
	root *os.Root // so that no name and no symbolic link leads out of the folder
	mu   sync.Mutex
}

// Open returns a Desk for a folder on disk, and clears away what a sudden end
// left over there.
func Open(dir string) (*Desk, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the articles folder: %w", err)
	}
	d := &Desk{root: root}
	if err := d.clear(); err != nil && !ReadOnly(err) { // there, nothing is published either
		root.Close()
		return nil, fmt.Errorf("clear the articles folder of unfinished files: %w", err)
	}
	return d, nil
}

// Close releases the folder.
func (d *Desk) Close() error { return d.root.Close() }

// Publish puts an article into the folder, and returns its path there:
// "added/bridge-closes.txt". When it returns, the article is on the disk.
func (d *Desk) Publish(draft Draft) (string, error) {
	a, said, err := draft.read()
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.makeFolder(added); err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	name, err := d.freeName(added, stem(a.Title), strings.ToLower(path.Ext(a.File)))
	if err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	if err := d.write(name+sidecarOf, said); err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	if err := d.write(name, draft.Content); err != nil {
		return "", errors.Join(fmt.Errorf("publish: %w", err), d.root.Remove(name+sidecarOf))
	}
	return name, nil
}

// Remove takes an article out of the folder, by its path there. [Desk.Restore]
// undoes it. The error is [ErrNoArticle] where there is no such article.
func (d *Desk) Remove(file string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.isArticle(".", file) {
		return ErrNoArticle
	}
	folder := path.Join(removed, path.Dir(file))
	if err := d.makeFolder(folder); err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	ending := path.Ext(file)
	to, err := d.freeName(folder, strings.TrimSuffix(path.Base(file), ending), ending)
	if err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	if err := d.move(file, to); err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	return nil
}

// Restore puts an article back that was removed, by a path that
// [Desk.Removed] gave. The error is [ErrNoArticle] where none such was removed,
// and [ErrTaken] where its place is taken.
func (d *Desk) Restore(file string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.isArticle(removed, file) {
		return ErrNoArticle
	}
	if _, err := d.root.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return ErrTaken
	}
	if err := d.makeFolder(path.Dir(file)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if others, err := d.claimed(file + sidecarOf); err != nil || others {
		return cmp.Or(err, ErrTaken)
	}
	if err := d.move(path.Join(removed, file), file); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// Removed returns the articles that can be restored, by the paths that they
// had, sorted.
func (d *Desk) Removed() ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var files []string
	err := fs.WalkDir(d.root.FS(), removed, func(name string, _ fs.DirEntry, err error) error {
		file := strings.TrimPrefix(name, removed+"/")
		if err == nil && d.isArticle(removed, file) {
			files = append(files, file)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the removed articles: %w", err)
	}
	return files, nil
}

// isArticle reports whether a file stands below a folder and is one that could
// be read as an article there.
func (d *Desk) isArticle(folder, file string) bool {
	if !fs.ValidPath(file) || strings.HasPrefix(file, ".") || strings.Contains(file, "/.") || !article.Readable(file) {
		return false
	}
	info, err := d.root.Lstat(path.Join(folder, file))
	return err == nil && info.Mode().IsRegular()
}
