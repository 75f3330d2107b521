package store

import (
	"fmt"
	"strings"
)

// CheckKey returns nil for a key that a store takes, and else an ErrInvalid
// that says what is wrong. Implementations call it, and CheckPrefix and
// Entry.Check, first.
func CheckKey(key string) error {
	if len(key) > MaxKey {
		return fmt.Errorf("%w key %.32q…: it has %d bytes; shorten it to %d", ErrInvalid, key, len(key), MaxKey)
	}
	for name := range strings.SplitSeq(key, "/") {
		if name == "" || name == "." || name == ".." || strings.ContainsFunc(name, outsideAlphabet) {
			return fmt.Errorf(`%w key %q: write a path such as "votes/4f2a", of names of letters, digits, "-", "_" and "." between single slashes`,
				ErrInvalid, key)
		}
	}
	return nil
}

// CheckPrefix returns nil for a prefix that can be listed and watched, and else
// an ErrInvalid that says what is wrong.
func CheckPrefix(prefix string) error {
	if prefix == "" {
		return nil
	}
	path, ok := strings.CutSuffix(prefix, "/")
	if !ok {
		return fmt.Errorf("%w prefix %.32q: end it in a slash", ErrInvalid, prefix)
	}
	return CheckKey(path)
}

// Check returns nil for an entry that a store takes, and else an ErrInvalid that
// says what is wrong.
func (e Entry) Check() error {
	if err := CheckKey(e.Key); err != nil {
		return err
	}
	if len(e.Value) > MaxValue {
		return fmt.Errorf("%w value of %q: it has %d bytes; at most %d are kept", ErrInvalid, e.Key, len(e.Value), MaxValue)
	}
	if e.TTL != 0 && e.TTL < MinTTL {
		return fmt.Errorf("%w time to live of %q: %v; set 0 for ever, or at least %v", ErrInvalid, e.Key, e.TTL, MinTTL)
	}
	return nil
}

func outsideAlphabet(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return r != '-' && r != '_' && r != '.'
}
