package watch

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// Notifier is the [Events] of a folder on a local disk.
type Notifier struct {
	dir     string
	system  *fsnotify.Watcher
	happens chan struct{}
	reading sync.WaitGroup
}

// Notify returns the events of a folder on disk. It fails where the system has
// none to give; a [Watcher] does without.
func Notify(dir string) (*Notifier, error) {
	system, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	n := &Notifier{dir: dir, system: system, happens: make(chan struct{}, 1)}
	n.reading.Go(n.read)
	return n, nil
}

// C is as in [Events].
func (n *Notifier) C() <-chan struct{} { return n.happens }

// Follow is as in [Events]. A folder that can't be followed, such as one past
// the system's limit, is left to the Watcher's own looks.
func (n *Notifier) Follow(folders []string) {
	for _, folder := range folders {
		_ = n.system.Add(filepath.Join(n.dir, filepath.FromSlash(folder)))
	}
}

// Close ends the events.
func (n *Notifier) Close() error {
	err := n.system.Close()
	n.reading.Wait()
	return err
}

// read takes events, and errors too: after one, events may be missing.
func (n *Notifier) read() {
	for {
		select {
		case _, ok := <-n.system.Events:
			if !ok {
				return
			}
		case err, ok := <-n.system.Errors:
			if !ok || errors.Is(err, fsnotify.ErrClosed) {
				return
			}
		}
		select {
		case n.happens <- struct{}{}:
		default: // one that was not taken stands for this one too
		}
	}
}
