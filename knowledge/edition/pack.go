package edition

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"storybot/store"
)

const (
	// packSize is how many bytes a pack has at most, unless one file has more.
	packSize = 16 << 20
	// salt is how many random bytes a pack begins with, so that no two publishers
	// ever put the same one.
	salt = 16
	// smallPack is how many bytes of files make it worth while to keep a pack,
	// when there are more than mostSmall of them.
	smallPack = 1 << 20
	mostSmall = 64
	// shelfSize is how many packs are held while they are read.
	shelfSize = 8
)

// errLost says that a file is in the manifest, and its pack is not there.
var errLost = errors.New("its content is gone from what the processes share: add it again")

// packer puts files into packs. It can be used by any number of goroutines.
type packer struct {
	ctx    context.Context
	shared shared

	mu     sync.Mutex
	open   []byte       // the pack that is being filled
	inside map[sum]int  // what is in it, and where
	placed map[sum]file // what is in those that were put
	put    []string     // the names of these
	failed error        // of the first that couldn't be put
}

func newPacker(ctx context.Context, shared shared) *packer {
	return &packer{ctx: ctx, shared: shared, inside: make(map[sum]int), placed: make(map[sum]file)}
}

// add puts a file into a pack. An error is of a pack that is full, which then
// is lost.
func (p *packer) add(of sum, content []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, placed := p.placed[of]
	if _, inside := p.inside[of]; placed || inside {
		return p.failed
	}
	if len(p.open)+len(content) > packSize {
		p.flush()
	}
	if len(p.open) == 0 {
		p.open = make([]byte, salt)
		_, _ = rand.Read(p.open) // it never fails
	}
	p.inside[of] = len(p.open)
	p.open = append(p.open, content...)
	return p.failed
}

// close puts the pack that is being filled.
func (p *packer) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flush()
	return p.failed
}

// failure returns why a pack could not be put, or nil.
func (p *packer) failure() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

func (p *packer) flush() {
	if len(p.inside) == 0 || p.failed != nil {
		return
	}
	name, err := p.shared.putObject(p.ctx, p.open)
	if err != nil {
		p.failed = err
		return
	}
	p.put = append(p.put, name)
	for of, at := range p.inside {
		p.placed[of] = file{Pack: name, At: at}
	}
	p.open = nil
	clear(p.inside)
}

// place fills in where a file is.
func (p *packer) place(f *file) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if placed, ok := p.placed[f.Sum]; ok {
		f.Pack, f.At = placed.Pack, placed.At
	}
}

// shelf reads files out of packs, each of which is fetched once while it is
// held. It can be used by any number of goroutines.
type shelf struct {
	ctx    context.Context
	shared shared

	mu     sync.Mutex
	held   map[string]func() ([]byte, error)
	order  []string // of being fetched
	failed error    // the first failure, but for a pack that there isn't
	lost   atomic.Bool
}

func newShelf(ctx context.Context, shared shared) *shelf {
	return &shelf{ctx: ctx, shared: shared, held: make(map[string]func() ([]byte, error))}
}

// read returns what a file holds. It is not to be changed.
func (s *shelf) read(f file) ([]byte, error) {
	pack, err := s.pack(f.Pack)()
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.fail(err)
		return nil, err
	}
	if err == nil && f.Size <= len(pack)-f.At {
		content := pack[f.At : f.At+f.Size : f.At+f.Size]
		if sha256.Sum256(content) == f.Sum {
			return content, nil
		}
	}
	s.lost.Store(true)
	return nil, errLost
}

// hasLost reports whether something was not to be found.
func (s *shelf) hasLost() bool { return s.lost.Load() }

// pack returns a function that waits for a pack to be fetched.
func (s *shelf) pack(name string) func() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fetch, ok := s.held[name]
	if ok {
		return fetch
	}
	fetch = sync.OnceValues(func() ([]byte, error) { return s.shared.object(s.ctx, name) })
	s.held[name] = fetch
	s.order = append(s.order, name)
	if len(s.order) > shelfSize {
		delete(s.held, s.order[0])
		s.order = slices.Delete(s.order, 0, 1)
	}
	return fetch
}

func (s *shelf) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
}

// failure returns why something could not be fetched, or nil.
func (s *shelf) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}
