package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync"

	"storybot/knowledge/article"
	"storybot/knowledge/shingle"
)

// What makes a folder unusable.
var (
	ErrFolder     = errors.New("the articles folder can't be read")
	ErrNoArticles = errors.New("no usable article in the folder: put the story's articles there as .txt, .md, .html, .pdf or .docx files")
)

// FileError says why a file gave no article.
type FileError struct {
	File string // its path within the folder
	Line int    // counted from 1; 0 where it is not about a line
	Err  error  // names the line too
}

func newFileError(file string, err error) FileError {
	line := 0
	if e, ok := errors.AsType[article.LineError](err); ok {
		line = e.Line
	}
	return FileError{file, line, err}
}

func (e FileError) Error() string { return fmt.Sprintf("load %s: %v", e.File, e.Err) }
func (e FileError) Unwrap() error { return e.Err }

// Report says what loading made of a folder. Both lists are in the order of
// the files' names.
type Report struct {
	Errors  []FileError // files that should have been articles
	Skipped []FileError // files that were left alone, and why
}

// LoadOption changes how a folder is loaded.
type LoadOption func(*loading)

// WithProgress has a function told how many of the files have been read. It is
// called from several goroutines, one at a time.
func WithProgress(progress func(read, total int)) LoadOption {
	return func(l *loading) { l.progress = progress }
}

// AtOnce has so many files be read at the same time, for a folder from which
// they come slowly: by default it is one for each processor.
func AtOnce(files int) LoadOption { return func(l *loading) { l.atOnce = files } }

// loading is a folder being loaded.
type loading struct {
	folder   fs.FS
	progress func(read, total int)
	atOnce   int
	parsed   *Parsed // nil: nothing is reused
}

// Load reads a folder of articles, with its sub-folders. A file that can't be
// used is named in the report and left out; the error is [ErrFolder] or
// [ErrNoArticles] when no Base could be made at all.
//
// Files are read by as many workers as there are processors, or as [AtOnce]
// says, so no more than that many are in memory beside the articles made of them.
func Load(folder fs.FS, options ...LoadOption) (*Base, Report, error) {
	l := loading{folder: folder, progress: func(int, int) {}, atOnce: runtime.GOMAXPROCS(0)}
	for _, option := range options {
		option(&l)
	}
	found, err := survey(folder)
	if err != nil {
		return nil, Report{}, err
	}
	report := Report{Skipped: found.skipped, Errors: found.errors}
	var articles []*article.Article
	var shingles []shingle.Set
	hash := sha256.New()
	readings := l.readAll(found.files)
	l.parsed.keep(readings)
	for _, r := range readings {
		if r.err != nil {
			report.Errors = append(report.Errors, newFileError(r.file, r.err))
			continue
		}
		articles = append(articles, l.parsed.own(r.article))
		shingles = append(shingles, r.shingles)
		fmt.Fprintf(hash, "%s\x00%x", r.file, r.hash)
	}
	sortByFile(report.Errors)
	if len(articles) == 0 {
		return nil, report, ErrNoArticles
	}
	article.Settle(articles)
	base := newBase(hex.EncodeToString(hash.Sum(nil)), articles, originals(articles, shingles))
	return base, report, nil
}

// reading is what became of one file.
type reading struct {
	file     string
	article  *article.Article
	shingles shingle.Set
	hash     [sha256.Size]byte // of all that the article was made from
	err      error
	print    fingerprint // zero where the file couldn't be read
}

// readAll reads the files and returns what became of each, in their order.
func (l *loading) readAll(files []articleFile) []reading {
	readings := make([]reading, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	var counting sync.Mutex
	read := 0
	for range min(l.atOnce, len(files)) {
		workers.Go(func() {
			for i := range next {
				readings[i] = l.read(files[i])
				counting.Lock()
				read++
				l.progress(read, len(files))
				counting.Unlock()
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	return readings
}

// read reads one file, with its sidecar, unless the reading of it is known.
func (l *loading) read(f articleFile) reading {
	if print, ok := l.foretold(f); ok {
		if r, ok := l.parsed.find(print); ok {
			return r
		}
	}
	content, said, err := l.contents(f)
	if err != nil {
		return reading{file: f.name, err: err}
	}
	print := fingerprint{f, sha256.Sum256(content), sha256.Sum256(said)}
	if r, ok := l.parsed.find(print); ok {
		return r
	}
	r := parse(f, content, said)
	r.print = print
	return r
}

// contents returns what stands in a file and in its sidecar.
func (l *loading) contents(f articleFile) (content, said []byte, err error) {
	if content, err = readFile(l.folder, f.name); err != nil {
		return nil, nil, plain(err)
	}
	if f.sidecar == "" {
		return content, nil, nil
	}
	if said, err = readFile(l.folder, f.sidecar); err != nil {
		return nil, nil, fmt.Errorf("its sidecar %s: %w", f.sidecar, plain(err))
	}
	return content, said, nil
}

// parse makes an article of a file and its sidecar.
func parse(f articleFile, content, said []byte) reading {
	r := reading{file: f.name}
	var sidecar article.Sidecar
	if f.sidecar != "" {
		if sidecar, r.err = article.ParseSidecar(said); r.err != nil {
			r.err = fmt.Errorf("its sidecar %s: %w", f.sidecar, r.err)
			return r
		}
	}
	if r.article, r.err = article.ReadWith(f.name, content, sidecar); r.err != nil {
		return r
	}
	r.hash = sha256.Sum256(fmt.Appendf(content, "\x00%d\x00%s", len(content), said))
	r.shingles = shingle.Of(body(r.article), shingleWords)
	return r
}

// readFile reads a file of the size that an article may have, and one byte
// more of a larger one, so that its reader can refuse it.
func readFile(folder fs.FS, file string) ([]byte, error) {
	f, err := folder.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, article.MaxFileSize+1))
}

// Two articles are nearly the same when so much of the shorter one's runs of
// so many words stands in the other.
const (
	shingleWords  = 5
	nearDuplicate = 0.7
)

// originals returns the earlier article that each article nearly repeats, where
// there is one, and says so in its warnings.
func originals(articles []*article.Article, shingles []shingle.Set) map[*article.Article]*article.Article {
	repeated := make(map[*article.Article]*article.Article)
	for i, original := range shingle.Originals(shingles, nearDuplicate) {
		if original < 0 {
			continue
		}
		repeated[articles[i]] = articles[original]
		articles[i].Warnings = append(articles[i].Warnings, fmt.Sprintf(
			"nearly the same as %s: what both say is answered once, and cited as also in this one", articles[original].File))
	}
	return repeated
}

// body returns an article's sentences as one text.
func body(a *article.Article) string {
	var text strings.Builder
	for _, s := range a.Sentences {
		text.WriteString(a.Sentence(s))
		text.WriteByte('\n')
	}
	return text.String()
}
