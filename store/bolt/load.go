package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"

	"go.etcd.io/bbolt"

	"storybot/store/memory"
)

// load returns all records, and the last revision that was given out. It makes
// a new file a store.
func (f *file) load() (records []memory.Record, revision uint64, err error) {
	err = f.guard(func() error {
		if err := f.db.View(f.whole); err != nil {
			return err
		}
		if err := f.format(); err != nil {
			return err
		}
		return f.db.View(func(tx *bbolt.Tx) (err error) {
			records, revision, err = read(tx)
			if err != nil {
				return err
			}
			return consistent(tx)
		})
	})
	return records, revision, err
}

// format checks the version of the file, or writes it in a new one.
func (f *file) format() error {
	isNew := true
	err := f.db.View(func(tx *bbolt.Tx) error {
		if err := tx.ForEach(func([]byte, *bbolt.Bucket) error { isNew = false; return nil }); err != nil {
			return err
		}
		if isNew {
			return nil
		}
		format := tx.Bucket(formatBucket)
		if format == nil {
			return damaged("it is a bbolt file, but not of storybot")
		}
		v, err := strconv.Atoi(string(format.Get(versionKey)))
		switch {
		case err != nil || v < 1:
			return damaged("it has no version")
		case v > version:
			return fmt.Errorf("%w (it has format %d, this one knows %d)", ErrNewer, v, version)
		case tx.Bucket(entriesBucket) == nil:
			return damaged("it has no entries")
		}
		return nil
	})
	if err != nil || !isNew {
		return err
	}
	return f.db.Update(func(tx *bbolt.Tx) error {
		format, err := tx.CreateBucket(formatBucket)
		if err != nil {
			return err
		}
		if _, err := tx.CreateBucket(entriesBucket); err != nil {
			return err
		}
		if err := format.Put(sumKey, make([]byte, 4)); err != nil {
			return err
		}
		return format.Put(versionKey, []byte(strconv.Itoa(version)))
	})
}

// whole checks that the file has all the pages it counts, for to read beyond
// its end is a fault.
func (f *file) whole(tx *bbolt.Tx) error {
	info, err := f.fd.Stat()
	if err != nil {
		return err
	}
	if info.Size() < tx.Size() {
		return damaged(fmt.Sprintf("it has %d bytes of %d", info.Size(), tx.Size()))
	}
	return nil
}

// read decodes all records.
func read(tx *bbolt.Tx) (records []memory.Record, revision uint64, err error) {
	entries := tx.Bucket(entriesBucket)
	revision = entries.Sequence()
	var sum uint32
	err = entries.ForEach(func(key, value []byte) error {
		r, err := decode(key, value)
		switch {
		case err != nil:
			return damaged(err)
		case len(records) > 0 && records[len(records)-1].Key >= r.Key,
			entries.Get(key) == nil: // it cannot be found from above
			return damaged(fmt.Sprintf("the entry %q is out of place", r.Key))
		case r.Revision > revision:
			return damaged(fmt.Sprintf("the entry %q is of revision %d, after the last, %d", r.Key, r.Revision, revision))
		}
		sum ^= binary.BigEndian.Uint32(value)
		records = append(records, r)
		return nil
	})
	if want := tx.Bucket(formatBucket).Get(sumKey); err == nil && !bytes.Equal(want, binary.BigEndian.AppendUint32(nil, sum)) {
		err = damaged("entries are missing, or too many")
	}
	return records, revision, err
}

// consistent checks that the pages follow one another to the end of the file,
// each with as many more as it goes on over, and that those which are not free
// are as many as the buckets use. bbolt has a check of its own, which is not for
// damaged files: it runs in another goroutine, where a fault ends the process.
func consistent(tx *bbolt.Tx) error {
	end := int(tx.Size()) / tx.DB().Info().PageSize
	used := 0
	for id := 0; id < end; id++ {
		page, err := tx.Page(id)
		if err != nil {
			return err
		}
		switch page.Type {
		case "free":
			continue // what is written in it counts no more
		case "branch", "leaf":
			used++
		}
		if id += page.OverflowCount; id >= end {
			return damaged(fmt.Sprintf("page %d goes on beyond the end", page.ID))
		}
	}
	if stats := tx.Cursor().Bucket().Stats(); used != stats.BranchPageN+stats.LeafPageN {
		return damaged("pages were lost")
	}
	return nil
}
