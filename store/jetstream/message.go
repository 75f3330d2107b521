package jetstream

import (
	"bytes"
	"crypto/rand"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"storybot/store"
	"storybot/store/table"
)

// An entry is a message to the subject "$KV.<bucket>.<key>". In the key "/"
// becomes ".", and "." becomes "=", which is in no key; so the names of a path
// are the tokens of a subject, and none is empty.
//
// The beat goes to "$KV.<bucket>./beat", which no key becomes.

const (
	ttlHeader       = "Storybot-TTL" // such as "1h30m0s"; none: for ever
	operationHeader = "KV-Operation"
	purge           = "PURGE"
	markerHeader    = "Nats-Marker-Reason" // of a deletion by the server
	beatKey         = "/beat"
	// traceTTL is how long the stream keeps the trace of a deletion, for those
	// who mirror it. A mirror that comes later begins from nothing.
	traceTTL = 10 * time.Minute
)

var (
	toSubject   = strings.NewReplacer("/", ".", ".", "=")
	fromSubject = strings.NewReplacer(".", "/", "=", ".")
)

// A message is what is written: all but where, and over what.
type message struct {
	id      string // see write
	headers map[string]string
	data    []byte
	ttl     time.Duration // after which NATS removes it; 0: never
}

func encode(e store.Entry) message {
	m := message{id: rand.Text(), data: bytes.Clone(e.Value), headers: make(map[string]string)}
	if e.TTL > 0 {
		m.headers[ttlHeader] = e.TTL.String()
	}
	return m
}

func deletion() message {
	return message{id: rand.Text(), headers: map[string]string{operationHeader: purge}, ttl: traceTTL}
}

// decode returns what the message changes. It is false for a beat, and for what
// others may have written that is no entry.
func decode(subject, prefix string, header nats.Header, data []byte, sequence uint64, at time.Time) (table.Change, bool) {
	token, ok := strings.CutPrefix(subject, prefix)
	key := fromSubject.Replace(token)
	if !ok || strings.Contains(token, "/") || store.CheckKey(key) != nil {
		return table.Change{}, false
	}
	c := table.Change{Op: store.Put, Record: table.Record{Entry: store.Entry{Key: key, Value: data, Revision: sequence}}}
	if isDeletion(header) {
		c.Op, c.Value = store.Deleted, nil
	} else if ttl, err := time.ParseDuration(header.Get(ttlHeader)); err == nil && ttl > 0 {
		c.TTL, c.Expires = ttl, at.Add(ttl)
	}
	return c, true
}

func isDeletion(header nats.Header) bool {
	return header.Get(operationHeader) != "" || header.Get(markerHeader) != ""
}
