package memory_test

import (
	"fmt"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/memory"
)

// filled returns a store of as many rows of 200 bytes.
func filled(b *testing.B, rows int) *memory.Store {
	b.Helper()
	s := memory.New(time.Now)
	b.Cleanup(func() { s.Close() })
	for i := range rows {
		if _, err := s.Put(b.Context(), store.Entry{Key: row(i), Value: make([]byte, 200), TTL: time.Hour}); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func row(i int) string { return fmt.Sprintf("audit/%08d", i) }

func BenchmarkGet(b *testing.B) {
	const rows = 100_000
	s := filled(b, rows)
	b.ReportAllocs()
	key := row(rows / 3)
	for b.Loop() {
		if _, err := s.Get(b.Context(), key); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	const rows = 100_000
	s := filled(b, rows)
	e, err := s.Get(b.Context(), row(rows/3))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if e.Revision, err = s.Put(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	s := filled(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.List(b.Context(), "audit/"); err != nil {
			b.Fatal(err)
		}
	}
}
