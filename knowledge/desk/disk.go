package desk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"storybot/knowledge/article"
)

// write puts a file on the disk, whole or not at all.
func (d *Desk) write(name string, content []byte) error {
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+unfinished)
	if err := d.writeTemporary(temporary, content); err != nil {
		return err
	}
	if err := d.root.Rename(temporary, name); err != nil {
		return errors.Join(err, d.root.Remove(temporary))
	}
	return d.sync(path.Dir(name))
}

func (d *Desk) writeTemporary(name string, content []byte) error {
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

// sync forces to the disk which files a folder has.
func (d *Desk) sync(folder string) error {
	f, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (d *Desk) makeFolder(folder string) error {
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

// move gives an article another path. A copy of its sidecar, under the name
// that is preferred, stands there before it does.
func (d *Desk) move(from, to string) error {
	said, err := d.sidecar(from)
	if err != nil {
		return err
	}
	if said != "" {
		content, err := d.root.ReadFile(said)
		if err != nil {
			return err
		}
		if err := d.write(to+sidecarOf, content); err != nil {
			return err
		}
	}
	if err := d.root.Rename(from, to); err != nil {
		return err
	}
	if err := errors.Join(d.sync(path.Dir(to)), d.sync(path.Dir(from))); err != nil || said == "" {
		return err
	}
	if shared, err := d.claimed(said); err != nil || shared {
		return err
	}
	return errors.Join(d.root.Remove(said), d.sync(path.Dir(from)))
}

// sidecar returns the path of an article's sidecar, or "".
func (d *Desk) sidecar(file string) (string, error) {
	for _, name := range article.SidecarNames(file) {
		info, err := d.root.Lstat(name)
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
	entries, err := fs.ReadDir(d.root.FS(), path.Dir(said))
	if err != nil {
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

// clear removes files that were being written when the program ended, and
// sidecars of its own whose article did not come to be.
func (d *Desk) clear() error {
	return fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case name != "." && errors.Is(err, fs.ErrPermission):
			return nil // nothing of ours
		case err != nil || !entry.Type().IsRegular():
			return err
		case strings.HasPrefix(entry.Name(), ".") && strings.HasSuffix(entry.Name(), unfinished):
			return d.root.Remove(name)
		case article.IsSidecar(name):
			return d.clearSidecar(name)
		}
		return nil
	})
}

func (d *Desk) clearSidecar(name string) error {
	content, err := d.root.ReadFile(name)
	if err != nil || !bytes.HasPrefix(content, []byte(written)) {
		return nil // it can't be told to be ours
	}
	if claimed, err := d.claimed(name); err != nil || claimed {
		return err
	}
	return d.root.Remove(name)
}
