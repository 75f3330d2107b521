package bolt

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

// A record is written as
//
//	byte 0    checksum, CRC-32C of the key and all that follows
//	     4    revision
//	    12    time to live, in nanoseconds; 0: for ever
//	    20    when it expires, in microseconds since 1970; 0 without time to live
//	    28    value
//
// with the numbers big-endian.
const headerSize = 28

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func encode(r memory.Record) []byte {
	b := make([]byte, 4, headerSize+len(r.Value))
	b = binary.BigEndian.AppendUint64(b, r.Revision)
	b = binary.BigEndian.AppendUint64(b, uint64(r.TTL))
	var expires int64
	if r.TTL > 0 {
		expires = r.Expires.UnixMicro()
	}
	b = binary.BigEndian.AppendUint64(b, uint64(expires))
	b = append(b, r.Value...)
	binary.BigEndian.PutUint32(b, checksum([]byte(r.Key), b[4:]))
	return b
}

// decode copies what it keeps of key and b.
func decode(key, b []byte) (memory.Record, error) {
	if len(b) < headerSize || binary.BigEndian.Uint32(b) != checksum(key, b[4:]) {
		return memory.Record{}, errors.New("the checksum of an entry is wrong")
	}
	r := memory.Record{Entry: store.Entry{
		Key:      string(key),
		Revision: binary.BigEndian.Uint64(b[4:]),
		TTL:      time.Duration(binary.BigEndian.Uint64(b[12:])),
		Value:    append([]byte(nil), b[headerSize:]...),
	}}
	if r.TTL > 0 {
		r.Expires = time.UnixMicro(int64(binary.BigEndian.Uint64(b[20:])))
	}
	return r, nil
}

func checksum(key, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, rest)
}
