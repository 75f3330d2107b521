// Package watch tells when a folder has changed.
//
// A [Watcher] looks at the folder now and then: which files there are, how large
// each is and when it was written. That works everywhere; the system's own
// events, which network and container mounts don't send, only make it look
// sooner ([Events]).
//
// What differs from what was last told is not told at once, for it may be half
// of a copy. The Watcher looks again when [Watcher.Still] has passed, and again,
// until two looks in a row are the same: then all sizes and times have stood
// still for that long, and however much had happened, it is told once.
//
//	 told = last              last ≠ told
//	┌───────────┐ a look differs ┌─────────┐
//	│   idle    ├───────────────▶│ waiting │◀─┐ differs again:
//	│ look each │◀───────────────┤ look in │  │ last = look
//	│   Poll    │ same look: tell│  Still  ├──┘
//	└───────────┘                └─────────┘
package watch

import (
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
	"time"
)

// A Listener is told what a Watcher sees. It is called from one goroutine, and
// the Watcher looks no further until it returns.
type Listener interface {
	// Changed is called when the folder is different and has stood still.
	Changed()
	// Unreadable is called when the folder can't be looked at, once until it
	// can be again. What it had in it is taken to be as it was.
	Unreadable(err error)
}

// Events are the system's signs that something may have happened.
type Events interface {
	// C receives when something has. One that is not taken stands for all
	// that come after it.
	C() <-chan struct{}
	// Follow says which folders to look after, by their paths in the folder
	// that is watched, "." for that itself. It is called after each look.
	Follow(folders []string)
}

// Watcher watches one folder. [New] makes one, and its fields are set before
// [Watcher.Start].
type Watcher struct {
	Still  time.Duration // how long sizes and times must stand still
	Poll   time.Duration // from one look to the next while nothing happens
	Events Events        // nil: none

	folder   fs.FS
	listener Listener

	ready    chan struct{} // closed after the first look
	stopOnce sync.Once
	quit     chan struct{} // closed to have the Watcher stop
	stopped  chan struct{} // closed when it has

	told, last sight
	blind      bool // the last look failed
}

// New returns a Watcher that looks every 30 seconds, and tells when all has
// stood still for 2.
func New(folder fs.FS, listener Listener) *Watcher {
	return &Watcher{
		Still: 2 * time.Second, Poll: 30 * time.Second,
		folder: folder, listener: listener,
		ready: make(chan struct{}), quit: make(chan struct{}), stopped: make(chan struct{}),
	}
}

// Start has the Watcher look at the folder as it is, and then tell what
// changes in it, until [Watcher.Stop]. It is called once.
func (w *Watcher) Start() {
	go func() {
		defer close(w.stopped)
		w.look()
		w.told = w.last // nothing, where the folder is not there yet
		close(w.ready)
		for w.wait() {
			w.look()
		}
	}()
}

// Ready returns a channel that is closed when every later change will be told.
func (w *Watcher) Ready() <-chan struct{} { return w.ready }

// Stop ends the watching of a Watcher that was started. When it returns, the
// Listener is called no more; so the Listener itself can't call it.
func (w *Watcher) Stop() {
	w.stopOnce.Do(func() { close(w.quit) })
	<-w.stopped
}

// wait returns when it is time to look, and reports whether to.
func (w *Watcher) wait() bool {
	pause := w.Poll
	var events <-chan struct{}
	if !w.last.same(w.told) {
		pause = w.Still
	} else if w.Events != nil {
		events = w.Events.C()
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-w.quit:
		return false
	case <-timer.C:
	case <-events:
	}
	return true
}

func (w *Watcher) look() {
	now, folders, err := see(w.folder)
	if w.Events != nil {
		w.Events.Follow(folders)
	}
	if err != nil {
		if !w.blind {
			w.listener.Unreadable(err)
		}
		w.blind = true
		return
	}
	w.blind = false
	if now.same(w.last) && !now.same(w.told) {
		w.told = now
		w.listener.Changed()
	}
	w.last = now
}

// sight is what a folder has in it, by the files' paths.
type sight map[string]stamp

// stamp is by what a file is known to be as it was.
type stamp struct {
	size    int64
	written int64 // in nanoseconds
}

func (s sight) same(other sight) bool { return maps.Equal(s, other) }

// see looks at a folder, and returns its sub-folders too. What begins with a
// dot is no part of it, nor what can't be looked at or is no ordinary file.
func see(folder fs.FS) (sight, []string, error) {
	seen := make(sight)
	var folders []string
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case name == "." && err != nil:
			return err
		case err != nil:
			return nil
		case name != "." && strings.HasPrefix(path.Base(name), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			// A new folder is a change by itself: a file may have come into it
			// after it was listed and before its events are followed.
			folders = append(folders, name)
			seen[name+"/"] = stamp{}
			return nil
		}
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() {
			seen[name] = stamp{info.Size(), info.ModTime().UnixNano()}
		}
		return nil
	})
	return seen, folders, err
}
