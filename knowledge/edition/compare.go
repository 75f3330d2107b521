package edition

import (
	"context"
	"io/fs"
	"path"
	"strings"

	"storybot/knowledge/article"
)

// compareFolder logs how the articles of this process's folder differ from
// those that are served.
func (s *Story) compareFolder(ctx context.Context, e *edition) {
	a := s.attempt(ctx, e, nil)
	over := &overlay{view: newView(nil, nil), own: s.Folder, hides: a.hides, take: a.take, taken: make(map[string]file)}
	err := fs.WalkDir(over, ".", func(name string, entry fs.DirEntry, err error) error {
		served, known := e.Files[name]
		switch {
		case name == ".":
			return err
		case strings.HasPrefix(path.Base(name), ".") && entry.IsDir():
			return fs.SkipDir
		case err == nil && entry.Type().IsRegular() && (served.Folder || !known && article.Readable(name)):
			_, _ = fs.ReadFile(over, name) // what can't be read is not taken down
		}
		return nil
	})
	if err != nil {
		s.Log.Warn("this process's own folder can't be read: what the others serve is served", "err", err)
		return
	}
	added, changed, missing := 0, 0, 0
	for name, f := range over.taken {
		if served, ok := e.Files[name]; !ok {
			added++
		} else if !served.same(f) {
			changed++
		}
	}
	for name, f := range e.Files {
		if _, ok := over.taken[name]; f.Folder && !ok {
			missing++
		}
	}
	if added+changed+missing > 0 {
		s.Log.Warn("this process's folder is not what the others serve, which is served here too: a reload publishes the folder",
			"edition", e.Number, "added", added, "changed", changed, "missing", missing)
	}
}
