package edition

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"storybot/knowledge"
	"storybot/store"
)

// TestOneThatCantFetchKeepsTheOld and says so, until it can.
func TestOneThatCantFetchKeepsTheOld(t *testing.T) {
	c := newCluster(t)
	first, second := c.process(t, bridge()), c.process(t, bridge())
	second.line.noObjects.Store(true)
	ferry, err := first.publish("Ferry stops")
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "it says that it is stuck", func() bool { return second.Status().Stuck != nil })
	status := second.Status()
	if status.Served != 1 || status.Wanted != 2 || status.Err() == nil || second.has(ferry) {
		t.Errorf("%+v", status)
	}
	if !second.Knowledge().Current().Ask("When does the harbour bridge close?").Answered {
		t.Error("it answers no more")
	}
	second.line.noObjects.Store(false)
	agree(t, first, second)
}

// TestOneThatReadsOtherwiseKeepsTheOld has an edition that no process here reads
// as its publisher did.
func TestOneThatReadsOtherwiseKeepsTheOld(t *testing.T) {
	c := newCluster(t)
	first, second := c.process(t, bridge()), c.process(t, bridge())
	e, err := first.head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := *e.manifest
	m.Number, m.Digest = 2, strings.Repeat("0", 64)
	if _, err := first.put(t.Context(), e, &m); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*process{first, second} {
		eventually(t, "it says that it is stuck", func() bool { return errors.Is(p.Status().Stuck, errOtherwise) })
	}
	late := c.process(t, bridge()) // has nothing else to serve
	if status := late.Status(); !errors.Is(status.Stuck, errOtherwise) || status.Served != 0 || !late.has("bridge.txt") {
		t.Errorf("one that starts: %+v", status)
	}
	second.reload(t)
	agree(t, first, second, late)
}

// TestHeadsThatCantBeRead are of a newer storybot, or of nobody.
func TestHeadsThatCantBeRead(t *testing.T) {
	for name, value := range map[string]string{
		"no head":           `{`,
		"no manifest there": `{"number":2,"manifest":"` + strings.Repeat("0", 64) + `"}`,
		"another format":    "",
	} {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			p := c.process(t, bridge())
			if value == "" {
				m := *p.serving().manifest
				m.Number, m.Format = 2, 99
				content, err := m.encode()
				if err != nil {
					t.Fatal(err)
				}
				manifest, err := c.objects.Put(t.Context(), content)
				if err != nil {
					t.Fatal(err)
				}
				encoded, err := json.Marshal(head{Number: 2, Manifest: manifest})
				if err != nil {
					t.Fatal(err)
				}
				value = string(encoded)
			}
			if _, err := c.entries.Put(t.Context(), store.Entry{Key: p.key(), Value: []byte(value), Revision: p.serving().revision}); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it says that it is stuck", func() bool { return p.Status().Stuck != nil })
			if _, err := p.publish("Ferry stops"); !isUnsaved(err) || !p.has("bridge.txt") {
				t.Errorf("publish: %v", err)
			}
			late := c.process(t, bridge())
			if late.Status().Err() == nil || !late.has("bridge.txt") {
				t.Errorf("one that starts: %+v", late.Status())
			}
		})
	}
}

// TestSharedIsGoneAndBack cuts the line to what is shared.
func TestSharedIsGoneAndBack(t *testing.T) {
	c := newCluster(t)
	first, second := c.process(t, bridge()), c.process(t, bridge())
	second.line.cut()
	eventually(t, "it says that it is away", func() bool { return errors.Is(second.Status().Away, store.ErrUnavailable) })
	second.folder["tower.txt"] = text("Tower falls\n\nThe tower fell on Sunday.\n")
	before := second.Knowledge().Current()
	for what, do := range map[string]func() error{
		"reload":   func() error { _, err := second.Knowledge().Reload(); return err },
		"dry run":  func() error { _, err := second.Knowledge().Reload(knowledge.DryRun()); return err },
		"publish":  func() error { _, err := second.publish("Ferry stops"); return err },
		"remove":   func() error { return second.remove("bridge.txt") },
		"rollback": func() error { _, err := second.Knowledge().Rollback(); return err },
	} {
		if err := do(); !isUnsaved(err) || !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if second.Knowledge().Current() != before || !before.Ask("When does the harbour bridge close?").Answered {
		t.Error("the story in use was lost")
	}
	if _, err := second.Desk().Removed(); err != nil {
		t.Errorf("Removed: %v", err)
	}
	if _, err := first.publish("Ferry stops"); err != nil {
		t.Fatal(err)
	}
	second.line.mend()
	agree(t, first, second)
	second.reload(t)
	agree(t, first, second)
	if !first.has("tower.txt") {
		t.Error("the reload afterwards reached nobody")
	}
}

// TestStartWhileSharedIsGone serves the folder, and joins the others later.
func TestStartWhileSharedIsGone(t *testing.T) {
	c := newCluster(t)
	cut := func() *line { l := c.line(); l.cut(); return l }
	alone := cut()
	s, err := c.open(t, bridge(), alone)
	if err != nil {
		t.Fatal(err)
	}
	if status := s.Status(); status.Err() == nil || status.Served != 0 || s.Knowledge().Current().Article("bridge.txt") == nil {
		t.Errorf("%+v", status)
	}
	if _, err := c.open(t, fstest.MapFS{}, cut()); !errors.Is(err, knowledge.ErrNoArticles) {
		t.Errorf("without a folder: %v", err)
	}
	alone.mend()
	first := &process{s, alone, nil}
	eventually(t, "it makes the first edition", func() bool { return s.Status().Served == 1 })
	late := cut()
	other, err := c.open(t, fstest.MapFS{"other.txt": text("Other news\n\nThis is another folder.\n")}, late)
	if err != nil {
		t.Fatal(err)
	}
	late.mend()
	agree(t, first, &process{other, late, nil})
	if other.Knowledge().Current().Article("bridge.txt") == nil {
		t.Error("it did not join the first")
	}
}

// TestEditionThatIsGone is not made again without a moderator: what came through
// Discord would be lost.
func TestEditionThatIsGone(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	ferry, err := p.publish("Ferry stops")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.entries.Delete(t.Context(), p.key(), p.serving().revision); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it says so", func() bool { return errors.Is(p.Status().Stuck, errGone) })
	if !p.has(ferry) {
		t.Error("it is served no more")
	}
	p.reload(t)
	agree(t, p)
	if p.has(ferry) || !p.has("bridge.txt") {
		t.Error("the reload made no edition of the folder")
	}
}

// TestAnswerThatIsLost has the head be put, and nobody told so.
func TestAnswerThatIsLost(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	p.line.deaf.Store(true)
	ferry, err := p.publish("Ferry stops")
	if err != nil || !p.has(ferry) || p.Status().Served != 2 {
		t.Errorf("published %s as edition %d: %v", ferry, p.Status().Served, err)
	}
}

// TestPackThatIsLost leaves its articles out, and names them.
func TestPackThatIsLost(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	ferry, err := p.publish("Ferry stops")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.objects.Delete(t.Context(), p.serving().Files[ferry].Pack); err != nil {
		t.Fatal(err)
	}
	late := c.process(t, bridge())
	if !errors.Is(late.Status().Stuck, errOtherwise) {
		t.Errorf("%+v", late.Status())
	}
	change, err := late.Knowledge().Reload()
	if err != nil || len(change.Report.Errors) != 1 || change.Report.Errors[0].File != ferry || !errors.Is(change.Report.Errors[0], errLost) {
		t.Errorf("reload: %+v, %v", change.Report, err)
	}
	agree(t, p, late)
}

// TestWatchThatStandsStill has a process ask by itself.
func TestWatchThatStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		first, second := c.process(t, bridge()), c.process(t, bridge())
		synctest.Wait()
		second.line.still.Store(true)
		ferry, err := first.publish("Ferry stops")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(asks + time.Second)
		synctest.Wait()
		if !second.has(ferry) || second.Status().Err() != nil {
			t.Errorf("%+v", second.Status())
		}
		second.line.cut()
		time.Sleep(asks)
		synctest.Wait()
		if !errors.Is(second.Status().Away, store.ErrUnavailable) {
			t.Errorf("cut off: %+v", second.Status())
		}
	})
}

// TestFolderThatDiffersIsLogged when the process starts.
func TestFolderThatDiffersIsLogged(t *testing.T) {
	c := newCluster(t)
	first := c.process(t, bridge())
	if _, err := first.publish("Ferry stops"); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		folder fs.FS
		logs   string
	}{
		"the same":      {bridge(), ""},
		"not mounted":   {os.DirFS(filepath.Join(t.TempDir(), "nowhere")), "can't be read"},
		"empty":         {fstest.MapFS{".removed/a.txt": text("A\n\nIt is removed.\n"), "picture.png": text("png")}, "added=0 changed=0 missing=1"},
		"another story": {fstest.MapFS{"a.txt": text("A\n\nIt is another.\n"), "bridge.txt": text("B\n\nIt is changed.\n")}, "added=1 changed=1 missing=0"},
	} {
		t.Run(name, func(t *testing.T) {
			log := new(bytes.Buffer)
			s, err := Open(t.Context(), Config{
				Name: "the-story", Folder: test.folder, Store: c.entries, Objects: c.objects,
				Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
			})
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
			if got := log.String(); !strings.Contains(got, test.logs) || (got == "") != (test.logs == "") {
				t.Errorf("the log: %s; want %q", got, test.logs)
			}
			if s.Status().Version != first.Status().Version {
				t.Error("it does not serve what the first serves")
			}
		})
	}
}

func TestChangesOutsideOfAReload(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	if err := p.Desk().Remove("bridge.txt"); !errors.Is(err, errNotNow) {
		t.Errorf("Remove: %v", err)
	}
	p.Close()
	p.Close()
	if _, err := p.publish("Ferry stops"); !isUnsaved(err) || !p.has("bridge.txt") {
		t.Errorf("publish when it is closed: %v", err)
	}
}
