package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// MaxObject is how large an object may be, in bytes.
const MaxObject = 32 << 20

// Objects are files, kept under the sha256 of their content in 64 hexadecimal
// digits, the digest. So an object never changes, and whoever holds a digest (in
// an entry, say) can only get the content that was meant. They last, can't be
// reached, and are seen by others as entries are.
//
// Nothing counts who holds a digest: an object that no entry names any more is
// for its owner to delete.
type Objects interface {
	// Put keeps the content, and returns its digest. What is there already is
	// not kept twice. The content may be changed after Put has returned.
	//
	// Errors: ErrInvalid, for more than MaxObject bytes.
	Put(ctx context.Context, content []byte) (digest string, err error)

	// Get returns the content of the digest, which it has checked, and which is
	// the caller's own.
	//
	// Errors: ErrNotFound, ErrInvalid.
	Get(ctx context.Context, digest string) ([]byte, error)

	// Delete removes the object. It is no error when there is none. Of a Put of
	// the same content at the same moment it is not said which comes last.
	//
	// Errors: ErrInvalid.
	Delete(ctx context.Context, digest string) error

	// List returns the digests of all objects, in their order. None is no error.
	List(ctx context.Context) ([]string, error)
}

// Digest returns the digest of the content, and an ErrInvalid when it is too
// large for an object.
func Digest(content []byte) (string, error) {
	if len(content) > MaxObject {
		return "", fmt.Errorf("%w object: it has %d bytes; at most %d are kept", ErrInvalid, len(content), MaxObject)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}

// CheckDigest returns nil for a digest, and else an ErrInvalid that says what is
// wrong.
func CheckDigest(digest string) error {
	sum, err := hex.DecodeString(digest)
	if err != nil || len(sum) != sha256.Size || hex.EncodeToString(sum) != digest {
		return fmt.Errorf("%w digest %.80q: write the sha256 of the content in 64 digits of 0 to 9 and a to f", ErrInvalid, digest)
	}
	return nil
}
