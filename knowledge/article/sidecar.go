package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"storybot/knowledge/dates"
)

// Sidecar is what a curator says of an article in a file beside it. Its fields
// win over all that is found in the article.
//
//	# report.txt.meta.yaml
//	title: Harbour bridge closes
//	published: 2018-06-16
//	keep: [12, image credit]   # lines, or rules, whose dropped lines are kept
//	drop: [3]                  # lines that are no part of the article
type Sidecar struct {
	matter
	keepLines, dropLines []int
	keepRules            []string
	warnings             []string
}

// matter is what is said about an article outside its text.
type matter struct {
	title, author, publisher, after, url string
	published, modified                  dates.Date
	publishedFrom                        string
	numeric                              numericDate
	titleGuess, authorGuess              string // for want of better ones in the text
}

// sidecarEnding ends a sidecar's name.
const sidecarEnding = ".meta.yaml"

// IsSidecar reports whether a file is a sidecar by its name.
func IsSidecar(file string) bool { return strings.HasSuffix(strings.ToLower(file), sidecarEnding) }

// SidecarNames returns the names that an article's sidecar may have, the one
// that is preferred first: "report.txt.meta.yaml", "report.meta.yaml".
func SidecarNames(file string) []string {
	names := []string{file + sidecarEnding}
	if dot := strings.LastIndexByte(file, '.'); dot > strings.LastIndexByte(file, '/') {
		names = append(names, file[:dot]+sidecarEnding)
	}
	return names
}

// ParseSidecar reads a sidecar. An error names the line; a key that is unknown
// becomes a warning on the article.
func ParseSidecar(content []byte) (Sidecar, error) {
	if len(content) > MaxFileSize {
		return Sidecar{}, ErrTooBig
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return Sidecar{}, nil
	}
	text, _, err := decode(content)
	if err != nil {
		return Sidecar{}, err
	}
	var document yaml.Node
	err = yaml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, byteOrderMark))).Decode(&document)
	if err != nil && !errors.Is(err, io.EOF) {
		return Sidecar{}, yamlError(err, 0)
	}
	sidecar := Sidecar{}
	return sidecar, sidecar.take(&document)
}

func (s *Sidecar) take(document *yaml.Node) error {
	unknown, err := s.matter.take(document, 0)
	if err != nil {
		return err
	}
	if s.published.Known() {
		s.publishedFrom = "sidecar"
	}
	for _, field := range unknown {
		switch field.name {
		case "keep":
			err = s.takeKeep(field)
		case "drop":
			err = s.takeDrop(field)
		default:
			s.warnings = append(s.warnings, fmt.Sprintf("sidecar line %d: %q is not known: use %s", field.line, field.name, sidecarKeys))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const sidecarKeys = "title, author, publisher, published, modified, url, after, keep or drop"

func (s *Sidecar) takeKeep(field field) error {
	for _, item := range field.items() {
		if n, err := strconv.Atoi(item); err == nil {
			s.keepLines = append(s.keepLines, n)
			continue
		}
		if !slices.Contains(Rules(), item) {
			return LineError{field.line, fmt.Errorf("keep: %q is neither a line number nor a rule: the rules are %s", item, strings.Join(Rules(), ", "))}
		}
		s.keepRules = append(s.keepRules, item)
	}
	return nil
}

func (s *Sidecar) takeDrop(field field) error {
	for _, item := range field.items() {
		n, err := strconv.Atoi(item)
		if err != nil {
			return LineError{field.line, fmt.Errorf("drop: %q is not a line number", item)}
		}
		s.dropLines = append(s.dropLines, n)
	}
	return nil
}

// keeps reports whether the curator overrules that a block is dropped.
func (s *Sidecar) keeps(b block, rule string) bool {
	return slices.Contains(s.keepRules, rule) || hasLine(s.keepLines, b)
}

func (s *Sidecar) drops(b block) bool { return hasLine(s.dropLines, b) }

func hasLine(numbers []int, b block) bool {
	return slices.ContainsFunc(numbers, func(n int) bool { return b.first <= n && n <= b.last })
}

// field is a key of a YAML mapping, with its value.
type field struct {
	name  string
	line  int
	value *yaml.Node
}

// text returns a value that is plain text; a list of such becomes "a, b".
func (f field) text() (string, error) {
	switch f.value.Kind {
	case yaml.ScalarNode:
		if f.value.Tag == "!!null" {
			return "", nil
		}
		return tidy(f.value.Value), nil
	case yaml.SequenceNode:
		return strings.Join(f.items(), ", "), nil
	}
	return "", LineError{f.line, fmt.Errorf("%s: text was expected, not a list of keys", f.name)}
}

// items returns the plain values of a list, or of a value that stands for a
// list of one.
func (f field) items() []string {
	nodes := []*yaml.Node{f.value}
	if f.value.Kind == yaml.SequenceNode {
		nodes = f.value.Content
	}
	var items []string
	for _, node := range nodes {
		if text := tidy(node.Value); text != "" && node.Kind == yaml.ScalarNode && node.Tag != "!!null" {
			items = append(items, text)
		}
	}
	return items
}

// take reads the fields that it knows out of a YAML document, and returns the
// others. Lines are counted from the one behind offset.
func (m *matter) take(document *yaml.Node, offset int) (unknown []field, err error) {
	if document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		document = document.Content[0]
	}
	if document.Kind == 0 || document.Tag == "!!null" {
		return nil, nil
	}
	if document.Kind != yaml.MappingNode {
		return nil, LineError{document.Line + offset, errors.New(`a key was expected, as in "title: The title"`)}
	}
	for i := 0; i+1 < len(document.Content); i += 2 {
		key, value := document.Content[i], document.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		f := field{strings.ToLower(key.Value), key.Line + offset, value}
		known, err := m.set(f)
		if err != nil {
			return nil, err
		}
		if !known {
			unknown = append(unknown, f)
		}
	}
	return unknown, nil
}

func (m *matter) set(f field) (known bool, err error) {
	texts := map[string]*string{
		"title": &m.title, "author": &m.author, "publisher": &m.publisher, "after": &m.after, "url": &m.url,
	}
	days := map[string]*dates.Date{"published": &m.published, "modified": &m.modified}
	if to, ok := texts[f.name]; ok {
		*to, err = f.text()
		return true, err
	}
	to, ok := days[f.name]
	if !ok {
		return false, nil
	}
	text, err := f.text()
	if err != nil || text == "" {
		return true, err
	}
	date, numeric := parseDate(text)
	if !date.Known() {
		return true, LineError{f.line, fmt.Errorf("%s: %q is not a date: write it as 2018-06-16, 2018-06 or 2018", f.name, text)}
	}
	*to = date
	if f.name == "published" {
		m.numeric = numeric
	}
	return true, nil
}

// win overwrites what the article has with what is said here.
func (m *matter) win(a *Article) {
	for _, field := range []struct {
		to   *string
		from string
	}{
		{&a.Title, m.title}, {&a.Author, m.author}, {&a.Publisher, m.publisher}, {&a.After, m.after}, {&a.URL, m.url},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	if m.published.Known() {
		a.Published, a.PublishedFrom, a.numeric = m.published, m.publishedFrom, m.numeric
	}
	if m.modified.Known() {
		a.Modified = m.modified
	}
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlError says in plain words where YAML could not be read.
func yamlError(err error, offset int) error {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := yamlLine.FindStringSubmatch(reason); m != nil {
		line, _ = strconv.Atoi(m[1])
		reason = m[2]
	}
	return LineError{line + offset, fmt.Errorf("not YAML: %s", reason)}
}
