package edition

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"

	"storybot/knowledge/article"
)

var (
	errNoFolder = errors.New("not a folder")
	errChanging = errors.New("changed while it was read: reload again")
)

// overlay is a process's own folder, with what came through Discord laid over
// it. It takes down which of the folder's files were read.
type overlay struct {
	*view                 // what came through Discord
	own   fs.FS           // the folder
	hides map[string]bool // what is not to be seen of it
	// take is called with each file of the folder that was read, and returns how
	// it is to be found.
	take func(of sum, content []byte) (file, error)

	mu    sync.Mutex
	taken map[string]file
}

// Open is as in [fs.FS].
func (o *overlay) Open(name string) (fs.File, error) {
	i, err := o.view.stat("open", name)
	if err == nil && !i.folder {
		return o.view.Open(name)
	}
	if err != nil && o.hides[name] {
		return nil, err
	}
	if stat, err := o.Stat(name); err != nil {
		return nil, err
	} else if stat.IsDir() {
		entries, err := o.ReadDir(name)
		return &openFolder{info: info{name: path.Base(name), folder: true}, entries: entries}, err
	}
	content, err := o.readOwn(name)
	if err != nil {
		return nil, err
	}
	return openFile{info{name: path.Base(name), size: int64(len(content))}, bytes.NewReader(content)}, nil
}

// readOwn reads a file of the folder, and takes it down. One that is too large
// for an article is not, and is read so far that this can be seen.
func (o *overlay) readOwn(name string) ([]byte, error) {
	opened, err := o.own.Open(name)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	content, err := io.ReadAll(io.LimitReader(opened, article.MaxFileSize+1))
	if err != nil || len(content) > article.MaxFileSize {
		return content, err
	}
	f, err := o.take(sha256.Sum256(content), content)
	if err != nil {
		return nil, err
	}
	f.Folder = true
	o.mu.Lock()
	defer o.mu.Unlock()
	if was, ok := o.taken[name]; ok && !was.same(f) {
		return nil, errChanging
	}
	o.taken[name] = f
	return content, nil
}

// ReadDir is as in [fs.ReadDirFS].
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := o.view.ReadDir(name)
	over := err == nil
	if !over && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	own, err := fs.ReadDir(o.own, name)
	if err != nil && (name == "." || !over) {
		return own, err // without the folder itself, nothing is to be seen
	}
	own = slices.DeleteFunc(own, func(entry fs.DirEntry) bool {
		_, taken := slices.BinarySearchFunc(entries, entry, byName)
		return taken || o.hides[path.Join(name, entry.Name())]
	})
	entries = append(entries, own...)
	slices.SortFunc(entries, byName)
	return entries, nil
}

// Stat is as in [fs.StatFS].
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	i, err := o.view.stat("stat", name)
	switch {
	case err == nil && name != ".":
		return i, nil
	case o.hides[name]:
		return nil, err
	}
	return fs.Stat(o.own, name)
}

// Sum is as in knowledge.Summer: the folder's files have to be read.
func (o *overlay) Sum(name string) ([sha256.Size]byte, bool) { return o.view.Sum(name) }
