package desk

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"syscall"
)

// A folder may be mounted read-only, or belong to another user. It can be read
// all the same, so [Open] takes it; what can't be done is said when somebody
// means to do it.

// ReadOnly reports whether an error is that the folder, or a file in it, can't
// be written.
func ReadOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// Writable returns nil where articles can be published, and else the error that
// publishing one would meet.
func (d *Desk) Writable() error {
	if disk, ok := d.folder.(DiskFolder); ok {
		return writable(disk.root)
	}
	return nil
}

// Writable is [Desk.Writable] of a folder that another process may have open: it
// clears nothing away.
func Writable(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return writable(root)
}

// writable makes a file where an article would be published, and removes it.
func writable(root *os.Root) error {
	folder := "."
	if _, err := root.Lstat(added); err == nil {
		folder = added
	}
	probe := path.Join(folder, "."+rand.Text()+unfinished)
	file, err := root.OpenFile(probe, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), root.Remove(probe))
}
