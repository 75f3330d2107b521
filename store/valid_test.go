package store_test

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"storybot/store"
)

// FuzzCheckKey: a key that is taken is a clean path of few characters, and as a
// folder it is a prefix; the reason against any other is one legible line.
func FuzzCheckKey(f *testing.F) {
	for _, key := range []string{"", "a", "a/b", "a//b", "/a", "a/", "../a", "a.b", "a b", "\xff", strings.Repeat("k", 257)} {
		f.Add(key)
	}
	alphabet := regexp.MustCompile(`\A[-A-Za-z0-9_./]+\z`)
	f.Fuzz(func(t *testing.T, key string) {
		err := store.CheckKey(key)
		if should := fs.ValidPath(key) && key != "." && alphabet.MatchString(key) && len(key) <= store.MaxKey; should != (err == nil) {
			t.Errorf("CheckKey(%q) = %v", key, err)
		}
		if err != nil && (!errors.Is(err, store.ErrInvalid) || strings.ContainsFunc(err.Error(), illegible)) {
			t.Errorf("CheckKey(%q) says %q", key, err)
		}
		if prefixErr := store.CheckPrefix(key + "/"); (err == nil) != (prefixErr == nil) {
			t.Errorf("CheckPrefix(%q) = %v", key+"/", prefixErr)
		}
	})
}

func illegible(r rune) bool { return !unicode.IsPrint(r) }
