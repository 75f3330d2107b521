// Package article reads one file into an [Article].
//
// An article keeps the text that it was read from, its stored text, untouched.
// All else points into it: a paragraph, a sentence and a dropped line are
// ranges of bytes, so what is quoted is always what stands there,
//
//	a.Text[s.Start:s.End]
//
// and nothing is normalised on the way. What a web page puts around a story
// (navigation, prompts, credits) is left out of the paragraphs, but listed with
// the rule that left it out, so that a curator can see it.
package article

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"storybot/knowledge/dates"
)

// Article is one article of a story.
type Article struct {
	File      string // its path within the folder, with slashes
	Text      string // the stored text, which all offsets point into
	Title     string
	Author    string
	Publisher string
	// After names the report whose facts this article retells in its own
	// words, such as "Mark Sutton's report of 16 June 2018".
	After         string
	URL           string
	Published     dates.Date // as precise as the article gives it
	PublishedFrom string     // where that was found: "line 5", "front matter" or ""
	Paragraphs    []Paragraph
	Sentences     []Sentence
	Dropped       []Dropped
	Warnings      []string
}

// Paragraph is a block of the body, Text[Start:End].
type Paragraph struct {
	Start, End int
	Heading    bool
}

// Sentence is a sentence of the body, Text[Start:End].
type Sentence struct {
	Start, End int
	Paragraph  int // which paragraph it stands in, counted from 1
}

// Dropped is a line that is kept out of answers.
type Dropped struct {
	Line int // counted from 1
	Text string
	Rule string // the rule that dropped it, such as "navigation"
}

// Sentence returns the text of a sentence, to the letter.
func (a *Article) Sentence(s Sentence) string { return a.Text[s.Start:s.End] }

// What makes a file unusable as an article.
var (
	ErrEmpty       = errors.New("the file is empty: put the article's text in it, or remove it")
	ErrNoText      = errors.New("no sentence of an article was found in it")
	ErrEncoding    = errors.New("not valid UTF-8: save it as UTF-8")
	ErrBinary      = errors.New("holds NUL bytes, so it is no text: export it as text")
	ErrUnsupported = errors.New("not a kind of file that is read")
)

// A reader fills in an article from its stored text.
type reader func(*Article) error

var readers = map[string]reader{
	".txt":      readText,
	".md":       readMarkdown,
	".markdown": readMarkdown,
}

// Readable reports whether a file's name is of a kind that [Read] reads.
func Readable(file string) bool {
	_, ok := readers[strings.ToLower(path.Ext(file))]
	return ok
}

// Read makes an article of a file's bytes. Its errors wrap one of this
// package's, or say on which line the file could not be understood.
func Read(file string, content []byte) (*Article, error) {
	read, ok := readers[strings.ToLower(path.Ext(file))]
	if !ok {
		return nil, ErrUnsupported
	}
	a := &Article{File: file, Text: string(content)}
	if err := checkText(a.Text); err != nil {
		return nil, err
	}
	if err := read(a); err != nil {
		return nil, err
	}
	for i, p := range a.Paragraphs {
		if p.Heading {
			continue
		}
		for _, s := range Split(a.Text[p.Start:p.End]) {
			a.Sentences = append(a.Sentences, Sentence{p.Start + s.Start, p.Start + s.End, i + 1})
		}
	}
	if len(a.Sentences) == 0 {
		return nil, ErrNoText
	}
	if a.Title == "" {
		a.Title = strings.TrimSuffix(path.Base(file), path.Ext(file))
		a.Warnings = append(a.Warnings, "no title was found: the file's name stands for it")
	}
	return a, nil
}

func checkText(text string) error {
	if strings.TrimSpace(text) == "" {
		return ErrEmpty
	}
	line := 1
	for i, r := range text {
		switch {
		case r == '\n':
			line++
		case r == 0:
			return fmt.Errorf("line %d: %w", line, ErrBinary)
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			return fmt.Errorf("line %d: %w", line, ErrEncoding)
		}
	}
	return nil
}

// line is a line of the stored text, without the white space around it.
type line struct {
	number     int // counted from 1
	start, end int
	text       string
}

// lines returns the lines of text[from:] that are not blank.
func lines(text string, from int) []line {
	var all []line
	number := 1 + strings.Count(text[:from], "\n")
	for start := from; start < len(text); number++ {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		if s, e := trim(text, start, end); s < e {
			all = append(all, line{number, s, e, text[s:e]})
		}
		start = end + 1
	}
	return all
}

// trim narrows a range of the text to leave out white space at its ends.
func trim(text string, start, end int) (int, int) {
	const byteOrderMark = "\uFEFF"
	blank := func(s string) string { return strings.TrimLeft(strings.TrimSpace(s), byteOrderMark) }
	inner := blank(text[start:end])
	for next := blank(inner); next != inner; next = blank(inner) {
		inner = next
	}
	if inner == "" {
		return start, start
	}
	at := start + strings.Index(text[start:end], inner)
	return at, at + len(inner)
}
