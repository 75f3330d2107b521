package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counting counts what it is told.
type counting struct{ changed, unreadable atomic.Int32 }

func (c *counting) Changed()         { c.changed.Add(1) }
func (c *counting) Unreadable(error) { c.unreadable.Add(1) }

// scene is a folder that is watched, on a clock that runs when all wait.
type scene struct {
	t   *testing.T
	dir string
	counting
}

// watching runs a test with a folder that is watched, without events.
func watching(t *testing.T, test func(s *scene)) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, dir: dir}
		s.put("a.txt", "a")
		w := New(os.DirFS(dir), s)
		w.Start()
		<-w.Ready()
		test(s)
		w.Stop()
		w.Stop()
		s.put("after.txt", "a")
		before := s.changed.Load()
		s.pass(time.Hour)
		if s.changed.Load() != before {
			t.Error("told of a change after it was stopped")
		}
	})
}

func (s *scene) put(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// pass lets time pass.
func (s *scene) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (s *scene) wantChanges(want int32, when string) {
	s.t.Helper()
	if got := s.changed.Load(); got != want {
		s.t.Errorf("told of %d changes, want %d: %s", got, want, when)
	}
}

func TestChangesAreTold(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"a new file":               func(s *scene) { s.put("b.txt", "b") },
		"a new file in a folder":   func(s *scene) { s.put("sub/folder/b.txt", "b") },
		"a file that grew":         func(s *scene) { s.put("a.txt", "ab") },
		"a sidecar":                func(s *scene) { s.put("a.txt.meta.yaml", "title: A") },
		"a file that went":         func(s *scene) { os.Remove(filepath.Join(s.dir, "a.txt")) },
		"a file of the same size":  func(s *scene) { s.put("a.txt", "b"); s.date("a.txt", time.Unix(1e9, 0)) },
		"a file with another name": func(s *scene) { os.Rename(filepath.Join(s.dir, "a.txt"), filepath.Join(s.dir, "b.txt")) },
	} {
		t.Run(name, func(t *testing.T) {
			watching(t, func(s *scene) {
				change(s)
				s.pass(31 * time.Second)
				s.wantChanges(0, "it has not stood still")
				s.pass(time.Second)
				s.wantChanges(1, "it has stood still for 2 s")
				s.pass(time.Hour)
				s.wantChanges(1, "nothing has happened since")
			})
		})
	}
}

func (s *scene) date(name string, written time.Time) {
	if err := os.Chtimes(filepath.Join(s.dir, name), written, written); err != nil {
		s.t.Fatal(err)
	}
}

func TestWhatIsNoChange(t *testing.T) {
	watching(t, func(s *scene) {
		s.put(".b.txt.storybot", "half")
		s.put(".removed/a.txt", "a")
		if err := os.Symlink("a.txt", filepath.Join(s.dir, "link.txt")); err != nil {
			s.t.Fatal(err)
		}
		s.pass(time.Hour)
		s.wantChanges(0, "only what no reader reads has changed")
	})
}

func TestHalfACopyIsNotTaken(t *testing.T) {
	watching(t, func(s *scene) {
		s.pass(29 * time.Second)
		text := ""
		for range 20 {
			text += "another piece of a large file"
			s.put("copy.txt", text)
			s.pass(1500 * time.Millisecond)
			s.wantChanges(0, "it is still being copied")
		}
		s.pass(4 * time.Second)
		s.wantChanges(1, "the copy is whole")
	})
}

func TestFileThatComesAndGoesIsNoChange(t *testing.T) {
	watching(t, func(s *scene) {
		s.put("b.txt", "b")
		s.pass(31 * time.Second)
		if err := os.Remove(filepath.Join(s.dir, "b.txt")); err != nil {
			s.t.Fatal(err)
		}
		s.pass(time.Hour)
		s.wantChanges(0, "all is as it was")
	})
}

func TestFolderThatIsAwayIsToldOnce(t *testing.T) {
	watching(t, func(s *scene) {
		away := s.dir + ".away"
		for range 2 {
			if err := os.Rename(s.dir, away); err != nil {
				s.t.Fatal(err)
			}
			s.pass(5 * time.Minute)
			if err := os.Rename(away, s.dir); err != nil {
				s.t.Fatal(err)
			}
			s.pass(5 * time.Minute)
		}
		if got := s.unreadable.Load(); got != 2 {
			s.t.Errorf("told %d times that the folder can't be read, want 2", got)
		}
		s.wantChanges(0, "the folder came back as it was")
		s.put("b.txt", "b")
		s.pass(time.Minute)
		s.wantChanges(1, "after it came back")
	})
}

func TestFolderThatIsAwayAtFirst(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, dir: dir}
		w := New(os.DirFS(dir), s)
		w.Start()
		<-w.Ready()
		s.put("a.txt", "a")
		s.pass(time.Minute)
		w.Stop()
		s.wantChanges(1, "it came")
	})
}

// signs are events that a test sends.
type signs struct {
	c        chan struct{}
	followed atomic.Pointer[[]string]
}

func (s *signs) C() <-chan struct{}      { return s.c }
func (s *signs) Follow(folders []string) { s.followed.Store(&folders) }

func TestEventsMakeItLookSooner(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, dir: dir}
		s.put("sub/a.txt", "a")
		events := &signs{c: make(chan struct{}, 1)}
		w := New(os.DirFS(dir), s)
		w.Poll, w.Events = time.Hour, events
		w.Start()
		<-w.Ready()
		if got := *events.followed.Load(); len(got) != 2 || got[0] != "." || got[1] != "sub" {
			t.Errorf("follows %q", got)
		}
		s.put("b/c.txt", "c")
		events.c <- struct{}{}
		s.pass(0)
		events.c <- struct{}{} // more of the same
		s.pass(1900 * time.Millisecond)
		s.wantChanges(0, "it has not stood still")
		s.pass(200 * time.Millisecond)
		s.wantChanges(1, "it has stood still for 2 s")
		if got := *events.followed.Load(); len(got) != 3 {
			t.Errorf("follows %q, want the new folder too", got)
		}
		w.Stop()
	})
}

// vanishing is a folder in which a file goes between being listed and looked at.
type vanishing struct{ fs.FS }

func (f vanishing) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	for i, entry := range entries {
		entries[i] = gone{entry}
	}
	return entries, err
}

type gone struct{ fs.DirEntry }

func (gone) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

func TestFileThatVanishesWhileLooking(t *testing.T) {
	dir := t.TempDir()
	s := &scene{t: t, dir: dir}
	s.put("a.txt", "a")
	seen, _, err := see(vanishing{os.DirFS(dir)})
	if _, ok := seen["a.txt"]; ok || err != nil {
		t.Errorf("saw %v, %v", seen, err)
	}
}
