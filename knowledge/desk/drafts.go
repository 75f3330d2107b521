package desk

import (
	"crypto/rand"
	"sync"
	"time"
)

// How many drafts are held, and for how long after they were last touched.
const (
	maxDrafts = 10
	heldFor   = 15 * time.Minute
)

// Drafts holds what moderators are at, between one press of a button and the
// next, in memory alone. Where there are too many, the one that was touched
// longest ago is let go. It can be used by any number of goroutines.
type Drafts struct {
	// Now is the clock, and NewID makes a name for a draft that nobody can
	// guess. They are set before Drafts is used.
	Now   func() time.Time
	NewID func() string

	mu   sync.Mutex
	held map[string]held
}

type held struct {
	draft   Draft
	touched time.Time
}

// NewDrafts returns Drafts that holds none.
func NewDrafts() *Drafts {
	return &Drafts{Now: time.Now, NewID: rand.Text, held: make(map[string]held)}
}

// Hold holds a draft, and returns the name by which it is asked for.
func (d *Drafts) Hold(draft Draft) (id string) {
	id = d.NewID()
	d.Put(id, draft)
	return id
}

// Put holds a draft under a name that Hold gave, in place of the one there.
func (d *Drafts) Put(id string, draft Draft) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held[id] = held{draft, d.Now()}
	d.drop()
}

// Get returns a draft, and whether it is still held.
func (d *Drafts) Get(id string) (Draft, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop()
	h, ok := d.held[id]
	if ok {
		d.held[id] = held{h.draft, d.Now()}
	}
	return h.draft, ok
}

// Take returns a draft and holds it no longer: of two who press a button at
// once, one publishes.
func (d *Drafts) Take(id string) (Draft, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop()
	h, ok := d.held[id]
	delete(d.held, id)
	return h.draft, ok
}

// drop lets go of the drafts that are too old, and of the oldest while there
// are too many.
func (d *Drafts) drop() {
	now := d.Now()
	oldest := ""
	for id, h := range d.held {
		if now.Sub(h.touched) > heldFor {
			delete(d.held, id)
		} else if oldest == "" || h.touched.Before(d.held[oldest].touched) {
			oldest = id
		}
	}
	if len(d.held) > maxDrafts {
		delete(d.held, oldest)
	}
}
