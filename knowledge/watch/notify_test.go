package watch

import (
	"os"
	"testing"
	"time"
)

// signal passes on that a change was told.
type signal chan struct{}

func (s signal) Changed()         { s <- struct{}{} }
func (s signal) Unreadable(error) {}

func TestSystemsEvents(t *testing.T) {
	dir := t.TempDir()
	events, err := Notify(dir)
	if err != nil {
		t.Fatal(err)
	}
	told := make(signal, 1)
	w := New(os.DirFS(dir), told)
	w.Still, w.Poll, w.Events = 20*time.Millisecond, time.Hour, events
	w.Start()
	<-w.Ready()
	s := &scene{t: t, dir: dir}
	for _, name := range []string{"a.txt", "sub/b.txt", "sub/c.txt", "sub/deep/d.txt", "sub/deep/e.txt"} {
		s.put(name, name)
		select {
		case <-told:
		case <-time.After(10 * time.Second):
			t.Fatalf("%s was not seen", name)
		}
	}
	w.Stop()
	if err := events.Close(); err != nil {
		t.Error(err)
	}
}
