package desk

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"storybot/knowledge/article"
)

// Draft is an article that is not yet in the folder.
type Draft struct {
	// Name is that of the file it came in, "report.html". Its ending tells
	// the kind of file; none stands for plain text that was pasted.
	Name    string
	Content []byte
	// Source is the web address it came from, or "". It stands for the
	// article's own where the article names none.
	Source string
	// Fields are what the moderator says of the article.
	Fields Fields
	// KeepDropped keeps the lines that would be dropped as no part of it.
	KeepDropped bool
}

// Fields win over what was found in the article. An empty one says nothing.
type Fields struct {
	Title     string `yaml:"title,omitempty"`
	Author    string `yaml:"author,omitempty"`
	Publisher string `yaml:"publisher,omitempty"`
	Published string `yaml:"published,omitempty"` // a date: 2018-06-16, 2018-06 or 2018
	URL       string `yaml:"url,omitempty"`
}

// ErrURL refuses what can't be an article's address.
var ErrURL = errors.New("not a web address: write it out, as in https://example.com/story")

// sidecar is the file of what was said of an article.
type sidecar struct {
	Fields `yaml:",inline"`
	Keep   []int `yaml:"keep,omitempty,flow"`
}

// written is the first line of a sidecar, by which Open knows its own.
const written = "# Written by storybot when the article was added. What it says wins over the article.\n"

// Read returns the article as the folder would have it: its title, author,
// date, sentences, dropped lines and warnings. The error says what a moderator
// can do about it.
func (d Draft) Read() (*article.Article, error) {
	a, _, err := d.read()
	return a, err
}

// read returns the article, and the sidecar to put beside it.
func (d Draft) read() (*article.Article, []byte, error) {
	if article.IsSidecar(d.Name) {
		return nil, nil, fmt.Errorf("a sidecar is no article: %w", article.ErrUnsupported)
	}
	said := sidecar{Fields: d.Fields}
	if err := checkURL(said.URL); err != nil {
		return nil, nil, err
	}
	a, _, err := said.read(d)
	if err != nil {
		return nil, nil, err
	}
	if a.URL == "" && checkURL(d.Source) == nil {
		said.URL = d.Source
	}
	if d.KeepDropped {
		for _, dropped := range a.Dropped {
			said.Keep = append(said.Keep, dropped.Line)
		}
		said.Keep = slices.Compact(said.Keep)
	}
	return said.read(d)
}

// read reads a draft with what is said of it.
func (s sidecar) read(d Draft) (*article.Article, []byte, error) {
	content, err := yaml.Marshal(s)
	if err != nil {
		return nil, nil, err
	}
	content = append([]byte(written), content...)
	parsed, err := article.ParseSidecar(content)
	if line, ok := errors.AsType[article.LineError](err); ok {
		err = line.Err // the moderator filled in a form, which has no lines
	}
	if err != nil {
		return nil, nil, err
	}
	a, err := article.ReadWith(d.file(), d.Content, parsed)
	return a, content, err
}

// file is the draft's name without a folder, however that was written.
func (d Draft) file() string {
	name := path.Base(strings.ReplaceAll(d.Name, `\`, "/"))
	if name == "." || name == "/" {
		return "article.txt"
	}
	return name
}

func checkURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ErrURL
	}
	return nil
}
