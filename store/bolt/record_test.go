package bolt

import (
	"bytes"
	"math"
	"reflect"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

func TestRecord(t *testing.T) {
	for _, r := range []memory.Record{
		{Entry: store.Entry{Key: "a", Revision: 1}},
		{Entry: store.Entry{Key: "a/b", Value: []byte("value"), Revision: math.MaxUint64}},
		{Entry: store.Entry{Key: "a", Revision: 1, TTL: time.Second}, Expires: time.UnixMicro(1)},
		{Entry: store.Entry{Key: "a", Revision: 1, TTL: math.MaxInt64}, Expires: time.UnixMicro(1 << 60)},
	} {
		got, err := decode([]byte(r.Key), encode(r))
		if err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("got %+v, %v; want %+v", got, err, r)
		}
		if _, err := decode([]byte(r.Key+"x"), encode(r)); err == nil {
			t.Errorf("%+v was read under another key", r)
		}
	}
}

// FuzzDecode: what is read is what was written, and all else is refused.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("a"), encode(memory.Record{Entry: store.Entry{Key: "a", Value: []byte("value"), Revision: 1}}))
	f.Add([]byte("a"), encode(memory.Record{Entry: store.Entry{Key: "a", TTL: 1}, Expires: time.UnixMicro(5)}))
	f.Add([]byte("a"), []byte{})
	f.Add([]byte(""), make([]byte, headerSize))
	f.Fuzz(func(t *testing.T, key, b []byte) {
		for _, b := range [][]byte{b, sealed(key, b)} {
			r, err := decode(key, b)
			if err != nil || r.TTL <= 0 && !bytes.Equal(b[20:headerSize], make([]byte, 8)) {
				continue // an expiry without a time to live is not written
			}
			if !bytes.Equal(encode(r), b) {
				t.Errorf("%q was read as %+v and is written as %q", b, r, encode(r))
			}
		}
	})
}

// sealed returns b with its checksum put right, if it has one.
func sealed(key, b []byte) []byte {
	if len(b) < headerSize {
		return b
	}
	sum := checksum(key, b[4:])
	return append([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}, b[4:]...)
}
