// Package foldertest is the contract of desk.Folder as tests, with a desk.Desk
// upon it. An implementation passes when Test does.
package foldertest

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"storybot/knowledge"
	"storybot/knowledge/desk"
)

// A Place is a folder that is tested.
type Place struct {
	Folder desk.Folder
	// Change runs what changes the folder, and returns its error. When it has
	// returned nil, the change is made.
	Change func(do func() error) error
	// Load reads the folder as its readers do.
	Load func() (*knowledge.Base, error)
}

const (
	page = `Korva loses its ferry
By Jon Holm
4 March 2019

The ferry to Korva stops in autumn, its owner said on Monday.
`
	ferry = "added/korva-loses-its-ferry"
)

// Test checks folders, which open makes with the given files in them.
func Test(t *testing.T, open func(t *testing.T, files map[string]string) Place) {
	for _, test := range []struct {
		name  string
		files map[string]string
		run   func(t *testing.T, p place)
	}{
		{"files", nil, testFiles},
		{"as a file system", map[string]string{"sub/deep/b.txt": page, "sub.txt": page}, testFileSystem},
		{"a file in the way", map[string]string{"folder/c.txt": page}, testFileInTheWay},
		{"names that lead out", nil, testNamesThatLeadOut},
		{"publish, remove, restore", map[string]string{
			"sub/bridge.txt": "Bridge closes\n\nThe bridge closes on Monday.\n", "sub/bridge.meta.yaml": "author: Jane Writer\n",
		}, testPublishRemoveRestore},
		{"no two share a name", map[string]string{"added/KORVA-loses-its-ferry.html": "<p>" + page}, testNames},
		{"a sidecar of two", map[string]string{
			"sub/report.txt": page, "sub/report.md": "# The school\n\nThe mayor opened a school.\n", "sub/report.meta.yaml": "author: Of Both\n",
		}, testSharedSidecar},
		{"what is no article", map[string]string{"a.txt.meta.yaml": "author: Mia Falk\n", "folder.txt/b.txt": page}, testNoArticle},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"a.txt": "The school\n\nThe mayor opened a school.\n"}
			maps.Copy(files, test.files)
			p := open(t, files)
			test.run(t, place{t, p, desk.New(p.Folder)})
		})
	}
}

// place is a Place in a test.
type place struct {
	t *testing.T
	Place
	desk *desk.Desk
}

func (p place) must(what string, do func() error) {
	p.t.Helper()
	if err := p.Change(do); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

func (p place) load() *knowledge.Base {
	p.t.Helper()
	base, err := p.Load()
	if err != nil {
		p.t.Fatal(err)
	}
	return base
}

func (p place) publish(draft desk.Draft) (file string) {
	p.t.Helper()
	p.must("publish", func() (err error) { file, err = p.desk.Publish(draft); return err })
	return file
}

func (p place) remove(file string) {
	p.t.Helper()
	p.must("remove "+file, func() error { return p.desk.Remove(file) })
}

func (p place) restore(file string) {
	p.t.Helper()
	p.must("restore "+file, func() error { return p.desk.Restore(file) })
}

func (p place) wantRemoved(want ...string) {
	p.t.Helper()
	slices.Sort(want)
	if got, err := p.desk.Removed(); err != nil || !slices.Equal(got, want) {
		p.t.Errorf("removed: %q, %v; want %q", got, err, want)
	}
}

// holds reports what a file has in it, "" where there is none.
func (p place) holds(name string) string {
	p.t.Helper()
	content, err := fs.ReadFile(p.Folder.FS(), name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.t.Errorf("read %s: %v", name, err)
	}
	return string(content)
}

func testFiles(t *testing.T, p place) {
	content := []byte("one")
	p.must("write", func() error { return p.Folder.Write("new/folder/b.dat", content) })
	content[0] = 'x'
	if got := p.holds("new/folder/b.dat"); got != "one" {
		t.Errorf("a new file holds %q", got)
	}
	p.must("write again, move and read at once", func() error {
		if err := errors.Join(p.Folder.Write("new/folder/b.dat", []byte("two")), p.Folder.Move("new/folder/b.dat", "other/c.dat")); err != nil {
			return err
		}
		if got := p.holds("other/c.dat"); got != "two" {
			t.Errorf("within the change it holds %q", got)
		}
		return nil
	})
	if old, now := p.holds("new/folder/b.dat"), p.holds("other/c.dat"); old != "" || now != "two" {
		t.Errorf("after the move there is %q and %q", old, now)
	}
	p.must("delete", func() error { return p.Folder.Delete("other/c.dat") })
	if got := p.holds("other/c.dat"); got != "" {
		t.Errorf("after it was deleted there is %q", got)
	}
	for name, do := range map[string]func() error{
		"delete": func() error { return p.Folder.Delete("other/c.dat") },
		"move":   func() error { return p.Folder.Move("other/c.dat", "d.dat") },
	} {
		if err := p.Change(do); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s what is not there: %v", name, err)
		}
	}
}

func testFileSystem(t *testing.T, p place) {
	p.must("write", func() error { return p.Folder.Write("sub/c.txt", []byte(page)) })
	if err := fstest.TestFS(p.Folder.FS(), "a.txt", "sub.txt", "sub/c.txt", "sub/deep/b.txt"); err != nil {
		t.Error(err)
	}
}

// testFileInTheWay has a file where a folder would have to be, and the other way
// round.
func testFileInTheWay(t *testing.T, p place) {
	for name, do := range map[string]func() error{
		"write below a file": func() error { return p.Folder.Write("a.txt/c.txt", []byte(page)) },
		"move below a file":  func() error { return p.Folder.Move("folder/c.txt", "a.txt/c.txt") },
		"write on a folder":  func() error { return p.Folder.Write("folder", []byte(page)) },
		"move on a folder":   func() error { return p.Folder.Move("a.txt", "folder") },
	} {
		if err := p.Change(do); err == nil {
			t.Errorf("%s: nothing was wrong with it", name)
		}
	}
}

func testNamesThatLeadOut(t *testing.T, p place) {
	for _, name := range []string{"", "..", "../out.txt", "/out.txt"} {
		for what, do := range map[string]func() error{
			"write": func() error { return p.Folder.Write(name, []byte(page)) },
			"move":  func() error { return p.Folder.Move("a.txt", name) },
		} {
			if err := p.Change(do); err == nil {
				t.Errorf("%s %q: nothing was wrong with it", what, name)
			}
		}
	}
	if got := p.load().Articles(); len(got) != 1 || got[0].File != "a.txt" {
		t.Errorf("there are %d articles", len(got))
	}
}

func testPublishRemoveRestore(t *testing.T, p place) {
	file := p.publish(desk.Draft{Content: []byte(page), Fields: desk.Fields{Author: "Mia Falk"}})
	if file != ferry+".txt" {
		t.Errorf("published as %s", file)
	}
	if a := p.load().Article(file); a == nil || a.Author != "Mia Falk" || a.Text != page {
		t.Errorf("published %+v", a)
	}
	p.remove(file)
	p.remove("sub/bridge.txt")
	if got := p.load().Articles(); len(got) != 1 || got[0].File != "a.txt" {
		t.Errorf("after removing all but one there are %d articles", len(got))
	}
	p.wantRemoved(file, "sub/bridge.txt")
	p.restore(file)
	p.restore("sub/bridge.txt")
	base := p.load()
	if a, b := base.Article(file), base.Article("sub/bridge.txt"); a == nil || b == nil || a.Author != "Mia Falk" || b.Author != "Jane Writer" {
		t.Errorf("restored %+v and %+v", a, b)
	}
	p.wantRemoved()
}

func testNames(t *testing.T, p place) {
	draft := desk.Draft{Content: []byte(page)}
	second := p.publish(draft)
	p.remove(second)
	if third := p.publish(draft); second != ferry+"-2.txt" || third != ferry+"-3.txt" {
		t.Errorf("published as %s and %s", second, third)
	}
	p.must("take the place", func() error { return p.Folder.Write(second, []byte(page)) })
	if err := p.Change(func() error { return p.desk.Restore(second) }); !errors.Is(err, desk.ErrTaken) {
		t.Errorf("Restore to a name that is taken: %v, want %v", err, desk.ErrTaken)
	}
	p.remove(second)
	p.wantRemoved(second, ferry+"-2-2.txt")
}

// testSharedSidecar has files whose names would let one article take what was
// said of another.
func testSharedSidecar(t *testing.T, p place) {
	p.remove("sub/report.txt")
	if a := p.load().Article("sub/report.md"); a == nil || a.Author != "Of Both" {
		t.Errorf("the other article lost its sidecar: %+v", a)
	}
	p.restore("sub/report.txt")
	p.remove("sub/report.md")
	if a := p.load().Article("sub/report.txt"); a == nil || a.Author != "Of Both" {
		t.Errorf("the article lost its sidecar: %+v", a)
	}
	p.must("take a sidecar's place", func() error {
		return errors.Join(p.Folder.Write("sub/report.md.txt", []byte(page)), p.Folder.Write("sub/report.md.meta.yaml", []byte("author: Of The Tunnel\n")))
	})
	if err := p.Change(func() error { return p.desk.Restore("sub/report.md") }); !errors.Is(err, desk.ErrTaken) {
		t.Errorf("Restore beside a sidecar of another article: %v, want %v", err, desk.ErrTaken)
	}
}

func testNoArticle(t *testing.T, p place) {
	before := p.load().Digest()
	for _, name := range []string{
		"", ".", "..", "/", "nosuch.txt", "../a.txt", "sub/../a.txt", "./a.txt", "/etc/passwd", ".hidden.txt", ".removed/a.txt",
		"a.txt.meta.yaml", "folder.txt", "a.txt\x00", `..\a.txt`, "a.txt/",
	} {
		for what, do := range map[string]func() error{
			"remove":  func() error { return p.desk.Remove(name) },
			"restore": func() error { return p.desk.Restore(name) },
		} {
			if err := p.Change(do); !errors.Is(err, desk.ErrNoArticle) {
				t.Errorf("%s %q: %v, want %v", what, name, err, desk.ErrNoArticle)
			}
		}
	}
	if after := p.load().Digest(); after != before {
		t.Error("the story has changed")
	}
}
