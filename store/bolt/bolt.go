// Package bolt keeps a store in one bbolt file, for one process. It is the
// journal under package memory: the file is read once, when it is opened, and
// then written only. Each write is on the disk (fsync) before it returns.
//
// The file holds two buckets:
//
//	format    "version" ─▶ "1"
//	          "sum"     ─▶ the checksums of all records, by exclusive or
//	entries   the key   ─▶ a record (see encode); the bucket's sequence is the
//	                       last revision that was given out
//
// bbolt checks its own first pages only, and panics, or makes the process fault
// on the mapped file, when others are damaged; or it just shows fewer entries.
// So each record has a checksum, and all of them together have one; both are
// checked when the file is opened, and whatever bbolt does on a damaged file is
// returned as ErrDamaged. Nothing is ever repaired or removed.
package bolt

import (
	"bytes"
	"cmp"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"storybot/store"
	"storybot/store/memory"
)

// Why a store cannot be opened. Each says what to do.
var (
	// ErrLocked: another process has the file open.
	ErrLocked = errors.New("in use by another process: stop that one, or set STATE_DIR to another folder")
	// ErrDamaged: the file cannot be trusted any more.
	ErrDamaged = errors.New("the file is damaged and was left as it is: put a good copy in its place, or move it away to begin with nothing")
	// ErrNewer: the file is of a format that this version does not know.
	ErrNewer = errors.New("written by a newer storybot: run that one, or set STATE_DIR to another folder")
)

const (
	// Name is the name of the file in its folder.
	Name = "storybot.db"
	// version is the format that is written, and the newest that is read.
	version = 1
	// lockWait is how long a process that is about to end may still hold the
	// file.
	lockWait = time.Second
)

var (
	formatBucket  = []byte("format")
	versionKey    = []byte("version")
	sumKey        = []byte("sum")
	entriesBucket = []byte("entries")
)

// Open returns the store in the folder, which is made if it is missing. Both
// the folder and the file are for their owner alone. The clock is the wall
// clock, by which times to live are kept through a restart; the log is told of
// what fails with nobody to return it to.
//
// Errors: ErrLocked, ErrDamaged, ErrNewer, and those of the file system.
func Open(dir string, now func() time.Time, log *slog.Logger) (store.Store, error) {
	path := filepath.Join(dir, Name)
	f, err := openFile(dir, path)
	if err != nil {
		return nil, fmt.Errorf("open the store %s: %w", path, err)
	}
	records, revision, err := f.load()
	if err != nil {
		return nil, fmt.Errorf("open the store %s: %w", path, errors.Join(err, f.Close()))
	}
	return memory.Restore(records, revision, f, now, log), nil
}

// A file is the journal.
type file struct {
	db *bbolt.DB
	fd *os.File // what db reads and writes
	// broken is the ErrDamaged that came first. bbolt may have been left with
	// its locks held then, so it is not called again.
	broken error
}

func openFile(dir, path string) (*file, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("%w: set STATE_DIR to a folder that may be written to", err)
	}
	f := new(file)
	options := *bbolt.DefaultOptions
	options.Timeout = lockWait
	options.FreelistType = bbolt.FreelistMapType
	options.OpenFile = func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		f.fd, err = os.OpenFile(name, flag, mode)
		return f.fd, err
	}
	err := f.guard(func() (err error) {
		f.db, err = bbolt.Open(path, 0o600, &options)
		return err
	})
	if err == nil {
		if err = syncFolder(dir); err == nil {
			return f, nil
		}
		return nil, errors.Join(err, f.Close())
	}
	_, system := errors.AsType[syscall.Errno](err)
	switch {
	case f.broken != nil:
		return nil, errors.Join(err, f.Close())
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, ErrLocked
	case system:
		return nil, fmt.Errorf("%w: set STATE_DIR to a folder that may be written to", err)
	}
	return nil, damaged(err)
}

// syncFolder makes the name of a new file last. Windows has no such call.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}

// guard calls do, and returns what bbolt panics with as ErrDamaged.
func (f *file) guard(do func() error) (err error) {
	if f.broken != nil {
		return f.broken
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			f.broken = damaged(p)
			err = f.broken
		}
	}()
	return do()
}

func damaged(how any) error { return fmt.Errorf("%w (%v)", ErrDamaged, how) }

// Put implements memory.Journal.
func (f *file) Put(r memory.Record) error {
	return f.update(r.Revision, func(tx *bbolt.Tx) error {
		return set(tx, []byte(r.Key), encode(r))
	})
}

// Delete implements memory.Journal.
func (f *file) Delete(revision uint64, keys []string) error {
	return f.update(revision, func(tx *bbolt.Tx) error {
		for _, key := range keys {
			if err := set(tx, []byte(key), nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// update changes the entries and the last revision in one transaction.
func (f *file) update(revision uint64, change func(*bbolt.Tx) error) error {
	return f.guard(func() error {
		return f.db.Update(func(tx *bbolt.Tx) error {
			if err := change(tx); err != nil {
				return err
			}
			return tx.Bucket(entriesBucket).SetSequence(revision)
		})
	})
}

// set writes an encoded record in place of the one of its key, or removes it if
// there is no new one, and keeps the sum.
func set(tx *bbolt.Tx, key, record []byte) error {
	entries, format := tx.Bucket(entriesBucket), tx.Bucket(formatBucket)
	sum := bytes.Clone(format.Get(sumKey))
	for _, r := range [][]byte{entries.Get(key), record} {
		if r != nil {
			subtle.XORBytes(sum, sum, r[:4])
		}
	}
	if err := format.Put(sumKey, sum); err != nil {
		return err
	}
	if record == nil {
		return entries.Delete(key)
	}
	return entries.Put(key, record)
}

// Close implements memory.Journal. A file that bbolt panicked on stays locked
// until the process ends, for it stays mapped.
func (f *file) Close() error {
	if f.broken != nil {
		return f.fd.Close()
	}
	return f.db.Close()
}
