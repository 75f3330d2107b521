// Package desk takes articles into the folder and out of it, for a moderator
// who has no shell.
//
// A moderator brings a [Draft], is shown what was understood of it, mends its
// fields, and publishes it. The folder is the one owner of the articles: what
// is published is a file in added/, with its sidecar, and nothing else is kept.
// A file that is removed moves to .removed/, which is not read, with its path;
// restoring moves it back.
//
// The folder may be one on disk ([Open]), or one that several processes share
// ([New]); a [Folder] is what both can do. It may be read at any moment, and the
// program may end at any moment. So a sidecar stands before its article does,
// and goes after it: an article is never read without what was said of it.
package desk

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
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
	// sidecarOf ends the name of the sidecar of the file that it begins with.
	sidecarOf = ".meta.yaml"
)

// A Folder is what a Desk changes: files by their paths, with slashes, as
// [fs.ValidPath] has them. Package foldertest is its contract as tests.
type Folder interface {
	// FS returns the files as they are now. [fs.Lstat], [fs.ReadDir] and
	// [fs.ReadFile] work on it; a folder that has no files need not be there.
	FS() fs.FS
	// Write writes a file, whole or not at all. Like Move, it makes the folders
	// on its way.
	Write(name string, content []byte) error
	// Move gives a file another path, at which there is none.
	Move(from, to string) error
	// Delete removes a file.
	Delete(name string) error
}

// Desk changes one folder of articles. It can be used by any number of
// goroutines; no two Desks are to have one folder.
type Desk struct {
	folder Folder
	mu     sync.Mutex
}

// New returns a Desk for a folder.
func New(folder Folder) *Desk { return &Desk{folder: folder} }

// Close releases the folder, where it is one of [Open].
func (d *Desk) Close() error {
	if c, ok := d.folder.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Publish puts an article into the folder, and returns its path there:
// "added/bridge-closes.txt". When it returns, a folder on disk has the article for
// good.
func (d *Desk) Publish(draft Draft) (string, error) {
	a, said, err := draft.read()
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	name, err := d.freeName(added, stem(a.Title), strings.ToLower(path.Ext(a.File)))
	if err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	if err := d.folder.Write(name+sidecarOf, said); err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	if err := d.folder.Write(name, draft.Content); err != nil {
		return "", errors.Join(fmt.Errorf("publish: %w", err), d.folder.Delete(name+sidecarOf))
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
	if _, err := fs.Lstat(d.folder.FS(), file); !errors.Is(err, fs.ErrNotExist) {
		return ErrTaken
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
	err := fs.WalkDir(d.folder.FS(), removed, func(name string, _ fs.DirEntry, err error) error {
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
	info, err := fs.Lstat(d.folder.FS(), path.Join(folder, file))
	return err == nil && info.Mode().IsRegular()
}

// move gives an article another path. A copy of its sidecar, under the name
// that is preferred, stands there before it does.
func (d *Desk) move(from, to string) error {
	said, err := d.sidecar(from)
	if err != nil {
		return err
	}
	if said != "" {
		content, err := fs.ReadFile(d.folder.FS(), said)
		if err != nil {
			return err
		}
		if err := d.folder.Write(to+sidecarOf, content); err != nil {
			return err
		}
	}
	if err := d.folder.Move(from, to); err != nil || said == "" {
		return err
	}
	if shared, err := d.claimed(said); err != nil || shared {
		return err
	}
	return d.folder.Delete(said)
}

// sidecar returns the path of an article's sidecar, or "".
func (d *Desk) sidecar(file string) (string, error) {
	for _, name := range article.SidecarNames(file) {
		info, err := fs.Lstat(d.folder.FS(), name)
		switch {
		case err == nil && info.Mode().IsRegular():
			return name, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
	}
	return "", nil
}

// claimed reports whether a sidecar is that of an article in its folder.
func (d *Desk) claimed(said string) (bool, error) {
	entries, err := fs.ReadDir(d.folder.FS(), path.Dir(said))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	for _, entry := range entries {
		file := path.Join(path.Dir(said), entry.Name())
		if !article.Readable(file) || !slices.Contains(article.SidecarNames(file), said) {
			continue
		}
		if name, err := d.sidecar(file); err != nil || name == said {
			return true, err
		}
	}
	return false, nil
}
