// Package article reads one file into an [Article].
//
// An article keeps the text that it was read from, its stored text. All else
// points into it: a paragraph, a sentence and a dropped line are ranges of
// bytes, so what is quoted is always what stands there,
//
//	a.Text[s.Start:s.End]
//
// and nothing is normalised on the way. A file goes through three rooms:
//
//   - Its reader, one for each kind of file, makes a draft of it: the stored
//     text, cut into blocks, and what the markup says of title, author and date.
//   - The editor cleans the draft by named rules. What a web page puts around a
//     story (navigation, prompts, credits) is left out of the paragraphs, but
//     listed with the rule that left it out, so that a curator can see it.
//   - A [Sidecar], where the curator wrote one, has the last word.
//
// What one file can't tell alone, such as whether 05/06/2018 is in May or in
// June, [Settle] finds out from the other articles of the folder.
package article

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"storybot/knowledge/dates"
)

// Article is one article of a story.
type Article struct {
	File string // its path within the folder, with slashes
	// Text is the stored text, which all offsets point into. For plain text in
	// UTF-8 it is the file, byte for byte; otherwise see [Read].
	Text      string
	Title     string
	Author    string
	Publisher string
	// After names the report whose facts this article retells in its own
	// words, such as "Mark Sutton's report of 16 June 2018".
	After     string
	URL       string
	Published dates.Date // as precise as the article gives it
	// PublishedFrom says where that was found: "line 5", "front matter",
	// "sidecar", a page's "JSON-LD", "OpenGraph", "meta" or "time element", "last
	// change" where the day of that stands in, or "".
	PublishedFrom string
	Modified      dates.Date // when it was last changed, where it says so
	Paragraphs    []Paragraph
	Sentences     []Sentence
	Dropped       []Dropped // in the order of their lines
	Warnings      []string

	numeric numericDate // for [Settle]
}

// Paragraph is a block of the body, Text[Start:End].
type Paragraph struct {
	Start, End int
	Heading    bool // has no sentences
	Line       int  // its first, counted as in [Dropped]
}

// Sentence is a sentence of the body, Text[Start:End].
type Sentence struct {
	Start, End int
	Paragraph  int // which paragraph it stands in, counted from 1
}

// Dropped is a line that is kept out of answers.
type Dropped struct {
	Line int // counted from 1, in the file for text and Markdown, else in the stored text
	Text string
	Rule string // the rule that dropped it, such as "navigation"
}

// Sentence returns the text of a sentence, to the letter.
func (a *Article) Sentence(s Sentence) string { return a.Text[s.Start:s.End] }

// HeadingAbove returns the heading that a sentence stands under, or "".
func (a *Article) HeadingAbove(s Sentence) string {
	for i := s.Paragraph - 2; i >= 0; i-- {
		if p := a.Paragraphs[i]; p.Heading {
			return a.Text[p.Start:p.End]
		}
	}
	return ""
}

// What a file may be at most. More is refused by [ErrTooBig], [ErrTooLong] and
// [ErrRatio].
const (
	MaxFileSize = 10 << 20  // bytes of the file
	MaxText     = 2_000_000 // characters of text
	MaxRatio    = 100       // unpacked bytes for each packed one, in DOCX and PDF
)

// What makes a file unusable as an article.
var (
	ErrEmpty       = errors.New("the file is empty: put the article's text in it, or remove it")
	ErrNoText      = errors.New("no sentence of an article was found in it")
	ErrEncoding    = errors.New("its encoding is unknown: save it as UTF-8")
	ErrBinary      = errors.New("holds bytes that no text has, so it is no text: export it as text")
	ErrUnsupported = errors.New("not a kind of file that is read: save it as .txt, .md, .html, .pdf or .docx")
	ErrTooBig      = errors.New("larger than 10 MB, the limit for a file: split it")
	ErrTooLong     = errors.New("longer than 2,000,000 characters, the limit for an article: split it")
	ErrRatio       = errors.New("unpacks to more than 100 times its size, the limit: save it anew")
	ErrNested      = errors.New("its markup is nested too deeply to be an article's: save it as plain text")
	ErrDamaged     = errors.New("the file is damaged or cut off: export it again")
	ErrLocked      = errors.New("the file is locked with a password: export it without one")
)

// LineError says on which line of its file something is wrong.
type LineError struct {
	Line int // counted from 1
	Err  error
}

func (e LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e LineError) Unwrap() error { return e.Err }

// A reader makes a draft of a file's bytes.
type reader func(content []byte) (*draft, error)

var readers = map[string]reader{
	".txt":      readText,
	".md":       readMarkdown,
	".markdown": readMarkdown,
	".html":     readHTML,
	".htm":      readHTML,
	".pdf":      readPDF,
	".docx":     readDOCX,
}

// Readable reports whether a file's name is of a kind that [Read] reads.
func Readable(file string) bool {
	_, ok := readers[strings.ToLower(path.Ext(file))]
	return ok
}

// Read makes an article of a file's bytes. Its errors wrap one of this
// package's, or say on which line the file could not be understood; they don't
// name the file.
//
// What the stored text is depends on the kind of file:
//
//   - Plain text in UTF-8: the file as it is, with its byte order mark and its
//     line ends, so an offset into it is one into the file. In another encoding:
//     the same, converted to UTF-8.
//   - Markdown: likewise (without a byte order mark) where it has no markup
//     inside its paragraphs. Otherwise the text as it is shown, without links
//     and emphasis, a blank line between blocks.
//   - HTML, PDF and DOCX: the text that the page shows, a blank line between
//     blocks, without soft hyphens.
func Read(file string, content []byte) (*Article, error) {
	return ReadWith(file, content, Sidecar{})
}

// ReadWith is [Read] with the sidecar that the curator wrote for the file.
func ReadWith(file string, content []byte, sidecar Sidecar) (*Article, error) {
	read, ok := readers[strings.ToLower(path.Ext(file))]
	switch {
	case !ok:
		return nil, ErrUnsupported
	case len(content) > MaxFileSize:
		return nil, ErrTooBig
	case len(content) == 0:
		return nil, ErrEmpty
	}
	draft, err := read(content)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(draft.text) > MaxText {
		return nil, ErrTooLong
	}
	a := edit(draft, sidecar)
	a.File = file
	a.split()
	if len(a.Sentences) == 0 {
		return nil, ErrNoText
	}
	if a.Title == "" {
		a.Title = strings.TrimSuffix(path.Base(file), path.Ext(file))
		a.warn("no title was found: the file's name stands for it")
	}
	return a, nil
}

// split finds the sentences of the paragraphs.
func (a *Article) split() {
	for i, p := range a.Paragraphs {
		if p.Heading {
			continue
		}
		for _, s := range Split(a.Text[p.Start:p.End]) {
			a.Sentences = append(a.Sentences, Sentence{p.Start + s.Start, p.Start + s.End, i + 1})
		}
	}
}

// removeParagraphs takes paragraphs out again, with their sentences.
func (a *Article) removeParagraphs(unwanted func(Paragraph) bool) {
	n := len(a.Paragraphs)
	a.Paragraphs = slices.DeleteFunc(a.Paragraphs, unwanted)
	if len(a.Paragraphs) < n {
		a.Sentences = nil
		a.split()
	}
}

func (a *Article) warn(warning string) { a.Warnings = append(a.Warnings, warning) }
