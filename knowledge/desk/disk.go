package desk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"storybot/knowledge/article"
)

// unfinished ends the name of a file that is being written.
const unfinished = ".storybot"

// DiskFolder is a Folder on disk. Each file is written under a name that begins with
// a dot, which no reader takes for an article, forced to the disk, and only then
// given its own name. What a sudden end leaves over is a file with a dot or a
// sidecar without an article, and [Open] clears it away.
type DiskFolder struct {
	root *os.Root // so that no name and no symbolic link leads out of the folder
}

// Open returns a Desk for a folder on disk, and clears away what a sudden end
// left over there.
func Open(dir string) (*Desk, error) {
	folder, err := Disk(dir)
	if err != nil {
		return nil, fmt.Errorf("open the articles folder: %w", err)
	}
	d := New(folder)
	if err := d.clear(); err != nil && !ReadOnly(err) { // there, nothing is published either
		folder.Close()
		return nil, fmt.Errorf("clear the articles folder of unfinished files: %w", err)
	}
	return d, nil
}

// Disk returns a folder on disk, as it is.
func Disk(dir string) (DiskFolder, error) {
	root, err := os.OpenRoot(dir)
	return DiskFolder{root}, err
}

// Close releases the folder.
func (d DiskFolder) Close() error { return d.root.Close() }

// FS is as in [Folder].
func (d DiskFolder) FS() fs.FS { return d.root.FS() }

// Write is as in [Folder].
func (d DiskFolder) Write(name string, content []byte) error {
	if err := d.makeFolder(path.Dir(name)); err != nil {
		return err
	}
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+unfinished)
	if err := d.writeTemporary(temporary, content); err != nil {
		return err
	}
	if err := d.root.Rename(temporary, name); err != nil {
		return errors.Join(err, d.root.Remove(temporary))
	}
	return d.sync(path.Dir(name))
}

func (d DiskFolder) writeTemporary(name string, content []byte) error {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, d.root.Remove(name))
	}
	return nil
}

// Move is as in [Folder].
func (d DiskFolder) Move(from, to string) error {
	if err := d.makeFolder(path.Dir(to)); err != nil {
		return err
	}
	if err := d.root.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(d.sync(path.Dir(to)), d.sync(path.Dir(from)))
}

// Delete is as in [Folder].
func (d DiskFolder) Delete(name string) error {
	if err := d.root.Remove(name); err != nil {
		return err
	}
	return d.sync(path.Dir(name))
}

// sync forces to the disk which files a folder has.
func (d DiskFolder) sync(folder string) error {
	f, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (d DiskFolder) makeFolder(folder string) error {
	if _, err := d.root.Lstat(folder); err == nil {
		return nil
	}
	if err := d.root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for parent := path.Dir(folder); ; parent = path.Dir(parent) {
		if err := d.sync(parent); err != nil || parent == "." {
			return err
		}
	}
}

// clear removes files that were being written when the program ended, and
// sidecars of its own whose article did not come to be.
func (d *Desk) clear() error {
	return fs.WalkDir(d.folder.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case name != "." && errors.Is(err, fs.ErrPermission):
			return nil // nothing of ours
		case err != nil || !entry.Type().IsRegular():
			return err
		case strings.HasPrefix(entry.Name(), ".") && strings.HasSuffix(entry.Name(), unfinished):
			return d.folder.Delete(name)
		case article.IsSidecar(name):
			return d.clearSidecar(name)
		}
		return nil
	})
}

func (d *Desk) clearSidecar(name string) error {
	content, err := fs.ReadFile(d.folder.FS(), name)
	if err != nil || !bytes.HasPrefix(content, []byte(written)) {
		return nil // it can't be told to be ours
	}
	if claimed, err := d.claimed(name); err != nil || claimed {
		return err
	}
	return d.folder.Delete(name)
}
