package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"storybot/knowledge/article"
	"storybot/knowledge/storytest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func folder() fstest.MapFS {
	return fstest.MapFS{
		"bridge.txt":     file("Bridge closes\n\nThe harbour bridge closes on Monday.\n"),
		"sub/school.md":  file("# A new school\n\nThe mayor opened a school in the valley.\n"),
		"broken.txt":     file("Broken\n\nbro\x00ken\n"),
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
	if len(report.Errors) != 1 || report.Errors[0].Line != 3 || !strings.HasPrefix(report.Errors[0].Error(), "load broken.txt: line 3: holds bytes that no text has") {
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
		"huge article": {fstest.MapFS{"a.txt": &fstest.MapFile{Data: make([]byte, article.MaxFileSize+1)}}, ErrNoArticles},
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

// TestLoadLeavesAloneWhatIsNoFile has a real folder, with all that a file
// system can put in the way.
func TestLoadLeavesAloneWhatIsNoFile(t *testing.T) {
	dir := filepath.Dir(mustWrite(t, "bridge.txt", "Bridge closes\n\nThe harbour bridge closes on Monday.\n"))
	if err := os.Symlink("bridge.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o644); err != nil {
		t.Fatal(err)
	}
	base, report, err := Load(os.DirFS(dir))
	if err != nil || len(base.Articles()) != 1 || len(report.Errors) > 0 {
		t.Fatalf("Load = %v, %v, %v", base, report.Errors, err)
	}
	said := make(map[string]string)
	for _, s := range report.Skipped {
		said[s.File] = s.Err.Error()
	}
	for file, says := range map[string]string{"link.txt": "symbolic link", "pipe.txt": "no ordinary file"} {
		if !strings.Contains(said[file], says) {
			t.Errorf("%s is left alone for %q, want %q", file, said[file], says)
		}
	}
}

// lockedFS is a folder with one file that may not be opened.
type lockedFS struct {
	fstest.MapFS
	locked string
}

func (l lockedFS) Open(name string) (fs.File, error) {
	if name == l.locked {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func TestLoadNamesAFileThatMayNotBeRead(t *testing.T) {
	base, report, err := Load(lockedFS{folder(), "sub/school.md"})
	if err != nil || base.Article("bridge.txt") == nil {
		t.Fatal(base, err)
	}
	if got := fmt.Sprint(report.Errors); !strings.Contains(got, "load sub/school.md: permission denied") {
		t.Errorf("errors: %s", got)
	}
}

func TestSidecarWins(t *testing.T) {
	f := folder()
	f["bridge.txt.meta.yaml"] = file("title: The harbour bridge\nauthor: Jane Writer\npublished: 2021-03-03\n")
	f["sub/school.meta.yaml"] = file("author: [\n")
	f["other.txt.meta.yaml"] = file("title: Nothing\n")
	base, report, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	a := base.Article("bridge.txt")
	if a.Title != "The harbour bridge" || a.Author != "Jane Writer" || a.Published.String() != "2021-03-03" || a.PublishedFrom != "sidecar" {
		t.Errorf("article: %+v", a)
	}
	if got := fmt.Sprint(report.Errors); !strings.Contains(got, "load sub/school.md: its sidecar sub/school.meta.yaml: ") {
		t.Errorf("errors: %s", got)
	}
	if got := fmt.Sprint(report.Skipped); !strings.Contains(got, "other.txt.meta.yaml: a sidecar without its article") {
		t.Errorf("left alone: %s", got)
	}
	without := folder()
	plainly, _, err := Load(without)
	if err != nil || plainly.Version() == base.Version() {
		t.Errorf("a sidecar makes no difference to the version %s (%v)", base.Version(), err)
	}
}

func TestProgressCountsEveryFile(t *testing.T) {
	f := storytest.Generated(50)
	var last, total int
	_, _, err := Load(f, WithProgress(func(read, of int) {
		if read != last+1 {
			t.Errorf("%d read after %d", read, last)
		}
		last, total = read, of
	}))
	if err != nil || last != 50 || total != 50 {
		t.Errorf("read %d of %d, %v", last, total, err)
	}
}

const wire = "The harbour bridge closes on Monday for repairs that take until autumn, the port authority announced. " +
	"Buses go round by the old road while the work lasts, and ferries run twice as often as before. " +
	"The mayor called the closing a hard but necessary step for the whole valley."

func TestNearDuplicatesAreAnsweredOnce(t *testing.T) {
	edited := strings.Replace(wire, "the port authority announced", "the port authority has announced", 1)
	base, _, err := Load(fstest.MapFS{
		"a.txt": file("Bridge closes\n\n" + wire + "\n"),
		"b.txt": file("Long way round for buses\n\n" + edited + "\n"),
		"c.txt": file("A school for the valley\n\nThe mayor opened a school in the valley, and called it a step for all.\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := base.Article("b.txt").Warnings; len(got) != 1 || !strings.Contains(got[0], "nearly the same as a.txt") {
		t.Errorf("warnings of b.txt: %q", got)
	}
	if got := base.Article("c.txt").Warnings; len(got) > 0 {
		t.Errorf("warnings of c.txt: %q", got)
	}
	answer := base.Ask("When does the harbour bridge close for repairs?")
	checkQuotes(t, base, answer)
	if also := answer.Quotes[0].AlsoIn; len(also) != 1 || also[0].Title != "Long way round for buses" {
		t.Errorf("also in %v, want the other article", also)
	}
	for _, q := range answer.Quotes {
		if q.Article == "b.txt" {
			t.Errorf("quoted a second time: %q", q.Text)
		}
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
