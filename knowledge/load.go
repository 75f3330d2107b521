package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"storybot/knowledge/article"
)

// MaxFileSize is the largest file that is read as an article, in bytes.
const MaxFileSize = 10 << 20

// What makes a folder unusable.
var (
	ErrFolder     = errors.New("the articles folder can't be read")
	ErrNoArticles = errors.New("no usable article in the folder: put the story's articles there as .txt or .md files")
)

// FileError says why a file gave no article.
type FileError struct {
	File string // its path within the folder
	Err  error
}

func (e FileError) Error() string { return fmt.Sprintf("load %s: %v", e.File, e.Err) }
func (e FileError) Unwrap() error { return e.Err }

// Report says what loading made of a folder.
type Report struct {
	Errors  []FileError // files that should have been articles
	Skipped []FileError // files that were left alone, and why
}

// Load reads a folder of articles, with its sub-folders. A file that can't be
// used is named in the report and left out; the error is [ErrFolder] or
// [ErrNoArticles] when no Base could be made at all.
func Load(folder fs.FS) (*Base, Report, error) {
	var (
		report   Report
		articles []*article.Article
		hash     = sha256.New()
	)
	err := fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && file == ".":
			return err
		case err != nil:
			report.Errors = append(report.Errors, FileError{file, plain(err)})
			return nil
		}
		if reason := leaveAlone(file, entry); reason != nil {
			report.Skipped = append(report.Skipped, FileError{file, reason})
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		content, err := readFile(folder, file)
		if err == nil {
			var a *article.Article
			if a, err = article.Read(file, content); err == nil {
				articles = append(articles, a)
				fmt.Fprintf(hash, "%s\x00%d\x00%s", file, len(content), content)
				return nil
			}
		}
		report.Errors = append(report.Errors, FileError{file, plain(err)})
		return nil
	})
	switch {
	case err != nil:
		return nil, report, fmt.Errorf("%w: %w", ErrFolder, plain(err))
	case len(articles) == 0:
		return nil, report, ErrNoArticles
	}
	return newBase(hex.EncodeToString(hash.Sum(nil))[:6], articles), report, nil
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
	case !article.Readable(file):
		return article.ErrUnsupported
	}
	return nil
}

func readFile(folder fs.FS, file string) ([]byte, error) {
	f, err := folder.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(content) > MaxFileSize {
		return nil, fmt.Errorf("larger than %d MB: split it", MaxFileSize>>20)
	}
	return content, nil
}

// plain takes the operation and the path off a file system's error: the
// report says which file it is about.
func plain(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
