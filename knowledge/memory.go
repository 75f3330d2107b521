package knowledge

import (
	"unsafe"

	"storybot/knowledge/article"
)

// Memory returns about how many bytes the Base takes: what its articles, its
// index and its names hold, counted once when it is made, and what its timeline
// and its passages' ids will hold when somebody has asked for them.
func (b *Base) Memory() int64 { return b.memory }

// measure counts the bytes of a Base. Titles, names and the like are parts of
// the articles' texts, so only their headers count.
func (b *Base) measure() int64 {
	const (
		anEntry = 64  // of a map of articles, by file
		aRow    = 150 // of the timeline, for each sentence of the story
		aPlace  = 50  // of a passage by its id
	)
	size := b.index.Memory() + room(b.sentences) + room(b.topics) + room(b.named)
	for _, names := range b.named {
		size += room(names)
	}
	for _, a := range b.articles {
		size += articleMemory(a) + anEntry
	}
	return size + (aRow+aPlace)*int64(len(b.sentences))
}

func articleMemory(a *article.Article) int64 {
	size := int64(unsafe.Sizeof(*a)) + int64(len(a.File)+len(a.Text)) +
		room(a.Paragraphs) + room(a.Sentences) + room(a.Dropped) + room(a.Warnings)
	for _, warning := range a.Warnings {
		size += int64(len(warning))
	}
	return size
}

// room returns how many bytes a slice has room for.
func room[E any](s []E) int64 {
	var e E
	return int64(cap(s)) * int64(unsafe.Sizeof(e))
}

// Memory returns about how many bytes the Store holds: the Base in use, and the
// one from before.
func (s *Store) Memory() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := s.Current().Memory()
	if s.before != nil {
		size += s.before.Memory()
	}
	return size
}
