package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"storybot/knowledge/article"
)

// articleFile is a file to read as an article, and its sidecar if it has one.
type articleFile struct{ name, sidecar string }

// survey is what stands in a folder, before any of it is read.
type surveyed struct {
	files           []articleFile
	skipped, errors []FileError
}

// survey walks through a folder and its sub-folders.
func survey(folder fs.FS) (surveyed, error) {
	var s surveyed
	sidecars := make(map[string]bool) // and whether an article has claimed it
	err := fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			if file == "." {
				return err
			}
			s.errors = append(s.errors, newFileError(file, plain(err)))
			return nil
		}
		reason := leaveAlone(file, entry)
		switch {
		case reason != nil:
			s.skipped = append(s.skipped, newFileError(file, reason))
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		case article.IsSidecar(file):
			sidecars[file] = false
		default:
			s.files = append(s.files, articleFile{name: file})
		}
		return nil
	})
	if err != nil {
		return surveyed{}, fmt.Errorf("%w: %w", ErrFolder, plain(err))
	}
	s.claim(sidecars)
	return s, nil
}

// claim gives each article its sidecar.
func (s *surveyed) claim(sidecars map[string]bool) {
	for i, file := range s.files {
		for _, name := range article.SidecarNames(file.name) {
			if _, there := sidecars[name]; there && s.files[i].sidecar == "" {
				s.files[i].sidecar = name
				sidecars[name] = true
			}
		}
	}
	for name, claimed := range sidecars {
		if !claimed {
			s.skipped = append(s.skipped, newFileError(name, errors.New("a sidecar without its article: it is named for the article's file, as in report.txt.meta.yaml")))
		}
	}
	sortByFile(s.skipped)
}

func sortByFile(list []FileError) {
	slices.SortFunc(list, func(a, b FileError) int { return strings.Compare(a.File, b.File) })
}

// leaveAlone returns why a file or folder is no part of the story, or nil.
func leaveAlone(file string, entry fs.DirEntry) error {
	switch {
	case file == ".":
		return nil
	case strings.HasPrefix(path.Base(file), "."):
		return errors.New("its name begins with a dot")
	case entry.Type()&fs.ModeSymlink != 0:
		return errors.New("a symbolic link: put the file itself there")
	case entry.IsDir():
		return nil
	case !entry.Type().IsRegular():
		return errors.New("no ordinary file")
	case !article.Readable(file) && !article.IsSidecar(file):
		return article.ErrUnsupported
	}
	return nil
}

// plain takes the operation and the path off a file system's error: the
// report says which file it is about.
func plain(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
