package knowledge

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func folder() fstest.MapFS {
	return fstest.MapFS{
		"bridge.txt":     file("Bridge closes\n\nThe harbour bridge closes on Monday.\n"),
		"sub/school.md":  file("# A new school\n\nThe mayor opened a school in the valley.\n"),
		"broken.txt":     file("Broken\n\nbro\xffken\n"),
		"picture.png":    file("png"),
		".hidden.txt":    file("Hidden\n\nNobody reads this.\n"),
		".git/notes.txt": file("Notes\n\nNobody reads this.\n"),
	}
}

func TestLoadSaysWhatBecameOfEachFile(t *testing.T) {
	base, report, err := Load(folder())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(base.Articles()); n != 2 || base.Article("sub/school.md") == nil {
		t.Errorf("%d articles, want bridge.txt and sub/school.md", n)
	}
	if len(report.Errors) != 1 || !strings.HasPrefix(report.Errors[0].Error(), "load broken.txt: line 3: not valid UTF-8") {
		t.Errorf("errors: %v", report.Errors)
	}
	var skipped []string
	for _, s := range report.Skipped {
		skipped = append(skipped, s.File)
	}
	if got := strings.Join(skipped, " "); got != ".git .hidden.txt picture.png" {
		t.Errorf("left alone: %s", got)
	}
}

func TestLoadedVersionIsOfTheContent(t *testing.T) {
	version := func(f fs.FS) string {
		base, _, err := Load(f)
		if err != nil {
			t.Fatal(err)
		}
		return base.Version()
	}
	once, changed := version(folder()), folder()
	if twice := version(folder()); twice != once || len(once) != 6 {
		t.Errorf("versions %s and %s of one folder", once, twice)
	}
	changed["bridge.txt"] = file("Bridge closes\n\nThe harbour bridge closes on Tuesday.\n")
	if other := version(changed); other == once {
		t.Errorf("version %s stays when an article changes", other)
	}
}

func TestLoadWithoutAnArticle(t *testing.T) {
	for name, test := range map[string]struct {
		folder fs.FS
		want   error
	}{
		"empty":        {fstest.MapFS{}, ErrNoArticles},
		"only broken":  {fstest.MapFS{"a.txt": file("\x00")}, ErrNoArticles},
		"only dots":    {fstest.MapFS{".a.txt": file("Title\n\nText.")}, ErrNoArticles},
		"missing":      {os.DirFS(filepath.Join(t.TempDir(), "missing")), ErrFolder},
		"a file":       {os.DirFS(mustWrite(t, "a.txt", "Title\n\nText.")), ErrFolder},
		"unreadable":   {closedFS{}, ErrFolder},
		"huge article": {fstest.MapFS{"a.txt": &fstest.MapFile{Data: make([]byte, MaxFileSize+1)}}, ErrNoArticles},
	} {
		t.Run(name, func(t *testing.T) {
			base, _, err := Load(test.folder)
			if base != nil || !errors.Is(err, test.want) {
				t.Errorf("Load = %v, %v; want error %v", base, err, test.want)
			}
		})
	}
}

// closedFS is a folder that may not be opened.
type closedFS struct{}

func (closedFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestLoadLeavesLinksAlone(t *testing.T) {
	dir := filepath.Dir(mustWrite(t, "bridge.txt", "Bridge closes\n\nThe harbour bridge closes on Monday.\n"))
	if err := os.Symlink("bridge.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	base, report, err := Load(os.DirFS(dir))
	if err != nil || len(base.Articles()) != 1 {
		t.Fatalf("Load = %v, %v", base, err)
	}
	if len(report.Skipped) != 1 || report.Skipped[0].File != "link.txt" {
		t.Errorf("left alone: %v", report.Skipped)
	}
}

func mustWrite(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
