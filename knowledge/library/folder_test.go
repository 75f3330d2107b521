package library

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// shelve writes files below a folder.
func shelve(t *testing.T, files map[string]string) Folder {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Folder(dir)
}

func TestStoriesOfAFolder(t *testing.T) {
	f := shelve(t, map[string]string{
		"bridge/story.yaml": "title: The harbour bridge\n", "bridge/a.txt": "A",
		"Old_town-2/a.txt": "A",
		"empty/story.yaml": "", "other/story.yaml": "author: nobody\n",
		"lines/story.yaml":  "title: \"two\\nlines \\u0007 \"\n",
		"long/story.yaml":   "title: " + strings.Repeat("long ", 50) + "\n",
		"broken/story.yaml": "title: [\n",
		"list/story.yaml":   "- title\n",
		".git/config":       "x", "with space/a.txt": "A", "straße/a.txt": "A", "a.b/a.txt": "A",
		strings.Repeat("n", 65) + "/a.txt": "A",
		"readme.md":                        "no story",
	})
	if err := os.Symlink(filepath.Join(string(f), "bridge"), filepath.Join(string(f), "link")); err != nil {
		t.Fatal(err)
	}
	stories, skipped, err := f.Stories()
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{
		{"Old_town-2", "Old_town-2"}, {"bridge", "The harbour bridge"}, {"broken", "broken"}, {"empty", "empty"},
		{"lines", "two lines"}, {"list", "list"}, {"long", strings.Repeat("long ", 19) + "long…"}, {"other", "other"},
	}
	if diff := cmp.Diff(want, stories); diff != "" {
		t.Error(diff)
	}
	why := map[string]string{
		".git": "begins with a dot", "a.b": "other characters than letters", "broken/story.yaml": "write it like title: The harbour bridge",
		"link": "a symbolic link", "list/story.yaml": "write it like", strings.Repeat("n", 65): "longer than 64", "straße": "rename the folder",
		"with space": "rename the folder",
	}
	for _, s := range skipped {
		if why[s.Path] == "" || !strings.Contains(s.Error(), why[s.Path]) {
			t.Errorf("skipped %s: %v", s.Path, s.Err)
		}
		delete(why, s.Path)
	}
	if len(why) > 0 {
		t.Errorf("not skipped: %v", why)
	}
}

func TestPathsLeadNowhereElse(t *testing.T) {
	f := shelve(t, map[string]string{"bridge/a.txt": "A", "file": "A"})
	if path, err := f.Path("bridge"); err != nil || path != filepath.Join(string(f), "bridge") {
		t.Errorf("%s, %v", path, err)
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(string(f), "link")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", ".", "..", "../x", "bridge/..", "/etc", "file", "link", "nothing", "a b", "bridge\x00"} {
		if path, err := f.Path(name); !errors.Is(err, ErrNoStory) {
			t.Errorf("%q leads to %s, %v", name, path, err)
		}
	}
}

// TestCatalogue is read again when something is looked for that is not in it,
// and otherwise when it is old.
func TestCatalogue(t *testing.T) {
	now := time.Unix(0, 0)
	f := shelve(t, map[string]string{"bridge/story.yaml": "title: The bridge\n"})
	reads := 0
	var gone error
	l := New(Config{
		List: func() ([]Entry, error) {
			reads++
			stories, _, err := f.Stories()
			return stories, errors.Join(err, gone)
		},
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
	})
	wantReads := func(n int, when string) {
		t.Helper()
		if reads != n {
			t.Errorf("read %d times, want %d: %s", reads, n, when)
		}
	}
	if l.Title("bridge") != "bridge" || reads != 0 {
		t.Error("a title is looked for on the disk")
	}
	if e, ok := l.Entry("bridge"); !ok || e.Title != "The bridge" || l.Title("bridge") != "The bridge" {
		t.Errorf("%+v, %v", e, ok)
	}
	l.Stories()
	l.Entry("bridge")
	wantReads(1, "it is known, and new")
	l.Entry("ferry")
	wantReads(1, "it was not there a moment ago")
	if err := os.Mkdir(filepath.Join(string(f), "ferry"), 0o755); err != nil {
		t.Fatal(err)
	}
	now = now.Add(fresh)
	if _, ok := l.Entry("ferry"); !ok {
		t.Error("a new story is not found")
	}
	wantReads(2, "something new")
	if err := os.WriteFile(filepath.Join(string(f), "bridge", TitleFile), []byte("title: The old bridge"), 0o644); err != nil {
		t.Fatal(err)
	}
	l.Relist()
	if l.Title("bridge") != "The old bridge" {
		t.Errorf("the title is %q", l.Title("bridge"))
	}
	gone = fs.ErrPermission
	now = now.Add(fresh)
	if stories := l.Stories(); len(stories) != 2 {
		t.Errorf("what can't be listed is forgotten: %v", stories)
	}
}
