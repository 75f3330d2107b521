package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

const page = `Korva loses its ferry
By Jon Holm
4 March 2019

The ferry to Korva stops in autumn, its owner said on Monday.

Share

Photo: Jo Lund

The boat goes to a museum in Norway next year.
`

func open(t *testing.T, dir string) *Desk {
	t.Helper()
	desk, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	return desk
}

// load reads the folder, in which all must be well.
func load(t *testing.T, dir string) *knowledge.Base {
	t.Helper()
	base, report, err := knowledge.Load(os.DirFS(dir))
	if err != nil || len(report.Errors) > 0 {
		t.Fatal(err, report.Errors)
	}
	for _, skipped := range report.Skipped {
		if skipped.File != removed {
			t.Errorf("left over: %v", skipped)
		}
	}
	return base
}

// files returns the paths of all files below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func publish(t *testing.T, desk *Desk, draft Draft) string {
	t.Helper()
	file, err := desk.Publish(draft)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDraftShowsWhatWasUnderstood(t *testing.T) {
	draft := Draft{Name: "korva.txt", Content: []byte(page), Source: "https://island.example/korva"}
	a, err := draft.Read()
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Korva loses its ferry" || a.Author != "Jon Holm" || a.Published.String() != "2019-03-04" || a.URL != draft.Source {
		t.Errorf("understood %q by %q of %s at %q", a.Title, a.Author, a.Published, a.URL)
	}
	if len(a.Sentences) != 2 || len(a.Dropped) != 2 {
		t.Errorf("%d sentences, dropped %v", len(a.Sentences), a.Dropped)
	}
	draft.Fields = Fields{Title: "The last ferry: \"Korva\"", Author: "Mia Falk", Publisher: "# Post", Published: "2018-06", URL: "https://post.example/1"}
	draft.KeepDropped = true
	a, err = draft.Read()
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != draft.Fields.Title || a.Author != "Mia Falk" || a.Publisher != "# Post" || a.Published.String() != "2018-06" || a.URL != "https://post.example/1" {
		t.Errorf("after editing: %+v", a)
	}
	if len(a.Dropped) != 0 || !strings.Contains(strings.Join(paragraphs(a), "\n"), "Photo: Jo Lund") {
		t.Errorf("still dropped: %v", a.Dropped)
	}
}

func paragraphs(a *article.Article) []string {
	var all []string
	for _, p := range a.Paragraphs {
		all = append(all, a.Text[p.Start:p.End])
	}
	return all
}

func TestDraftsThatAreRefused(t *testing.T) {
	text := []byte(page)
	for name, test := range map[string]struct {
		draft Draft
		says  string
	}{
		"another kind of file":      {Draft{Name: "korva.exe", Content: text}, "not a kind of file"},
		"a file without an ending":  {Draft{Name: "korva", Content: text}, "not a kind of file"},
		"another article's sidecar": {Draft{Name: "korva.txt.meta.yaml", Content: []byte("title: Mine")}, "a sidecar is no article"},
		"a hidden one":              {Draft{Name: ".META.YAML", Content: text}, "not a kind of file"},
		"an SVG":                    {Draft{Name: "korva.svg", Content: []byte("<svg/>")}, "not a kind of file"},
		"nothing":                   {Draft{Name: "korva.txt"}, "the file is empty"},
		"no text":                   {Draft{Name: "korva.txt", Content: []byte("a\x00b")}, "no text"},
		"too much":                  {Draft{Name: "korva.txt", Content: make([]byte, article.MaxFileSize+1)}, "10 MB"},
		"a day on no calendar":      {Draft{Content: text, Fields: Fields{Published: "31 June 2018"}}, `published: "31 June 2018" is not a date`},
		"a link that acts":          {Draft{Content: text, Fields: Fields{URL: "javascript:alert(1)"}}, "not a web address"},
		"a link to nowhere":         {Draft{Content: text, Fields: Fields{URL: "https://"}}, "not a web address"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := test.draft.Read()
			if err == nil || !strings.Contains(err.Error(), test.says) || test.draft.Fields != (Fields{}) && strings.Contains(err.Error(), "line ") {
				t.Errorf("Read: %v, want %q", err, test.says)
			}
			if _, published := open(t, dir).Publish(test.draft); published == nil || len(files(t, dir)) > 0 {
				t.Errorf("Publish: %v, with %q in the folder", published, files(t, dir))
			}
		})
	}
}

// TestRestoreBesideASidecarOfAnother has a file in .removed that no desk put
// there.
func TestRestoreBesideASidecarOfAnother(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "sub/other.txt.md", "# The tunnel\n\nThe tunnel floods in spring.\n")
	put(t, dir, "sub/other.txt.meta.yaml", "author: Of The Tunnel\n")
	put(t, dir, ".removed/sub/other.txt", page)
	if err := open(t, dir).Restore("sub/other.txt"); !errors.Is(err, ErrTaken) {
		t.Errorf("Restore: %v, want %v", err, ErrTaken)
	}
}

func TestNamesThatAreNoArticle(t *testing.T) {
	dir := t.TempDir()
	outside := t.TempDir()
	put(t, outside, "secret.txt", page)
	put(t, dir, "a.txt", page)
	put(t, dir, "a.txt.meta.yaml", "")
	put(t, dir, ".hidden.txt", page)
	put(t, dir, "folder.txt/b.txt", page)
	if err := os.Symlink(outside, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	desk := open(t, dir)
	before := files(t, dir)
	for _, name := range []string{
		"", ".", "..", "/", "nosuch.txt", "../secret.txt", "sub/../a.txt", "./a.txt", "/etc/passwd", filepath.Join(outside, "secret.txt"),
		"out/secret.txt", "link.txt", ".hidden.txt", ".removed/a.txt", "a.txt.meta.yaml", "folder.txt", "a.txt\x00", `..\secret.txt`, "a.txt/",
	} {
		if err := desk.Remove(name); !errors.Is(err, ErrNoArticle) {
			t.Errorf("Remove(%q): %v, want %v", name, err, ErrNoArticle)
		}
		if err := desk.Restore(name); !errors.Is(err, ErrNoArticle) {
			t.Errorf("Restore(%q): %v, want %v", name, err, ErrNoArticle)
		}
	}
	if after := files(t, dir); !slices.Equal(before, after) {
		t.Errorf("files %q, want %q", after, before)
	}
}

func TestNoLinkLeadsOut(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "added")); err != nil {
		t.Fatal(err)
	}
	if file, err := open(t, dir).Publish(Draft{Content: []byte(page)}); err == nil {
		t.Errorf("published as %s behind a link", file)
	}
	if left := files(t, outside); len(left) > 0 {
		t.Errorf("written outside: %q", left)
	}
}

func TestHostileNames(t *testing.T) {
	for _, name := range []string{
		"../../etc/cron.d/x.txt", `..\..\x.txt`, "/etc/passwd.txt", "a\x00b.txt", "CON.txt", ".txt", ".hidden.txt", "x.meta.yaml.txt",
		"a\u202Etxt.exe.txt", strings.Repeat("a", 5000) + ".txt", "\xff\xfe.txt", "a/b/c.TXT", "%2e%2e%2fx.txt",
	} {
		dir := t.TempDir()
		// No title is found, so the file's name stands for it.
		file := publish(t, open(t, dir), Draft{Name: name, Content: []byte("The ferry to Korva stops in autumn. The boat goes to a museum.\n")})
		if !safe(file) {
			t.Errorf("%.40q was published as %q", name, file)
		}
		if load(t, dir).Article(file) == nil {
			t.Errorf("%.40q is not in the folder", file)
		}
	}
}

func safe(file string) bool {
	name, ok := strings.CutPrefix(file, "added/")
	name, ending := strings.CutSuffix(name, ".txt")
	return ok && ending && name != "" && len(name) <= longestStem+len("article-") && !strings.HasPrefix(name, "-") &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !reserved.MatchString(name)
}

func TestStem(t *testing.T) {
	for title, want := range map[string]string{
		"Bridge closes!":             "bridge-closes",
		"Kaspersky à l’Élysée — été": "kaspersky-a-l-elysee-ete",
		"../../etc/passwd":           "etc-passwd",
		"Касперский":                 "article",
		"":                           "article",
		"NUL":                        "article-nul",
		"a.txt.meta.yaml":            "a-txt-meta-yaml",
		"One two three four five six seven eight nine ten eleven twelve thirteen": "one-two-three-four-five-six-seven-eight-nine-ten-eleven",
	} {
		if got := stem(title); got != want {
			t.Errorf("stem(%q) = %q, want %q", title, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if got := stem(rapid.String().Draw(t, "title")); !safe("added/" + got + ".txt") {
			t.Errorf("%q", got)
		}
	})
}

func TestOpenClearsWhatASuddenEndLeft(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", page)
	put(t, dir, "a.txt.meta.yaml", written+"author: Mia Falk\n")
	put(t, dir, "added/.b.txt.storybot", "half an art")
	put(t, dir, "added/b.txt.meta.yaml", written+"author: Mia Falk\n")
	put(t, dir, ".removed/.c.txt.storybot", "half")
	put(t, dir, "someone.txt.meta.yaml", "author: Mia Falk\n")
	put(t, dir, ".hidden.txt", page)
	open(t, dir)
	want := []string{".hidden.txt", "a.txt", "a.txt.meta.yaml", "someone.txt.meta.yaml"}
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	if _, err := Open(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of a folder that is missing: %v", err)
	}
}
