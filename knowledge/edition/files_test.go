package edition

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"storybot/knowledge/article"
	"storybot/store"
)

// TestOverlay has a file system of what came through Discord, over a folder.
func TestOverlay(t *testing.T) {
	held := map[string]string{"a.txt": "shared a", "sub/b.txt": "shared b", "folder/c.txt": "shared c", "d.txt/e.txt": "shared e"}
	shared := make(map[string]file)
	contents := make(map[sum]string)
	for name, content := range held {
		of := sum(sha256.Sum256([]byte(content)))
		shared[name], contents[of] = file{Sum: of, Size: len(content)}, content
	}
	taken := func(of sum, content []byte) (file, error) { return file{Sum: of, Size: len(content)}, nil }
	own := fstest.MapFS{
		"a.txt": text("own a"), "sub/a.txt": text("own a"), "sub/b.txt": text("own b"), "hidden.txt": text("hidden"), "sub/hidden.txt": text("hidden"),
		"d.txt": text("own d"), "z.txt": text("own z"), "large.txt": text(strings.Repeat("x", article.MaxFileSize+1)),
	}
	over := &overlay{
		view:  newView(shared, func(f file) ([]byte, error) { return []byte(contents[f.Sum]), nil }),
		own:   own,
		hides: map[string]bool{"hidden.txt": true, "sub/hidden.txt": true, "folder": true},
		take:  taken, taken: make(map[string]file),
	}
	if err := fstest.TestFS(over, "a.txt", "sub/a.txt", "sub/b.txt", "folder/c.txt", "d.txt/e.txt", "z.txt", "large.txt"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"a.txt": "shared a", "sub/a.txt": "own a", "sub/b.txt": "shared b", "hidden.txt": "", "sub/hidden.txt": ""} {
		if got, err := fs.ReadFile(over, name); string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
	if got := slices.Sorted(maps.Keys(over.taken)); !slices.Equal(got, []string{"sub/a.txt", "z.txt"}) {
		t.Errorf("taken down were %q", got)
	}
	own["z.txt"] = text("changed meanwhile")
	if _, err := fs.ReadFile(over, "z.txt"); err == nil {
		t.Error("a file that changed while it was read was taken twice")
	}
}

// TestPacks has what was packed be read, in any order, and many at once.
func TestPacks(t *testing.T) {
	c := newCluster(t)
	l := c.line()
	way := shared{l, lineObjects{l}, 1 << 40}
	rapid.Check(t, func(t *rapid.T) {
		contents := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 20)).Draw(t, "contents")
		p := newPacker(t.Context(), way)
		var files []file
		for _, content := range contents {
			f := file{Sum: sha256.Sum256(content), Size: len(content)}
			files = append(files, f)
			if err := p.add(f.Sum, content); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.close(); err != nil {
			t.Fatal(err)
		}
		s := newShelf(t.Context(), way)
		for i, f := range files {
			p.place(&f)
			if got, err := s.read(f); err != nil || !bytes.Equal(got, contents[i]) {
				t.Fatalf("%q is read as %q, %v", contents[i], got, err)
			}
			f.At = rapid.IntMin(0).Draw(t, "place")
			f.Size = rapid.IntMin(0).Draw(t, "size")
			if got, err := s.read(f); err == nil && sha256.Sum256(got) != f.Sum {
				t.Fatalf("at %d+%d is %q", f.At, f.Size, got)
			}
		}
	})
}

// TestStoriesOfAnyName have keys of their own.
func TestStoriesOfAnyName(t *testing.T) {
	keys := make(map[string]string)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringN(1, 60, 70).Draw(t, "name")
		key := (&Story{Config: Config{Name: name}}).key()
		if err := store.CheckKey(key); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if other, ok := keys[key]; ok && other != name {
			t.Fatalf("%q and %q have the same key", name, other)
		}
		keys[key] = name
	})
	if got := (&Story{Config: Config{Name: "Brücke_2. Teil"}}).key(); got != "editions/Br_c3_bccke_5f2._20Teil/head" {
		t.Error(got)
	}
}

// FuzzManifest: what is no manifest is refused, and what is one comes back.
func FuzzManifest(f *testing.F) {
	good := manifest{Format: format, Number: 7, Digest: strings.Repeat("a", 64), Files: map[string]file{"a.txt": {Size: 3, Pack: "p"}}, Hidden: []string{"b.txt"}}
	content, err := good.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte("no gzip"))
	for name, at := range map[string]int{"../a.txt": 0, "": 0, "/a": 0, ".": 0, "b.txt": -1} {
		bad := manifest{Format: format, Files: map[string]file{name: {At: at}}}
		if content, err = bad.encode(); err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := decode(content)
		if err != nil {
			return
		}
		again, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		if same, err := decode(again); err != nil || same.Number != m.Number || !maps.Equal(same.Files, m.Files) {
			t.Errorf("%+v comes back as %+v, %v", m, same, err)
		}
		for name, f := range m.Files {
			if !fs.ValidPath(name) || f.At < 0 || f.Size < 0 {
				t.Errorf("it has %+v at %q", f, name)
			}
		}
		newView(m.Files, nil)
	})
}
