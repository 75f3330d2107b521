package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"storybot/store"
)

// TestObjects checks objects against their contract. open returns new ones, of
// which there are none yet.
func TestObjects(t *testing.T, open func(t *testing.T) store.Objects) {
	for name, test := range map[string]func(*testing.T, store.Objects){
		"what is put is there":      testObjects,
		"contents are the caller's": testObjectOwnership,
		"sizes":                     testObjectSizes,
		"limits":                    testObjectLimits,
		"at once":                   testObjectsAtOnce,
		"cancelled":                 testObjectsCancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func digestOf(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }

func putObject(t *testing.T, o store.Objects, content []byte) string {
	t.Helper()
	digest, err := o.Put(t.Context(), content)
	must(t, err)
	equal(t, digest, digestOf(content))
	return digest
}

// thereAre expects the contents and no others.
func thereAre(t *testing.T, o store.Objects, contents ...[]byte) {
	t.Helper()
	want := []string{}
	for _, content := range contents {
		want = append(want, digestOf(content))
		got, err := o.Get(t.Context(), digestOf(content))
		must(t, err)
		if !bytes.Equal(got, content) {
			t.Errorf("got %d bytes, not the %d that were put", len(got), len(content))
		}
	}
	slices.Sort(want)
	got, err := o.List(t.Context())
	must(t, err)
	equal(t, append([]string{}, got...), want)
}

func testObjects(t *testing.T, o store.Objects) {
	ctx := t.Context()
	thereAre(t, o)
	one, two := []byte("one"), []byte("two\x00\xff")
	putObject(t, o, one)
	putObject(t, o, two)
	putObject(t, o, one)
	thereAre(t, o, one, two)
	must(t, o.Delete(ctx, digestOf(one)))
	thereAre(t, o, two)
	_, err := o.Get(ctx, digestOf(one))
	wantError(t, "get what was deleted", err, store.ErrNotFound)
	must(t, o.Delete(ctx, digestOf(one)))
	must(t, o.Delete(ctx, digestOf([]byte("never"))))
	putObject(t, o, one)
	thereAre(t, o, one, two)
}

func testObjectOwnership(t *testing.T, o store.Objects) {
	content := []byte("kept")
	digest := putObject(t, o, content)
	copy(content, "XXXX")
	got, err := o.Get(t.Context(), digest)
	must(t, err)
	copy(got, "XXXX")
	thereAre(t, o, []byte("kept"))
}

// testObjectSizes: none, and such as a store that cuts objects into parts may
// cut wrongly.
func testObjectSizes(t *testing.T, o store.Objects) {
	random := rand.NewChaCha8([32]byte{1})
	var contents [][]byte
	for _, size := range []int{0, 1, 256<<10 - 1, 256 << 10, 256<<10 + 1, 512 << 10, 1 << 20, 2<<20 + 7} {
		content := make([]byte, size)
		random.Read(content)
		putObject(t, o, content)
		contents = append(contents, content)
	}
	thereAre(t, o, contents...)
}

func testObjectLimits(t *testing.T, o store.Objects) {
	ctx := t.Context()
	largest := bytes.Repeat([]byte{7}, store.MaxObject)
	putObject(t, o, largest)
	_, err := o.Put(ctx, append(largest, 7))
	wantError(t, "an object too large", err, store.ErrInvalid)
	for _, digest := range []string{"", "x", "*", ">", strings.Repeat("0", 63), strings.Repeat("0", 65), strings.Repeat("A", 64), strings.Repeat("g", 64)} {
		_, err := o.Get(ctx, digest)
		wantError(t, fmt.Sprintf("get %q", digest), err, store.ErrInvalid)
		wantError(t, fmt.Sprintf("delete %q", digest), o.Delete(ctx, digest), store.ErrInvalid)
	}
	thereAre(t, o, largest)
}

func testObjectsAtOnce(t *testing.T, o store.Objects) {
	shared := bytes.Repeat([]byte("shared"), 100_000)
	contents := make([][]byte, writers)
	together(t, func(writer int) {
		contents[writer] = fmt.Appendf(nil, "of %d", writer)
		for _, content := range [][]byte{shared, contents[writer]} {
			if _, err := o.Put(t.Context(), content); err != nil {
				t.Error(err)
			}
		}
	})
	thereAre(t, o, append(contents, shared)...)
}

func testObjectsCancelled(t *testing.T, o store.Objects) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	digest := putObject(t, o, []byte("kept"))
	_, err := o.Put(ctx, []byte("other"))
	wantError(t, "put", err, context.Canceled)
	_, err = o.Get(ctx, digest)
	wantError(t, "get", err, context.Canceled)
	wantError(t, "delete", o.Delete(ctx, digest), context.Canceled)
	_, err = o.List(ctx)
	wantError(t, "list", err, context.Canceled)
	thereAre(t, o, []byte("kept"))
}
