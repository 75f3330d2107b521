package knowledge

import (
	"crypto/sha256"
	"slices"
	"sync"

	"storybot/knowledge/article"
)

// Parsed keeps what the last [Load] made of each file, so that the next one
// reads only what has changed. Its zero value keeps nothing yet. It can be used
// by any number of goroutines.
type Parsed struct {
	mu   sync.Mutex
	last map[fingerprint]reading
}

// Reusing has a load take from parsed what it would read again, and leave there
// what it read.
func Reusing(parsed *Parsed) LoadOption { return func(l *loading) { l.parsed = parsed } }

// A Summer is a folder that knows what its files hold without opening them.
type Summer interface {
	// Sum returns the SHA-256 of a file, or false where it would have to be read.
	Sum(file string) (sum [sha256.Size]byte, ok bool)
}

// fingerprint is all that a reading depends on: a file's name and content, and
// its sidecar's.
type fingerprint struct {
	articleFile
	content, said [sha256.Size]byte
}

// foretold returns a file's fingerprint, where the folder knows it.
func (l *loading) foretold(f articleFile) (fingerprint, bool) {
	folder, ok := l.folder.(Summer)
	if !ok || l.parsed == nil {
		return fingerprint{}, false
	}
	print := fingerprint{articleFile: f, said: sha256.Sum256(nil)}
	if print.content, ok = folder.Sum(f.name); !ok {
		return print, false
	}
	if f.sidecar != "" {
		print.said, ok = folder.Sum(f.sidecar)
	}
	return print, ok
}

func (p *Parsed) find(print fingerprint) (reading, bool) {
	if p == nil {
		return reading{}, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r, ok := p.last[print]
	return r, ok
}

// keep forgets all readings but these.
func (p *Parsed) keep(readings []reading) {
	if p == nil {
		return
	}
	last := make(map[fingerprint]reading, len(readings))
	for _, r := range readings {
		if r.print != (fingerprint{}) {
			last[r.print] = r
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = last
}

// own returns an article that may be changed as [article.Settle] does, while the
// one that is kept stays as it was read. The text is shared.
func (p *Parsed) own(a *article.Article) *article.Article {
	if p == nil {
		return a
	}
	copied := *a
	copied.Paragraphs = slices.Clone(a.Paragraphs)
	copied.Sentences = slices.Clip(a.Sentences)
	copied.Dropped = slices.Clone(a.Dropped)
	copied.Warnings = slices.Clone(a.Warnings)
	return &copied
}
