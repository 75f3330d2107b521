package library

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// Folder is a folder on disk that holds a folder for each story.
//
//	stories/
//	  harbour-bridge/
//	    story.yaml         title: The harbour bridge
//	    report.txt
//	  old_town/
//	    questions.jsonl
//	    …
type Folder string

// TitleFile is the file in which a story's folder says what the story is called:
//
//	title: The harbour bridge
const TitleFile = "story.yaml"

const (
	maxName      = 64 // bytes
	maxTitle     = 100
	maxTitleFile = 64 << 10
)

// Entry is a story, in memory or not.
type Entry struct {
	Name  string // of its folder
	Title string // what people call it: the folder's name, where it says nothing else
}

// Skipped says why something in the folder is no story, or gives a story no
// title.
type Skipped struct {
	Path string // within the folder
	Err  error
}

func (s Skipped) Error() string { return fmt.Sprintf("%s: %v", s.Path, s.Err) }
func (s Skipped) Unwrap() error { return s.Err }

// Stories returns the stories of the folder, in the order of their names, and
// what was left alone. Files are no stories, and are not mentioned.
func (f Folder) Stories() ([]Entry, []Skipped, error) {
	found, err := os.ReadDir(string(f))
	if err != nil {
		return nil, nil, err
	}
	var stories []Entry
	var skipped []Skipped
	for _, entry := range found {
		name := entry.Name()
		link := entry.Type()&fs.ModeSymlink != 0
		if !entry.IsDir() && !link {
			continue
		}
		if err := usable(name, link); err != nil {
			skipped = append(skipped, Skipped{name, err})
			continue
		}
		title, err := f.title(name)
		if err != nil {
			skipped = append(skipped, Skipped{name + "/" + TitleFile, err})
		}
		stories = append(stories, Entry{name, title})
	}
	return stories, skipped, nil
}

// Path returns where a story's folder is. The error is [ErrNoStory] where there
// is none of that name.
func (f Folder) Path(name string) (string, error) {
	path := filepath.Join(string(f), name)
	if usable(name, false) != nil {
		return "", ErrNoStory
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return "", ErrNoStory
	case err != nil:
		return "", err
	}
	return path, nil
}

// usable returns why a folder is no story's, by its name, or nil. A name is also
// a part of keys and buttons, so it is of few letters.
func usable(name string, link bool) error {
	switch {
	case strings.HasPrefix(name, "."):
		return errors.New("its name begins with a dot")
	case link:
		return errors.New("a symbolic link: put the folder itself there")
	case name == "" || strings.ContainsFunc(name, outsideNames):
		return errors.New("its name has other characters than letters from A to Z, digits, - and _: rename the folder, and give the story its title in " + TitleFile)
	case len(name) > maxName:
		return fmt.Errorf("its name is longer than %d characters: shorten it", maxName)
	}
	return nil
}

func outsideNames(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
		return false
	}
	return true
}

// title returns what a story is called. Where that can't be read, the error says
// why, and the name stands in.
func (f Folder) title(name string) (string, error) {
	file, err := os.Open(filepath.Join(string(f), name, TitleFile))
	if errors.Is(err, fs.ErrNotExist) {
		return name, nil
	}
	if err != nil {
		return name, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxTitleFile))
	if err != nil {
		return name, err
	}
	var said struct {
		Title string `yaml:"title"`
	}
	if err := yaml.Unmarshal(text, &said); err != nil {
		return name, fmt.Errorf("write it like title: The harbour bridge: %w", err)
	}
	if title := tidy(said.Title); title != "" {
		return title, nil
	}
	return name, nil
}

// tidy puts a title on one line, and cuts one that is too long.
func tidy(title string) string {
	title = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(title, ""))
	title = strings.Join(strings.Fields(title), " ")
	if letters := []rune(title); len(letters) > maxTitle {
		title = string(slices.Concat(letters[:maxTitle-1], []rune("…")))
	}
	return title
}
