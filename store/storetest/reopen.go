package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"storybot/store"
)

// TestReopen checks that a store is the same after it was closed. open opens
// the same store each time, which is empty at first and not open elsewhere.
func TestReopen(t *testing.T, open func() store.Store) {
	s := open()
	reopen := func() {
		t.Helper()
		before := list(t, s, "")
		must(t, s.Close())
		s = open()
		equal(t, list(t, s, ""), before)
	}
	reopen() // empty
	for i := range 50 {
		put(t, s, store.Entry{
			Key:   fmt.Sprintf("audit/%02d", i),
			Value: []byte(strings.Repeat("row ", i*i)),
			TTL:   time.Duration(i%2) * time.Hour,
		})
	}
	reopen()

	deleted := get(t, s, "audit/49")
	must(t, s.Delete(t.Context(), deleted.Key, deleted.Revision))
	reopen()
	if again := put(t, s, store.Entry{Key: deleted.Key}); again <= deleted.Revision {
		t.Errorf("revision %d after %d: it grew back while the store was closed", again, deleted.Revision)
	}

	first := get(t, s, "audit/00")
	first.Value = []byte("changed")
	put(t, s, first)
	_, err := s.Put(t.Context(), first)
	wantError(t, "put over the revision of before", err, store.ErrChanged)
	reopen()

	brief := store.Entry{Key: "leases/1", TTL: store.MinTTL}
	brief.Revision = put(t, s, brief)
	must(t, s.Close())
	s = open()
	gone(t, s, brief.Key)
	v := view(t, s, "audit/")
	v.is(store.Put, get(t, s, "audit/00"))
	v.stop()
	must(t, s.Close())
}
