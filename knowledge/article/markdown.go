package article

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"go.abhg.dev/goldmark/frontmatter"
	"gopkg.in/yaml.v3"
)

// readMarkdown reads Markdown with front matter between two lines of "---".
//
// A quote should read as the article is shown, not as it is marked up. So each
// block is rendered as plain text, and where that changes nothing the stored
// text is the file's own. Where it does (a link, emphasis, an escape), the
// stored text is the rendered blocks. Lines are the file's in either case.
func readMarkdown(content []byte) (*draft, error) {
	source, warnings, err := decode(content)
	if err != nil {
		return nil, err
	}
	source = strings.TrimPrefix(source, byteOrderMark)
	m := &markdown{text: unixLines(source), front: parser.NewContext()}
	m.source = []byte(m.text)
	if line := overmarked(m.text); line > 0 {
		return nil, LineError{line, ErrNested}
	}
	if err := m.parse(); err != nil {
		return nil, err
	}
	d := m.asWritten(source)
	if d == nil {
		d = m.asShown()
	}
	d.matter, d.warnings = m.matter, warnings
	return d, nil
}

// overmarked returns the line where a document has so many marks that parsing
// it, which takes their square in time, would never end; or 0. A quotation in a
// quotation counts by its marks on one line, emphasis by those of a paragraph.
func overmarked(text string) int {
	const maxDepth, maxMarks = 100, 5000
	number, marks := 0, 0
	for line := range strings.Lines(text) {
		number++
		inner := strings.TrimLeft(line, " \t>-*+0123456789.)")
		before := line[:len(line)-len(inner)]
		if strings.Count(before, ">")+strings.Count(before, "- ")+strings.Count(before, "* ")+strings.Count(before, "+ ")+
			strings.Count(before, ". ")+strings.Count(before, ") ") > maxDepth {
			return number
		}
		if before != "" || strings.TrimSpace(inner) == "" {
			marks = 0 // a new block
		}
		if marks += countMarks(line); marks > maxMarks {
			return number
		}
	}
	return 0
}

func countMarks(line string) int {
	n := 0
	for i := range len(line) {
		if strings.IndexByte("*_[]`<!~", line[i]) >= 0 {
			n++
		}
	}
	return n
}

// unixLines ends lines that end with CR alone in LF, as goldmark expects. No
// byte moves.
func unixLines(text string) string {
	lone := []byte(text)
	for i, b := range lone {
		if b == '\r' && (i+1 == len(lone) || lone[i+1] != '\n') {
			lone[i] = '\n'
		}
	}
	return string(lone)
}

// markdown is a document while it is read.
type markdown struct {
	source []byte
	text   string // the same
	front  parser.Context
	matter matter
	parts  []part
}

// part is a block of the document.
type part struct {
	start, end int    // of its source
	line       int    // where it begins
	shown      string // its text without the markup
	heading    bool
	rule       string
}

func (m *markdown) parse() error {
	matterOnly := &frontmatter.Extender{Formats: []frontmatter.Format{frontmatter.YAML}}
	parser := goldmark.New(goldmark.WithExtensions(matterOnly, extension.Table)).Parser()
	document := parser.Parse(text.NewReader(m.source), withContext(m.front))
	if err := m.takeFrontMatter(); err != nil {
		return err
	}
	return ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || node.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			m.add(node, true, "")
		case *ast.Paragraph, *ast.TextBlock:
			m.add(node, false, m.ruleOf(node))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			m.add(node, false, ruleCode)
		case *ast.HTMLBlock:
			m.add(node, false, ruleOutside)
		case *extast.TableCell:
			m.add(node, false, ruleTable)
		}
		return ast.WalkContinue, nil
	})
}

func withContext(context parser.Context) parser.ParseOption { return parser.WithContext(context) }

// takeFrontMatter reads the front matter. Its keys are the sidecar's, and those
// that sites and clippers write; others are their own affair.
func (m *markdown) takeFrontMatter() error {
	front := frontmatter.Get(m.front)
	if front == nil {
		return nil
	}
	var document yaml.Node
	if err := front.Decode(&document); err != nil {
		return yamlError(err, 1)
	}
	unknown, err := m.matter.take(&document, 1)
	if err != nil {
		return err
	}
	aliases := map[string]string{
		"date": "published", "source": "url", "canonical": "url", "link": "url", "authors": "author",
		"site": "publisher", "updated": "modified", "lastmod": "modified",
	}
	for _, f := range unknown {
		said := map[string]bool{
			"published": m.matter.published.Known(), "modified": m.matter.modified.Known(),
			"url": m.matter.url != "", "author": m.matter.author != "", "publisher": m.matter.publisher != "",
		}
		if f.name = aliases[f.name]; f.name == "" || said[f.name] {
			continue
		}
		if _, err := m.matter.set(f); err != nil {
			return err
		}
	}
	if m.matter.published.Known() {
		m.matter.publishedFrom = "front matter"
	}
	return nil
}

// ruleOf drops an item of a list in which every item is a link.
func (m *markdown) ruleOf(node ast.Node) string {
	item, ok := node.Parent().(*ast.ListItem)
	if !ok {
		return ""
	}
	list := item.Parent()
	for other := list.FirstChild(); other != nil; other = other.NextSibling() {
		content := other.FirstChild()
		if content == nil || content.ChildCount() != 1 || content.FirstChild().Kind() != ast.KindLink {
			return ""
		}
	}
	return when(list.ChildCount() > 1, ruleLinks)
}

func (m *markdown) add(node ast.Node, heading bool, rule string) {
	segments := node.Lines()
	if segments.Len() == 0 {
		return
	}
	start, end := trim(m.text, segments.At(0).Start, segments.At(segments.Len()-1).Stop)
	if start >= end {
		return
	}
	shown := string(m.source[start:end])
	if rule != ruleCode && rule != ruleOutside {
		var b strings.Builder
		m.show(&b, node)
		shown = strings.TrimFunc(b.String(), isBlank)
	}
	if shown == "" {
		return
	}
	line := 1
	if n := len(m.parts); n > 0 {
		before := m.parts[n-1]
		line = before.line + bytes.Count(m.source[before.start:max(start, before.start)], []byte("\n"))
	} else {
		line += bytes.Count(m.source[:start], []byte("\n"))
	}
	m.parts = append(m.parts, part{start, end, line, shown, heading, rule})
}

// show writes the text of a node's children without their markup.
func (m *markdown) show(b *strings.Builder, node ast.Node) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			value := child.Segment.Value(m.source)
			if !child.IsRaw() {
				value = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
			}
			b.Write(value)
			if child.SoftLineBreak() || child.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(child.Value)
		case *ast.AutoLink:
			b.Write(child.Label(m.source))
		case *ast.Image, *ast.RawHTML:
		default:
			m.show(b, child)
		}
	}
}

// asWritten returns the draft whose text is the file's, or nil when its blocks
// have markup inside.
func (m *markdown) asWritten(source string) *draft {
	d := &draft{text: source}
	end := 0
	for _, p := range m.parts {
		written := strings.ReplaceAll(string(m.source[p.start:p.end]), "\r\n", "\n")
		if written != p.shown || p.start < end {
			return nil
		}
		end = p.end
		b := m.block(p)
		b.start, b.end, b.text = p.start, p.end, fold(p.shown)
		d.blocks = append(d.blocks, b)
	}
	return d
}

// asShown returns the draft whose text is the blocks without their markup.
func (m *markdown) asShown() *draft {
	var b builder
	for _, p := range m.parts {
		before := len(b.blocks)
		b.add(p.shown)
		if len(b.blocks) == before {
			continue
		}
		block := &b.blocks[before]
		known := m.block(p)
		block.first, block.last, block.heading, block.rule = known.first, known.last, known.heading, known.rule
	}
	return b.draft()
}

func (m *markdown) block(p part) block {
	last := p.line + bytes.Count(m.source[p.start:p.end], []byte("\n"))
	return block{first: p.line, last: last, heading: p.heading, rule: p.rule, apart: true}
}
