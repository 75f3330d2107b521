package library

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// fresh is for how long a list of the stories will do.
const fresh = 5 * time.Second

// catalogue is the list of the stories, as it was last read. It is read again
// when somebody asks for the list itself, or for what is not in it, but not for
// each answer: whose disk is slow does not wait for it.
type catalogue struct {
	list func() ([]Entry, error)
	log  *slog.Logger
	now  func() time.Time

	reading sync.Mutex
	last    atomic.Pointer[listed]
}

type listed struct {
	entries []Entry
	at      time.Time
}

// read reads the list anew if it is older than it may be. One that can't be read
// stays as it was.
func (c *catalogue) read(oldest time.Duration) []Entry {
	c.reading.Lock()
	defer c.reading.Unlock()
	last := c.last.Load()
	if last != nil && c.now().Sub(last.at) < oldest {
		return last.entries
	}
	entries, err := c.list()
	if err != nil {
		c.log.Error("the stories can't be listed", "err", err)
		if last == nil {
			return nil
		}
		entries = last.entries
	}
	c.last.Store(&listed{entries, c.now()})
	return entries
}

// Stories returns the stories that there are, in memory or not, by name. They
// are not to be changed.
func (l *Library) Stories() []Entry { return l.catalogue.read(fresh) }

// Relist reads the list of stories anew, with their titles.
func (l *Library) Relist() { l.catalogue.read(0) }

// Entry returns the story of a name. One that is not known, and may be new, is
// looked for.
func (l *Library) Entry(name string) (Entry, bool) {
	return l.Find(func(e Entry) bool { return e.Name == name })
}

// Find returns the first story that is meant. Where none is known, which may be
// new, they are listed anew.
func (l *Library) Find(meant func(Entry) bool) (Entry, bool) {
	if last := l.catalogue.last.Load(); last != nil {
		if at := slices.IndexFunc(last.entries, meant); at >= 0 {
			return last.entries[at], true
		}
	}
	entries := l.Stories()
	if at := slices.IndexFunc(entries, meant); at >= 0 {
		return entries[at], true
	}
	return Entry{}, false
}

// Title returns what a story is called, as it was last listed.
func (l *Library) Title(name string) string {
	if last := l.catalogue.last.Load(); last != nil {
		at, found := slices.BinarySearchFunc(last.entries, name, func(e Entry, name string) int { return strings.Compare(e.Name, name) })
		if found {
			return last.entries[at].Title
		}
	}
	return name
}
