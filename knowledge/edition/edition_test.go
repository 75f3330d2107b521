package edition

import (
	"errors"
	"maps"
	"testing"
	"testing/fstest"

	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/desk/foldertest"
)

func TestFolderThatIsShared(t *testing.T) {
	foldertest.Test(t, func(t *testing.T, files map[string]string) foldertest.Place {
		folder := fstest.MapFS{}
		for name, content := range files {
			folder[name] = text(content)
		}
		c := newCluster(t)
		p, reader := c.process(t, folder), c.process(t, folder)
		return foldertest.Place{
			Folder: room{p.Story},
			Change: func(do func() error) error {
				_, err := p.Knowledge().Reload(knowledge.Changing(do))
				return err
			},
			Load: func() (*knowledge.Base, error) { // as another process has it, after both have read their folder again
				p.reload(t)
				reader.reload(t)
				agree(t, p, reader)
				return reader.Knowledge().Current(), nil
			},
		}
	})
}

func TestAllServeWhatOneHas(t *testing.T) {
	c := newCluster(t)
	first, second := c.process(t, bridge()), c.process(t, bridge())
	third := c.process(t, fstest.MapFS{}) // a folder that is not mounted: what the others serve is served
	agree(t, first, second, third)
	if number := third.Status().Served; number != 1 {
		t.Errorf("three processes with one story serve edition %d, want 1", number)
	}
	first.folder["ferry.txt"] = text("Ferry stops\n\nThe ferry to Korva stopped on Friday.\n")
	change := first.reload(t, knowledge.Asking([]string{"When did the ferry to Korva stop?"}))
	if len(change.Added) != 1 || len(change.NowAnswered) != 1 {
		t.Errorf("reloaded: %+v", change)
	}
	agree(t, first, second, third)
	if !third.has("ferry.txt") {
		t.Error("the others have not followed")
	}
	if change := first.reload(t); !change.Nothing() || first.Status().Served != 2 {
		t.Errorf("a reload of the same folder made edition %d: %+v", first.Status().Served, change)
	}
	if _, err := third.Knowledge().Reload(); !errors.Is(err, knowledge.ErrNoArticles) {
		t.Errorf("reload of the folder that is not mounted: %v", err)
	}
}

// TestFolderAndDiscord has what came through Discord stay, whoever reloads, and
// what was removed stay away.
func TestFolderAndDiscord(t *testing.T) {
	c := newCluster(t)
	folder := bridge()
	folder["school.txt"] = text("School opens\n\nThe mayor opened a school.\n")
	first, second := c.process(t, folder), c.process(t, maps.Clone(folder))
	ferry, err := first.publish("Ferry stops")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second.remove("bridge.txt")); err != nil {
		t.Fatal(err)
	}
	first.reload(t)
	second.reload(t)
	agree(t, first, second)
	if !second.has(ferry) || second.has("bridge.txt") || !second.has("school.txt") {
		t.Errorf("after publishing and removing there are %d articles", len(second.Knowledge().Current().Articles()))
	}
	// The folder's file is edited, and another takes the published one's place.
	first.folder["bridge.txt"] = text("Bridge opens\n\nThe harbour bridge opens on Tuesday.\n")
	first.folder[ferry] = text("Another ferry\n\nThe ferry to Norway stopped.\n")
	first.reload(t)
	if got := first.Knowledge().Current().Article(ferry).Title; got != "Ferry stops" || first.has("bridge.txt") {
		t.Errorf("a reload of the folder has the title %q and the bridge: %v", got, first.has("bridge.txt"))
	}
	if err := first.restore("bridge.txt"); err != nil {
		t.Fatal(err)
	}
	if got := first.Knowledge().Current().Article("bridge.txt").Title; got != "Bridge closes" {
		t.Errorf("restored is %q", got)
	}
	if change := first.reload(t); len(change.Changed) != 1 {
		t.Errorf("a reload afterwards: %+v", change)
	}
	if got := first.Knowledge().Current().Article("bridge.txt").Title; got != "Bridge opens" {
		t.Errorf("after a reload the folder's file is %q", got)
	}
	// It is removed, leaves the folder, and is restored all the same.
	if err := first.remove("bridge.txt"); err != nil {
		t.Fatal(err)
	}
	delete(first.folder, "bridge.txt")
	if err := first.restore("bridge.txt"); err != nil {
		t.Fatal(err)
	}
	first.reload(t)
	agree(t, first, second)
	if !second.has("bridge.txt") {
		t.Error("what was restored is lost with the next reload")
	}
	delete(first.folder, "school.txt")
	first.folder["tower.txt"] = text("Tower falls\n\nThe tower fell on Sunday.\n")
	first.reload(t)
	agree(t, first, second)
	if second.has("school.txt") || !second.has("tower.txt") {
		t.Error("what left the folder is served still")
	}
}

// TestRestoreBelowAFile finds a file where the article's folder was.
func TestRestoreBelowAFile(t *testing.T) {
	c := newCluster(t)
	folder := bridge()
	folder["sub.txt/b.txt"] = text("Ferry stops\n\nThe ferry to Korva stopped.\n")
	p := c.process(t, folder)
	if err := p.remove("sub.txt/b.txt"); err != nil {
		t.Fatal(err)
	}
	delete(folder, "sub.txt/b.txt")
	folder["sub.txt"] = text("Tower falls\n\nThe tower fell on Sunday.\n")
	p.reload(t)
	if err := p.restore("sub.txt/b.txt"); !errors.Is(err, desk.ErrTaken) {
		t.Errorf("Restore: %v, want %v", err, desk.ErrTaken)
	}
}

// TestPublisherNeedsNoFolder publishes where the folder differs from what is
// served: a moderator who adds an article publishes that alone.
func TestPublisherNeedsNoFolder(t *testing.T) {
	c := newCluster(t)
	first := c.process(t, bridge())
	second := c.process(t, fstest.MapFS{"old.txt": text("Old news\n\nThis is an older copy of the folder.\n")})
	if _, err := second.publish("Ferry stops"); err != nil {
		t.Fatal(err)
	}
	agree(t, first, second)
	if !first.has("bridge.txt") || first.has("old.txt") {
		t.Error("publishing an article published the folder too")
	}
}

func TestDryRunAndRollback(t *testing.T) {
	c := newCluster(t)
	first, second := c.process(t, bridge()), c.process(t, bridge())
	before := first.Knowledge().Current()
	if _, err := second.Knowledge().Rollback(); !errors.Is(err, knowledge.ErrNoBefore) {
		t.Errorf("rollback of the first edition: %v", err)
	}
	first.folder["tower.txt"] = text("Tower falls\n\nThe tower fell on Sunday.\n")
	objects := c.held(t)
	if change := first.reload(t, knowledge.DryRun()); len(change.Added) != 1 || first.Status().Wanted != 1 || c.held(t) != objects {
		t.Errorf("a dry run left edition %d: %+v", first.Status().Wanted, change)
	}
	first.reload(t)
	ferry, err := first.publish("Ferry stops")
	if err != nil {
		t.Fatal(err)
	}
	agree(t, first, second)
	back, err := second.Knowledge().Rollback()
	if err != nil || len(back.Removed) != 1 {
		t.Fatalf("rollback: %+v, %v", back, err)
	}
	agree(t, first, second)
	if first.has(ferry) || !first.has("tower.txt") {
		t.Error("the other process did not return")
	}
	third := c.process(t, bridge())
	agree(t, first, third)
	if _, err := first.Knowledge().Rollback(); !errors.Is(err, knowledge.ErrNoBefore) {
		t.Errorf("a second rollback: %v", err)
	}
	if change := first.reload(t); !first.has(ferry) || len(change.Added) != 1 {
		t.Errorf("a reload after the rollback: %+v", change)
	}
	agree(t, first, second, third)
	if back, err := third.Knowledge().Rollback(); err != nil || len(back.Removed) != 1 {
		t.Errorf("rollback by one that was not there: %+v, %v", back, err)
	}
	if before.Article("bridge.txt") == nil {
		t.Error("the first Base lost an article")
	}
}

// TestNothingIsKeptForGood makes many editions, and has few objects stay.
func TestNothingIsKeptForGood(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	for i := range 30 {
		file, err := p.publish("Ferry stops")
		if err == nil && i%3 == 0 {
			_, err = p.Knowledge().Rollback()
		}
		if err == nil {
			err = p.remove(file)
		}
		if err != nil {
			t.Fatal(err)
		}
		delete(p.folder, "tower.txt")
		if i%2 == 0 {
			p.folder["tower.txt"] = text("Tower falls\n\nThe tower fell again on Sunday.\n")
		}
		p.reload(t)
	}
	c.checkObjects(t, p)
	another := c.process(t, bridge())
	agree(t, p, another)
	if _, err := another.Knowledge().Rollback(); err != nil {
		t.Errorf("rollback: %v", err)
	}
}

// TestManySmallPacks publishes one article after the other, and has them lie
// together.
func TestManySmallPacks(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	for range mostSmall + 10 {
		if _, err := p.publish("Ferry stops"); err != nil {
			t.Fatal(err)
		}
	}
	another := c.process(t, bridge())
	agree(t, p, another)
	if fetched := another.line.gets.Load(); fetched > 30 {
		t.Errorf("a process that starts fetches %d objects", fetched)
	}
	if n := len(another.Knowledge().Current().Articles()); n != 1+mostSmall+10 {
		t.Errorf("it has %d articles", n)
	}
}
