package library

import (
	"cmp"
	"slices"
	"strings"
)

// Count is what a Library has done since it was made.
type Count struct {
	Loads, Failures, Evictions int64
}

// Count returns what the Library has done.
func (l *Library) Count() Count {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// Loaded returns the stories in memory, by name.
func (l *Library) Loaded() []*Story {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*Story
	for _, h := range l.held {
		if h.loaded() {
			all = append(all, h.story)
		}
	}
	slices.SortFunc(all, func(a, b *Story) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Memory returns about how many bytes the stories in memory take.
func (l *Library) Memory() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.memory()
}

func (l *Library) memory() int64 {
	var size int64
	for _, h := range l.held {
		if h.loaded() {
			size += h.story.Store.Memory()
		}
	}
	return size
}

// loaded reports whether the story is in memory. The Library is locked.
func (h *holding) loaded() bool { return h.story != nil }

// letGo takes stories out of the Library until the rest is within the budget,
// or has none that may go, and returns them. The Library is locked.
func (l *Library) letGo() (gone []*holding) {
	size := l.memory()
	if size > l.Budget {
		for _, h := range l.idle() {
			if size <= l.Budget {
				break
			}
			size -= h.story.Store.Memory()
			delete(l.held, h.name)
			l.count.Evictions++
			gone = append(gone, h)
		}
	}
	if past := size > l.Budget; past != l.past {
		l.past = past
		if past {
			l.Log.Warn("the stories take more memory than their budget, and none can go", "bytes", size, "budget", l.Budget)
		}
	}
	return gone
}

// idle returns the stories that may go, the one first that was used longest
// ago. The Library is locked.
func (l *Library) idle() []*holding {
	var all []*holding
	last := l.lastUsed()
	for _, h := range l.held {
		if h.loaded() && h != last && h.users == 0 && !h.story.Store.RolledBack() {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b *holding) int { return cmp.Compare(a.used, b.used) })
	return all
}

// lastUsed returns the story that was asked for last of those in memory.
func (l *Library) lastUsed() *holding {
	var last *holding
	for _, h := range l.held {
		if h.loaded() && (last == nil || h.used > last.used) {
			last = h
		}
	}
	return last
}

// release closes stories that are no longer in the Library. It does not wait:
// who asks for another story is not to wait until one has been closed.
func (l *Library) release(gone []*holding) {
	for _, h := range gone {
		l.Log.Info("a story is let go", "story", h.name)
		if h.story.Close != nil {
			l.work.Go(h.story.Close)
		}
	}
}
