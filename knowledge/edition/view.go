package edition

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// view is the files of an edition as a file system. It does not change.
type view struct {
	files   map[string]file
	entries map[string][]fs.DirEntry // of each folder, by name
	read    func(file) ([]byte, error)
}

// newView returns a view of files, whose contents read returns.
func newView(files map[string]file, read func(file) ([]byte, error)) *view {
	v := &view{files: files, entries: map[string][]fs.DirEntry{".": nil}, read: read}
	for name, f := range files {
		v.enter(name, info{name: path.Base(name), size: int64(f.Size)})
	}
	for _, entries := range v.entries {
		slices.SortFunc(entries, byName)
	}
	return v
}

// enter puts a file or folder into its folder, and that into its own.
func (v *view) enter(name string, i info) {
	folder := path.Dir(name)
	_, there := v.entries[folder]
	v.entries[folder] = append(v.entries[folder], fs.FileInfoToDirEntry(i))
	if !there {
		v.enter(folder, info{name: path.Base(folder), folder: true})
	}
}

func byName(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }

// Open is as in [fs.FS].
func (v *view) Open(name string) (fs.File, error) {
	i, err := v.stat("open", name)
	if err != nil {
		return nil, err
	}
	if i.folder {
		return &openFolder{i, v.entries[name], 0}, nil
	}
	content, err := v.read(v.files[name])
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return openFile{i, bytes.NewReader(content)}, nil
}

// ReadDir is as in [fs.ReadDirFS].
func (v *view) ReadDir(name string) ([]fs.DirEntry, error) {
	i, err := v.stat("readdir", name)
	if err == nil && !i.folder {
		err = &fs.PathError{Op: "readdir", Path: name, Err: errNoFolder}
	}
	return slices.Clone(v.entries[name]), err
}

// Stat is as in [fs.StatFS]. It opens nothing.
func (v *view) Stat(name string) (fs.FileInfo, error) { return v.stat("stat", name) }

func (v *view) stat(op, name string) (info, error) {
	if !fs.ValidPath(name) {
		return info{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if f, ok := v.files[name]; ok {
		return info{name: path.Base(name), size: int64(f.Size)}, nil
	}
	if _, ok := v.entries[name]; ok {
		return info{name: path.Base(name), folder: true}, nil
	}
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if _, ok := v.files[folder]; ok {
			return info{}, &fs.PathError{Op: op, Path: name, Err: errNoFolder}
		}
	}
	return info{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Sum is as in knowledge.Summer.
func (v *view) Sum(name string) ([sha256.Size]byte, bool) {
	f, ok := v.files[name]
	return f.Sum, ok
}

// info is of a file or a folder. No time is known of it.
type info struct {
	name   string
	size   int64
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }
func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// openFile is a file that is being read.
type openFile struct {
	info
	*bytes.Reader
}

func (f openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f openFile) Size() int64                { return f.info.size }
func (f openFile) Close() error               { return nil }

// openFolder is a folder that is being read.
type openFolder struct {
	info
	entries []fs.DirEntry
	next    int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir is as in [fs.ReadDirFile].
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.entries[f.next:]
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n > 0 && n < len(left) {
		left = left[:n]
	}
	f.next += len(left)
	return slices.Clone(left), nil
}
