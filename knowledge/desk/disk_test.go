package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/desk/foldertest"
)

func TestFolderOnDisk(t *testing.T) {
	foldertest.Test(t, func(t *testing.T, files map[string]string) foldertest.Place {
		dir := t.TempDir()
		for name, text := range files {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		folder, err := desk.Disk(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { folder.Close() })
		return foldertest.Place{
			Folder: folder,
			Change: func(do func() error) error { return do() },
			Load: func() (*knowledge.Base, error) {
				base, _, err := knowledge.Load(os.DirFS(dir))
				return base, err
			},
		}
	})
}
