package edition

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"storybot/store"
)

// format is of manifests, and of the packs that they lead to.
const format = 1

// manifest is an edition, as it is kept: JSON, packed by gzip.
type manifest struct {
	Format  int             `json:"format"`
	Number  int             `json:"number"` // from 1
	Digest  string          `json:"digest"` // of the Base that is served
	Files   map[string]file `json:"files"`  // by path, .removed/ with them
	Hidden  []string        `json:"hidden,omitempty"`
	Serving string          `json:"serving,omitempty"` // the manifest that is served in place of this; "": this
	Before  string          `json:"before,omitempty"`  // the manifest that was served before; "": none
	Process string          `json:"process"`           // who published it; the person is in the audit
	At      time.Time       `json:"at"`
}

// file is a file of an edition.
type file struct {
	Sum    sum    `json:"sum"`
	Size   int    `json:"size"`
	Pack   string `json:"pack"` // the object that it is in
	At     int    `json:"at"`   // where it begins there
	Folder bool   `json:"folder,omitempty"`
}

// same reports whether two files hold the same for the same reason.
func (f file) same(other file) bool { return f.Sum == other.Sum && f.Folder == other.Folder }

// sum is the SHA-256 of a file.
type sum [sha256.Size]byte

func (s sum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

func (s *sum) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(s)) {
		return errors.New("not a SHA-256")
	}
	_, err := hex.Decode(s[:], text)
	return err
}

// encode returns the manifest as an object.
func (m *manifest) encode() ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(json.NewEncoder(w).Encode(m), w.Close()); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// decode reads an object as a manifest.
func decode(content []byte) (*manifest, error) {
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return nil, err
	}
	if m.Format != format {
		return nil, fmt.Errorf("its format is %d, not %d: run the same storybot everywhere", m.Format, format)
	}
	for name, f := range m.Files {
		if !fs.ValidPath(name) || name == "." || f.Size < 0 || f.At < 0 {
			return nil, fmt.Errorf("it has no proper file at %q", name)
		}
	}
	return &m, nil
}

// head is the entry that says which edition is in force.
type head struct {
	Number   int    `json:"number"`
	Manifest string `json:"manifest"`

	revision uint64 // of the entry; 0: there is none
}

// parseHead reads the entry.
func parseHead(e store.Entry) (head, error) {
	h := head{revision: e.Revision}
	if err := json.Unmarshal(e.Value, &h); err != nil {
		return h, fmt.Errorf("the entry %s can't be read: %w", e.Key, err)
	}
	return h, nil
}

// edition is one that is, or was, in force.
type edition struct {
	head
	*manifest
	Number int // that of both
}

// noEdition is what the first edition comes after.
func noEdition() *edition { return &edition{manifest: &manifest{}} }

func (e *edition) none() bool { return e.revision == 0 }

// inForce returns the manifest that is served.
func (e *edition) inForce() string {
	if e.Serving != "" {
		return e.Serving
	}
	return e.Manifest
}

// folder is where the story's entries are: a name of any characters as one of
// those that a key may have.
func (s *Story) folder() string {
	var b strings.Builder
	for _, c := range []byte(s.Name) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.' && b.Len() > 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return "editions/" + b.String() + "/"
}

func (s *Story) key() string { return s.folder() + "head" }

// head returns the edition in force.
func (s *Story) head(ctx context.Context) (*edition, error) {
	for before := uint64(0); ; {
		entry, err := s.shared.get(ctx, s.key())
		if errors.Is(err, store.ErrNotFound) {
			return noEdition(), nil
		}
		if err != nil {
			return nil, err
		}
		h, err := parseHead(entry)
		if err != nil {
			return nil, unsaved(err)
		}
		e, err := s.edition(ctx, h)
		if errors.Is(err, store.ErrNotFound) && h.revision != before {
			before = h.revision // it may have just been thrown away, and another be in force
			continue
		}
		if err != nil {
			return nil, unsaved(err)
		}
		return e, nil
	}
}

// edition returns the edition of a head.
func (s *Story) edition(ctx context.Context, h head) (*edition, error) {
	if served := s.serving(); served.revision == h.revision {
		return served, nil
	}
	m, err := s.shared.manifest(ctx, h.Manifest)
	if err != nil {
		return nil, fmt.Errorf("edition %d: %w", h.Number, err)
	}
	return &edition{h, m, m.Number}, nil
}
